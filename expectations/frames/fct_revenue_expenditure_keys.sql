-- Only rows that break what the suite wants of them: a large warehouse is not carried out row by row.
select
    revenue_expenditure_key,
    document_key,
    direction,
    functional_subject_key,
    fund_source_key,
    carryover_status
from marts.fct_revenue_expenditure
qualify
    revenue_expenditure_key is null
    or count(*) over (partition by revenue_expenditure_key) > 1
    or count(*) over (partition by document_key, direction, functional_subject_key, fund_source_key, carryover_status) > 1
order by revenue_expenditure_key
