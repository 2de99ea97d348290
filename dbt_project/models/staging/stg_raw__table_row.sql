with source as (

    select * from {{ source('raw', 'table_row') }}
    where {{ is_due() }}

),

final as (

    select
        {{ key_of(['sha256', 'extractor_version']) }} as document_key,
        table_index,
        row_index,
        page_no,
        role,
        cells,
    from source

)

select * from final
