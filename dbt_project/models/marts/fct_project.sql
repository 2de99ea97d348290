with rows_ as (

    {{ of_versions(ref('int_fact_project'), 'current') }}

),

final as (

    select
        project_amount_key,
        document_key,
        fiscal_year,
        budget_stage,
        department_key,
        unit_key,
        unit_name,
        project_name,
        fund_source_key,
        carryover_status,
        source_table_no,
        amount_yuan,
        amount_wan,
        cell_count,
        reported_amount_keys,
        page_no,
    from rows_

)

select * from final
