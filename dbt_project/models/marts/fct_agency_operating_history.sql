{{ fact_of_versions(ref('int_fact_agency_operating'), 'superseded') }}
