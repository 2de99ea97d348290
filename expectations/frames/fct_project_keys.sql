-- Only rows that break what the suite wants of them: a large warehouse is not carried out row by row.
select
    project_amount_key,
    document_key,
    unit_key,
    unit_name,
    project_name,
    fund_source_key,
    carryover_status
from marts.fct_project
qualify
    project_amount_key is null
    or count(*) over (partition by project_amount_key) > 1
    or count(*) over (partition by document_key, unit_key, unit_name, project_name, fund_source_key, carryover_status) > 1
order by project_amount_key
