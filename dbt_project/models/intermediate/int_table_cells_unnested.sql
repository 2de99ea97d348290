with rows_ as (

    select * from {{ ref('stg_raw__table_row') }}

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
    cross join unnest(rows_.cells) as unnested (cell)

)

select * from final
