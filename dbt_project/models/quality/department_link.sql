-- Names that departments had one after the other: those that the seed department_names links, with how many documents
-- bear either name; and those that only the documents suggest, for an analyst to add to it. One name ends in the year
-- before the other begins, in the same division, and either the code on the project forms or a 单位 is the same.
{{ config(materialized='table') }}

with documents as (

    select
        known.*,
        regexp_replace({{ normalised('known.department_name') }}, '^(中国共产党|中共)', '') as department_text,
    from {{ ref('int_documents_known') }} as known
    semi join {{ ref('int_documents_latest') }} as latest on known.document_key = latest.document_key
    where known.department_key is not null

),

-- Both names of each row of the seed.
names as (

    select
        *,
        unnest([in_use_text, former_text]) as text,
        unnest([false, true]) as is_former,
    from {{ ref('int_department_names') }}

),

linked as (

    select
        names.department_name,
        names.former_name,
        names.region_code,
        names.valid_from_year,
        names.valid_to_year,
        count(documents.document_key) filter (
            where not names.is_former
            and (names.region_code is null or names.region_code = documents.region_code)
        ) as document_count,
        count(documents.document_key) filter (
            where names.is_former
            and (names.region_code is null or names.region_code = documents.region_code)
            and documents.fiscal_year between
            coalesce(names.valid_from_year, 0) and coalesce(names.valid_to_year, 9999)
        ) as former_document_count,
    from names
    left join documents on names.text = documents.department_text
    group by all

),

departments as (

    select
        department_key,
        any_value(department_name order by fiscal_year desc, department_name asc) as department_name,
        any_value(region_code order by fiscal_year desc) as region_code,
        coalesce(region_code, array_to_string(region_candidates, ' ')) as place,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year,
        count(*) as document_count,
    from documents
    group by department_key, place

),

codes as (

    select distinct
        documents.department_key,
        documents.fiscal_year,
        printed.department_code,
    from {{ ref('int_department_codes_printed') }} as printed
    inner join documents on printed.document_key = documents.document_key

),

-- 本级 stands under every department.
units as (

    select distinct
        department_key,
        unit_name,
    from {{ ref('int_units_listed') }}
    where not regexp_matches(unit_name, '本级')

),

successions as (

    select
        former.department_key as former_key,
        later.department_key,
        former.department_name as former_name,
        later.department_name,
        former.region_code,
        former.last_year,
        later.first_year,
        former.document_count as former_document_count,
        later.document_count,
    from departments as former
    inner join departments as later on former.place = later.place and former.last_year + 1 = later.first_year
    where former.place != ''

),

alike as (

    select
        successions.*,
        (
            select min(codes.department_code)
            from codes
            inner join codes as later_codes on codes.department_code = later_codes.department_code
            where
                codes.department_key = successions.former_key
                and codes.fiscal_year = successions.last_year
                and later_codes.department_key = successions.department_key
                and later_codes.fiscal_year = successions.first_year
        ) as department_code,
        (
            select list(units.unit_name order by units.unit_name)
            from units
            inner join units as later_units on units.unit_name = later_units.unit_name
            where
                units.department_key = successions.former_key
                and later_units.department_key = successions.department_key
        ) as unit_names,
    from successions

),

unioned as (

    select
        case
            when document_count > 0 and former_document_count > 0 then 'linked'
            when document_count > 0 then 'former_name_not_found'
            else 'name_not_found'
        end as status,
        department_name,
        former_name,
        region_code,
        valid_from_year,
        valid_to_year,
        document_count,
        former_document_count,
        cast(null as varchar) as department_code,
        cast([] as varchar[]) as unit_names,
    from linked
    union all by name
    select
        'candidate' as status,
        department_name,
        former_name,
        region_code,
        cast(null as integer) as valid_from_year,
        last_year as valid_to_year,
        document_count,
        former_document_count,
        department_code,
        coalesce(unit_names, []) as unit_names,
    from alike
    where department_code is not null or unit_names is not null

),

final as (

    select
        {{ key_of(['status', 'department_name', 'former_name', 'region_code', 'valid_to_year']) }}
            as department_link_key,
        *,
        -- As it would stand in the seed.
        case
            when status = 'candidate'
                then concat_ws(',', department_name, former_name, '', valid_to_year, coalesce(region_code, ''), '')
        end as seed_line,
    from unioned

)

select * from final
