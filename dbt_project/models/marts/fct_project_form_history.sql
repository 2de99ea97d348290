{{ forms_of_versions(ref('int_fact_project_form'), 'superseded', '* exclude (form_row_no)') }}
