{# The printed number as DECIMAL, in the unit it is printed in; NULL where the text is no number.
   Read: 1,234.56, full-width digits, -5, △5 and (5) for negatives, 5.00万元 never (a unit belongs to the table).
   A dash alone is a printed zero. A blank cell is no amount and must not come here. #}
{% macro parse_amount(text) -%}
    case
        -- Two numbers of one cell, one under the other, are no number; a number broken at its comma or point is one.
        when contains(trim({{ text }}, chr(10) || ' '), chr(10))
            and not regexp_matches({{ text }}, '[,，.．][\s\x{3000}]*\n')
            and not regexp_matches({{ amount_text(text) }}, '^[^.]*\.\d\d\)?$')
            then null
        when regexp_full_match({{ amount_text(text) }}, '-+') then cast(0 as decimal(26, 10))
        when regexp_full_match({{ amount_text(text) }}, '[¥￥]?[-△▲(负]?[¥￥]?(\d{1,3}(,\d{3})+|\d+)?(\.\d{1,10})?\)?')
            and regexp_matches({{ amount_text(text) }}, '\d')
            and starts_with({{ amount_text(text) }}, '(') = ends_with({{ amount_text(text) }}, ')')
            then
                case when regexp_matches({{ amount_text(text) }}, '^[¥￥]?[-△▲(负]') then -1 else 1 end
                * try_cast(regexp_replace({{ amount_text(text) }}, '[^\d.]', '', 'g') as decimal(26, 10))
    end
{%- endmacro %}


{# Number of decimals printed; NULL where the text is no number. A dash prints no place of its own. #}
{% macro printed_decimals(text) -%}
    case
        when {{ parse_amount(text) }} is null or regexp_full_match({{ amount_text(text) }}, '-+') then null
        else length(regexp_extract({{ amount_text(text) }}, '\.(\d*)', 1))
    end
{%- endmacro %}


{% macro amount_text(text) -%}
    replace({{ normalised(text) }}, '−', '-')
{%- endmacro %}
