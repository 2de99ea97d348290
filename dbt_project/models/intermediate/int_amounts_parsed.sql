-- The amounts in 元: the number a cell prints, in the unit that the cell states, else its column, else its table.

with amounts as (

    select * from {{ ref('int_amounts_read') }}

),

units as (

    select * from {{ ref('units') }}

),

with_units as (

    select
        amounts.*,
        units.unit_name,
        cast(units.yuan_multiplier as decimal(10, 0)) as yuan_multiplier,
    from amounts
    left join {{ ref('int_column_units') }} as columns_
        on
            amounts.document_key = columns_.document_key
            and amounts.table_index = columns_.table_index
            and amounts.column_index = columns_.column_index
    left join {{ ref('int_table_units') }} as tables
        on amounts.document_key = tables.document_key and amounts.table_index = tables.table_index
    left join units on coalesce(amounts.cell_unit, columns_.unit_name, tables.unit_name) = units.unit_name

),

scaled as (

    select
        * exclude (printed_decimals, yuan_multiplier),
        -- Nothing is nothing in any unit.
        yuan_multiplier is not null or printed_number = 0 as has_unit,
        printed_number * coalesce(yuan_multiplier, case when printed_number = 0 then 1 end) as scaled_number,
        -- One unit of the last place printed, in 元.
        cast({{ last_place('printed_decimals') }} * yuan_multiplier as decimal(20, 6)) as last_place_yuan,
    from with_units

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
