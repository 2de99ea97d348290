select fund_source_key
from marts.dim_fund_source
order by fund_source_key
