-- Every printed amount under the contract's column names, all versions.

with amounts as (

    select * from {{ ref('int_reported_amounts') }}

),

final as (

    select
        reported_amount_key,
        document_key,
        department_key,
        unit_key,
        functional_code as functional_subject_key,
        dept_code as economic_subject_key,
        gov_code as gov_economic_subject_key,
        fund_source as fund_source_key,
        file_name,
        fiscal_year,
        budget_stage,
        department_name,
        table_no,
        table_kind,
        table_index,
        line_no,
        section,
        subject_code,
        line_name,
        line_role,
        gov_economic_name,
        unit_name,
        project_name,
        measure,
        fund_source,
        is_total,
        amount_yuan,
        amount_wan,
        printed_text,
        printed_unit,
        page_no,
        x0,
        top,
        x1,
        bottom,
        'text' as extraction_method,
    from amounts

)

select * from final
