-- What each line is within its table: its role (a line, a total, a carry-over), how deep it stands, the line it is
-- part of, and whether anything is part of it.

with roled as (

    select
        lines.* exclude (depth),
        coalesce(nested.hierarchy, 'printed') as hierarchy,
        case
            -- A list that is the department's alone begins with it: depth 0, as where the names tell.
            when nested.hierarchy = 'sums' and lines.table_no in (12, 13) and nested.has_one_top
                then nested.nested_depth - 1
            when nested.hierarchy = 'sums' then nested.nested_depth
            else lines.depth
        end as depth,
        -- 部门, 单位 and 项目 of tables 12 and 13: by depth, or where sums tell, by what has parts and its name.
        case
            when lines.table_no not in (12, 13) or lines.line_role != 'line' then null
            when coalesce(nested.hierarchy, 'printed') != 'sums'
                then case lines.depth when 0 then 'department' when 1 then 'unit' else 'project' end
            when not nested.has_nested_parts then 'project'
            when nested.has_one_top and nested.nested_depth = 1 then 'department'
            when regexp_matches(lines.bare_name, {{ var('organisation_name') }}) then 'unit'
            else 'group'
        end as project_level,
    from {{ ref('int_lines_roled') }} as lines
    left join {{ ref('int_lines_nested') }} as nested on lines.line_key = nested.line_key

),

-- The line a line continues: by code the one with the longest code that this one's begins with; among items the
-- first of those that the item list names; else the nearest line above that stands less deep.
parents_within as (

    select
        child.line_key,
        arg_max(
            parent.line_key,
            case
                when child.table_no = 10
                    then [-list_position(string_split(child.item_parent_code, '|'), parent.item_code), 0, 0]
                -- Subjects are listed anew under each unit: of two lines of one code the nearer above.
                when child.subject_code != ''
                    then
                        [
                            length(parent.subject_code),
                            cast(parent.line_no < child.line_no as integer),
                            case when parent.line_no < child.line_no then parent.line_no else -parent.line_no end
                        ]
                else [parent.line_no, 0, 0]
            end
        ) as parent_line_key,
    from roled as child
    inner join roled as parent
        on
            child.document_key = parent.document_key
            and child.table_index = parent.table_index
            and child.section = parent.section
            and child.depth > parent.depth
            and child.line_role = 'line'
            and child.hierarchy != 'unknown'
            and (
                case
                    when child.table_no = 10
                        then
                            (child.item_column_index is null or child.row_index = parent.row_index)
                            and list_contains(string_split(child.item_parent_code, '|'), parent.item_code)
                    when parent.line_role != 'line' then false
                    when child.subject_code != ''
                        then parent.subject_code != '' and starts_with(child.subject_code, parent.subject_code)
                    else
                        child.column_group = parent.column_group
                        and child.line_no > parent.line_no
                        -- A 小计 starts a group: what stands above it is another group's.
                        and (child.role_above is distinct from 'subtotal' or child.line_no_above < parent.line_no)
                end
            )
    group by all

),

totals as (

    select
        document_key,
        table_index,
        table_no,
        section,
        arg_max(line_key, (axis = 'main', line_no)) filter (where line_role = 'current_total') as current_total_key,
        arg_max(line_key, (axis = 'main', line_no)) filter (where line_role = 'grand_total') as grand_total_key,
        arg_max(line_key, line_no) filter (where line_role = 'total') as total_key,
    from roled
    group by all

),

linked as (

    select
        roled.*,
        case
            when roled.line_role = 'carryover_part' then roled.line_key_above
            when parents_within.parent_line_key is not null then parents_within.parent_line_key
            when roled.table_no = 10 or roled.hierarchy = 'unknown' then null
            -- A list in groups, each under its 小计 (江苏 收入预算总表).
            when roled.line_role = 'line' and roled.role_above = 'subtotal' then roled.line_key_above
            when roled.line_role in ('line', 'subtotal')
                then coalesce(totals.current_total_key, totals.total_key, totals.grand_total_key)
            when roled.line_role in ('current_total', 'carryover_in', 'carryover_out', 'other_in', 'other_out')
                then totals.grand_total_key
        end as parent_line_key,
        parents_within.parent_line_key is null and roled.line_role = 'line' and roled.hierarchy != 'unknown'
            as is_top_line,
    from roled
    left join parents_within on roled.line_key = parents_within.line_key
    left join totals
        on
            roled.document_key = totals.document_key
            and roled.table_index = totals.table_index
            and roled.table_no = totals.table_no
            and roled.section = totals.section

),

parents as (

    select distinct parent_line_key
    from linked
    where parent_line_key is not null

),

units as (

    select
        *,
        case
            when line_role != 'line' then null
            when project_level in ('department', 'unit') then line_name
            when table_no = 11 and subject_code = '' and item_column_index is null then line_name
            -- A column of units beside that of projects, or the line of a unit above.
            when table_no in (12, 13)
                then
                    coalesce(
                        last_value(unit_text ignore nulls) over here,
                        last_value(case when project_level in ('department', 'unit') then line_name end ignore nulls)
                            over here
                    )
            when item_column_index is not null then unit_text
        end as unit_name,
        case when project_level = 'project' then line_name end as project_name,
    from linked
    window here as (
        partition by document_key, table_index, column_group
        order by line_no
        rows between unbounded preceding and current row
    )

),

final as (

    select
        units.line_key,
        units.document_key,
        units.table_index,
        units.table_no,
        units.row_index,
        units.page_no,
        units.line_no,
        units.column_group,
        units.item_column_index,
        units.section,
        units.axis,
        units.subject_code,
        units.line_name,
        units.bare_name,
        units.gov_economic_name,
        units.line_role,
        units.item_code,
        units.line_fund_source,
        -- （一）事业收入 under 五、单位资金 is part of that fund's line, no second one.
        coalesce(units.line_fund_source != coalesce(upper_lines.line_fund_source, ''), false) as is_fund_line,
        cast(units.depth as integer) as depth,
        units.hierarchy,
        units.parent_line_key,
        units.is_top_line,
        units.parent_line_key is null and units.line_role in ('line', 'total') and units.hierarchy != 'unknown'
            as is_root,
        units.unit_name,
        units.project_name,
        parents.parent_line_key is not null as has_parts,
        units.line_role in ('line', 'carryover_part')
        and parents.parent_line_key is null
        and units.hierarchy != 'unknown'
            as is_leaf,
    from units
    left join parents on units.line_key = parents.parent_line_key
    left join linked as upper_lines on units.parent_line_key = upper_lines.line_key

)

select * from final
