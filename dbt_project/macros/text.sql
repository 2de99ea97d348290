{# Text without white space, full-width forms and quotation marks made one: what patterns and names are compared on.
   DuckDB knows no NFKC, so the forms that budget documents print are listed. #}
{% macro normalised(text) -%}
    {%- set space = '[\\s\\x{3000}\\x{00a0}\\x{2000}-\\x{200b}\\x{202f}\\x{feff}]+' -%}
    {{ one_width("regexp_replace(coalesce(" ~ text ~ ", ''), '" ~ space ~ "', '', 'g')") }}
{%- endmacro %}


{# Full-width forms and quotation marks made one. #}
{% macro one_width(text) -%}
    replace(
        replace(
            translate(
                {{ text }},
                '（）［］【】：，．－—–―％＋＝／＊“”‘’＂０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ',
                '()[][]:,.----%+=/*"""""0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
            ),
            '﹙', '('
        ),
        '﹚', ')'
    )
{%- endmacro %}


{# A name as printed, un-wrapped: line breaks joined, outer white space and the indent taken off. Spaces between
   Chinese characters are typography (合 计); between Latin letters they are words. #}
{% macro unwrapped(text) -%}
    regexp_replace(
        regexp_replace(
            replace(coalesce({{ text }}, ''), chr(10), ''),
            '^[\s\x{3000}\x{00a0}]+|[\s\x{3000}\x{00a0}]+$', '', 'g'
        ),
        '([\p{Han}，。、；：（）“”])[\s\x{3000}\x{00a0}]+([\p{Han}，。、；：（）“”])', '\1\2', 'g'
    )
{%- endmacro %}


{# Normalised name without its ordinal (一、 / （一） / 1. / ①), brackets' suffix [部门] and 其中：. #}
{% macro bare_name(text) -%}
    regexp_replace(
        regexp_replace({{ normalised(text) }}, '\[部门\]$', ''),
        '^(其中:)?([一二三四五六七八九十百]+、|\([一二三四五六七八九十\d]+\)|\d{1,2}[.、]|[①-⑳])?(其中:)?', ''
    )
{%- endmacro %}


{# Normalised text without years: a heading 2023年合计 means 合计, a title 2023年预算收支总表 means 预算收支总表. #}
{% macro without_year(text) -%}
    regexp_replace({{ text }}, '(19|20)\d\d(年度|年|(预算数|决算数)$)?', '\3', 'g')
{%- endmacro %}


{# Normalised heading without the unit it states: 金额(万元) means 金额. #}
{% macro without_unit(text) -%}
    regexp_replace({{ text }}, '[(\[](金额)?(单位:?)?(人民币)?{{ money_unit() }}[)\]]', '', 'g')
{%- endmacro %}


{# The name on a department line (部门名称：某局[部门]), normalised, without what stands before the colon. #}
{% macro department_of(line) -%}
    regexp_replace(regexp_replace({{ normalised(line) }}, '^[^:]*:', ''), '\[部门\]$', '')
{%- endmacro %}


{# 二〇二四年 as 2024年: covers print the year in Chinese. #}
{% macro digits_of_chinese_years(text) -%}
    {#- The round zero is typed as whatever looks like it. -#}
    {%- set zero = '〇○◯零OoΟοОо0' -%}
    {%- set year = "二[" ~ zero ~ "][" ~ zero ~ "一二三四五六七八九1-9]{2}年" -%}
    case
        when regexp_matches({{ text }}, '{{ year }}')
            then
                replace(
                    {{ text }},
                    regexp_extract({{ text }}, '{{ year }}'),
                    translate(regexp_extract({{ text }}, '{{ year }}'), '{{ zero }}一二三四五六七八九', '00000000000123456789')
                )
        else {{ text }}
    end
{%- endmacro %}


{# A title without what says nothing of the table: its number (附件1：, 公开01表, 表一、), the book marks, a continuation,
   the number at its end (01-1), and what a year left behind. #}
{% macro title_core(text) -%}
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(replace({{ text }}, '公共财政预算', '一般公共预算'), '[《》〈〉]|\(\)|批复', '', 'g'),
                '^(附件|附表|公开|预算|决算|部门|单位|财预|财决)*表?\d+([-.]\d+)*表?[:、.]?', ''
            ),
            '^(附件|附表|附|表)[一二三四五六七八九十]+[:、.]?|^\(?[一二三四五六七八九十]+[)、.]+', ''
        ),
        '(\(续\)|续表|\(?\d+(-\d+)*\)?)$', ''
    )
{%- endmacro %}


{# The day that a text of digits and separators prints (2026年3月5日, 2026-03-05, 2026.3.5); NULL where there is none. #}
{% macro printed_date(text) -%}
    try_cast(
        regexp_replace(
            regexp_extract({{ text }}, '(\d{4}\D\d{1,2}\D\d{1,2})', 1),
            '(\d{4})\D(\d{1,2})\D(\d{1,2})', '\1-\2-\3'
        ) as date
    )
{%- endmacro %}


{# Before a model that holds many texts against a seed of patterns: all of them as one, in a variable of the session.
   DuckDB prepares a pattern that is the same for all rows once, and one from a table anew for each row. #}
{% macro set_joined_pattern(variable, patterns, where) -%}
    set variable {{ variable }} = (
        select string_agg('(?:' || pattern || ')', '|') from {{ patterns }} where {{ where }}
    )
{%- endmacro %}


{# Whether any of those patterns may fit a text; true where nobody joined them, as in a unit test. #}
{% macro fits_joined_pattern(text, variable) -%}
    regexp_matches({{ text }}, coalesce(getvariable('{{ variable }}'), ''))
{%- endmacro %}
