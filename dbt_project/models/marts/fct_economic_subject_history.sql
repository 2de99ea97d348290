{{ fact_of_versions(ref('int_fact_economic_subject'), 'superseded') }}
