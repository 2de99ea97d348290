-- How deep a line stands by what is printed before its name: its ordinal (一、 over （一） over 1.), 其中, or its indent.

with lines as (

    select
        *,
        {{ normalised('line_name') }} as normal_name,
        {{ bare_name('line_name') }} as bare_name,
    from {{ ref('int_lines_read') }}
    where item_column_index is null

),

styled as (

    select
        lines.*,
        starts_with(lines.normal_name, '其中') as is_of_which,
        min(styles.depth) as style,
    from lines
    left join {{ ref('ordinal_styles') }} as styles
        on regexp_matches(regexp_replace(lines.normal_name, '^其中:?', ''), styles.pattern)
    group by all

),

-- Distinct indents, a point or two apart being one, numbered from the left.
distinct_indents as (

    select distinct
        document_key,
        table_index,
        column_group,
        round(name_indent, 1) as indent,
    from styled
    where name_indent is not null and bare_name not in ('合计', '总计')

),

neighbouring_indents as (

    select
        *,
        lag(indent, 1, indent) over (
            partition by document_key, table_index, column_group
            order by indent
        ) as previous_indent,
    from distinct_indents

),

indents as (

    select
        *,
        cast(sum(case when indent - previous_indent > 3 then 1 else 0 end) over (
            partition by document_key, table_index, column_group
            order by indent
        ) as integer) as indent_level,
    from neighbouring_indents

),

ranked as (

    select
        styled.*,
        indents.indent_level,
        max(indents.indent_level) over in_group as deepest_indent,
        case
            when styled.style is not null
                then
                    cast(len(list_filter(
                        list_distinct(list(styled.style) over in_group), other -> other <= styled.style
                    )) as integer)
        end as ordinal_depth,
        bool_or(styled.style is not null) over in_group as has_ordinals,
    from styled
    left join indents
        on
            styled.document_key = indents.document_key
            and styled.table_index = indents.table_index
            and styled.column_group = indents.column_group
            and round(styled.name_indent, 1) = indents.indent
    window in_group as (partition by styled.document_key, styled.table_index, styled.column_group)

),

above as (

    select
        *,
        last_value(ordinal_depth ignore nulls) over (
            partition by document_key, table_index, column_group
            order by line_no
            rows between unbounded preceding and 1 preceding
        ) as ordinal_depth_above,
    from ranked

),

final as (

    select
        line_key,
        ordinal_depth,
        indent_level,
        deepest_indent,
        case
            when is_of_which then coalesce(ordinal_depth_above, 1) + 1
            when ordinal_depth is not null then ordinal_depth
            -- Among lines with ordinals one without is part of the line above.
            when has_ordinals then coalesce(ordinal_depth_above, 0) + 1
            else coalesce(indent_level, 0) + 1
        end as printed_depth,
        has_ordinals or deepest_indent > 0 as has_printed_depth,
    from above

)

select * from final
