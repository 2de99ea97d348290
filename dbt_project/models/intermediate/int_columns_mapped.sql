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
        documents.fiscal_year,
        regexp_extract_all({{ normalised("array_to_string(heading.path, '/')") }}, '(?:19|20)\d\d') as printed_years,
        heading.column_index,
        -- A level that is nothing but the unit names no column.
        list_filter(heading.path, p -> not regexp_full_match({{ normalised('p') }}, '{{ money_unit() }}')) as path,
        array_to_string(list_transform(path, p -> {{ unwrapped('p') }}), '/') as printed_heading,
        list_transform(path, p -> {{ without_unit(without_year(normalised('p'))) }}) as levels,
        array_to_string(levels, '/') as heading_text,
    from tables
    inner join {{ ref('int_documents_identified') }} as documents on tables.document_key = documents.document_key
    cross join unnest(tables.heading_paths) as unnested (heading)

),

matched_sections as (

    select
        columns_.document_key,
        columns_.table_index,
        columns_.column_index,
        arg_min(sections.section, sections.priority) as section,
        arg_min(sections.axis, sections.priority) as axis,
    from columns_
    inner join {{ ref('sections') }} as sections on regexp_matches(columns_.heading_text, sections.pattern)
    where columns_.has_halves
    group by all

),

-- A half has a name and an amount: single columns 本年收入 and 本年支出 side by side are no halves.
sections as (

    select *
    from matched_sections
    qualify count(*) over (partition by document_key, table_index, section) > 1

),

-- Whether a column holds numbers: what tells an unknown measure from a column of remarks.
contents as (

    select
        document_key,
        table_index,
        column_index,
        count(*) filter (where {{ parse_amount('text') }} is not null) as number_count,
        count(*) filter (where {{ parse_amount('text') }} is null) as text_count,
        bool_or({{ is_percentage('text') }}) as has_percentages,
        count(*) filter (where regexp_full_match({{ normalised('text') }}, '2\d{2}(\d{2}){0,2}')) as subject_code_count,
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
        coalesce(contents.number_count, 0) as number_count,
        case
            -- 单位代码 over subject codes (one column for the unit and its subjects): the only code column there is.
            when
                headings.role = 'text'
                and regexp_matches(columns_.heading_text, '(编码|代码)$')
                and coalesce(contents.subject_code_count, 0) > 1
                and not bool_or(headings.role = 'subject_code') over (
                    partition by columns_.document_key, columns_.table_index
                )
                then 'subject_code'
            when headings.role is not null then headings.role
            when coalesce(contents.has_percentages, false) then 'text'
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

-- Every line has a name: where no heading says which column holds it, the first column of words does, and is listed as
-- unmapped.
named as (

    select
        * exclude (role),
        case
            when
                role = 'text'
                and mapped_role is null
                and not bool_or(role = 'line_name') over half
                and column_index = min(case when role = 'text' and mapped_role is null then column_index end) over half
                then 'line_name'
            else role
        end as role,
    from roles
    window half as (partition by document_key, table_index, section)

),

-- A table of items (三公) without a column of names is printed transposed: its headings are the lines.
transposed as (

    select
        *,
        table_no = 10
        and not bool_or(role = 'line_name') over (partition by document_key, table_index) as is_transposed,
    from named

),

following as (

    select
        *,
        -- Columns of remarks between a code and a name, or after an amount, start nothing.
        coalesce(
            last_value(
                case
                    when role in ('subject_code', 'line_name', 'gov_economic_name') then 'key'
                    when role in ('measure', 'other_measure', 'item_agency_operating') then 'amount'
                end
                ignore nulls
            ) over (
                partition by document_key, table_index
                order by column_index
                rows between unbounded preceding and 1 preceding
            ) = 'amount',
            false
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
        is_transposed and role in ('measure', 'other_measure', 'item_agency_operating') as is_item,
        -- The level that says whose figure it is (预算数, 决算数) may stand over the items or under them.
        case
            when len(levels) > 1
                then
                    list_position(
                        list_transform(levels, l -> list_contains({{ var('stage_levels') }}, l)), true
                    )
        end as stage_position,
        -- 2022年预算数 in a budget of 2023: printed for comparison, no figure of this document.
        len(printed_years) > 0 and not list_contains(printed_years, cast(fiscal_year as varchar)) as is_of_another_year,
    from grouped

),

named_items as (

    select
        *,
        levels[stage_position] as stage_level,
        list_where(path, list_transform(path, (p, i) -> i is distinct from stage_position)) as item_path,
        list_where(levels, list_transform(levels, (l, i) -> i is distinct from stage_position)) as item_levels,
    from items

),

measured as (

    select
        items.document_key,
        items.table_index,
        items.column_index,
        -- The joined table of 三公 and 机关运行经费: the latter's cell belongs to its own table.
        cast(case when items.mapped_role = 'item_agency_operating' then 11 else items.table_no end as smallint)
            as table_no,
        items.printed_heading,
        items.heading_text,
        -- Halves have names of their own; 本年收入 and 本年支出 beside one column of names are two measures of a line.
        case
            when
                items.section_count > 1
                and max(items.column_group) over (partition by items.document_key, items.table_index) > 0
                then items.section
            else ''
        end as section,
        items.axis,
        cast(items.column_group as integer) as column_group,
        case
            when items.is_item then 'item'
            when items.role in ('item_agency_operating', 'other_measure') then 'measure'
            else items.role
        end as role,
        case
            when items.is_item
                then
                    items.is_of_another_year
                    or coalesce(items.stage_level not in ('预算数', '决算数'), false)
            else items.role = 'other_measure' or (items.role = 'measure' and items.is_of_another_year)
        end as is_other,
        case
            when items.is_item and items.stage_level is null then '合计'
            when items.is_item and items.is_of_another_year then {{ unwrapped('items.path[items.stage_position]') }}
            when items.is_item then items.stage_level
            when items.role in ('measure', 'item_agency_operating') and not items.is_of_another_year
                then coalesce(items.mapped_measure, items.printed_heading)
            when items.role in ('measure', 'item_agency_operating', 'other_measure') then items.printed_heading
        end as measure,
        case
            when not items.is_item then null
            when items.item_levels[-1] = '小计' and len(items.item_path) > 1
                then {{ unwrapped('items.item_path[-2]') }}
            else {{ unwrapped('items.item_path[-1]') }}
        end as item_name,
        items.mapped_role is null
        and not items.is_item
        and (items.role in ('measure', 'line_name') or items.number_count > 0) as is_unmapped,
    from named_items as items

),

-- Two columns of one meaning: the first keeps the name, the others are told apart by their printed headings and place.
numbered as (

    select
        *,
        row_number() over (
            partition by document_key, table_index, column_group, item_name, measure
            order by column_index
        ) as occurrence,
    from measured

),

distinct_measures as (

    select
        * exclude (measure, is_other, is_unmapped, occurrence),
        case
            when role not in ('measure', 'item') or occurrence = 1 then measure
            else printed_heading || '（第' || (column_index + 1) || '列）'
        end as measure,
        is_other or (role in ('measure', 'item') and occurrence > 1) as is_other,
        is_unmapped or (role in ('measure', 'item') and occurrence > 1) as is_unmapped,
    from numbered

),

-- Revenue columns under names of their own (事业收入) still come from one of the five sources.
named_funds as (

    select
        distinct_measures.document_key,
        distinct_measures.table_index,
        distinct_measures.column_index,
        arg_min(fund_names.fund_source, fund_names.priority) as fund_source,
    from distinct_measures
    inner join {{ ref('fund_source_names') }} as fund_names
        on regexp_matches(regexp_replace(distinct_measures.heading_text, '^.*/', ''), fund_names.pattern)
    where distinct_measures.is_unmapped and distinct_measures.table_no = 2
    group by all

),

final as (

    select
        distinct_measures.* exclude (is_other),
        -- 预算数 and 决算数 of one item belong to one line: it is known by its first column.
        case
            when distinct_measures.role = 'item'
                then
                    min(distinct_measures.column_index) over (
                        partition by
                            distinct_measures.document_key,
                            distinct_measures.table_index,
                            distinct_measures.role,
                            distinct_measures.item_name
                    )
        end as item_column_index,
        case
            when distinct_measures.is_other then 'other'
            when distinct_measures.role = 'item' then 'main'
            when distinct_measures.role = 'measure' then coalesce(measures.measure_kind, 'part')
        end as measure_kind,
        coalesce(measures.fund_source, named_funds.fund_source) as measure_fund_source,
    from distinct_measures
    left join named_funds
        on
            distinct_measures.document_key = named_funds.document_key
            and distinct_measures.table_index = named_funds.table_index
            and distinct_measures.column_index = named_funds.column_index
    left join {{ ref('measures') }} as measures
        on
            distinct_measures.table_no = measures.table_no
            and distinct_measures.measure = measures.measure
            and coalesce(measures.section, '') = distinct_measures.section

)

select * from final
