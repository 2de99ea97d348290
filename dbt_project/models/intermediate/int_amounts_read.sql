-- Every cell with text under a heading that measures an amount, and the number it prints; in what unit comes later, for
-- where none is printed the numbers themselves have a say.

with columns_ as (

    select * from {{ ref('int_columns_mapped') }}

),

cells as (

    select * from {{ ref('int_table_cells_unnested') }}
    where
        role = 'body'
        and trim(text, ' ' || chr(10) || chr(12288)) != ''
        -- Signs for "nothing here" are blanks, not zeros.
        and not list_contains({{ var('blank_marks') }}, {{ normalised('text') }})
        -- A share is no amount, wherever it stands.
        and not {{ is_percentage('text') }}

),

places as (

    select * from {{ ref('int_places_of_amounts') }}

),

-- A cell that starts under a name or a code is that name, however far it spans (支出合计 over three columns).
amount_cells as (

    select
        places.line_key,
        places.document_key,
        places.table_index,
        places.table_no,
        places.column_index,
        places.measure,
        places.measure_kind,
        places.measure_fund_source,
        places.is_unmapped,
        cells.row_index,
        cells.page_no,
        cells.text as printed_text,
        cells.x0,
        cells.top,
        cells.x1,
        cells.bottom,
        cells.text_x0,
    from places
    inner join cells
        on
            places.document_key = cells.document_key
            and places.table_index = cells.table_index
            and places.row_index = cells.row_index
            and places.column_index between cells.column_index and cells.column_index + cells.column_span - 1
    inner join columns_ as first_columns
        on
            cells.document_key = first_columns.document_key
            and cells.table_index = first_columns.table_index
            and cells.column_index = first_columns.column_index
            and first_columns.role in ('measure', 'item')
    qualify row_number() over (
            partition by cells.document_key, cells.table_index, cells.row_index, cells.column_index, cells.x0, cells.top
            order by places.column_index
        ) = 1

),

-- A number that fills its cell's line goes on in the next. One that starts far from the cell's edge is not broken, and
-- what stands under it is another, unless a group of thousands is cut.
whole as (

    select
        *,
        {{ unit_of_amount('printed_text') }} as cell_unit,
        {{ without_unit_of_amount('printed_text') }} as number_text,
        regexp_matches({{ amount_line('printed_text') }}, '^\s*[^\d\n]?\d+(\.\d+)? *\n *\d')
        and coalesce(text_x0 - x0 > greatest(12, 0.3 * (x1 - x0)), false) as is_stacked,
    from amount_cells

),

final as (

    select
        * exclude (text_x0, number_text, is_stacked),
        case when not is_stacked then {{ parse_amount('number_text') }} end as printed_number,
        case when not is_stacked then {{ printed_decimals('number_text') }} end as printed_decimals,
    from whole

)

select * from final
