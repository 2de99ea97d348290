with tables as (

    select * from {{ ref('int_tables_classified') }}
    where table_no is not null

),

columns_ as (

    select
        tables.document_key,
        tables.table_index,
        tables.table_no,
        tables.has_halves,
        heading.column_index,
        heading.path,
        array_to_string(list_transform(heading.path, p -> {{ unwrapped('p') }}), '/') as printed_heading,
        list_transform(heading.path, p -> {{ without_year(normalised('p')) }}) as levels,
        array_to_string(list_transform(heading.path, p -> {{ without_year(normalised('p')) }}), '/') as heading_text,
    from tables
    cross join unnest(tables.heading_paths) as unnested (heading)

),

sections as (

    select
        columns_.document_key,
        columns_.table_index,
        columns_.column_index,
        sections.section,
        sections.axis,
    from columns_
    inner join {{ ref('sections') }} as sections
        on columns_.has_halves and regexp_matches(columns_.heading_text, sections.pattern)
    qualify row_number() over (
            partition by columns_.document_key, columns_.table_index, columns_.column_index
            order by sections.priority
        ) = 1

),

-- Whether a column holds numbers: what tells an unknown measure from a column of remarks.
contents as (

    select
        document_key,
        table_index,
        column_index,
        count(*) filter (where {{ parse_amount('text') }} is not null) as number_count,
        count(*) filter (where {{ parse_amount('text') }} is null) as text_count,
    from {{ ref('int_table_cells_unnested') }}
    where role = 'body' and trim(text) != ''
    group by all

),

headings as (

    select
        columns_.document_key,
        columns_.table_index,
        columns_.column_index,
        headings.role,
        nullif(headings.measure, '') as measure,
    from columns_
    left join sections
        on
            columns_.document_key = sections.document_key
            and columns_.table_index = sections.table_index
            and columns_.column_index = sections.column_index
    inner join {{ ref('headings') }} as headings
        on
            (
                coalesce(headings.table_nos, '') = ''
                or list_contains(string_split(headings.table_nos, '|'), cast(columns_.table_no as varchar))
            )
            and (coalesce(headings.section, '') = '' or sections.section = headings.section)
            and regexp_matches(columns_.heading_text, headings.pattern)
    qualify row_number() over (
            partition by columns_.document_key, columns_.table_index, columns_.column_index
            order by headings.priority
        ) = 1

),

roles as (

    select
        columns_.*,
        sections.section,
        coalesce(sections.axis, 'main') as axis,
        count(distinct sections.section) over (
            partition by columns_.document_key, columns_.table_index
        ) as section_count,
        headings.measure as mapped_measure,
        headings.role as mapped_role,
        case
            when headings.role is not null then headings.role
            when coalesce(contents.text_count, 0) > coalesce(contents.number_count, 0) then 'text'
            else 'measure'
        end as role,
    from columns_
    left join sections
        on
            columns_.document_key = sections.document_key
            and columns_.table_index = sections.table_index
            and columns_.column_index = sections.column_index
    left join headings
        on
            columns_.document_key = headings.document_key
            and columns_.table_index = headings.table_index
            and columns_.column_index = headings.column_index
    left join contents
        on
            columns_.document_key = contents.document_key
            and columns_.table_index = contents.table_index
            and columns_.column_index = contents.column_index

),

-- A table of items (三公) without a column of names is printed transposed: its headings are the lines.
transposed as (

    select
        *,
        table_no = 10
        and not bool_or(role = 'line_name') over (partition by document_key, table_index) as is_transposed,
    from roles

),

following as (

    select
        *,
        lag(role in ('measure', 'text'), 1, false) over (
            partition by document_key, table_index
            order by column_index
        ) as follows_amounts,
    from transposed

),

-- A column of names or codes after a column of amounts starts the next half of the table.
grouped as (

    select
        *,
        sum(case when role in ('subject_code', 'line_name') and follows_amounts then 1 else 0 end) over (
            partition by document_key, table_index
            order by column_index
        ) as column_group,
    from following

),

items as (

    select
        *,
        is_transposed and role in ('measure', 'item_agency_operating') as is_item,
        len(levels) > 1 and levels[-1] in ('预算数', '决算数') as has_stage_level,
    from grouped

),

final as (

    select
        items.document_key,
        items.table_index,
        items.column_index,
        -- The joined table of 三公 and 机关运行经费: the latter's cell belongs to its own table.
        cast(case when items.mapped_role = 'item_agency_operating' then 11 else items.table_no end as smallint)
            as table_no,
        items.printed_heading,
        items.heading_text,
        case when items.section_count > 1 then items.section else '' end as section,
        items.axis,
        cast(items.column_group as integer) as column_group,
        case when items.is_item then 'item' when items.role = 'item_agency_operating' then 'measure' else items.role end
            as role,
        case
            when items.is_item then case when items.has_stage_level then items.levels[-1] else '合计' end
            when items.role in ('measure', 'item_agency_operating')
                then coalesce(items.mapped_measure, items.printed_heading)
        end as measure,
        case
            when not items.is_item then null
            when items.has_stage_level and items.levels[-2] = '小计' and len(items.path) > 2
                then {{ unwrapped('items.path[-3]') }}
            when items.has_stage_level then {{ unwrapped('items.path[-2]') }}
            when items.levels[-1] = '小计' and len(items.path) > 1 then {{ unwrapped('items.path[-2]') }}
            else {{ unwrapped('items.path[-1]') }}
        end as item_name,
        items.role = 'measure' and items.mapped_role is null and not items.is_item as is_unmapped,
    from items

)

select
    final.*,
    measures.measure_kind,
    measures.fund_source as measure_fund_source,
    -- Revenue columns under names of their own (事业收入) still come from one of the five sources.
    case when final.is_unmapped and final.table_no = 2 then fund_names.fund_source end as heading_fund_source,
from final
left join {{ ref('fund_source_names') }} as fund_names
    on regexp_matches(regexp_replace(final.heading_text, '^.*/', ''), fund_names.pattern)
left join {{ ref('measures') }} as measures
    on
        final.table_no = measures.table_no
        and final.measure = measures.measure
        and coalesce(measures.section, '') = final.section
