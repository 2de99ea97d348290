{{ config(materialized='table') }}

with listed as (

    select * from {{ ref('int_subjects_listed') }}
    where classification != '支出功能分类'

),

printed as (

    select
        subject_code as code,
        subject_name,
        fiscal_year,
        sum(times) as times,
    from {{ ref('int_economic_subjects_printed') }}
    group by all

),

{{ subjects_by_validity() }},

final as (

    select
        members.subject_key as economic_subject_key,
        members.code as subject_code,
        members.subject_name,
        case length(members.code) when 3 then '类' else '款' end as level,
        case length(members.code) when 5 then classes.subject_key end as parent_key,
        case when left(members.code, 1) = '5' then '政府预算支出经济分类' else '部门预算支出经济分类' end
            as classification,
        members.valid_from_year,
        members.valid_to_year,
        coalesce(members.list_evidence, 'printed in documents only') as evidence,
        members.is_printed as is_confirmed_by_document,
    from members
    left join members as classes
        on
            left(members.code, 3) = classes.code
            and coalesce(members.valid_from_year, 0) between
            coalesce(classes.valid_from_year, 0) and coalesce(classes.valid_to_year, 9999)

)

select * from final
