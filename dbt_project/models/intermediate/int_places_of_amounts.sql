-- Where an amount may stand: each line under each measure of its half; in a transposed table each item under its own.

with lines as (

    select * from {{ ref('int_lines_structured') }}

),

columns_ as (

    select * from {{ ref('int_columns_mapped') }}
    where role in ('measure', 'item')

),

final as (

    select
        lines.line_key,
        lines.document_key,
        lines.table_index,
        lines.row_index,
        columns_.column_index,
        columns_.table_no,
        columns_.role,
        columns_.measure,
        columns_.measure_kind,
        columns_.measure_fund_source,
        columns_.is_unmapped,
    from lines
    inner join columns_
        on
            lines.document_key = columns_.document_key
            and lines.table_index = columns_.table_index
            and lines.column_group = columns_.column_group
            and (
                (columns_.role = 'measure' and lines.item_column_index is null)
                or (columns_.role = 'item' and lines.item_column_index = columns_.item_column_index)
            )

)

select * from final
