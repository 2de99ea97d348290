with rows_ as (

    {{ of_versions(ref('int_fact_revenue_expenditure'), 'history') }}

),

final as (

    select
        revenue_expenditure_key,
        document_key,
        fiscal_year,
        budget_stage,
        department_key,
        direction,
        functional_subject_key,
        fund_source_key,
        carryover_status,
        line_name,
        source_table_no,
        authority,
        amount_yuan,
        amount_wan,
        basic_yuan,
        project_yuan,
        cell_count,
        reported_amount_keys,
        page_no,
    from rows_

)

select * from final
