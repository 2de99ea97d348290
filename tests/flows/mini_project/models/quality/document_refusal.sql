select
    document_key,
    sha256,
    file_name,
    'no_budget_table' as reason,
    '共 ' || page_count || ' 页' as detail
from {{ ref('stg_raw__document') }}
where file_name like '%无表%'
