-- Only rows that break what the suite wants of them: a large warehouse is not carried out row by row.
select
    project_form_key,
    document_key,
    file_name,
    page_no,
    form_no
from marts.fct_project_form
qualify
    project_form_key is null
    or count(*) over (partition by project_form_key) > 1
    or count(*) over (partition by document_key, form_no) > 1
order by project_form_key
