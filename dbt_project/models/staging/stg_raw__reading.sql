with source as (

    select * from {{ source('raw', 'reading') }}
    where {{ is_due() }}

),

final as (

    select
        {{ key_of(['sha256', 'extractor_version']) }} as document_key,
        page_no,
        reading_no,
        text,
        confidence,
        characters,
        x0,
        top,
        x1,
        bottom,
    from source

)

select * from final
