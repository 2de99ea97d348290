-- Only rows that break what the suite wants of them: a large warehouse is not carried out row by row.
select
    economic_subject_amount_key,
    document_key,
    economic_subject_key,
    gov_economic_subject_key,
    fund_source_key,
    expense_kind,
    -- subjects that no list names stay apart by their printed names
    case
        when economic_subject_key is null or (gov_economic_name <> '' and gov_economic_subject_key is null)
            then concat(line_name, '/', gov_economic_name)
    end as unlisted_name
from marts.fct_economic_subject
qualify
    economic_subject_amount_key is null
    or count(*) over (partition by economic_subject_amount_key) > 1
    or count(*) over (
        partition by
            document_key, economic_subject_key, gov_economic_subject_key, fund_source_key, expense_kind, unlisted_name
    ) > 1
order by economic_subject_amount_key
