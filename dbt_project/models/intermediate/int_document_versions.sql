-- Which document speaks for a department, year and stage: the last one landed that is not held back.

with documents as (

    select
        documents.*,
        status.quality_status,
        departments.department_key,
    from {{ ref('int_documents_identified') }} as documents
    inner join {{ ref('document_status') }} as status on documents.document_key = status.document_key
    inner join {{ ref('int_departments_located') }} as departments
        on documents.department_text = departments.department_name

),

final as (

    select
        *,
        quality_status != 'incomplete'
        and row_number() over versions = 1 as is_current,
        case
            when quality_status != 'incomplete' and row_number() over versions > 1
                then first_value(document_key) over versions
        end as superseded_by,
    from documents
    window versions as (
        partition by department_key, fiscal_year, budget_stage, quality_status = 'incomplete'
        order by first_landed_at desc, sha256 asc
    )

)

select * from final
