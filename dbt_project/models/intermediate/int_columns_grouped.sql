-- The columns of a table in groups of names and the amounts beside them: one group, or the halves of a table printed
-- side by side, each with its section (收入, 支出) and axis (the same expenditure once more, by use).

with read as (

    select * from {{ ref('int_columns_read') }}

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
                    when role = 'text' and {{ may_name_lines() }} then 'key'
                end
                ignore nulls
            ) over (
                partition by document_key, table_index
                order by column_index
                rows between unbounded preceding and 1 preceding
            ) = 'amount',
            false
        ) as follows_amounts,
    from read

),

-- A column of names or codes after a column of amounts starts the next half of the table.
grouped as (

    select
        * exclude (follows_amounts),
        sum(
            case
                when follows_amounts
                    and (role in ('subject_code', 'line_name') or (role = 'text' and {{ may_name_lines() }}))
                    then 1
                else 0
            end
        ) over (
            partition by document_key, table_index
            order by column_index
        ) as column_group,
    from following

),

-- Every line has a name: where no heading says which column holds it, the first column of words does, and is listed as
-- unmapped.
named as (

    select
        * exclude (role),
        case
            when
                role = 'text'
                and (mapped_role is null or {{ may_name_lines() }})
                and not bool_or(role = 'line_name') over in_group
                and column_index
                = min(case when role = 'text' and (mapped_role is null or {{ may_name_lines() }}) then column_index end)
                    over in_group
                then 'line_name'
            else role
        end as role,
    from grouped
    window in_group as (partition by document_key, table_index, column_group)

),

names as (

    select
        named.document_key,
        named.table_index,
        named.column_group,
        {{ bare_name('cells.text') }} as bare_name,
    from named
    inner join {{ ref('int_table_cells_unnested') }} as cells
        on
            named.document_key = cells.document_key
            and named.table_index = cells.table_index
            and named.column_index = cells.column_index
    where named.role = 'line_name' and cells.role = 'body' and trim(cells.text) != ''

),

-- What headings and lines say of a group. A pattern for lines must fit most of them or be telling by itself.
evidence as (

    select
        named.document_key,
        named.table_index,
        named.column_group,
        sections.section,
        sections.axis,
        sections.priority,
        false as is_of_lines,
    from named
    inner join {{ ref('sections') }} as sections
        on sections.source = 'heading' and regexp_matches(named.heading_text, sections.pattern)
    where named.has_halves

    union all

    select
        names.document_key,
        names.table_index,
        names.column_group,
        sections.section,
        sections.axis,
        sections.priority,
        true as is_of_lines,
    from names
    inner join {{ ref('sections') }} as sections
        on sections.source = 'line' and regexp_matches(names.bare_name, sections.pattern)

),

group_sections as (

    select
        document_key,
        table_index,
        column_group,
        arg_min(section, priority) as section,
        coalesce(bool_or(axis = 'use'), false) as is_by_use,
    from evidence
    group by all

),

group_counts as (

    select
        document_key,
        table_index,
        -- A half has a name and an amount.
        count(distinct column_group) filter (where role in ('measure', 'other_measure')) as group_count,
    from named
    group by all

),

final as (

    select
        named.*,
        case
            when named.has_halves and group_counts.group_count > 1
                -- What nothing tells stands where it always does: 收入 on the left.
                then coalesce(group_sections.section, case when named.column_group = 0 then '收入' else '支出' end)
            else ''
        end as section,
        case
            when named.has_halves
                and group_counts.group_count > 1
                and named.column_group > 1
                and group_sections.is_by_use
                then 'use'
            else 'main'
        end as axis,
    from named
    inner join group_counts
        on named.document_key = group_counts.document_key and named.table_index = group_counts.table_index
    left join group_sections
        on
            named.document_key = group_sections.document_key
            and named.table_index = group_sections.table_index
            and named.column_group = group_sections.column_group

)

select * from final
