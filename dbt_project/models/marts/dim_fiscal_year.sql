{{ config(materialized='table') }}

with years as (

    select distinct fiscal_year
    from {{ ref('dim_document') }}

),

final as (

    select
        fiscal_year,
        make_date(fiscal_year, 1, 1) as first_day,
        make_date(fiscal_year, 12, 31) as last_day,
        fiscal_year - 1 as previous_year,
    from years

)

select * from final
