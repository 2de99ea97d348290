with source as (

    select * from {{ source('raw', 'page') }}
    where {{ is_due() }}

),

final as (

    select
        {{ key_of(['sha256', 'extractor_version']) }} as document_key,
        page_no,
        printed_page_no,
        width,
        height,
        rotation,
        method,
        text,
        sheet_name,
    from source

)

select * from final
