with columns_ as (

    select * from {{ ref('int_columns_mapped') }}
    where is_unmapped

),

documents as (

    select * from {{ ref('int_documents_identified') }}

),

amounts as (

    select
        document_key,
        table_index,
        column_index,
        count(*) as amount_count,
    from {{ ref('int_amounts_parsed') }}
    group by all

),

final as (

    select
        columns_.document_key,
        documents.file_name,
        columns_.table_no,
        columns_.table_index,
        columns_.column_index,
        columns_.printed_heading,
        columns_.role,
        columns_.measure,
        coalesce(amounts.amount_count, 0) as amount_count,
    from columns_
    inner join documents on columns_.document_key = documents.document_key
    left join amounts
        on
            columns_.document_key = amounts.document_key
            and columns_.table_index = amounts.table_index
            and columns_.column_index = amounts.column_index

)

select * from final
