with tables as (

    select * from {{ ref('int_tables_classified') }}
    where table_no is not null

),

documents as (

    select * from {{ ref('int_documents_identified') }}

),

final as (

    select
        tables.document_key,
        documents.file_name,
        tables.table_index,
        tables.first_page,
        tables.last_page,
        {{ without_persons('tables.title') }} as title,
        {{ without_persons('tables.label') }} as label,
        tables.sheet_name,
        tables.table_no,
        tables.table_kind,
        tables.told_by,
        tables.is_first_of_kind,
    from tables
    inner join documents on tables.document_key = documents.document_key

)

select * from final
