-- Run on the published database: what its readers have now and must not lose.
with amounts as (
    select
        document_key,
        count(distinct table_no) as table_count
    from marts.fct_reported_amount
    group by document_key
)

select
    documents.document_key,
    documents.sha256,
    documents.file_name,
    documents.fiscal_year,
    documents.budget_stage,
    documents.department_key,
    departments.department_name,
    documents.reported_amount_count,
    coalesce(amounts.table_count, 0) as table_count
from marts.dim_document as documents
left join marts.dim_department as departments
    on documents.department_key = departments.department_key
left join amounts
    on documents.document_key = amounts.document_key
where documents.is_current
order by documents.document_key
