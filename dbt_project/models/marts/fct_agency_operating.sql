with rows_ as (

    {{ of_versions(ref('int_fact_agency_operating'), 'current') }}

),

final as (

    select
        agency_operating_key,
        document_key,
        fiscal_year,
        budget_stage,
        department_key,
        unit_key,
        unit_name,
        fund_source_key,
        amount_yuan,
        amount_wan,
        cell_count,
        reported_amount_keys,
        page_no,
    from rows_

)

select * from final
