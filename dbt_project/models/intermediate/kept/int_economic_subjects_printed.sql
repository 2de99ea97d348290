-- Economic subjects with their names as each document prints them. Where 机关运行经费 is listed by subject it is table 11.

{{ subjects_printed("(tables.subject_classification = 'economic' or lines.table_no = 11)", [3, 5]) }}
