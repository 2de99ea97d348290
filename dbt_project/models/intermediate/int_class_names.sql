-- The names of 类: no line of such a name is part of another.

with functional as (

    select distinct
        'functional' as subject_classification,
        {{ bare_name('name_as_printed') }} as bare_name,
        code,
    from {{ ref('functional_subjects') }}
    where level = '类'

),

named as (

    select
        'functional' as subject_classification,
        {{ bare_name('name') }} as bare_name,
        code,
    from {{ ref('functional_class_names') }}

),

economic as (

    select distinct
        'economic' as subject_classification,
        {{ bare_name('name') }} as bare_name,
        code,
    from {{ ref('dept_economic_subjects') }}
    where level = '类'

),

unioned as (

    select * from functional
    union
    select * from named
    union
    select * from economic

),

final as (

    select
        subject_classification,
        bare_name,
        min(code) as class_code,
    from unioned
    group by all

)

select * from final
