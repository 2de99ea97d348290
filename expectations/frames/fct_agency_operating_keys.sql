select
    reported_amount_key,
    document_key,
    unit_key,
    fund_source_key
from marts.fct_agency_operating
order by reported_amount_key
