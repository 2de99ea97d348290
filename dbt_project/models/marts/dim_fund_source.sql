{{ config(materialized='table') }}

with sources as (

    select * from {{ ref('fund_sources') }}

),

final as (

    select
        fund_source as fund_source_key,
        fund_source_no,
        fund_source as fund_source_name,
        is_fiscal_appropriation,
        description,
    from sources

)

select * from final
