select
    reported_amount_key,
    document_key,
    item,
    fund_source_key
from marts.fct_three_public
order by reported_amount_key
