{# Whether a place of a table is taken by a term of a rule: by the table, the half, the role of the line, the measure.

   terms: alias with table_no, section, line_role, item_codes and measure; positions: alias of int_positions. #}
{% macro takes_place(terms, positions) -%}
    {{ terms }}.table_no = {{ positions }}.table_no
    and ({{ terms }}.section is null or {{ terms }}.section = {{ positions }}.section)
    and case {{ terms }}.line_role
        when 'any' then true
        when 'top_line' then {{ positions }}.is_top_line and {{ positions }}.axis = 'main'
        when 'parent' then {{ positions }}.has_parts
        when 'child' then {{ positions }}.parent_line_key is not null
        when 'root' then {{ positions }}.is_root
        when 'class' then length({{ positions }}.subject_code) = 3
        when 'fund_line' then {{ positions }}.line_role = 'line' and {{ positions }}.is_fund_line
        when 'item' then list_contains({{ terms }}.item_codes, {{ positions }}.item_code)
        when 'code' then list_contains({{ terms }}.item_codes, {{ positions }}.subject_code)
        when 'name'
            then
                regexp_matches(
                    {{ bare_name(positions ~ '.line_name') }},
                    '^(' || array_to_string({{ terms }}.item_codes, '|') || ')'
                )
        else {{ terms }}.line_role = {{ positions }}.line_role
    end
    and case {{ terms }}.measure
        when '*' then {{ positions }}.measure_kind != 'other'
        when '@main' then {{ positions }}.measure_kind = 'main'
        when '@part' then {{ positions }}.measure_kind = 'part'
        -- What was carried over of a fund is no revenue of the year.
        when '@fund'
            then {{ positions }}.measure_fund_source is not null and {{ positions }}.measure_kind != 'carryover'
        when '@within' then {{ positions }}.is_within_total
        else {{ terms }}.measure = {{ positions }}.measure
    end
{%- endmacro %}


{# Whether a place is of the fund source that a term asks for.

   terms: alias with line_role and fund_filter; positions: alias of int_positions; funds: alias of the seed fund_sources,
   joined on term_fund_source. #}
{% macro term_fund_source(terms, positions) -%}
    case
        when {{ terms }}.line_role in ('fund_line', 'carryover_part') then {{ positions }}.line_fund_source
        else {{ positions }}.measure_fund_source
    end
{%- endmacro %}


{# The parts of a term table.section.role.measure: an optional one marked ?, a filter after a colon. #}
{% macro term_parts(term) -%}
    rtrim({{ term }}, '?') as term,
    ends_with({{ term }}, '?') as is_optional,
    cast(split_part(rtrim({{ term }}, '?'), '.', 1) as smallint) as table_no,
    nullif(nullif(split_part(rtrim({{ term }}, '?'), '.', 2), '*'), '') as section,
    split_part(split_part(rtrim({{ term }}, '?'), '.', 3), ':', 1) as line_role,
    string_split(nullif(split_part(split_part(rtrim({{ term }}, '?'), '.', 3), ':', 2), ''), '|') as item_codes,
    split_part(split_part(rtrim({{ term }}, '?'), '.', 4), ':', 1) as measure,
    nullif(split_part(split_part(rtrim({{ term }}, '?'), '.', 4), ':', 2), '') as fund_filter
{%- endmacro %}


{# How many whole times one amount goes into another, as text. Over whole numbers: DuckDB divides decimals as floating
   point. #}
{% macro whole_multiple(larger, smaller) -%}
    cast(cast({{ larger }} * 100 as hugeint) // nullif(cast({{ smaller }} * 100 as hugeint), 0) as varchar)
{%- endmacro %}
