-- Every cell with text under a heading that measures an amount: parsed where it is a number of a known unit.

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

with_units as (

    select
        amount_cells.*,
        tables.unit_name,
        cast(tables.yuan_multiplier as decimal(10, 0)) as yuan_multiplier,
        -- 780.00万元 in a table in 万元 says its unit twice; another unit than the table's makes it no number.
        regexp_replace(amount_cells.printed_text, '(\d)\s*' || coalesce(tables.unit_name, '') || '\s*$', '\1')
            as number_text,
    from amount_cells
    inner join {{ ref('int_tables_classified') }} as tables
        on amount_cells.document_key = tables.document_key and amount_cells.table_index = tables.table_index

),

parsed as (

    select
        * exclude (number_text),
        {{ parse_amount('number_text') }} as printed_number,
        {{ printed_decimals('number_text') }} as printed_decimals,
    from with_units

),

scaled as (

    select
        * exclude (printed_decimals, yuan_multiplier),
        yuan_multiplier is not null as has_unit,
        printed_number * yuan_multiplier as scaled_number,
        -- One unit of the last place printed, in 元.
        cast(
            case least(printed_decimals, 6)
                when 0 then 1
                when 1 then 0.1
                when 2 then 0.01
                when 3 then 0.001
                when 4 then 0.0001
                when 5 then 0.00001
                when 6 then 0.000001
            end * yuan_multiplier
            as decimal(20, 6)
        ) as last_place_yuan,
    from parsed

),

final as (

    select
        * exclude (has_unit, scaled_number),
        try_cast(scaled_number as decimal(20, 2)) as amount_yuan,
        case
            -- Two cells where one amount belongs (rules that overlap): which of them counts, nobody can tell.
            when count(*) over (partition by line_key, measure) > 1 then 'several_amounts'
            when printed_number is null then 'not_a_number'
            when not has_unit then 'unknown_unit'
            -- Fractions of a 分, and numbers beyond DECIMAL(20,2), cannot be kept as printed.
            when coalesce(try_cast(scaled_number as decimal(20, 2)) != scaled_number, true) then 'too_precise'
        end as unparsed_reason,
    from scaled

)

select * from final
