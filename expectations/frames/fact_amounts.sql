-- Per document and fact: how many rows carry another amount than the printed cell they derive from.
with fact_rows as (
    select
        'fct_revenue_expenditure' as fact,
        document_key,
        reported_amount_key,
        amount_yuan
    from marts.fct_revenue_expenditure
    union all
    select
        'fct_economic_subject' as fact,
        document_key,
        reported_amount_key,
        amount_yuan
    from marts.fct_economic_subject
    union all
    select
        'fct_project' as fact,
        document_key,
        reported_amount_key,
        amount_yuan
    from marts.fct_project
    union all
    select
        'fct_three_public' as fact,
        document_key,
        reported_amount_key,
        amount_yuan
    from marts.fct_three_public
    union all
    select
        'fct_agency_operating' as fact,
        document_key,
        reported_amount_key,
        amount_yuan
    from marts.fct_agency_operating
),

compared as (
    select
        fact_rows.fact,
        fact_rows.document_key,
        fact_rows.reported_amount_key,
        (
            fact_rows.amount_yuan = amounts.amount_yuan and fact_rows.document_key = amounts.document_key
        ) is not true as is_mismatch
    from fact_rows
    left join marts.fct_reported_amount as amounts
        on fact_rows.reported_amount_key = amounts.reported_amount_key
)

select
    compared.document_key,
    documents.file_name,
    compared.fact,
    count(*) as row_count,
    count(*) filter (where compared.is_mismatch) as mismatch_count,
    array_to_string(min(compared.reported_amount_key, 5) filter (where compared.is_mismatch), ', ') as sample_rows
from compared
left join marts.dim_document as documents
    on compared.document_key = documents.document_key
group by compared.document_key, documents.file_name, compared.fact
order by compared.document_key, compared.fact
