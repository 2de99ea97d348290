with source as (

    select * from {{ source('raw', 'document_built') }}

),

final as (

    select
        {{ key_of(['sha256', 'extractor_version']) }} as document_key,
        sha256,
        extractor_version,
        built_at,
    from source

)

select * from final
