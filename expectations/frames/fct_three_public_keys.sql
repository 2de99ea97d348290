-- Only rows that break what the suite wants of them: a large warehouse is not carried out row by row.
select
    three_public_key,
    document_key,
    item_code,
    item,
    fund_source_key
from marts.fct_three_public
qualify
    three_public_key is null
    or count(*) over (partition by three_public_key) > 1
    or count(*) over (partition by document_key, item_code, item, fund_source_key) > 1
order by three_public_key
