select
    document_key,
    'R90' as rule_no,
    'R90a' as check_code,
    1 as line_no,
    'broken' as outcome,
    '表三没有合计行' as reason,
    '合计' as line_label,
    '表三必须有合计行' as rule_text
from {{ ref('document_status') }}
where quality_status = 'incomplete'
