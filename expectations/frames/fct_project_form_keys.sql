select
    project_form_key,
    document_key,
    file_name,
    page_no,
    form_no
from marts.fct_project_form
order by project_form_key
