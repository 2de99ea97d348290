-- The 部门 of each document with its administrative division: the longest name of a division that the department's name
-- begins with; else one printed before that name, or at the head of a title. Of several divisions of one name (普陀区) the
-- one whose city or province the document prints; none where that does not tell.

with documents as (

    select
        document_key,
        fiscal_year,
        department_text as department_name,
        -- 中共某省委办公厅 and 某省委办公厅 are one department.
        regexp_replace(department_text, '^(中国共产党|中共)', '') as place_text,
    from {{ ref('int_documents_identified') }}
    where refusal_reason is null

),

-- 市辖区 and the like group the districts of a municipality in the code list; they are no city.
regions as (

    select
        code,
        name,
        level,
        nullif(case level when '省' then name else prov end, '') as province_name,
        case
            when level = '市' then name
            when level = '县' and not regexp_matches(city, '^(市辖区|县|.*直辖县级.*)$') then nullif(city, '')
        end as city_name,
    from {{ ref('region_codes') }}
    where name not in ('市辖区', '县') and not regexp_matches(name, '直辖县级')

),

-- 山西省晋城市泽州县, 晋城市泽州县, 山西泽州县, 泽州县.
places as (

    select
        *,
        unnest(list_distinct([
            name,
            coalesce(province_name, '') || name,
            coalesce(province_stem, '') || name,
            coalesce(city_name, '') || name,
            coalesce(city_stem, '') || name,
            coalesce(province_name, '') || coalesce(city_name, '') || name
        ])) as place,
    from (
        select
            code,
            name,
            level,
            nullif(province_name, name) as province_name,
            regexp_replace(
                nullif(province_name, name), '(省|市|(壮族|回族|维吾尔)?自治区|特别行政区)$', ''
            ) as province_stem,
            nullif(city_name, name) as city_name,
            regexp_replace(nullif(city_name, name), '(市|地区|盟)$', '') as city_stem,
        from regions
    ) as stems

),

titles as (

    select distinct
        document_key,
        {{ normalised('title') }} as text,
    from {{ ref('stg_raw__table_grid') }}

),

-- Lines of the cover and the first pages, titles beside them.
lines as (

    select * from titles
    union
    select
        document_key,
        {{ normalised('line_text') }} as text,
    from {{ ref('stg_raw__page') }}
    cross join unnest(string_split(text, chr(10))) as unnested (line_text)
    where page_no <= 3

),

-- Where a name of a division may stand: the text that it would be, and how strongly that text speaks.
spoken as (

    select
        documents.document_key,
        1 as priority,
        left(documents.place_text, lengths.n) as place,
    from documents
    cross join range(2, 25) as lengths (n)
    where lengths.n <= length(documents.place_text)
    union
    select
        documents.document_key,
        2 as priority,
        right(split_part(lines.text, documents.place_text, 1), lengths.n) as place,
    from documents
    inner join lines
        on documents.document_key = lines.document_key and contains(lines.text, documents.place_text)
    cross join range(2, 25) as lengths (n)
    where lengths.n <= length(split_part(lines.text, documents.place_text, 1))
    union
    select
        titles.document_key,
        3 as priority,
        left(titles.text, lengths.n) as place,
    from titles
    cross join range(2, 25) as lengths (n)
    where lengths.n <= length(titles.text)

),

-- The longest name that the strongest text says, and the divisions that carry it.
named as (

    select
        spoken.document_key,
        spoken.priority,
        spoken.place,
        list(distinct places.code order by places.code) as codes,
    from spoken
    inner join places on spoken.place = places.place
    group by spoken.document_key, spoken.priority, spoken.place
    qualify row_number() over (
            partition by spoken.document_key
            order by spoken.priority asc, length(spoken.place) desc, spoken.place asc
        ) = 1

),

several as (

    select
        document_key,
        unnest(codes) as code,
    from named
    where len(codes) > 1

),

texts as (

    select
        pages.document_key,
        string_agg({{ normalised('pages.text') }}, '' order by pages.page_no) as text,
    from {{ ref('stg_raw__page') }} as pages
    semi join several on pages.document_key = several.document_key
    group by all

),

-- Printed with its city or province before it, or these by themselves.
supported as (

    select
        several.document_key,
        several.code,
        max(
            case
                when places.place != places.name and contains(texts.text, places.place) then 3
                when contains(texts.text, coalesce(places.city_name, places.province_name)) then 2
                when contains(texts.text, places.province_name) then 1
                else 0
            end
        ) as support,
    from several
    inner join places on several.code = places.code
    inner join texts on several.document_key = texts.document_key
    group by all

),

resolved as (

    select
        document_key,
        code,
    from supported
    where support > 0
    qualify count(*) over (partition by document_key, support) = 1
        and support = max(support) over (partition by document_key)

),

located as (

    select
        documents.*,
        case when len(named.codes) = 1 then named.codes[1] else resolved.code end as region_code,
        coalesce(named.codes, []) as region_candidates,
        case when named.priority = 1 then named.place end as place,
    from documents
    left join named on documents.document_key = named.document_key
    left join resolved on documents.document_key = resolved.document_key

),

-- Departments that were called otherwise in other years.
renamed as (

    select
        located.document_key,
        names.department_name as name_in_use,
        names.in_use_text,
    from located
    inner join {{ ref('int_department_names') }} as names
        on
            located.place_text = names.former_text
            and located.fiscal_year between
            coalesce(names.valid_from_year, 0) and coalesce(names.valid_to_year, 9999)
            and (names.region_code is null or located.region_code = names.region_code)
    qualify row_number() over (partition by located.document_key order by names.department_name) = 1

),

-- With the name the division may have changed (县 to 区).
in_use as (

    select
        renamed.document_key,
        places.place,
        case when count(distinct places.code) = 1 then min(places.code) end as region_code,
    from renamed
    inner join places on starts_with(renamed.in_use_text, places.place)
    group by renamed.document_key, places.place
    qualify row_number() over (partition by renamed.document_key order by length(places.place) desc) = 1

),

identified as (

    select
        located.*,
        coalesce(renamed.name_in_use, located.department_name) as name_in_use,
        coalesce(renamed.in_use_text, located.place_text) as own_text,
        coalesce(in_use.region_code, located.region_code) as own_region_code,
        case when renamed.document_key is null then located.place else in_use.place end as own_place,
    from located
    left join renamed on located.document_key = renamed.document_key
    left join in_use on located.document_key = in_use.document_key

),

-- 普陀区某局, 上海市普陀区某局 and, in a document of the district, 某局 are one.
final as (

    select
        identified.document_key,
        identified.department_name,
        {{ key_of([
            "'部门'",
            'identified.own_region_code',
            "substr(own_text, 1 + if(own_region_code is null, 0, coalesce(length(own_place), 0)))",
        ]) }} as department_key,
        identified.name_in_use,
        identified.region_code,
        regions.name as region_name,
        regions.level as region_level,
        regions.province_name,
        regions.city_name,
        identified.region_candidates,
    from identified
    left join regions on identified.region_code = regions.code

)

select * from final
