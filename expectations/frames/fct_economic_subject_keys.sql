select
    reported_amount_key,
    document_key,
    economic_subject_key,
    gov_economic_subject_key,
    expense_kind
from marts.fct_economic_subject
order by reported_amount_key
