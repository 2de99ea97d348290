select
    document_key,
    sha256,
    file_name,
    2026 as fiscal_year,
    '预算' as budget_stage,
    'reconciled' as quality_status,
    true as is_current
from {{ ref('stg_raw__document') }}
where document_key not in (select document_key from {{ ref('document_refusal') }})
