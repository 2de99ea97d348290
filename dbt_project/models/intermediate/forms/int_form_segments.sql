-- Where one form ends and the next begins: a form for one project begins with its project's name and goes on, over
-- pages and tables, until the next; in a list of projects each project is a form.

with rows_ as (

    select * from {{ ref('int_form_rows') }}

),

tables as (

    select
        *,
        lag(table_index) over (partition by document_key order by table_index) = table_index - 1
        and first_page - last_page_before <= 1
        and lag(form_kind) over (partition by document_key order by table_index) = form_kind as follows_a_form,
    from {{ ref('int_form_tables') }}

),

placed as (

    select
        rows_.*,
        tables.title_text,
        tables.has_owner,
        coalesce(tables.follows_a_form, false) as follows_a_form,
        min(rows_.row_no) over whole as first_row_no,
        bool_or(rows_.is_project_row) over whole as table_has_project_row,
        bool_or(coalesce(rows_.is_under_list_heading, false) and rows_.is_indicator_row) over whole as table_is_list,
        coalesce(bool_and(
            rows_.text_count <= 1
            or (rows_.is_label_row and (tables.title_text != '' or rows_.first_field not in ('person', 'filed_at')))
        ) over before_this, true) as has_only_a_head_before,
        -- Labels of the owner printed over the project's name belong to it.
        coalesce(
            max(
                case
                    when rows_.is_project_row
                        or coalesce(rows_.first_field, '') not in ('unit', 'department', 'project_code', 'other')
                        then rows_.row_no
                end
            ) over before_this + 1,
            min(rows_.row_no) over whole
        ) as head_row_no,
        count(*) filter (where rows_.is_project_row) over before_this as project_rows_before,
    from rows_
    inner join tables on rows_.document_key = tables.document_key and rows_.table_index = tables.table_index
    window
        whole as (partition by rows_.document_key, rows_.table_index),
        before_this as (
            partition by rows_.document_key, rows_.table_index order by rows_.row_no
            rows between unbounded preceding and 1 preceding
        )

),

project_starts as (

    select
        document_key,
        case when project_rows_before = 0 and has_only_a_head_before then first_row_no else head_row_no end
            as start_row_no,
    from placed
    where is_project_row and form_kind = 'project'

),

-- A table that names no project goes on with the form before it, unless there is none; that of a department names
-- itself.
other_starts as (

    select distinct
        document_key,
        first_row_no as start_row_no,
    from placed
    where
        (not table_has_project_row or form_kind != 'project')
        and not table_is_list
        and (not follows_a_form or (form_kind = 'department' and has_owner))

),

listed as (

    select
        cells.document_key,
        cells.row_no,
        string_agg(cells.clean_text, '' order by cells.x0) filter (where cells.role = 'project_name') as project_text,
        string_agg(cells.clean_text, '' order by cells.x0) filter (where cells.role in ('unit', 'department'))
            as owner_text,
        string_agg(cells.clean_text, '' order by cells.x0) filter (where cells.role = 'amount') as amount_text,
    from {{ ref('int_form_column_cells') }} as cells
    inner join placed on cells.document_key = placed.document_key and cells.row_no = placed.row_no
    where coalesce(placed.is_under_list_heading, false)
    group by all

),

-- The name repeated on each row, or again at the head of a page, is the same form.
named as (

    select
        document_key,
        row_no,
        concat_ws('|', coalesce(nullif(project_text, ''), owner_text), nullif(amount_text, '')) as name_text,
        coalesce(nullif(project_text, ''), nullif(owner_text, '')) is not null as is_named,
    from listed
    where coalesce(nullif(project_text, ''), nullif(owner_text, '')) is not null

),

list_starts as (

    select
        document_key,
        row_no as start_row_no,
    from named
    qualify name_text is distinct from lag(name_text) over (partition by document_key order by row_no)

),

starts as (

    select * from project_starts
    union
    select * from other_starts
    union
    select * from list_starts

),

final as (

    select
        placed.document_key,
        placed.table_index,
        placed.row_no,
        placed.page_no,
        placed.form_kind,
        coalesce(placed.is_under_list_heading, false) and placed.is_indicator_row as is_list_row,
        placed.is_indicator_row,
        placed.is_heading or placed.is_subheading or placed.is_part_of_list_heading as is_heading,
        placed.heading_row_no,
        max(starts.start_row_no) over (
            partition by placed.document_key order by placed.row_no rows unbounded preceding
        ) as form_row_no,
    from placed
    left join starts on placed.document_key = starts.document_key and placed.row_no = starts.start_row_no

)

select * from final
