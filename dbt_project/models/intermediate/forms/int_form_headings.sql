-- The columns under each heading row of indicators. A group is one value with its levels: forms print 实施期 and 年度
-- side by side, sharing 一级指标 or all levels.

with rows_ as (

    select * from {{ ref('int_form_rows') }}

),

cells as (

    select * from {{ ref('int_form_cells') }}
    where clean_text != ''

),

-- The heading row itself, what reaches down into it, and the second row of headings.
covering as (

    select
        rows_.document_key,
        rows_.row_no as heading_row_no,
        rows_.form_kind,
        cells.row_no,
        cells.column_index,
        coalesce(cells.field, 'unknown') as field,
        cells.scope,
        cells.unit_name,
        cells.x0,
        cells.x1,
        (cells.x0 + cells.x1) / 2 as centre,
    from rows_
    inner join cells
        on
            rows_.document_key = cells.document_key
            and rows_.table_index = cells.table_index
            and (
                rows_.row_no between cells.row_no and cells.last_row_no
                or (
                    cells.row_no = rows_.row_no + 1
                    and exists (
                        select 1 from rows_ as below
                        where
                            below.document_key = rows_.document_key
                            and below.row_no = rows_.row_no + 1
                            and below.is_subheading
                    )
                )
            )
    where rows_.is_heading

),

-- 指标值 over 符号, 数值 and 单位 gives way to them; 指标值 over 实施期 and 年度 takes their names.
columns_ as (

    select
        covering.document_key,
        covering.heading_row_no,
        covering.form_kind,
        covering.row_no,
        covering.column_index,
        case when covering.field = 'scope' and parents.field = 'value' then 'value' else covering.field end as field,
        coalesce(covering.scope, parents.scope) as scope,
        covering.unit_name,
        covering.x0,
        covering.x1,
        covering.centre,
    from covering
    left join covering as parents
        on
            covering.document_key = parents.document_key
            and case when covering.row_no > covering.heading_row_no then covering.heading_row_no end
            = parents.heading_row_no
            and covering.heading_row_no >= parents.row_no
            and covering.centre between parents.x0 and parents.x1
    where
        covering.row_no > covering.heading_row_no
        or not exists (
            select 1 from covering as children
            where
                children.document_key = covering.document_key
                and children.heading_row_no = covering.heading_row_no
                and children.row_no > covering.heading_row_no
                and children.centre between covering.x0 and covering.x1
        )

),

next_levels as (

    select
        *,
        lead(centre) over (partition by document_key, heading_row_no order by centre) as next_centre,
    from columns_
    where field in ('level1', 'level2', 'level3')

),

-- Each value is a group; a 三级指标 with no value before the next level holds its value in its own cell.
values_ as (

    select
        document_key,
        heading_row_no,
        form_kind,
        column_index,
        scope,
        x0,
        x1,
        centre,
        false as is_in_level3,
    from columns_
    where field = 'value'
    union all by name
    select
        levels.document_key,
        levels.heading_row_no,
        levels.form_kind,
        levels.column_index,
        levels.scope,
        levels.x0,
        levels.x1,
        levels.centre,
        true as is_in_level3,
    from next_levels as levels
    where
        levels.field = 'level3'
        and not exists (
            select 1 from columns_ as others
            where
                others.document_key = levels.document_key
                and others.heading_row_no = levels.heading_row_no
                and others.field = 'value'
                and others.centre > levels.centre
                and (levels.next_centre is null or others.centre < levels.next_centre)
        )

),

-- 实施期目标 and 年度目标 stand over their columns, or beside all of them.
scope_labels as (

    select
        cells.document_key,
        cells.table_index,
        cells.row_no,
        cells.last_row_no,
        cells.scope,
        cells.x0,
        cells.x1,
    from cells
    anti join cells as beside
        on
            cells.document_key = beside.document_key
            and cells.row_no = beside.row_no
            and beside.x0 >= cells.x1 - 1
            and beside.field is null
    where cells.field in ('goal', 'scope') and cells.scope is not null

),

scoped as (

    select
        values_.document_key,
        values_.heading_row_no,
        values_.form_kind,
        values_.column_index,
        values_.is_in_level3,
        values_.centre,
        values_.x0,
        values_.x1,
        coalesce(
            any_value(values_.scope),
            arg_max(scope_labels.scope, scope_labels.row_no)
            filter (where values_.centre between scope_labels.x0 and scope_labels.x1),
            arg_max(scope_labels.scope, scope_labels.row_no)
            filter (where scope_labels.last_row_no >= values_.heading_row_no)
        ) as scope,
    from values_
    inner join rows_ on values_.document_key = rows_.document_key and values_.heading_row_no = rows_.row_no
    left join scope_labels
        on
            values_.document_key = scope_labels.document_key
            and rows_.table_index = scope_labels.table_index
            and values_.heading_row_no >= scope_labels.row_no
    group by all

),

groups_ as (

    select
        *,
        row_number() over heads as group_no,
        count(*) over (partition by document_key, heading_row_no) as group_count,
        lead(centre) over heads as next_centre,
        lag(centre) over heads as centre_before,
    from scoped
    window heads as (partition by document_key, heading_row_no order by centre)

),

roles as (

    select
        groups_.document_key,
        groups_.heading_row_no,
        groups_.group_no,
        coalesce(
            groups_.scope,
            case when groups_.group_count = 2 and groups_.group_no = 1 then '实施期' else '年度' end
        ) as scope,
        groups_.is_in_level3,
        columns_.field as role,
        columns_.column_index,
        columns_.unit_name,
        columns_.x0,
        columns_.x1,
        columns_.centre,
    from groups_
    inner join columns_
        on groups_.document_key = columns_.document_key and groups_.heading_row_no = columns_.heading_row_no
    where
        case
            when columns_.field in ('level1', 'level2', 'level3') then columns_.centre <= groups_.centre
            when columns_.field = 'value' then columns_.centre = groups_.centre
            when groups_.group_count = 1 then true
            when columns_.field = 'operator'
                then columns_.centre < groups_.centre and columns_.centre > coalesce(groups_.centre_before, 0)
            when columns_.field in ('value_unit', 'weight', 'note')
                then
                    columns_.centre > groups_.centre
                    and (groups_.next_centre is null or columns_.centre < groups_.next_centre)
            else true
        end
    -- Of each level the nearest to the left.
    qualify
        columns_.field not in ('level1', 'level2', 'level3')
        or row_number() over (
            partition by groups_.document_key, groups_.heading_row_no, groups_.group_no, columns_.field
            order by columns_.centre desc
        ) = 1

)

select * from roles
