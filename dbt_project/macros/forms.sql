{# The label of a form without what varies: ordinal, 其中：, the colon, a year, the unit in brackets. #}
{% macro label_text(text) -%}
    regexp_replace(
        regexp_replace(
            regexp_replace(
                {{ without_year(normalised(text)) }},
                '^[*★]?([一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d{1,2}[.、])?(其中:)?(\d{1,2}[.、])?', ''
            ),
            ':+$', ''
        ),
        '\((金额|计量)?(单位)?:?(亿|百万|万|千|百)?元\)$', ''
    )
{%- endmacro %}


{# The unit of amounts that a label names in brackets: 项目资金（万元）; NULL where it names none. #}
{% macro unit_in_brackets(text) -%}
    nullif(regexp_extract({{ normalised(text) }}, '\((?:金额|计量)?(?:单位)?:?((?:亿|百万|万|千|百)?元)\)', 1), '')
{%- endmacro %}


{# Text as printed without telephone numbers and without the name behind 负责人： and the like: persons stay in raw. #}
{% macro without_persons(text) -%}
    regexp_replace(
        regexp_replace(
            regexp_replace(
                {{ text }},
                '(负责人|联系人|联络人|经办人|填报人|填表人|制表人|审核人|复核人|编制人|申报人|责任人|法人代表|法定代表人|姓名)(\([^()]{0,6}\)|（[^（）]{0,6}）)?([:：][\s\x{3000}]*)[\p{Han}·]{1,4}([\s\x{3000}、，,][\p{Han}·]{2,3}($|[\s\x{3000}、，,；;。]))*',
                '\1\3', 'g'
            ),
            '(^|[^\d.])((\+|00)?86[-\s]?)?1[3-9]\d([-\s]?\d){8}($|[^\d.])', '\1\5', 'g'
        ),
        '(^|[^\d.])(\(|（)?0\d{2,3}(\)|）)?[-—－\s]\d{7,8}($|[^\d.])', '\1\4', 'g'
    )
{%- endmacro %}


{# An amount of a form, in the unit it is printed in: 500,000 or 50万元; NULL where the text is no number. #}
{% macro form_number(text) -%}
    {{ parse_amount("regexp_replace(" ~ normalised(text) ~ ", '(亿|百万|万|千|百)?元?$', '')") }}
{%- endmacro %}


{# A date as printed on a form (20211118152941, 2025年1月5日, 2025-01-05) as TIMESTAMP; NULL where it is none. #}
{% macro form_timestamp(text) -%}
    coalesce(
        try_strptime(regexp_extract({{ text }}, '^\d{14}$'), '%Y%m%d%H%M%S'),
        try_strptime(regexp_extract({{ text }}, '^\d{8}$'), '%Y%m%d'),
        try_strptime(
            nullif(
                concat_ws(
                    '-',
                    nullif(regexp_extract({{ text }}, '((?:19|20)\d\d)[年./-](\d{1,2})[月./-](\d{1,2})', 1), ''),
                    nullif(regexp_extract({{ text }}, '((?:19|20)\d\d)[年./-](\d{1,2})[月./-](\d{1,2})', 2), ''),
                    nullif(regexp_extract({{ text }}, '((?:19|20)\d\d)[年./-](\d{1,2})[月./-](\d{1,2})', 3), '')
                ), ''
            )
            || ' ' || coalesce(nullif(regexp_extract({{ text }}, '\d{1,2}:\d{2}(:\d{2})?'), ''), '00:00'),
            ['%Y-%m-%d %H:%M', '%Y-%m-%d %H:%M:%S']
        )
    )
{%- endmacro %}


{# What is numbered in a cell, an item each: 指标1：… anywhere, ① or 1、 at the beginning of a line; empty where the numbers
   do not run from 1. #}
{% macro numbered_items(text) -%}
    (
        list_transform([
            list_filter(
                string_split(
                    regexp_replace(
                        regexp_replace(
                            regexp_replace(
                                {{ text }}, '指标\s*\d{1,2}\s*[:：]', chr(30) || '\0', 'g'
                            ),
                            '(^|\n)\s*([①-⑳]|\d{1,2}、|[(（]\d{1,2}[)）])', chr(30) || '\2', 'g'
                        ),
                        '(^|\n)\s*(\d{1,2}[.．])([^\d])', chr(30) || '\2\3', 'g'
                    ), chr(30)
                ), lambda item: trim(item) != ''
            )
        ], lambda items: case
            when
                len(list_filter(
                    generate_series(1, len(items)),
                    lambda position: regexp_extract(items[position], '\d+') = cast(position as varchar)
                    or unicode(items[position]) = unicode('①') + position - 1
                )) = len(items)
                and regexp_matches(items[1], '^(指标\s*\d|[①-⑳]|[(（]?\d)')
                then items
            else []
        end)[1]
    )
{%- endmacro %}


{# A text without its number: ≥5次 of 指标1：≥5次. #}
{% macro without_number(text) -%}
    regexp_replace({{ text }}, '^(指标\s*\d{1,2}\s*[:：]|[①-⑳]|\d{1,2}[、.．]|[(（]\d{1,2}[)）])\s*', '')
{%- endmacro %}
