-- Only rows that break what the suite wants of them: a large warehouse is not carried out row by row.
select
    performance_target_key,
    file_name,
    page_no,
    project_form_key,
    scope,
    indicator_no
from marts.fct_performance_target
qualify
    performance_target_key is null
    or count(*) over (partition by performance_target_key) > 1
    or count(*) over (partition by project_form_key, scope, indicator_no) > 1
order by performance_target_key
