-- Per document and table: its largest amount beside the magnitudes that such a table has. A unit that was lost or doubled
-- leaves them by a factor of ten thousand; a large office leaves them, too, but not by ten.
select
    amounts.file_name,
    amounts.table_no,
    max(abs(amounts.amount_yuan))::decimal(38, 2) as largest_yuan,
    magnitudes.min_yuan::decimal(38, 2) as min_yuan,
    magnitudes.max_yuan::decimal(38, 2) as max_yuan,
    max(abs(amounts.amount_yuan)) between magnitudes.min_yuan / 10 and magnitudes.max_yuan * 10 as is_plausible
from marts.fct_reported_amount as amounts
inner join seeds.unit_magnitudes as magnitudes
    on amounts.table_no = magnitudes.table_no
group by amounts.document_key, amounts.file_name, amounts.table_no, magnitudes.min_yuan, magnitudes.max_yuan
-- a table of zeros has no magnitude
having max(abs(amounts.amount_yuan)) > 0
order by amounts.file_name, amounts.table_no
