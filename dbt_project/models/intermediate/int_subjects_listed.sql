-- The code lists, one row for each code and run of years in which it kept its name.

with functional as (

    select
        '支出功能分类' as classification,
        code,
        level,
        name_as_printed as subject_name,
        'code list' as evidence,
        valid_from_year,
        valid_to_year,
    from {{ ref('functional_subjects') }}

),

-- A summary names its 类 without code: whatever it names there is a subject, printed with a code or not.
functional_classes as (

    select
        '支出功能分类' as classification,
        names.code,
        '类' as level,
        names.name as subject_name,
        'code list' as evidence,
        names.valid_from_year,
        names.valid_to_year,
    from {{ ref('functional_class_names') }} as names
    anti join functional
        on
            names.code = functional.code
            and names.valid_from_year is not distinct from functional.valid_from_year
            and names.valid_to_year is not distinct from functional.valid_to_year
    -- What carries a note and no years is short for another name.
    where coalesce(names.note, '') = '' or names.valid_from_year is not null or names.valid_to_year is not null

),

final as (

    select * from functional
    union all
    select * from functional_classes
    union all
    select
        '部门预算支出经济分类' as classification,
        code,
        level,
        name as subject_name,
        evidence,
        valid_from_year,
        valid_to_year,
    from {{ ref('dept_economic_subjects') }}
    union all
    select
        '政府预算支出经济分类' as classification,
        code,
        level,
        name as subject_name,
        evidence,
        valid_from_year,
        valid_to_year,
    from {{ ref('gov_economic_subjects') }}

)

select * from final
