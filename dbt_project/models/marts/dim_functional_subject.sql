{{ config(materialized='table') }}

with listed as (

    select * from {{ ref('int_subjects_listed') }}
    where classification = '支出功能分类'

),

printed as (

    select
        subject_code as code,
        subject_name,
        fiscal_year,
        sum(times) as times,
    from {{ ref('int_functional_subjects_printed') }}
    group by all

),

{{ subjects_by_validity() }},

variants as (

    select
        code,
        list({ fiscal_year: fiscal_year, name: subject_name } order by fiscal_year, subject_name) as name_variants,
    from printed
    where subject_name != ''
    group by all

),

final as (

    select
        members.subject_key as functional_subject_key,
        members.code as subject_code,
        members.subject_name,
        case length(members.code) when 3 then '类' when 5 then '款' else '项' end as level,
        case length(members.code) when 5 then classes.subject_key when 7 then groups.subject_key end as parent_key,
        left(members.code, 3) as class_code,
        classes.subject_name as class_name,
        case when length(members.code) >= 5 then left(members.code, 5) end as group_code,
        groups.subject_name as group_name,
        case when length(members.code) = 7 then members.code end as item_code,
        case when length(members.code) = 7 then members.subject_name end as item_name,
        members.valid_from_year,
        members.valid_to_year,
        coalesce(members.list_evidence, 'printed in documents only') as evidence,
        coalesce(variants.name_variants, []) as name_variants,
    from members
    left join members as classes
        on
            left(members.code, 3) = classes.code
            and coalesce(members.valid_from_year, 0) between
            coalesce(classes.valid_from_year, 0) and coalesce(classes.valid_to_year, 9999)
    left join members as groups
        on
            length(members.code) >= 5
            and left(members.code, 5) = groups.code
            and coalesce(members.valid_from_year, 0) between
            coalesce(groups.valid_from_year, 0) and coalesce(groups.valid_to_year, 9999)
    left join variants on members.code = variants.code

)

select * from final
