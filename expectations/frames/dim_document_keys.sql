select
    document_key,
    file_name,
    sha256,
    extractor_version
from marts.dim_document
order by document_key
