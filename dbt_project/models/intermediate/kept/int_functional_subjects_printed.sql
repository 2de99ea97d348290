-- Functional subjects with their names as each document prints them.

{{ subjects_printed("tables.subject_classification = 'functional'", [3, 5, 7]) }}
