with source as (

    select * from {{ source('raw', 'table_grid') }}
    where {{ is_due() }}

),

final as (

    select
        {{ key_of(['sha256', 'extractor_version']) }} as document_key,
        table_index,
        first_page,
        last_page,
        title,
        label,
        unit_line,
        department_line,
        column_count,
        heading_paths,
        notes,
    from source

)

select * from final
