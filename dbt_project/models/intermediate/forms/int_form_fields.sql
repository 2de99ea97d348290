-- What a form says beside its labels: the text right of a label, behind its colon, or under it; in a list, under its
-- heading.

with segments as (

    select * from {{ ref('int_form_segments') }}
    where form_row_no is not null

),

cells as (

    select
        *,
        (x0 + x1) / 2 as centre,
    from {{ ref('int_form_cells') }}

),

labels as (

    select
        cells.*,
        segments.form_row_no,
    from cells
    inner join segments on cells.document_key = segments.document_key and cells.row_no = segments.row_no
    where
        cells.field not in ('group', 'level1', 'level2', 'level3', 'value', 'operator', 'value_unit', 'weight', 'note')
        and not segments.is_indicator_row
        and not segments.is_heading

),

right_of as (

    select
        labels.document_key,
        labels.row_no,
        labels.column_index,
        arg_min(cells.column_index, cells.x0) as value_column_index,
        arg_min(cells.row_no, cells.x0) as value_row_no,
    from labels
    inner join cells
        on
            labels.document_key = cells.document_key
            and labels.table_index = cells.table_index
            and labels.row_no between cells.row_no and cells.last_row_no
            and labels.x1 < cells.centre
    group by all

),

below as (

    select
        labels.document_key,
        labels.row_no,
        labels.column_index,
        arg_min(cells.column_index, cells.x0) as value_column_index,
        arg_min(cells.row_no, cells.x0) as value_row_no,
    from labels
    inner join cells
        on
            labels.document_key = cells.document_key
            and labels.table_index = cells.table_index
            and labels.last_row_no + 1 = cells.row_no
            and (labels.centre between cells.x0 and cells.x1 or cells.centre between labels.x0 and labels.x1)
    group by all

),

paired as (

    select
        labels.*,
        case
            when labels.has_value_inside then labels.column_index
            when beside.field is null and beside.document_key is not null then beside.column_index
            when under.field is null and under.document_key is not null then under.column_index
        end as value_column_index,
        case
            when labels.has_value_inside then labels.row_no
            when beside.field is null and beside.document_key is not null then beside.row_no
            when under.field is null and under.document_key is not null then under.row_no
        end as value_row_no,
        case
            when labels.has_value_inside then labels.inside_text
            when beside.field is null and beside.document_key is not null then beside.clean_text
            when under.field is null and under.document_key is not null then under.clean_text
        end as value_text,
    from labels
    left join right_of
        on
            labels.document_key = right_of.document_key
            and labels.row_no = right_of.row_no
            and labels.column_index = right_of.column_index
    left join cells as beside
        on
            right_of.document_key = beside.document_key
            and right_of.value_row_no = beside.row_no
            and right_of.value_column_index = beside.column_index
    left join below
        on
            labels.document_key = below.document_key
            and labels.row_no = below.row_no
            and labels.column_index = below.column_index
    left join cells as under
        on
            below.document_key = under.document_key
            and below.value_row_no = under.row_no
            and below.value_column_index = under.column_index

),

-- The unit over a block of amounts: 项目资金（元） beside its rows.
block_units as (

    select
        labels.document_key,
        labels.row_no,
        labels.column_index,
        arg_max(cells.unit_name, cells.x0) as unit_name,
    from labels
    inner join cells
        on
            labels.document_key = cells.document_key
            and labels.table_index = cells.table_index
            and labels.row_no between cells.row_no and cells.last_row_no
            and cells.unit_name is not null
            and labels.x0 > cells.centre
    where labels.field in ('amount', 'amount_part')
    group by all

),

-- 其中：中央财政资金 belongs to the total in the same column above it.
part_scopes as (

    select
        labels.document_key,
        labels.row_no,
        labels.column_index,
        arg_max(totals.scope, totals.row_no) as scope,
    from labels
    inner join labels as totals
        on
            labels.document_key = totals.document_key
            and labels.form_row_no = totals.form_row_no
            and labels.row_no >= totals.row_no
            and totals.field = 'amount'
            and labels.centre between totals.x0 and totals.x1
    where labels.field = 'amount_part'
    group by all

),

from_labels as (

    select
        paired.document_key,
        paired.form_row_no,
        paired.row_no,
        paired.column_index,
        paired.page_no,
        paired.field,
        coalesce(paired.scope, part_scopes.scope) as scope,
        paired.clean_text as label_text,
        paired.value_text,
        paired.value_row_no,
        paired.value_column_index,
        coalesce(paired.unit_name, block_units.unit_name) as unit_name,
    from paired
    left join block_units
        on
            paired.document_key = block_units.document_key
            and paired.row_no = block_units.row_no
            and paired.column_index = block_units.column_index
    left join part_scopes
        on
            paired.document_key = part_scopes.document_key
            and paired.row_no = part_scopes.row_no
            and paired.column_index = part_scopes.column_index

),

list_headings as (

    select distinct
        headings.document_key,
        headings.heading_row_no,
        headings.centre,
        cells.scope,
        cells.clean_text as label_text,
        cells.unit_name,
    from {{ ref('int_form_headings') }} as headings
    inner join cells
        on
            headings.document_key = cells.document_key
            and headings.column_index = cells.column_index
            and headings.heading_row_no between cells.row_no and cells.last_row_no

),

from_lists as (

    select
        segments.document_key,
        segments.form_row_no,
        columns_.own_row_no as row_no,
        columns_.column_index,
        columns_.page_no,
        columns_.role as field,
        list_headings.scope,
        list_headings.label_text,
        columns_.clean_text as value_text,
        columns_.own_row_no as value_row_no,
        columns_.column_index as value_column_index,
        list_headings.unit_name,
    from {{ ref('int_form_column_cells') }} as columns_
    inner join segments on columns_.document_key = segments.document_key and columns_.row_no = segments.row_no
    inner join list_headings
        on
            columns_.document_key = list_headings.document_key
            and columns_.heading_row_no = list_headings.heading_row_no
            and columns_.heading_centre = list_headings.centre
    where
        segments.is_list_row
        and columns_.clean_text != ''
        and columns_.role not in (
            'group', 'level1', 'level2', 'level3', 'value', 'operator', 'value_unit', 'weight', 'note', 'unknown'
        )
    qualify
        row_number() over (
            partition by columns_.document_key, columns_.own_row_no, columns_.column_index order by columns_.row_no
        ) = 1

),

final as (

    select * from from_labels
    union all by name
    select * from from_lists

)

select * from final
