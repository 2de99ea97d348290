with source as (

    select * from {{ source('raw', 'paragraph') }}
    where {{ is_due() }}

),

final as (

    select
        {{ key_of(['sha256', 'extractor_version']) }} as document_key,
        page_no,
        paragraph_no,
        heading_path,
        text,
    from source

)

select * from final
