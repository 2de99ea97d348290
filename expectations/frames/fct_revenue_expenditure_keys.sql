select
    reported_amount_key,
    document_key,
    direction,
    functional_subject_key,
    expenditure_kind,
    fund_source_key,
    carryover_status
from marts.fct_revenue_expenditure
order by reported_amount_key
