with rows_ as (

    select * from {{ ref('stg_raw__table_row') }}

),

-- The latest extraction of a file is the one in use; older ones stay in raw.
documents as (

    select * from {{ ref('int_documents_latest') }}

),

final as (

    select
        rows_.document_key,
        rows_.table_index,
        rows_.row_index,
        rows_.page_no,
        rows_.role,
        cell.column_index,
        cell.column_span,
        cell.row_span,
        cell.text,
        cell.x0,
        cell.top,
        cell.x1,
        cell.bottom,
        cell.text_x0,
    from rows_
    inner join documents on rows_.document_key = documents.document_key
    cross join unnest(rows_.cells) as unnested (cell)

)

select * from final
