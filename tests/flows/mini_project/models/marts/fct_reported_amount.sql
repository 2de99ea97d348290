-- One amount for each page, so that a document's content shows in the marts.
select
    documents.document_key,
    documents.file_name,
    1 as table_no,
    '' as section,
    pages.page_no as line_no,
    pages.text as line_name,
    '合计' as measure,
    length(pages.text)::decimal(20, 2) as amount_yuan
from {{ ref('dim_document') }} as documents
inner join raw.page as pages on documents.sha256 = pages.sha256
