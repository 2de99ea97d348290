select
    project_amount_key,
    document_key,
    unit_key,
    unit_name,
    project_name,
    fund_source_key,
    carryover_status
from marts.fct_project
order by project_amount_key
