select fiscal_year
from marts.dim_fiscal_year
order by fiscal_year
