{{ of_versions(ref('int_reported_amounts_described'), 'superseded') }}
