{{ forms_of_versions(ref('int_fact_performance_target'), 'current') }}
