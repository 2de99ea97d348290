with documents as (

    select * from {{ ref('stg_raw__document') }}

),

final as (

    select *
    from documents
    qualify row_number() over (
            partition by sha256
            order by landed_at desc, try_cast(extractor_version as integer) desc nulls last
        ) = 1

)

select * from final
