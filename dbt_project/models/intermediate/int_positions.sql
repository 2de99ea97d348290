-- Every place of the recognised tables where an amount could stand: line by measure. Rules need the empty places too: a
-- blank total over printed parts is a fault, a column that a province does not print is none.

with lines as (

    select * from {{ ref('int_lines_structured') }}
    where line_role != 'blank'

),

places as (

    select * from {{ ref('int_places_of_amounts') }}

),

tables as (

    select * from {{ ref('int_tables_classified') }}
    where is_first_of_kind

),

final as (

    select
        lines.document_key,
        lines.table_index,
        places.table_no,
        lines.section,
        lines.axis,
        lines.line_key,
        lines.parent_line_key,
        lines.line_no,
        lines.line_name,
        lines.line_role,
        lines.is_top_line,
        lines.is_root or places.table_no = 11 and places.role = 'item' as is_root,
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
        places.measure,
        places.measure_kind,
        places.measure_fund_source,
        places.measure_kind = 'carryover' and with_carryover.document_key is not null as is_within_total,
    from lines
    inner join places on lines.line_key = places.line_key
    inner join tables on lines.document_key = tables.document_key and lines.table_index = tables.table_index
    left join {{ ref('int_totals_with_carryover') }} as with_carryover
        on lines.document_key = with_carryover.document_key and lines.table_index = with_carryover.table_index
    left join {{ ref('int_functional_classes') }} as classes
        on
            lines.document_key = classes.document_key
            and case when lines.table_no in (1, 4) then lines.bare_name end = classes.bare_name

)

select * from final
