-- What each line is by itself: its role (a line, a total, a carry-over), and how deep its code, ordinal, indent or name
-- says that it stands.

with lines as (

    select
        line.*,
        {{ bare_name('line.line_name') }} as bare_name,
        {{ normalised('line.line_name') }} as normal_name,
        tables.subject_classification,
        documents.department_text,
        -- Codes of units (301001) beside codes of subjects; where no line has a subject's, the units are the lines.
        line.subject_code != ''
        and tables.subject_classification in ('functional', 'economic')
        and not regexp_full_match(
            line.subject_code,
            case tables.subject_classification when 'functional' then '[12]' else '[35]' end || '\d{2}(\d{2}){0,2}'
        ) as has_code_of_unit,
    from {{ ref('int_lines_read') }} as line
    inner join {{ ref('int_tables_classified') }} as tables
        on line.document_key = tables.document_key and line.table_index = tables.table_index
    inner join {{ ref('int_documents_identified') }} as documents on line.document_key = documents.document_key

),

-- The same names stand in many documents.
names_printed as (

    select distinct
        table_no,
        section,
        bare_name,
        starts_with(normal_name, '其中') as is_of_which,
    from lines

),

matched_roles as (

    select
        names.*,
        roles.line_role,
    from names_printed as names
    inner join {{ ref('line_roles') }} as roles
        on
            (
                coalesce(roles.table_nos, '') = ''
                or list_contains(string_split(roles.table_nos, '|'), cast(names.table_no as varchar))
            )
            and (coalesce(roles.section, '') = '' or names.section = roles.section)
            and regexp_matches(names.bare_name, roles.pattern)
            -- 其中：上年结转 is a part of the line above, whatever its name.
            and not (roles.line_role like 'carryover%' and names.is_of_which)
    qualify row_number() over (
            partition by names.table_no, names.section, names.bare_name, names.is_of_which
            order by roles.priority
        ) = 1

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

unit_names as (

    select distinct
        document_key,
        bare_name,
    from lines
    where table_no = 11 and bare_name != '' and subject_code = ''

),

depths as (

    select * from {{ ref('int_lines_indented') }}

),

staged as (

    select
        lines.*,
        case
            when lines.line_name = '' and lines.subject_code = '' then 'blank'
            when
                lines.has_code_of_unit
                and bool_or(lines.subject_code != '' and not lines.has_code_of_unit) over (
                    partition by lines.document_key, lines.table_index
                )
                then 'unit_total'
            -- The name of a unit over its subjects, itself without a code.
            when
                matched_roles.line_role is null
                and lines.subject_classification = 'functional'
                and lines.subject_code = ''
                and (
                    lines.bare_name = lines.department_text
                    or regexp_matches(lines.bare_name, {{ var('organisation_name') }})
                )
                and bool_or(lines.subject_code != '' and not lines.has_code_of_unit) over (
                    partition by lines.document_key, lines.table_index
                )
                then 'unit_total'
            else coalesce(matched_roles.line_role, 'line')
        end as matched_role,
        -- In a list of units under headings that are the items, the 合计 row has the items of the document.
        case
            when
                lines.item_column_index is not null
                and lines.unit_text is not null
                and {{ normalised('lines.unit_text') }} not in ('合计', '总计')
                and bool_or({{ normalised('lines.unit_text') }} in ('合计', '总计')) over (
                    partition by lines.document_key, lines.table_index
                )
                then null
            else three_public.item_code
        end as item_code,
        three_public.parent_code as item_parent_code,
        line_funds.fund_source as line_fund_source,
        depths.ordinal_depth,
        amounts.amount,
        case
            when matched_roles.line_role in ('total', 'grand_total') then 0
            when length(lines.subject_code) >= 7 then 3
            when length(lines.subject_code) >= 5 then 2
            when length(lines.subject_code) >= 3 then 1
            when lines.table_no = 10 then coalesce(three_public.depth, 1)
            when lines.table_no in (12, 13) and depths.deepest_indent >= 2 then least(depths.indent_level, 2)
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
            else depths.printed_depth
        end as depth,
    from lines
    left join matched_roles
        on
            lines.table_no = matched_roles.table_no
            and lines.section is not distinct from matched_roles.section
            and lines.bare_name = matched_roles.bare_name
            and starts_with(lines.normal_name, '其中') = matched_roles.is_of_which
    left join three_public on lines.line_key = three_public.line_key
    left join line_funds on lines.line_key = line_funds.line_key
    left join depths on lines.line_key = depths.line_key
    left join {{ ref('int_main_amounts') }} as amounts on lines.line_key = amounts.line_key
    left join unit_names on lines.document_key = unit_names.document_key and lines.bare_name = unit_names.bare_name
    left join economic_classes on lines.normal_name = economic_classes.normal_name

),

-- A total printed again, at the foot or over the same expenditure by use, is no line of its own; 收入合计 over 收入总计
-- is the year's.
counted as (

    select
        * exclude (matched_role),
        case
            when
                matched_role = 'grand_total'
                and bare_name like '%合计'
                and bool_or(matched_role = 'grand_total' and bare_name like '%总计') over in_section
                then 'current_total'
            else matched_role
        end as told_role,
    from staged
    window in_section as (partition by document_key, table_index, section)

),

told as (

    select
        * exclude (told_role),
        case
            when
                told_role in ('total', 'current_total', 'grand_total')
                and row_number() over (
                    partition by
                        document_key,
                        table_index,
                        section,
                        case when told_role = 'total' then column_group end,
                        item_column_index,
                        told_role
                    order by amount is null, axis != 'main', line_no
                ) > 1
                then 'repeated_total'
            else told_role
        end as own_role,
        told_role not in ('line', 'blank') as has_role,
    from counted

),

placed as (

    select
        *,
        last_value(case when has_role then own_role end ignore nulls) over above as role_above,
        last_value(case when has_role then line_key end ignore nulls) over above as line_key_above,
        last_value(case when has_role then line_no end ignore nulls) over above as line_no_above,
        last_value(case when has_role then coalesce(ordinal_depth, 0) end ignore nulls)
            over above
            as role_ordinal_above,
    from told
    window above as (
        partition by document_key, table_index, column_group, item_column_index
        order by line_no
        rows between unbounded preceding and 1 preceding
    )

),

final as (

    select
        * exclude (role_ordinal_above, amount, has_role),
        case
            -- Fund lines printed under 上年结转 break it down; they are no revenue of the year.
            when
                own_role = 'line'
                and role_above = 'carryover_in'
                and coalesce(ordinal_depth, 99) > role_ordinal_above
                then 'carryover_part'
            else own_role
        end as line_role,
    from placed

)

select * from final
