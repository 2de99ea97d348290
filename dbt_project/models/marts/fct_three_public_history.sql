{{ fact_of_versions(ref('int_fact_three_public'), 'superseded') }}
