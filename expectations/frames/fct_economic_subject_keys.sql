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
order by economic_subject_amount_key
