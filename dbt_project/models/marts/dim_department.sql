{{ config(materialized='table') }}

with located as (

    select known.*
    from {{ ref('int_documents_known') }} as known
    semi join {{ ref('int_documents_latest') }} as documents on known.document_key = documents.document_key
    where known.department_key is not null

),

-- The name in use: of several printed names of one department the fullest, of the last year.
departments as (

    select *
    from located
    qualify row_number() over (
            partition by department_key
            order by
                name_in_use = department_name desc, length(name_in_use) desc, fiscal_year desc, name_in_use asc,
                region_code asc nulls last
        ) = 1

),

units as (

    select * from {{ ref('int_units_listed') }}

),

codes as (

    select distinct
        located.department_key,
        located.fiscal_year,
        printed.department_code,
    from {{ ref('int_department_codes_printed') }} as printed
    inner join located on printed.document_key = located.document_key

),

codes_by_year as (

    select
        department_key,
        list(
            { fiscal_year: fiscal_year, code: department_code } order by fiscal_year, department_code
        ) as department_codes,
        arg_max(department_code, (fiscal_year, department_code)) as department_code,
    from codes
    group by all

),

names as (

    select
        names.*,
        departments.department_key as successor_key,
    from {{ ref('int_department_names') }} as names
    inner join departments on names.department_name = departments.name_in_use
    where names.region_code is null or names.region_code = departments.region_code

),

-- A name holds from the year after the last former one.
first_years as (

    select
        successor_key,
        max(valid_to_year) + 1 as valid_from_year,
    from names
    group by all

),

final as (

    select
        departments.department_key,
        '部门' as level,
        cast(null as varchar) as parent_key,
        departments.name_in_use as department_name,
        codes_by_year.department_code,
        coalesce(codes_by_year.department_codes, []) as department_codes,
        departments.region_code,
        departments.region_name,
        departments.city_name,
        departments.province_name,
        first_years.valid_from_year,
        cast(null as integer) as valid_to_year,
        cast(null as varchar) as successor_key,
    from departments
    left join codes_by_year on departments.department_key = codes_by_year.department_key
    left join first_years on departments.department_key = first_years.successor_key
    union all by name
    select
        {{ key_of(["'部门'", 'names.successor_key', 'names.former_name', 'names.valid_to_year']) }} as department_key,
        '部门' as level,
        cast(null as varchar) as parent_key,
        names.former_name as department_name,
        cast(null as varchar) as department_code,
        [] as department_codes,
        departments.region_code,
        departments.region_name,
        departments.city_name,
        departments.province_name,
        names.valid_from_year,
        names.valid_to_year,
        names.successor_key,
    from names
    inner join departments on names.successor_key = departments.department_key
    union all by name
    select
        units.unit_key as department_key,
        '单位' as level,
        units.department_key as parent_key,
        units.unit_name as department_name,
        cast(null as varchar) as department_code,
        [] as department_codes,
        departments.region_code,
        departments.region_name,
        departments.city_name,
        departments.province_name,
        cast(null as integer) as valid_from_year,
        cast(null as integer) as valid_to_year,
        cast(null as varchar) as successor_key,
    from units
    inner join departments on units.department_key = departments.department_key
    qualify row_number() over (partition by units.unit_key order by units.unit_name) = 1

)

select * from final
