select
    agency_operating_key,
    document_key,
    unit_key,
    unit_name,
    fund_source_key
from marts.fct_agency_operating
order by agency_operating_key
