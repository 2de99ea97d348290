-- Only rows that break what the suite wants of them: a large warehouse is not carried out row by row.
select
    agency_operating_key,
    document_key,
    unit_key,
    unit_name,
    fund_source_key
from marts.fct_agency_operating
qualify
    agency_operating_key is null
    or count(*) over (partition by agency_operating_key) > 1
    or count(*) over (partition by document_key, unit_key, unit_name, fund_source_key) > 1
order by agency_operating_key
