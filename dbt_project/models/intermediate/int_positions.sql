-- Every place of the recognised tables where an amount could stand: line by measure, with the amount where one does.
-- Rules need the empty places too: a blank total over printed parts is a fault, a column that a province does not
-- print is none.

with lines as (

    select * from {{ ref('int_lines_structured') }}
    where line_role != 'blank'

),

columns_ as (

    select * from {{ ref('int_columns_mapped') }}
    where role in ('measure', 'item')

),

tables as (

    select * from {{ ref('int_tables_classified') }}
    where is_first_of_kind

),

amounts as (

    select * from {{ ref('int_reported_amounts') }}

),

-- Printed places of each table: a total is as exact as the table's other amounts, however few decimals it shows.
places as (

    select
        document_key,
        table_index,
        table_no,
        min(last_place_yuan) as last_place_yuan,
    from amounts
    group by all

),

final as (

    select
        lines.document_key,
        lines.table_index,
        columns_.table_no,
        lines.section,
        lines.axis,
        lines.line_key,
        lines.parent_line_key,
        lines.line_no,
        lines.line_name,
        lines.line_role,
        lines.is_top_line,
        lines.is_root or columns_.table_no = 11 and columns_.role = 'item' as is_root,
        lines.has_parts,
        lines.item_code,
        lines.line_fund_source,
        lines.is_fund_line,
        coalesce(
            classes.class_code, case when length(lines.subject_code) = 3 then lines.subject_code end, lines.bare_name
        )
            as class_key,
        lines.depth,
        lines.subject_code,
        columns_.measure,
        columns_.measure_kind,
        coalesce(columns_.measure_fund_source, columns_.heading_fund_source) as measure_fund_source,
        amounts.reported_amount_key,
        amounts.amount_yuan,
        places.last_place_yuan,
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
    inner join tables on lines.document_key = tables.document_key and lines.table_index = tables.table_index
    left join amounts on lines.line_key = amounts.line_key and columns_.measure = amounts.measure
    left join {{ ref('int_functional_classes') }} as classes
        on lines.document_key = classes.document_key
            and lines.bare_name = classes.bare_name
            and lines.table_no in (1, 4)
    left join places
        on
            lines.document_key = places.document_key
            and lines.table_index = places.table_index
            and columns_.table_no = places.table_no

)

select * from final
