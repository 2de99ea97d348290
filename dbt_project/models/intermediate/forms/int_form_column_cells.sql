-- Each cell of the rows of indicators, and each cell that reaches down into one, under the heading it stands below.

with rows_ as (

    select * from {{ ref('int_form_rows') }}
    where is_indicator_row

),

cells as (

    select * from {{ ref('int_form_cells') }}

),

headings as (

    select distinct
        document_key,
        heading_row_no,
        role,
        x0,
        x1,
        centre,
    from {{ ref('int_form_headings') }}

),

final as (

    select
        rows_.document_key,
        rows_.table_index,
        rows_.row_no,
        rows_.heading_row_no,
        rows_.page_no,
        cells.row_no as own_row_no,
        cells.row_no = rows_.row_no as is_own,
        cells.row_span,
        cells.column_index,
        cells.clean_text,
        cells.text,
        cells.x0,
        cells.top,
        cells.x1,
        cells.bottom,
        headings.role,
        headings.centre as heading_centre,
    from rows_
    inner join cells
        on
            rows_.document_key = cells.document_key
            and rows_.table_index = cells.table_index
            and rows_.row_no between cells.row_no and cells.last_row_no
    inner join headings
        on rows_.document_key = headings.document_key and rows_.heading_row_no = headings.heading_row_no
    where least(cells.x1, headings.x1) > greatest(cells.x0, headings.x0)
    -- The heading it shares most with; the first of several that it spans.
    qualify
        row_number() over (
            partition by rows_.document_key, rows_.row_no, cells.row_no, cells.column_index
            order by
                round(
                    (least(cells.x1, headings.x1) - greatest(cells.x0, headings.x0))
                    / least(cells.x1 - cells.x0, headings.x1 - headings.x0), 1
                ) desc,
                headings.x0 asc
        ) = 1

)

select * from final
