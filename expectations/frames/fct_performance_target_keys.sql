select
    performance_target_key,
    file_name,
    page_no,
    project_form_key,
    scope,
    indicator_no
from marts.fct_performance_target
order by performance_target_key
