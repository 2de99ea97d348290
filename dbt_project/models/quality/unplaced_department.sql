-- Departments whose administrative division is not known: none is printed, or several have the name that is.
with departments as (

    select * from {{ ref('int_departments_located') }}
    where region_code is null

),

documents as (

    select * from {{ ref('int_documents_identified') }}

),

candidates as (

    select
        departments.document_key,
        string_agg(
            concat_ws('', nullif(regions.prov, regions.name), nullif(regions.city, regions.name), regions.name), '、'
            order by regions.code
        ) as candidate_names,
    from departments
    inner join {{ ref('region_codes') }} as regions on list_contains(departments.region_candidates, regions.code)
    group by all

),

final as (

    select
        departments.document_key,
        documents.file_name,
        departments.department_name,
        case when candidates.document_key is null then 'none_named' else 'several_of_the_name' end as reason,
        candidates.candidate_names,
    from departments
    inner join documents on departments.document_key = documents.document_key
    left join candidates on departments.document_key = candidates.document_key

)

select * from final
