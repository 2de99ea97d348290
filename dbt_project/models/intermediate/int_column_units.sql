-- Columns that state a unit of their own in their heading: 金额（万元）, 单价（元）. The lowest level that does decides.

with columns_ as (

    select
        tables.document_key,
        tables.table_index,
        heading.column_index,
        {{ normalised("array_to_string(list_reverse(heading.path), '/')") }} as heading_text,
    from {{ ref('int_tables_classified') }} as tables
    cross join unnest(tables.heading_paths) as unnested (heading)

),

final as (

    select
        document_key,
        table_index,
        column_index,
        coalesce(
            nullif(
                regexp_extract(heading_text, '[(\[](?:金额)?(?:单位:?)?(?:人民币)?{{ money_unit() }}[)\]]', 1), ''
            ),
            nullif(regexp_extract(heading_text, '单位:(?:人民币)?{{ money_unit() }}', 1), ''),
            -- A level that is nothing but the unit.
            nullif(regexp_extract(heading_text, '(?:^|/){{ money_unit() }}(?:/|$)', 1), '')
        ) as unit_name,
    from columns_

)

select * from final
where unit_name is not null
