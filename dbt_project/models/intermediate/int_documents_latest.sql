with documents as (

    select * from {{ ref('stg_raw__document') }}

),

final as (

    select
        *,
        -- A file read again keeps its place among the versions: it is no newer for that.
        min(landed_at) over (partition by sha256) as first_landed_at,
        list(document_key) over (partition by sha256) as document_keys,
    from documents
    qualify row_number() over (
            partition by sha256
            order by landed_at desc, try_cast(extractor_version as integer) desc nulls last
        ) = 1

)

select * from final
