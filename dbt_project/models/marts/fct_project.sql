{{ fact_of_versions(ref('int_fact_project'), 'current') }}
