{{ of_versions(ref('int_fact_stated_figure'), 'current', '* exclude (sequence_no)') }}
