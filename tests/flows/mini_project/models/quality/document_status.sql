select
    document_key,
    file_name,
    case when file_name like '%不全%' then 'incomplete' else 'reconciled' end as quality_status,
    '勾稽相符' as summary
from {{ ref('stg_raw__document') }}
