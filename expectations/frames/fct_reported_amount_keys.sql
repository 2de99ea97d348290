-- The box of a cell on its page is the grain: one printed cell is one amount.
select
    reported_amount_key,
    document_key,
    file_name,
    page_no,
    x0,
    top
from marts.fct_reported_amount
order by reported_amount_key
