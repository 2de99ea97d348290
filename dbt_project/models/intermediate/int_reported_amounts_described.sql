-- Every printed amount under the contract's column names, all versions.

with amounts as (

    select * from {{ ref('int_reported_amounts') }}

),

pages as (

    select * from {{ ref('stg_raw__page') }}

),

final as (

    select
        amounts.reported_amount_key,
        amounts.document_key,
        amounts.department_key,
        amounts.unit_key,
        amounts.functional_subject_key,
        amounts.economic_subject_key,
        amounts.gov_economic_subject_key,
        amounts.fund_source as fund_source_key,
        amounts.file_name,
        amounts.fiscal_year,
        amounts.budget_stage,
        amounts.department_name,
        amounts.table_no,
        amounts.table_kind,
        amounts.table_index,
        amounts.line_no,
        amounts.section,
        amounts.subject_code,
        amounts.line_name,
        amounts.line_role,
        amounts.gov_economic_name,
        amounts.unit_name,
        amounts.project_name,
        amounts.measure,
        amounts.fund_source,
        amounts.is_total,
        amounts.amount_yuan,
        amounts.amount_wan,
        amounts.printed_text,
        amounts.printed_unit,
        amounts.page_no,
        amounts.x0,
        amounts.top,
        amounts.x1,
        amounts.bottom,
        case when pages.method = 'ocr' then 'ocr' else 'text' end as extraction_method,
    from amounts
    left join pages on amounts.document_key = pages.document_key and amounts.page_no = pages.page_no

)

select * from final
