with columns_ as (

    select * from {{ ref('int_columns_grouped') }}

),

-- The same headings stand in many documents.
headings_printed as (

    select distinct
        table_no,
        budget_stage,
        section,
        heading_text,
    from columns_

),

headings as (

    select
        headings_printed.*,
        headings.role,
        nullif(headings.measure, '') as measure,
    from headings_printed
    inner join {{ ref('headings') }} as headings
        on {{ heading_fits('headings_printed', 'headings_printed.section') }}
    qualify row_number() over (
            partition by
                headings_printed.table_no,
                headings_printed.budget_stage,
                headings_printed.section,
                headings_printed.heading_text
            order by headings.priority
        ) = 1

),

-- Headings that name items of “三公”: where several do, the table is printed transposed and its headings are the lines.
three_public_headings as (

    select distinct
        columns_.document_key,
        columns_.table_index,
        columns_.column_index,
    from columns_
    inner join {{ ref('three_public_items') }} as items
        on
            items.is_three_public
            and items.depth > 1
            and list_contains(
                list_transform(columns_.levels, l -> regexp_matches(l, items.pattern)), true
            )
    where columns_.table_no = 10 and columns_.role in ('measure', 'other_measure')

),

transposed_tables as (

    select
        columns_.document_key,
        columns_.table_index,
    from columns_
    left join three_public_headings as items
        on
            columns_.document_key = items.document_key
            and columns_.table_index = items.table_index
            and columns_.column_index = items.column_index
    where columns_.table_no = 10
    group by all
    having count(items.column_index) > 1 or not bool_or(columns_.role = 'line_name')

),

grouped as (

    select
        columns_.* exclude (role, mapped_role),
        headings.measure as mapped_measure,
        headings.role as mapped_role,
        case
            -- A measure of one half alone is an unknown measure of the other.
            when columns_.role = 'measure' and headings.role = 'other_measure' then 'other_measure'
            when columns_.role = 'other_measure' and coalesce(headings.role, 'measure') = 'measure' then 'measure'
            else columns_.role
        end as role,
        transposed_tables.document_key is not null as is_transposed,
    from columns_
    left join headings
        on
            columns_.table_no = headings.table_no
            and columns_.budget_stage is not distinct from headings.budget_stage
            and columns_.section is not distinct from headings.section
            and columns_.heading_text = headings.heading_text
    left join transposed_tables
        on
            columns_.document_key = transposed_tables.document_key
            and columns_.table_index = transposed_tables.table_index

),

items as (

    select
        *,
        is_transposed and role in ('measure', 'other_measure', 'item_agency_operating') as is_item,
        -- The level that says whose figure it is (预算数, 决算数, a bare year) may stand over the items or under them.
        case
            when len(levels) > 1
                then
                    list_position(
                        list_transform(levels, l -> l = '' or list_contains({{ var('stage_levels') }}, l)), true
                    )
        end as stage_position,
        -- 2022年预算数 in a budget of 2023: printed for comparison, no figure of this document.
        len(printed_years) > 0 and not list_contains(printed_years, cast(fiscal_year as varchar)) as is_of_another_year,
    from grouped

),

named_items as (

    select
        *,
        nullif(levels[stage_position], '') as stage_level,
        list_where(path, list_transform(path, (p, i) -> i is distinct from stage_position)) as item_path,
        list_where(levels, list_transform(levels, (l, i) -> i is distinct from stage_position)) as item_levels,
    from items

),

-- The total of a line by its canonical name: what a lone column of amounts is, whatever stands over it.
main_measures as (

    select
        table_no,
        coalesce(section, '') as section,
        measure,
        case
            when measure = '决算数' then '决算'
            when bool_or(measure = '决算数') over (partition by table_no, section) then '预算'
        end as budget_stage,
    from {{ ref('measures') }}
    where measure_kind = 'main' and not (table_no = 10 and measure = '预算数')

),

alone as (

    select
        named_items.*,
        main_measures.measure as main_measure,
        named_items.role in ('measure', 'other_measure')
        and not named_items.is_item
        and not named_items.is_of_another_year
        and count(*) filter (
            where named_items.role in ('measure', 'other_measure') and not named_items.is_of_another_year
        ) over (partition by named_items.document_key, named_items.table_index, named_items.column_group)
        = 1 as is_alone,
    from named_items
    left join main_measures
        on
            named_items.table_no = main_measures.table_no
            and named_items.section = main_measures.section
            and coalesce(main_measures.budget_stage, named_items.budget_stage) = named_items.budget_stage

),

-- The one item that has parts, whose sum may be headed 合计.
vehicle as (

    select any_value(pattern) as pattern
    from {{ ref('three_public_items') }}
    where item_code = 'vehicle'

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
        items.section,
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
            else
                (items.role = 'other_measure' and not items.is_alone)
                or (items.role in ('measure', 'other_measure') and items.is_of_another_year)
        end as is_other,
        case
            when items.is_item and items.is_of_another_year and items.stage_position is not null
                then {{ unwrapped('items.path[items.stage_position]') }}
            when items.is_item and items.stage_level is null then '合计'
            when items.is_item then items.stage_level
            when items.is_alone then coalesce(items.mapped_measure, items.main_measure, items.printed_heading)
            when items.role in ('measure', 'item_agency_operating') and not items.is_of_another_year
                then coalesce(items.mapped_measure, items.printed_heading)
            when items.role in ('measure', 'item_agency_operating', 'other_measure') then items.printed_heading
        end as measure,
        case
            when not items.is_item then null
            when
                len(items.item_path) > 1
                and (
                    items.item_levels[-1] = '小计'
                    or (items.item_levels[-1] = '合计' and regexp_matches(items.item_levels[-2], vehicle.pattern))
                )
                then {{ unwrapped('items.item_path[-2]') }}
            else {{ unwrapped('items.item_path[-1]') }}
        end as item_name,
        (items.mapped_role is null or (items.mapped_role = 'measure' and items.mapped_measure is null))
        and not items.is_item
        and not (items.is_alone and items.main_measure is not null)
        and (items.role in ('measure', 'line_name') or items.number_count > 0) as is_unmapped,
    from alone as items
    cross join vehicle

),

-- Two columns of one meaning: the first keeps the name, the others keep their printed headings, told apart by their
-- place where those are the same.
numbered as (

    select
        *,
        row_number() over (
            partition by document_key, table_index, column_group, item_name, measure
            order by column_index
        ) as occurrence,
        row_number() over (
            partition by document_key, table_index, column_group, item_name, printed_heading
            order by column_index
        ) as heading_occurrence,
    from measured

),

distinct_measures as (

    select
        * exclude (measure, is_other, is_unmapped, occurrence, heading_occurrence),
        case
            when role not in ('measure', 'item') or occurrence = 1 then measure
            when heading_occurrence = 1 and printed_heading != measure then printed_heading
            else printed_heading || '（第' || (column_index + 1) || '列）'
        end as measure,
        is_other or (role in ('measure', 'item') and occurrence > 1) as is_other,
        is_unmapped or (role in ('measure', 'item') and occurrence > 1) as is_unmapped,
    from numbered

),

-- Columns under names of their own (事业收入, what was carried over of a fund) still come from one of the five sources.
named_funds as (

    select
        distinct_measures.document_key,
        distinct_measures.table_index,
        distinct_measures.column_index,
        arg_min(fund_names.fund_source, fund_names.priority) as fund_source,
    from distinct_measures
    inner join {{ ref('fund_source_names') }} as fund_names
        on regexp_matches(
                regexp_replace(regexp_replace(distinct_measures.heading_text, '/(金额|小计|合计)$', ''), '^.*/', ''),
                fund_names.pattern
            )
    where distinct_measures.measure = distinct_measures.printed_heading and distinct_measures.table_no in (2, 12)
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
            when distinct_measures.role = 'measure' and measures.measure_kind is not null then measures.measure_kind
            when distinct_measures.role = 'measure' and regexp_matches(distinct_measures.heading_text, '结转|结余')
                then 'carryover'
            when distinct_measures.role = 'measure' then 'part'
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
