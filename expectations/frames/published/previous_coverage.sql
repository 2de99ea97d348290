-- Run on the published database: what its readers have now and must not lose.
select
    document_key,
    sha256,
    file_name,
    reported_amount_count
from marts.dim_document
where is_current
order by document_key
