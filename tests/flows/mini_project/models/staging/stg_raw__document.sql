select
    *,
    md5(sha256 || extractor_version) as document_key
from raw.document
