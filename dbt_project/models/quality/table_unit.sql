with units as (

    select * from {{ ref('int_table_units') }}

),

documents as (

    select * from {{ ref('int_documents_identified') }}

),

final as (

    select
        units.document_key,
        documents.file_name,
        units.table_index,
        units.table_no,
        units.title,
        units.first_page,
        units.unit_line,
        units.unit_name,
        units.unit_evidence,
        units.evidence_text,
        units.is_unit_doubtful,
        units.objections,
        units.implied_unit,
    from units
    inner join documents on units.document_key = documents.document_key

)

select * from final
