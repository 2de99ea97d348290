select
    three_public_key,
    document_key,
    item_code,
    item,
    fund_source_key
from marts.fct_three_public
order by three_public_key
