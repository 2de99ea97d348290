-- Lists of lines without codes that are flat beyond doubt, whatever their sums say: no line can be part of another. A
-- list that is not, and adds up to more than its total, may hide its parts; one that is has a wrong figure in it.
--
-- Three things tell: every line bears an ordinal of one style, no ordinal twice; every line names a 类; or the lines add
-- up to the total in each column that the main one is the sum of.

with lines as (

    select
        lines.*,
        amounts.amount,
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
    select told_by_columns.*
    from told_by_columns
    anti join without_parts
        on
            told_by_columns.document_key = without_parts.document_key
            and told_by_columns.table_index = without_parts.table_index
            and told_by_columns.column_group = without_parts.column_group

)

select * from final
