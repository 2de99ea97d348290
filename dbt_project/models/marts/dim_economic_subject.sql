{{ config(materialized='table') }}

with listed as (

    select
        '部门预算支出经济分类' as classification,
        code,
        level,
        name as subject_name,
        nullif(parent, '') as parent_key,
        evidence
    from {{ ref('dept_economic_subjects') }}
    union all
    select
        '政府预算支出经济分类' as classification,
        code,
        level,
        name as subject_name,
        nullif(parent, '') as parent_key,
        evidence
    from {{ ref('gov_economic_subjects') }}

),

printed_lines as (

    select
        subject_code as code,
        min(subject_name) as subject_name,
    from {{ ref('int_economic_subjects_printed') }}
    group by all

),

printed_classes as (

    select distinct
        left(code, 3) as code,
        cast(null as varchar) as subject_name,
    from printed_lines
    where length(code) = 5

),

-- A 类 that only its parts print is a member too.
printed as (

    select * from printed_lines
    union all
    select printed_classes.*
    from printed_classes
    anti join printed_lines on printed_classes.code = printed_lines.code

),

final as (

    select
        coalesce(listed.code, printed.code) as economic_subject_key,
        coalesce(listed.code, printed.code) as subject_code,
        coalesce(listed.subject_name, printed.subject_name) as subject_name,
        coalesce(listed.level, case length(printed.code) when 3 then '类' else '款' end) as level,
        coalesce(listed.parent_key, case length(printed.code) when 5 then left(printed.code, 3) end) as parent_key,
        coalesce(
            listed.classification,
            case when left(printed.code, 1) = '5' then '政府预算支出经济分类' else '部门预算支出经济分类' end
        ) as classification,
        coalesce(listed.evidence, 'printed in documents only') as evidence,
        printed.code is not null as is_confirmed_by_document,
    from listed
    full outer join printed on listed.code = printed.code

)

select * from final
