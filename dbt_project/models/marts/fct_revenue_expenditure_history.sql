{{ fact_of_versions(ref('int_fact_revenue_expenditure'), 'superseded') }}
