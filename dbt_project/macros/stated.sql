{# A name compared: without quotation marks, 的, the marks (类)(款)(项), and what says only that it is an amount. #}
{% macro subject_key(text) -%}
    regexp_replace(
        regexp_replace(
            regexp_replace({{ bare_name(text) }}, '["《》]|\((类|款|项)\)|科目$', '', 'g'), '的', '', 'g'
        ),
        '(收入|支出|缴费|缴|费|经费|补助)*(预算|决算)*(支出|收入)?(安排)?(数|总计|合计|总额)*$', ''
    )
{%- endmacro %}


{# Half a unit of the last printed place of each of several amounts; a single amount that is only quoted with as many
   places as the table has cannot have been rounded. #}
{% macro quoted_tolerance(stated_place, table_place, cell_count) -%}
    cast(
        case
            when {{ cell_count }} <= 1 and {{ stated_place }} = {{ table_place }} then 0
            else greatest({{ stated_place }}, {{ table_place }}) * cast(0.5 as decimal(2, 1))
                * case when {{ cell_count }} <= 1 then 1 else {{ cell_count }} + 1 end
        end as decimal(20, 6)
    )
{%- endmacro %}


{# part in percent of whole, to six decimals. Over whole numbers: DuckDB divides decimals as floating point. #}
{% macro percentage_of(part, whole) -%}
    cast(
        cast(
            cast({{ part }} * 100 as hugeint) * cast(100000000 as hugeint) // cast({{ whole }} * 100 as hugeint)
            as decimal(38, 0)
        ) * cast(0.000001 as decimal(7, 6)) as decimal(20, 6)
    )
{%- endmacro %}


{# An amount of 元 as a sentence prints it: 1758.48万元. #}
{% macro printed_wan(yuan) -%}
    regexp_replace(
        cast(cast({{ yuan }} * cast(0.0001 as decimal(5, 4)) as decimal(20, 6)) as varchar), '(\.\d\d\d*?)0+$', '\1'
    ) || '万元'
{%- endmacro %}


{# A name as a sentence gives it, without quotation marks and without what says only that it is an amount. #}
{% macro plain_name(text) -%}
    regexp_replace(
        regexp_replace({{ text }}, '["《》]|科目$', '', 'g'), '(预算|决算)*(总计|合计|总额|数)*$', ''
    )
{%- endmacro %}


{# What a sentence names, without the year and the department before it. #}
{% macro kind_named(noun, department) -%}
    regexp_replace(
        case
            when contains({{ noun }}, {{ department }})
                then substr({{ noun }}, strpos({{ noun }}, {{ department }}) + length({{ department }}))
            else {{ noun }}
        end,
        '^(20\d\d年度?)?(\[部门\])?((本|我)?(部门|单位))?', ''
    )
{%- endmacro %}
