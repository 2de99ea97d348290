select fund_source_name
from marts.dim_fund_source
order by fund_source_name
