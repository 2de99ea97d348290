-- What each row of a form is: headings of indicators, a row of indicators under them, or labels with their values.

with cells as (

    select * from {{ ref('int_form_cells') }}

),

rows_ as (

    select
        document_key,
        table_index,
        row_index,
        row_no,
        form_kind,
        any_value(page_no) as page_no,
        count(*) filter (where clean_text != '') as text_count,
        count(distinct field) filter (where field in ('level1', 'level2', 'level3', 'value')) >= 2
        and bool_or(coalesce(field in ('level1', 'level2', 'level3'), false)) as is_heading,
        coalesce(
            bool_and(field in ('value', 'operator', 'value_unit', 'weight', 'note', 'scope') and not has_value_inside)
            filter (where clean_text != ''),
            false
        ) as is_all_column_labels,
        coalesce(bool_or(field = 'project_name'), false) as has_project_label,
        arg_min(coalesce(field, ''), x0) filter (where clean_text != '') as first_field,
        min(x0) filter (where clean_text != '') as first_x0,
    from cells
    group by all

),

-- A title that the table before does not have: what it headed ends there.
titled as (

    select
        document_key,
        table_index,
        title_text != ''
        and title_text != coalesce(lag(title_text) over (partition by document_key order by table_index), '')
            as has_new_title,
    from {{ ref('int_form_tables') }}

),

-- Headings in two rows: 指标值 over 符号, 数值 and 单位.
headed as (

    select
        rows_.*,
        rows_.is_all_column_labels
        and coalesce(
            lag(rows_.is_heading) over (
                partition by rows_.document_key, rows_.table_index order by rows_.row_index
            ), false
        ) as is_subheading,
        titled.has_new_title
        and rows_.row_index = min(rows_.row_index) over (partition by rows_.document_key, rows_.table_index)
            as begins_with_title,
    from rows_
    inner join titled on rows_.document_key = titled.document_key and rows_.table_index = titled.table_index

),

-- In a list, 项目名称 heads a column: it covers the row of the headings. In a form for one project it has its own row.
list_headings as (

    select distinct
        headed.document_key,
        headed.row_no,
        cells.row_no as label_row_no,
    from headed
    inner join cells
        on
            headed.document_key = cells.document_key
            and headed.table_index = cells.table_index
            and headed.row_no between cells.row_no and cells.last_row_no
    where headed.is_heading and cells.field in ('project_name', 'unit', 'department') and not cells.has_value_inside

),

-- Where the column of 一级指标 begins: a label left of its end ends the rows of indicators.
level_edges as (

    select
        headed.document_key,
        headed.row_no,
        min(cells.x1) as first_level_x1,
    from headed
    inner join cells on headed.document_key = cells.document_key and headed.row_no = cells.row_no
    where headed.is_heading and cells.field in ('level1', 'level2', 'level3')
    group by all

),

marked as (

    select
        headed.*,
        list_headings.row_no is not null as is_list_heading,
        headed.row_no in (
            select h.label_row_no from list_headings as h
            where h.document_key = headed.document_key)
            as is_part_of_list_heading,
        last_value(level_edges.first_level_x1 ignore nulls) over upwards as first_level_x1,
        last_value(
            case
                when headed.is_heading then list_headings.row_no is not null
                when headed.begins_with_title then false
            end ignore nulls
        ) over upwards as is_under_list_heading,
    from headed
    left join (
        select distinct
            document_key,
            row_no
        from list_headings
    ) as list_headings
        on headed.document_key = list_headings.document_key and headed.row_no = list_headings.row_no
    left join level_edges on headed.document_key = level_edges.document_key and headed.row_no = level_edges.row_no
    window upwards as (partition by headed.document_key order by headed.row_no rows unbounded preceding)

),

judged as (

    select
        *,
        has_project_label and not is_heading and not is_part_of_list_heading as is_project_row,
        not is_heading
        and not is_subheading
        and first_field not in ('', 'level1', 'level2', 'level3', 'value', 'operator', 'value_unit', 'weight', 'group')
        and (first_x0 < first_level_x1 or first_level_x1 is null)
        and (
            not coalesce(is_under_list_heading, false)
            or first_field in ('person', 'filed_at', 'project_name')
        )
            as is_label_row,
    from marked

),

-- The headings that a row stands under: the last ones above it, unless a row of labels came between.
final as (

    select
        *,
        nullif(
            last_value(
                case
                    when is_heading then row_no
                    when is_project_row or is_label_row or is_part_of_list_heading or begins_with_title then 0
                end ignore nulls
            ) over (partition by document_key order by row_no rows unbounded preceding),
            0
        ) as heading_row_no,
    from judged

)

select
    * exclude (is_all_column_labels, first_level_x1),
    heading_row_no is not null and not is_heading and not is_subheading and not is_label_row as is_indicator_row,
from final
