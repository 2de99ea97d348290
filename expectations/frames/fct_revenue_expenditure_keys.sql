select
    revenue_expenditure_key,
    document_key,
    direction,
    functional_subject_key,
    fund_source_key,
    carryover_status
from marts.fct_revenue_expenditure
order by revenue_expenditure_key
