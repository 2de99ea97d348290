{{ config(materialized='table') }}

-- The lists name some codes twice, as their names changed over the years: the one in use last stands.
with subjects as (

    select
        code,
        name_as_printed as subject_name,
    from {{ ref('functional_subjects') }}
    qualify row_number() over (partition by code order by right(years, 4) desc, documents desc, name_as_printed asc) = 1

),

class_names as (

    select
        code,
        name as subject_name,
    from {{ ref('functional_class_names') }}
    -- What carries a note is a name of former years, or a short one.
    where coalesce(note, '') = ''

),

-- A summary names its 类 without code: whatever it names there is a subject, printed with a code or not.
listed as (

    select * from subjects
    union all
    select class_names.* from class_names
    anti join subjects on class_names.code = subjects.code

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

-- The name in use is the one printed last; the list's where no document prints the code.
latest as (

    select
        code,
        subject_name,
    from printed
    where subject_name != ''
    qualify row_number() over (partition by code order by fiscal_year desc, times desc, subject_name asc) = 1

),

variants as (

    select
        code,
        list({ fiscal_year: fiscal_year, name: subject_name } order by fiscal_year, subject_name) as name_variants,
    from printed
    where subject_name != ''
    group by all

),

codes as (

    select code from listed
    union
    select code from printed
    union
    -- A 类 or 款 that only its parts print.
    select left(code, 3) from printed
    union
    select left(code, 5) from printed
    where length(code) = 7

),

named as (

    select
        codes.code,
        coalesce(latest.subject_name, listed.subject_name) as subject_name,
        listed.code is not null as is_listed,
        coalesce(variants.name_variants, []) as name_variants,
    from codes
    left join listed on codes.code = listed.code
    left join latest on codes.code = latest.code
    left join variants on codes.code = variants.code

),

final as (

    select
        named.code as functional_subject_key,
        named.code as subject_code,
        named.subject_name,
        case length(named.code) when 3 then '类' when 5 then '款' else '项' end as level,
        case length(named.code) when 5 then left(named.code, 3) when 7 then left(named.code, 5) end as parent_key,
        left(named.code, 3) as class_code,
        classes.subject_name as class_name,
        case when length(named.code) >= 5 then left(named.code, 5) end as group_code,
        groups.subject_name as group_name,
        case when length(named.code) = 7 then named.code end as item_code,
        case when length(named.code) = 7 then named.subject_name end as item_name,
        case when named.is_listed then 'code list' else 'printed in documents only' end as evidence,
        named.name_variants,
    from named
    left join named as classes on left(named.code, 3) = classes.code
    left join named as groups on left(named.code, 5) = groups.code and length(named.code) >= 5

)

select * from final
