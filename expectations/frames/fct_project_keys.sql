select
    reported_amount_key,
    document_key,
    unit_key,
    project_name,
    fund_source_key,
    carryover_status
from marts.fct_project
order by reported_amount_key
