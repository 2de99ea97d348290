with amounts as (

    select * from {{ ref('int_amounts_parsed') }}
    where unparsed_reason is not null

),

documents as (

    select * from {{ ref('int_documents_identified') }}

),

final as (

    select
        amounts.document_key,
        documents.file_name,
        amounts.table_no,
        amounts.table_index,
        amounts.measure,
        amounts.printed_text,
        amounts.page_no,
        amounts.x0,
        amounts.top,
        amounts.x1,
        amounts.bottom,
        amounts.unparsed_reason as reason,
    from amounts
    inner join documents on amounts.document_key = documents.document_key

)

select * from final
