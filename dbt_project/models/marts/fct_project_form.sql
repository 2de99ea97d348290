{{ forms_of_versions(ref('int_fact_project_form'), 'current', '* exclude (form_row_no)') }}
