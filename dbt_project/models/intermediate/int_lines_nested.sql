-- What is part of what in a list of lines without codes, where neither ordinals nor indents tell it rightly: by sums.
-- A line whose amount is the sum of the lines right below it has these as its parts. Read from the last line to the
-- first, the tops of what is below wait in a list; each line takes the fewest that add up to it. What is left must be
-- the total.

with recursive lines as (

    select * from {{ ref('int_lines_roled') }}
    where item_column_index is null and table_no != 10

),

measured as (

    select
        lines.line_key,
        lines.document_key,
        lines.table_index,
        lines.column_group,
        lines.line_no,
        lines.line_role,
        lines.depth,
        lines.subject_code,
        classes.bare_name is not null as is_class,
        coalesce(amounts.amount, 0) as amount,
        amounts.decimals,
    from lines
    inner join {{ ref('int_main_amounts') }} as amounts on lines.line_key = amounts.line_key
    left join {{ ref('int_class_names') }} as classes
        on
            lines.subject_classification = classes.subject_classification
            and lines.bare_name = classes.bare_name
            -- 其他支出 names a 类 and its 款 and 项.
            and classes.class_code != '229'

),

-- Half a unit of the last place printed is what each amount may be off.
groups as (

    select
        document_key,
        table_index,
        column_group,
        arg_min(
            amount,
            case line_role when 'current_total' then 1 when 'total' then 2 when 'grand_total' then 3 end
        ) filter (where line_role in ('current_total', 'total', 'grand_total')) as total,
        cast(0.5 as decimal(12, 10)) / power(10, coalesce(max(decimals), 0)) as half_place,
        count(*) filter (where line_role = 'line') as line_count,
    from measured
    group by all
    having
        bool_and(line_role = 'blank' or subject_code = '')
        and not bool_or(line_role = 'subtotal')
        and count(*) filter (where line_role = 'line') > 1

),

ordered as (

    select
        measured.line_key,
        measured.document_key,
        measured.table_index,
        measured.column_group,
        measured.depth,
        measured.is_class,
        cast(measured.amount as decimal(26, 10)) as amount,
        groups.half_place,
        cast(row_number() over (
            partition by measured.document_key, measured.table_index, measured.column_group
            order by measured.line_no
        ) as integer) as position,
    from measured
    inner join groups
        on
            measured.document_key = groups.document_key
            and measured.table_index = groups.table_index
            and measured.column_group = groups.column_group
    where measured.line_role = 'line'

),

-- As printed: the part of the nearest line above that stands less deep.
printed_parents as (

    select
        child.line_key,
        arg_max(parent.line_key, parent.position) as parent_line_key,
    from ordered as child
    inner join ordered as parent
        on
            child.document_key = parent.document_key
            and child.table_index = parent.table_index
            and child.column_group = parent.column_group
            and child.position > parent.position
            and child.depth > parent.depth
    group by all

),

printed_sums as (

    select
        ordered.document_key,
        ordered.table_index,
        ordered.column_group,
        printed_parents.parent_line_key,
        sum(ordered.amount) as part_sum,
        count(*) as part_count,
    from ordered
    left join printed_parents on ordered.line_key = printed_parents.line_key
    group by all

),

as_printed as (

    select
        groups.*,
        bool_and(
            abs(printed_sums.part_sum - coalesce(parents.amount, groups.total, printed_sums.part_sum))
            <= groups.half_place * (printed_sums.part_count + 1)
        ) as is_consistent,
        max(printed_sums.part_sum) filter (where printed_sums.parent_line_key is null) as top_sum,
        bool_or(printed_sums.parent_line_key is not null) as has_parts,
    from groups
    inner join printed_sums
        on
            groups.document_key = printed_sums.document_key
            and groups.table_index = printed_sums.table_index
            and groups.column_group = printed_sums.column_group
    left join ordered as parents on printed_sums.parent_line_key = parents.line_key
    group by all

),

-- A list that is printed flat, and is flat beyond doubt, has no parts to look for.
doubtful as (

    select as_printed.*
    from as_printed
    left join {{ ref('int_lists_flat') }} as flat
        on
            as_printed.document_key = flat.document_key
            and as_printed.table_index = flat.table_index
            and as_printed.column_group = flat.column_group
    where
        (not as_printed.is_consistent and (as_printed.has_parts or flat.document_key is null))
        or (as_printed.total is null and not as_printed.has_parts)

),

walk as (

    select
        document_key,
        table_index,
        column_group,
        variants.allows_single,
        total,
        half_place,
        cast(line_count + 1 as integer) as position,
        cast([] as decimal(26, 10)[]) as sums,
        cast([] as boolean[]) as class_marks,
        cast([] as integer[]) as sizes,
        cast([] as integer[]) as spans,
    from doubtful
    -- A line with one part of the same amount looks like two lines of the same amount.
    cross join unnest([true, false]) as variants (allows_single)

    union all

    select
        document_key,
        table_index,
        column_group,
        allows_single,
        total,
        half_place,
        position - 1 as position,
        list_prepend(amount, sums[coalesce(taken, 0) + 1:]) as sums,
        list_prepend(is_class, class_marks[coalesce(taken, 0) + 1:]) as class_marks,
        list_prepend(coalesce(cast(list_sum(sizes[:taken]) as integer), 0) + 1, sizes[coalesce(taken, 0) + 1:])
            as sizes,
        list_prepend(coalesce(cast(list_sum(sizes[:taken]) as integer), 0), spans) as spans,
    from (
        select
            walk.*,
            ordered.amount,
            ordered.is_class,
            case
                when ordered.amount != 0
                    then
                        list_position(
                            list_transform(
                                range(1, len(walk.sums) + 1),
                                n -> (n > 1 or walk.allows_single)
                                and not list_contains(walk.class_marks[:n], true)
                                and abs(list_sum(walk.sums[:n]) - ordered.amount) <= walk.half_place * (n + 1)
                            ),
                            true
                        )
            end as taken,
        from walk
        inner join ordered
            on
                walk.document_key = ordered.document_key
                and walk.table_index = ordered.table_index
                and walk.column_group = ordered.column_group
                and walk.position - 1 = ordered.position
    ) as steps

),

walked as (

    select * from walk
    where
        position = 1
        and case
            when total is null then len(sums) = 1
            else abs(list_sum(sums) - total) <= half_place * (len(sums) + 1)
        end
    qualify row_number() over (
            partition by document_key, table_index, column_group
            order by allows_single desc
        ) = 1

),

final as (

    select
        ordered.line_key,
        case
            when walked.document_key is not null then 'sums'
            -- A flat list that adds up to more than its total hides its parts.
            when
                doubtful.document_key is not null
                and not as_printed.is_consistent
                and not as_printed.has_parts
                and as_printed.top_sum > as_printed.total
                then 'unknown'
            else 'printed'
        end as hierarchy,
        case
            when walked.document_key is not null
                then
                    cast(1 + len(list_filter(
                        range(1, ordered.position), n -> n + walked.spans[n] >= ordered.position
                    )) as integer)
        end as nested_depth,
        coalesce(walked.spans[ordered.position] > 0, false) as has_nested_parts,
        walked.document_key is not null and len(walked.sums) = 1 as has_one_top,
    from ordered
    inner join as_printed
        on
            ordered.document_key = as_printed.document_key
            and ordered.table_index = as_printed.table_index
            and ordered.column_group = as_printed.column_group
    left join doubtful
        on
            ordered.document_key = doubtful.document_key
            and ordered.table_index = doubtful.table_index
            and ordered.column_group = doubtful.column_group
    left join walked
        on
            ordered.document_key = walked.document_key
            and ordered.table_index = walked.table_index
            and ordered.column_group = walked.column_group

)

select * from final
