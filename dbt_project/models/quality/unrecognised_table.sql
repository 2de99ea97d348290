with tables as (

    select * from {{ ref('int_tables_classified') }}

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
        coalesce(tables.unrecognised_reason, 'repeated_kind') as reason,
        coalesce(tables.title_note, '') as note,
    from tables
    inner join documents on tables.document_key = documents.document_key
    where
        tables.form_kind is null
        and (tables.table_no is null or not tables.is_first_of_kind)

)

select * from final
