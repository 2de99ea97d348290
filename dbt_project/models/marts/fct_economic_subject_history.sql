with rows_ as (

    {{ of_versions(ref('int_fact_economic_subject'), 'history') }}

),

final as (

    select
        economic_subject_amount_key,
        document_key,
        fiscal_year,
        budget_stage,
        department_key,
        economic_subject_key,
        gov_economic_subject_key,
        fund_source_key,
        expense_kind,
        line_name,
        gov_economic_name,
        source_table_no,
        amount_yuan,
        amount_wan,
        cell_count,
        reported_amount_keys,
        page_no,
    from rows_

)

select * from final
