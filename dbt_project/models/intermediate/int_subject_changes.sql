-- The years from which a code has another name than the year before, or is in the list or out of it.

with listed as (

    select * from {{ ref('int_subjects_listed') }}

),

final as (

    select
        code,
        valid_from_year as first_year,
    from listed
    where valid_from_year is not null
    union
    select
        code,
        valid_to_year + 1 as first_year,
    from listed
    where valid_to_year is not null

)

select * from final
