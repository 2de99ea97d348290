-- The cells of the forms with their labels, and the rows of all form tables of a document numbered through.

with tables as (

    select * from {{ ref('int_form_tables') }}

),

cells as (

    select
        cells.*,
        tables.form_kind,
        dense_rank() over (partition by cells.document_key order by cells.table_index, cells.row_index) as row_no,
    from {{ ref('int_table_cells_unnested') }} as cells
    inner join tables on cells.document_key = tables.document_key and cells.table_index = tables.table_index

),

final as (

    select
        cells.*,
        cells.row_no + cells.row_span - 1 as last_row_no,
        {{ unwrapped('cells.text') }} as clean_text,
        labels.field,
        labels.scope,
        labels.unit_name,
        labels.inside_text,
        coalesce(labels.has_value_inside, false) as has_value_inside,
    from cells
    left join {{ ref('int_form_labels') }} as labels
        on
            cells.document_key = labels.document_key
            and cells.table_index = labels.table_index
            and cells.row_index = labels.row_index
            and cells.column_index = labels.column_index

)

select * from final
