-- Each 部门 with its administrative division: the longest name of a division that the department's name begins with.

with departments as (

    select distinct department_text as department_name
    from {{ ref('int_documents_identified') }}
    where refusal_reason is null

),

named as (

    select
        department_name,
        regexp_replace(department_name, '^(中国共产党|中共)', '') as place_text,
    from departments

),

divisions as (

    select
        code,
        name,
        level,
        city,
        prov,
        unnest([name, prov || name, city || name, prov || city || name]) as place
    from {{ ref('region_codes') }}

),

matches as (

    select
        named.department_name,
        length(divisions.place) as place_length,
        count(distinct divisions.code) as candidates,
        min(divisions.code) as code,
    from named
    inner join divisions on starts_with(named.place_text, divisions.place)
    group by all

),

-- A name that several divisions carry (城区) says nothing by itself.
longest as (

    select *
    from matches
    qualify row_number() over (partition by department_name order by place_length desc) = 1

),

final as (

    select
        named.department_name,
        -- 中共某省委办公厅 and 某省委办公厅 are one department.
        {{ key_of(["'部门'", 'named.place_text']) }} as department_key,
        regions.code as region_code,
        regions.name as region_name,
        regions.level as region_level,
        case regions.level when '省' then regions.name else regions.prov end as province_name,
        -- 市辖区 and the like group the districts of a municipality in the code list; they are no city.
        case
            when regions.level = '市' then regions.name
            when regions.level = '县' and not regexp_matches(regions.city, '^(市辖区|县|.*直辖县级.*)$') then regions.city
        end as city_name,
    from named
    left join longest on named.department_name = longest.department_name and longest.candidates = 1
    left join {{ ref('region_codes') }} as regions on longest.code = regions.code

)

select * from final
