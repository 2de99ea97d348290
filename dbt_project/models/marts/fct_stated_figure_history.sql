{{ of_versions(ref('int_fact_stated_figure'), 'superseded', '* exclude (sequence_no)') }}
