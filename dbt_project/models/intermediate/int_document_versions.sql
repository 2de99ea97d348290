-- Which documents speak for a department, year and stage: those that are not held back and that no later version, not
-- held back either, replaces. Parts of one disclosure speak together.

with documents as (

    select
        documents.*,
        status.quality_status,
        departments.department_key,
        disclosures.disclosure_key,
        disclosures.later_versions,
    from {{ ref('int_documents_identified') }} as documents
    inner join {{ of_batch(ref('document_status')) }} as status on documents.document_key = status.document_key
    inner join {{ ref('int_departments_located') }} as departments
        on documents.document_key = departments.document_key
    inner join {{ ref('int_disclosures') }} as disclosures on documents.document_key = disclosures.document_key

),

replaced as (

    select
        documents.document_key,
        arg_min(later.document_key, list_position(documents.later_versions, later.document_key)) as superseded_by,
    from documents
    inner join documents as later
        on
            documents.department_key = later.department_key
            and list_contains(documents.later_versions, later.document_key)
            and later.quality_status != 'incomplete'
    where documents.quality_status != 'incomplete'
    group by all

),

final as (

    select
        documents.* exclude (later_versions),
        documents.quality_status != 'incomplete' and replaced.document_key is null as is_current,
        replaced.superseded_by,
    from documents
    left join replaced on documents.document_key = replaced.document_key

)

select * from final
