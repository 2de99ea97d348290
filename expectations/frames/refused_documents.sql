-- Documents that were refused must not stand in the marts.
select
    refusals.document_key,
    refusals.file_name,
    refusals.reason,
    documents.document_key is not null as is_in_marts
from quality.document_refusal as refusals
left join marts.dim_document as documents
    on refusals.document_key = documents.document_key
order by refusals.document_key, refusals.reason
