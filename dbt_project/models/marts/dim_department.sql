{{ config(materialized='table') }}

with known as (

    select known.*
    from {{ ref('int_documents_known') }} as known
    semi join {{ ref('int_documents_latest') }} as documents on known.document_key = documents.document_key
    where known.department_key is not null

),

departments as (

    -- Of several printed names of one department the fullest.
    select * from known
    qualify row_number() over (partition by department_key order by length(department_name) desc, department_name) = 1

),

units as (

    select * from {{ ref('int_units_listed') }}

),

printed_codes as (

    select
        department_name,
        min(department_code) as department_code,
    from {{ ref('int_department_codes_printed') }}
    group by all

),

final as (

    select
        departments.department_key,
        '部门' as level,
        cast(null as varchar) as parent_key,
        departments.department_name,
        printed_codes.department_code,
        departments.region_code,
        departments.region_name,
        departments.city_name,
        departments.province_name,
    from departments
    left join printed_codes on departments.department_name = printed_codes.department_name
    union all by name
    select
        units.unit_key as department_key,
        '单位' as level,
        units.department_key as parent_key,
        units.unit_name as department_name,
        cast(null as varchar) as department_code,
        departments.region_code,
        departments.region_name,
        departments.city_name,
        departments.province_name,
    from units
    inner join departments on units.department_key = departments.department_key
    qualify row_number() over (partition by units.unit_key order by units.unit_name) = 1

)

select * from final
