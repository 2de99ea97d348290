-- What each document is, of all documents: a build looks here for the others of a department before it computes them.
-- A file read again keeps the row of its former reading, by which it may have been another department's.

{{ config(incremental_strategy='delete+insert', unique_key='document_key') }}

with documents as (

    select * from {{ ref('int_documents_identified') }}

),

final as (

    select
        documents.document_key,
        documents.sha256,
        documents.fiscal_year,
        documents.budget_stage,
        documents.refusal_reason,
        departments.* exclude (document_key, department_key),
        departments.department_key,
    from documents
    left join {{ ref('int_departments_located') }} as departments
        on documents.document_key = departments.document_key

)

select * from final
