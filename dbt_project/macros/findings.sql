{# An amount of 元 as a sentence prints it, in 元 where the table counts in 元, else in 万元; never as floating point. #}
{% macro money_text(yuan, unit) -%}
    case
        when {{ unit }} = '元' then cast(cast({{ yuan }} as decimal(20, 2)) as varchar) || '元'
        else
            regexp_replace(
                cast(cast(({{ yuan }}) * cast(0.0001 as decimal(5, 4)) as decimal(20, 6)) as varchar),
                '(\.\d\d\d*?)0+$', '\1'
            ) || '万元'
    end
{%- endmacro %}


{# Whether a rule holds with this difference between its sides: its operator, and the tolerance for rounding. #}
{% macro holds(operator, difference, tolerance) -%}
    case {{ operator }}
        when '=' then abs({{ difference }}) <= {{ tolerance }}
        when '>=' then {{ difference }} >= -{{ tolerance }}
        when '<=' then {{ difference }} <= {{ tolerance }}
    end
{%- endmacro %}


{# How two figures of digits differ: swapped_digits (neighbours changed places), one_digit, shifted_point (the same
   digits, ten or a hundred times as much), or NULL. Both are whole numbers of the last printed place, as text. #}
{% macro digit_slip(printed, expected) -%}
    case
        when {{ printed }} = {{ expected }} or {{ printed }} = '0' or {{ expected }} = '0' then null
        when rtrim({{ printed }}, '0') = rtrim({{ expected }}, '0') then 'shifted_point'
        when length({{ printed }}) != length({{ expected }}) then null
        else
            case
                when len({{ differing_places(printed, expected) }}) = 1 then 'one_digit'
                when
                    len({{ differing_places(printed, expected) }}) = 2
                    and {{ differing_places(printed, expected) }}[2] = {{ differing_places(printed, expected) }}[1] + 1
                    and {{ printed }}[{{ differing_places(printed, expected) }}[1]]
                    = {{ expected }}[{{ differing_places(printed, expected) }}[2]]
                    and {{ printed }}[{{ differing_places(printed, expected) }}[2]]
                    = {{ expected }}[{{ differing_places(printed, expected) }}[1]]
                    then 'swapped_digits'
            end
    end
{%- endmacro %}


{% macro differing_places(printed, expected) -%}
    list_filter(range(1, length({{ printed }}) + 1), lambda place : {{ printed }}[place] != {{ expected }}[place])
{%- endmacro %}


{# An amount as a whole number of the last printed place, as text. Over whole numbers: DuckDB divides decimals as
   floating point. #}
{% macro digits_of(yuan, last_place) -%}
    cast(
        cast(abs({{ yuan }}) * 1000000 as hugeint) // nullif(cast({{ last_place }} * 1000000 as hugeint), 0) as varchar
    )
{%- endmacro %}


{# A place on a page and what stands there. #}
{% macro place_of(page_no, x0, top, x1, bottom, printed_text) -%}
    struct_pack(
        page_no := {{ page_no }}, x0 := {{ x0 }}, top := {{ top }}, x1 := {{ x1 }}, bottom := {{ bottom }},
        printed_text := {{ printed_text }}
    )
{%- endmacro %}


{% macro no_places() -%}
    cast([] as struct(page_no integer, x0 double, top double, x1 double, bottom double, printed_text varchar)[])
{%- endmacro %}
