-- Lists of lines without codes that are flat beyond doubt, whatever their sums say: no line can be part of another. A
-- list that is not, and adds up to more than its total, may hide its parts; one that is has a wrong figure in it.
--
-- Four things tell: every line bears an ordinal of one style, no ordinal twice; every line names a 类; the lines add up
-- to the total in each column that the main one is the sum of; or, in table 11, every line names another 单位 and none is
-- the total or the sum of lines right below it, as a 单位 over others would be.

with lines as (

    select
        lines.*,
        amounts.amount,
        amounts.decimals,
        left(lines.normal_name, length(lines.normal_name) - length(lines.bare_name)) as ordinal,
        classes.bare_name is not null as is_class,
    from {{ ref('int_lines_roled') }} as lines
    inner join {{ ref('int_main_amounts') }} as amounts on lines.line_key = amounts.line_key
    left join {{ ref('int_class_names') }} as classes
        on lines.subject_classification = classes.subject_classification and lines.bare_name = classes.bare_name
    where lines.item_column_index is null and lines.table_no != 10

),

with_amount as (

    select * from lines
    where line_role = 'line' and amount != 0

),

told_by_names as (

    select
        document_key,
        table_index,
        column_group,
    from with_amount
    group by all
    having
        (
            bool_and(ordinal_depth is not null)
            and count(distinct ordinal_depth) = 1
            and count(distinct ordinal) = count(*)
        )
        or (bool_and(is_class) and count(distinct bare_name) = count(*))

),

units as (

    select
        *,
        row_number() over (partition by document_key, table_index, column_group order by line_no) as position,
        sum(amount) over (partition by document_key, table_index, column_group order by line_no) as sum_so_far,
        cast(0.5 as decimal(12, 10))
        / power(10, coalesce(max(decimals) over (partition by document_key, table_index, column_group), 0))
            as half_place,
    from with_amount
    where table_no = 11

),

over_others as (

    select distinct
        superior.document_key,
        superior.table_index,
        superior.column_group,
    from units as superior
    inner join units as last_below
        on
            superior.document_key = last_below.document_key
            and superior.table_index = last_below.table_index
            and superior.column_group = last_below.column_group
            and superior.position < last_below.position
    where
        abs(last_below.sum_so_far - superior.sum_so_far - superior.amount)
        <= superior.half_place * (last_below.position - superior.position + 1)

),

told_by_units as (

    select
        units.document_key,
        units.table_index,
        units.column_group,
    from units
    inner join lines as totals
        on
            units.document_key = totals.document_key
            and units.table_index = totals.table_index
            and units.column_group = totals.column_group
            and totals.line_role = 'total'
    anti join over_others
        on
            units.document_key = over_others.document_key
            and units.table_index = over_others.table_index
            and units.column_group = over_others.column_group
    group by all
    having
        bool_and(regexp_matches(units.bare_name, {{ var('organisation_name') }}))
        and count(distinct units.bare_name) = count(distinct units.line_key)
        and bool_and(units.amount != totals.amount)

),

parts as (

    select
        lines.document_key,
        lines.table_index,
        lines.column_group,
        lines.line_key,
        lines.line_role,
        columns_.column_index,
        {{ parse_amount('cells.text') }} as amount,
        {{ printed_decimals('cells.text') }} as decimals,
    from lines
    inner join {{ ref('int_columns_mapped') }} as columns_
        on
            lines.document_key = columns_.document_key
            and lines.table_index = columns_.table_index
            and lines.column_group = columns_.column_group
            and columns_.role = 'measure'
            and columns_.measure_kind = 'part'
    inner join {{ ref('int_table_cells_unnested') }} as cells
        on
            lines.document_key = cells.document_key
            and lines.table_index = cells.table_index
            and lines.row_index = cells.row_index
            and columns_.column_index = cells.column_index

),

column_sums as (

    select
        document_key,
        table_index,
        column_group,
        column_index,
        sum(amount) filter (where line_role = 'line') as line_sum,
        count(*) filter (where line_role = 'line' and amount != 0) as line_count,
        arg_min(
            amount,
            case line_role when 'current_total' then 1 when 'total' then 2 when 'grand_total' then 3 end
        ) filter (where line_role in ('current_total', 'total', 'grand_total')) as total,
        cast(0.5 as decimal(12, 10)) / power(10, coalesce(max(decimals), 0)) as half_place,
    from parts
    group by all
    having line_sum != 0 or total != 0

),

told_by_columns as (

    select
        document_key,
        table_index,
        column_group,
    from column_sums
    group by all
    having bool_and(coalesce(abs(line_sum - total) <= half_place * (line_count + 1), false))

),

-- A line of which only the main amount is printed is in no column that could tell.
without_parts as (

    select distinct
        with_amount.document_key,
        with_amount.table_index,
        with_amount.column_group,
    from with_amount
    left join parts on with_amount.line_key = parts.line_key and parts.amount != 0
    where parts.line_key is null

),

final as (

    select * from told_by_names
    union
    select * from told_by_units
    union
    select told_by_columns.*
    from told_by_columns
    anti join without_parts
        on
            told_by_columns.document_key = without_parts.document_key
            and told_by_columns.table_index = without_parts.table_index
            and told_by_columns.column_group = without_parts.column_group

)

select * from final
