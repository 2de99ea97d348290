-- The amount of each line under the main measure of its half, as printed: what tells how lines hang together, before
-- the amounts themselves are read by the unit of their table. Lines without such a cell have none.

with main_columns as (

    select
        document_key,
        table_index,
        column_group,
        min(column_index) as column_index,
    from {{ ref('int_columns_mapped') }}
    where role = 'measure' and measure_kind = 'main'
    group by all

),

final as (

    select
        lines.line_key,
        any_value({{ parse_amount('cells.text') }}) as amount,
        any_value({{ printed_decimals('cells.text') }}) as decimals,
    from {{ ref('int_lines_read') }} as lines
    inner join main_columns
        on
            lines.document_key = main_columns.document_key
            and lines.table_index = main_columns.table_index
            and lines.column_group = main_columns.column_group
    inner join {{ ref('int_table_cells_unnested') }} as cells
        on
            lines.document_key = cells.document_key
            and lines.table_index = cells.table_index
            and lines.row_index = cells.row_index
            and main_columns.column_index = cells.column_index
    where lines.item_column_index is null
    group by all

)

select * from final
