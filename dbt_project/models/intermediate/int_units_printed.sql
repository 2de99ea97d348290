-- The unit that a table prints for all its amounts, and where: on its unit line, in its title, in its headings, in a
-- note under it. It is never taken from the other tables of the file: units change inside one file.

{# A unit ends its word: 元阳县 and 广元市 print none. 单位：万, its 元 lost to another cell, is 万元. #}
{% set stated = "(?:^|[^\\p{Han}]|币|位|额|为|以)" ~ money_unit() ~ "(?:[^\\p{Han}]|人民币|整|$)" %}

with tables as (

    select * from {{ ref('int_tables_classified') }}

),

headings as (

    select
        document_key,
        table_index,
        min(unit_name) as unit_name,
    from {{ ref('int_column_units') }}
    group by all
    having count(distinct unit_name) = 1

),

found as (

    select
        tables.document_key,
        tables.table_index,
        coalesce(
            nullif(regexp_extract(tables.unit_text, '{{ stated }}', 1), ''),
            nullif(regexp_extract(tables.unit_text, '单位:?(?:人民币)?(千万|百万|亿|万|千|百)$', 1), '') || '元'
        ) as of_unit_line,
        coalesce(
            nullif(regexp_extract(tables.title_text, '单位:?(?:人民币)?{{ money_unit() }}', 1), ''),
            nullif(regexp_extract(tables.title_text, '\((?:人民币)?{{ money_unit() }}\)$', 1), '')
        ) as of_title,
        headings.unit_name as of_headings,
        nullif(regexp_extract(tables.note_text, '单位(?:均)?[:为是]?(?:人民币)?{{ money_unit() }}', 1), '') as of_note,
    from tables
    left join headings on tables.document_key = headings.document_key and tables.table_index = headings.table_index

),

final as (

    select
        document_key,
        table_index,
        coalesce(of_unit_line, of_title, of_headings, of_note) as unit_name,
        case
            when of_unit_line is not null then 'unit_line'
            when of_title is not null then 'title'
            when of_headings is not null then 'heading'
            when of_note is not null then 'note'
        end as unit_evidence,
    from found

)

select * from final
where unit_name is not null
