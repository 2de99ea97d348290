with source as (

    select * from {{ source('raw', 'document') }}

),

final as (

    select
        {{ key_of(['sha256', 'extractor_version']) }} as document_key,
        sha256,
        extractor_version,
        file_name,
        source_path,
        size_bytes,
        page_count,
        producer,
        creator,
        content_kind,
        landed_at,
        run_id,
    from source

)

select * from final
