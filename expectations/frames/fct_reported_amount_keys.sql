-- The box of a cell on its page is the grain: one printed cell is one amount.
-- Only rows that break what the suite wants of them: a large warehouse is not carried out row by row.
select
    reported_amount_key,
    document_key,
    file_name,
    page_no,
    x0,
    top
from marts.fct_reported_amount
qualify
    reported_amount_key is null
    or count(*) over (partition by reported_amount_key) > 1
    or count(*) over (partition by document_key, page_no, x0, top) > 1
order by reported_amount_key
