-- Former names of departments, from the seed that an analyst keeps; 中共 before a name is no part of it.

with names as (

    select * from {{ ref('department_names') }}

),

final as (

    select
        department_name,
        former_name,
        regexp_replace({{ normalised('department_name') }}, '^(中国共产党|中共)', '') as in_use_text,
        regexp_replace({{ normalised('former_name') }}, '^(中国共产党|中共)', '') as former_text,
        region_code,
        valid_from_year,
        valid_to_year,
    from names

)

select * from final
