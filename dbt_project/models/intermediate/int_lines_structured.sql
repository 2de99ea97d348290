-- What each line is within its table: its role (a line, a total, a carry-over), how deep it stands, the line it is
-- part of, and whether anything is part of it.

with lines as (

    select
        line.*,
        {{ bare_name('line.line_name') }} as bare_name,
        {{ normalised('line.line_name') }} as normal_name,
        tables.subject_classification,
        documents.department_text,
    from {{ ref('int_lines_read') }} as line
    inner join {{ ref('int_tables_classified') }} as tables
        on line.document_key = tables.document_key and line.table_index = tables.table_index
    inner join {{ ref('int_documents_identified') }} as documents on line.document_key = documents.document_key

),

matched_roles as (

    select
        lines.line_key,
        roles.line_role,
    from lines
    inner join {{ ref('line_roles') }} as roles
        on
            (
                coalesce(roles.table_nos, '') = ''
                or list_contains(string_split(roles.table_nos, '|'), cast(lines.table_no as varchar))
            )
            and (coalesce(roles.section, '') = '' or lines.section = roles.section)
            and regexp_matches(lines.bare_name, roles.pattern)
    qualify row_number() over (partition by lines.line_key order by roles.priority) = 1

),

-- Items of “三公”; a line of the economic tables is one where it carries the item's very name.
three_public as (

    select
        lines.line_key,
        items.item_code,
        items.parent_code,
        items.depth,
    from lines
    inner join {{ ref('three_public_items') }} as items
        on
            (lines.table_no = 10 and regexp_matches(lines.bare_name, items.pattern))
            or (lines.table_no in (6, 15) and lines.bare_name = {{ normalised('items.item_name') }} and items.depth > 0)
    qualify row_number() over (partition by lines.line_key order by items.priority) = 1

),

ordinals as (

    select
        lines.line_key,
        min(styles.depth) as depth,
    from lines
    inner join {{ ref('ordinal_styles') }} as styles on regexp_matches(lines.normal_name, styles.pattern)
    group by all

),

line_funds as (

    select
        lines.line_key,
        names.fund_source,
    from lines
    inner join {{ ref('fund_source_names') }} as names
        on lines.section = '收入' and lines.table_no in (1, 4) and regexp_matches(lines.bare_name, names.pattern)
    qualify row_number() over (partition by lines.line_key order by names.priority) = 1

),

economic_classes as (

    select distinct {{ normalised('name') }} as normal_name
    from {{ ref('dept_economic_subjects') }}
    where level = '类'

),

-- 部门, 单位 and 项目 of tables 12 and 13 are told apart by their indents alone: distinct indents, a point or two
-- apart being one, numbered from the left.
distinct_indents as (

    select distinct
        document_key,
        table_index,
        round(name_indent, 1) as indent,
    from lines
    where table_no in (12, 13) and name_indent is not null and bare_name not in ('合计', '总计')

),

neighbouring_indents as (

    select
        *,
        lag(indent, 1, indent) over (
            partition by document_key, table_index
            order by indent
        ) as previous_indent,
    from distinct_indents

),

indents as (

    select
        *,
        sum(case when indent - previous_indent > 3 then 1 else 0 end) over (
            partition by document_key, table_index
            order by indent
        ) as indent_level,
    from neighbouring_indents

),

indent_counts as (

    select
        document_key,
        table_index,
        max(indent_level) as deepest,
    from indents
    group by all

),

unit_names as (

    select distinct
        document_key,
        bare_name,
    from lines
    where table_no = 11 and bare_name != '' and subject_code = ''

),

staged as (

    select
        lines.*,
        case
            when lines.line_name = '' and lines.subject_code = '' then 'blank'
            -- A 合计 printed again at the foot, and the line of a unit over its subjects, are no lines of their own.
            when
                matched_roles.line_role = 'total'
                and row_number() over (
                    partition by
                        lines.document_key,
                        lines.table_index,
                        lines.section,
                        lines.column_group,
                        lines.item_column_index,
                        matched_roles.line_role
                    order by lines.line_no
                ) > 1
                then 'repeated_total'
            when
                lines.subject_classification = 'functional'
                and lines.subject_code != ''
                and length(lines.subject_code) not in (3, 5, 7)
                then 'unit_total'
            else coalesce(matched_roles.line_role, 'line')
        end as own_role,
        three_public.item_code,
        three_public.parent_code as item_parent_code,
        line_funds.fund_source as line_fund_source,
        case
            when matched_roles.line_role in ('total', 'grand_total') then 0
            when length(lines.subject_code) >= 7 then 3
            when length(lines.subject_code) >= 5 then 2
            when length(lines.subject_code) >= 3 then 1
            when lines.table_no = 10 then coalesce(three_public.depth, 1)
            when lines.table_no in (12, 13) and indent_counts.deepest >= 2 then least(indents.indent_level, 2)
            -- Without three indents the names decide: the department's own, a unit's of table 11, else a project.
            when lines.table_no in (12, 13) and ends_with(lines.normal_name, '[部门]') then 0
            when lines.table_no in (12, 13) and lines.bare_name = lines.department_text
                then
                    case
                        when
                            row_number() over (
                                partition by lines.document_key, lines.table_index, lines.bare_name
                                order by lines.line_no
                            ) = 1
                            then 0
                        else 1
                    end
            when lines.table_no in (12, 13) and unit_names.bare_name is not null then 1
            when lines.table_no in (12, 13) then 2
            when lines.subject_classification = 'economic'
                then
                    case
                        when lines.gov_economic_name = '' and economic_classes.normal_name is not null then 1
                        else 2
                    end
            else coalesce(ordinals.depth, 1)
        end as depth,
        last_value(matched_roles.line_role ignore nulls) over above as role_above,
        last_value(case when matched_roles.line_role is not null then lines.line_key end ignore nulls) over above
            as line_key_above,
        last_value(case when matched_roles.line_role is not null then lines.line_no end ignore nulls) over above
            as line_no_above,
    from lines
    left join matched_roles on lines.line_key = matched_roles.line_key
    left join three_public on lines.line_key = three_public.line_key
    left join ordinals on lines.line_key = ordinals.line_key
    left join line_funds on lines.line_key = line_funds.line_key
    left join indents
        on
            lines.document_key = indents.document_key
            and lines.table_index = indents.table_index
            and round(lines.name_indent, 1) = indents.indent
    left join indent_counts
        on lines.document_key = indent_counts.document_key and lines.table_index = indent_counts.table_index
    left join unit_names on lines.document_key = unit_names.document_key and lines.bare_name = unit_names.bare_name
    left join economic_classes on lines.normal_name = economic_classes.normal_name
    window above as (
        partition by lines.document_key, lines.table_index, lines.column_group, lines.item_column_index
        order by lines.line_no
        rows between unbounded preceding and 1 preceding
    )

),

-- Fund lines printed under 上年结转 break it down; they are no revenue of the year.
roled as (

    select
        *,
        case when own_role = 'line' and role_above = 'carryover_in' then 'carryover_part' else own_role end
            as line_role,
    from staged

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
                    then -list_position(string_split(child.item_parent_code, '|'), parent.item_code)
                when child.subject_code != '' then length(parent.subject_code)
                else parent.line_no
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
            and (
                case
                    when child.table_no = 10
                        then list_contains(string_split(child.item_parent_code, '|'), parent.item_code)
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
            when roled.table_no = 10 then null
            -- A list in groups, each under its 小计 (江苏 收入预算总表).
            when roled.line_role = 'line' and roled.role_above = 'subtotal' then roled.line_key_above
            when roled.line_role in ('line', 'subtotal')
                then coalesce(totals.current_total_key, totals.total_key, totals.grand_total_key)
            when roled.line_role in ('current_total', 'carryover_in', 'carryover_out', 'other_in', 'other_out')
                then totals.grand_total_key
        end as parent_line_key,
        parents_within.parent_line_key is null and roled.line_role = 'line' as is_top_line,
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
            when table_no in (12, 13) and depth <= 1 then line_name
            when table_no = 11 and subject_code = '' and item_column_index is null then line_name
            when table_no in (12, 13)
                then
                    last_value(case when depth <= 1 and line_role = 'line' then line_name end ignore nulls) over (
                        partition by document_key, table_index, column_group
                        order by line_no
                        rows between unbounded preceding and 1 preceding
                    )
        end as unit_name,
        case when table_no in (12, 13) and depth = 2 and line_role = 'line' then line_name end as project_name,
    from linked

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
        units.parent_line_key,
        units.is_top_line,
        units.parent_line_key is null and units.line_role in ('line', 'total') as is_root,
        units.unit_name,
        units.project_name,
        parents.parent_line_key is not null as has_parts,
        units.line_role in ('line', 'carryover_part') and parents.parent_line_key is null as is_leaf,
    from units
    left join parents on units.line_key = parents.parent_line_key
    left join linked as upper_lines on units.parent_line_key = upper_lines.line_key

)

select * from final
