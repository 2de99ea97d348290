-- Recognised tables with whose they are: a file may hold the tables of two departments, or a budget and final accounts.

with tables as (

    select * from {{ ref('int_tables_classified') }}
    where table_no is not null

),

documents as (

    select * from {{ ref('int_documents_identified') }}

),

final as (

    select
        tables.*,
        -- Only a second table of its kind: a single one under a misprinted name is still this document's.
        not tables.is_first_of_kind
        and (
            coalesce(nullif({{ department_of('tables.department_line') }}, ''), documents.department_text)
            != documents.department_text
            or (documents.budget_stage = '预算' and tables.title_text like '%决算%')
            or (documents.budget_stage = '决算' and tables.title_text not like '%决算%')
        ) as is_of_other_document,
    from tables
    inner join documents on tables.document_key = documents.document_key

)

select * from final
