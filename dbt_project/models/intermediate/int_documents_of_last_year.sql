-- For each document the documents with last year's tables of its department and stage, those that stand and lack no
-- table that must be there. The department is one whatever it was called.

with documents as (

    select
        documents.document_key,
        documents.document_part,
        documents.fiscal_year,
        documents.budget_stage,
        departments.department_key,
        disclosures.is_standing,
    from {{ ref('int_documents_identified') }} as documents
    inner join {{ ref('int_disclosures') }} as disclosures on documents.document_key = disclosures.document_key
    inner join {{ ref('int_departments_located') }} as departments
        on documents.document_key = departments.document_key

),

final as (

    select
        documents.document_key,
        last_year.document_key as last_document_key,
    from documents
    inner join documents as last_year
        on
            documents.department_key = last_year.department_key
            and documents.budget_stage = last_year.budget_stage
            and documents.fiscal_year - 1 = last_year.fiscal_year
    anti join (
        select document_key
        from {{ ref('int_required_tables_found') }}
        where outcome = 'broken'
    ) as lacking on last_year.document_key = lacking.document_key
    where last_year.is_standing and last_year.document_part not in ('narrative', 'forms')

)

select * from final
