{# The printed number as DECIMAL, in the unit it is printed in; NULL where the text is no number.
   Read: 1,234.56, full-width digits, -5, △5 and (5) for negatives, a currency sign, a mark of a footnote behind.
   Never 5.00万元 (a unit is read by itself), 1.234,56 (which of the two is the point?), nor two numbers as one.
   A dash alone is a printed zero. A blank cell is no amount and must not come here. #}
{% macro parse_amount(text) -%}
    case
        when regexp_full_match({{ amount_text(text) }}, '[¥￥]?-+') then cast(0 as decimal(26, 10))
        when {{ holds_several_numbers(amount_line(text), amount_text(text)) }} then null
        when
            regexp_full_match(
                {{ amount_text(text) }},
                '[¥￥]?[-△▲Δ∆(负]?[¥￥]?([1-9]\d{0,2}(,\d{3})+|\d+)?(\.\d{1,10})?\)?'
            )
            and regexp_matches({{ amount_text(text) }}, '\d')
            and contains({{ amount_text(text) }}, '(') = ends_with({{ amount_text(text) }}, ')')
            then
                case when regexp_matches({{ amount_text(text) }}, '^[¥￥]?[-△▲Δ∆(负]') then -1 else 1 end
                * try_cast(regexp_replace({{ amount_text(text) }}, '[^\d.]', '', 'g') as decimal(26, 10))
    end
{%- endmacro %}


{# Number of decimals printed; NULL where the text is no number. A dash prints no place of its own. #}
{% macro printed_decimals(text) -%}
    case
        when {{ parse_amount(text) }} is null or regexp_full_match({{ amount_text(text) }}, '[¥￥]?-+') then null
        else length(regexp_extract({{ amount_text(text) }}, '\.(\d*)', 1))
    end
{%- endmacro %}


{# Units of money, as a group of a pattern. #}
{% macro money_unit() -%}((?:千万|百万|亿|万|千|百)?元){%- endmacro %}


{# The unit that a cell prints behind its number (12.5万元, or wrapped 600.00万 / 元), NULL where it prints none. #}
{% macro unit_of_amount(text) -%}
    nullif(regexp_extract({{ normalised(text) }}, '[\d)]{{ money_unit() }}整?$', 1), '')
{%- endmacro %}


{# The text of an amount cell without the unit behind its number. #}
{% macro without_unit_of_amount(text) -%}
    regexp_replace({{ text }}, '([\d０-９)）])\s*(千\s*万|百\s*万|亿|万|千|百)?\s*元\s*整?\s*$', '\1')
{%- endmacro %}


{# A share of something, no amount: 12.5%, -3％. #}
{% macro is_percentage(text) -%}
    regexp_full_match({{ amount_text(text) }}, '[-△▲(+↑↓]?[\d.,]+(%|‰|个?百分点)\)?')
{%- endmacro %}


{# Amount cells compared: one width, one dash, no currency word, no mark of a footnote behind the number; the breaks of
   its lines and the spaces between its digits are kept. #}
{% macro amount_line(text) -%}
    regexp_replace(
        regexp_replace(
            regexp_replace(
                translate({{ one_width(text) }}, '−‐‑‒﹣﹘─━', '--------'),
                '[\t\r \x{3000}\x{00a0}\x{2000}-\x{200b}\x{202f}\x{feff}]+', ' ', 'g'
            ),
            '人民币|RMB|CNY', '', 'g'
        ),
        '([\d)])\s*([*※†‡★☆#①-⑳⑴-⒇❶-❿⁰¹²³⁴-⁹]|\[注?\d{0,2}\]|\(?注\d{0,2}\)?)+\s*$', '\1'
    )
{%- endmacro %}


{% macro amount_text(text) -%}
    regexp_replace({{ amount_line(text) }}, '\s+', '', 'g')
{%- endmacro %}


{# Whether digits that a space or a line's end parts are several numbers, or may be.
   One number are: thousands parted by spaces before a point (1 234 567.89), digits spaced out one by one, a number
   broken at its comma or point, inside a group of thousands, before a part with the only point, or in its two
   decimals. A sign over a number is a zero and a number. #}
{% macro holds_several_numbers(line, text) -%}
    (
        (
            regexp_matches({{ line }}, '\d +\d')
            and not regexp_full_match(trim({{ line }}), '\D?\d{1,3}( \d{3})+\.\d+\)?')
            and not regexp_full_match(trim({{ line }}), '(\S )+\S')
        )
        or regexp_matches({{ line }}, '^\s*[-△▲Δ∆负] *\n')
        or (
            regexp_matches({{ line }}, '\d *\n *\d')
            and not regexp_matches({{ text }}, '^[^.]*\.\d\d\)?$')
            and not regexp_full_match(trim({{ line }}, ' ' || chr(10)), '[^.\n]*\d *\n *\d[^.\n]*\.\d+\)?')
            and not regexp_matches({{ line }}, ',\d{1,2} *\n *\d')
        )
    )
{%- endmacro %}


{# Digits of a number without the zeros before and behind them. #}
{% macro significant_digits(number) -%}
    length(replace(regexp_replace(cast({{ number }} as varchar), '^[-0.]+|\.?0+$', '', 'g'), '.', ''))
{%- endmacro %}


{# One unit of the last of so many decimals; NULL for a dash, which prints none. #}
{% macro last_place(decimals) -%}
    cast(
        case if({{ decimals }} > 6, 6, {{ decimals }})
            when 0 then 1
            when 1 then 0.1
            when 2 then 0.01
            when 3 then 0.001
            when 4 then 0.0001
            when 5 then 0.00001
            when 6 then 0.000001
        end
        as decimal(7, 6)
    )
{%- endmacro %}
