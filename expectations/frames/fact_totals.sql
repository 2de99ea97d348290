-- Each fact's sum, taken here from the mart itself, beside the printed total it must give.
-- A full join: a group of the fact without a total, and a total without a group, are rows too.
-- The parts of one disclosure give a total together.
with current_documents as (
    select
        document_key,
        disclosure_key
    from marts.dim_document
    where is_current
),

fact_rows as (
    select
        'fct_revenue_expenditure' as fact,
        document_key,
        direction as fact_grouping,
        amount_yuan
    from marts.fct_revenue_expenditure
    union all
    select
        'fct_economic_subject' as fact,
        document_key,
        '合计' as fact_grouping,
        amount_yuan
    from marts.fct_economic_subject
    union all
    select
        'fct_project' as fact,
        document_key,
        -- by the table whose total they give: that of table 12 may have what was carried over in it
        case source_table_no when 12 then '当年' else '结转' end as fact_grouping,
        amount_yuan
    from marts.fct_project
    union all
    select
        'fct_three_public' as fact,
        document_key,
        '合计' as fact_grouping,
        amount_yuan
    from marts.fct_three_public
    union all
    select
        'fct_agency_operating' as fact,
        document_key,
        '合计' as fact_grouping,
        amount_yuan
    from marts.fct_agency_operating
),

fact_sums as (
    select
        coalesce(documents.disclosure_key, fact_rows.document_key) as disclosure_key,
        fact,
        fact_grouping,
        count(*) as row_count,
        -- cast here and below, so that a column that became floating point is reported as such and not by an exception
        sum(amount_yuan)::decimal(38, 2) as fact_yuan
    from fact_rows
    left join marts.dim_document as documents
        on fact_rows.document_key = documents.document_key
    group by 1, fact, fact_grouping
),

-- The build records the totals of every document; the marts hold those of the current ones.
reported_totals as (
    select
        current_documents.disclosure_key,
        totals.fact,
        totals.grouping as fact_grouping,
        totals.fact_yuan::decimal(38, 2) as built_yuan,
        totals.tolerance_yuan::decimal(38, 6) as tolerance_yuan,
        totals.reported_amount_key,
        amounts.amount_yuan::decimal(38, 2) as reported_yuan,
        -- a document may print no total; one that the build has found must stand in the mart
        totals.reported_amount_key is null
        or coalesce(amounts.amount_yuan = totals.reported_yuan, false) as is_total_found
    from quality.fact_total as totals
    inner join current_documents
        on totals.document_key = current_documents.document_key
    left join marts.fct_reported_amount as amounts
        on
            totals.reported_amount_key = amounts.reported_amount_key
            and totals.document_key = amounts.document_key
),

-- A document whose own figures disagree is published as it is, so its sums may leave their totals.
documents_with_broken_rules as (
    select distinct documents.disclosure_key
    from quality.reconciliation as evaluated
    inner join marts.dim_document as documents
        on evaluated.document_key = documents.document_key
    where evaluated.severity = 'error' and evaluated.outcome = 'broken'
),

compared as (
    select
        coalesce(fact_sums.disclosure_key, reported_totals.disclosure_key) as document_key,
        coalesce(fact_sums.fact, reported_totals.fact) as fact,
        coalesce(fact_sums.fact_grouping, reported_totals.fact_grouping) as fact_grouping,
        coalesce(fact_sums.row_count, 0) as row_count,
        coalesce(fact_sums.fact_yuan, 0) as fact_yuan,
        reported_totals.built_yuan,
        reported_totals.reported_yuan,
        reported_totals.tolerance_yuan,
        reported_totals.reported_amount_key,
        coalesce(reported_totals.is_total_found, false) as is_total_found,
        reported_totals.disclosure_key is not null and reported_totals.reported_amount_key is null as lacks_printed_total
    from fact_sums
    full outer join reported_totals
        on
            fact_sums.disclosure_key = reported_totals.disclosure_key
            and fact_sums.fact = reported_totals.fact
            and fact_sums.fact_grouping = reported_totals.fact_grouping
)

select
    compared.document_key,
    documents.file_name,
    compared.fact,
    compared.fact_grouping,
    compared.row_count,
    compared.fact_yuan,
    compared.built_yuan,
    compared.reported_yuan,
    compared.tolerance_yuan,
    compared.reported_amount_key,
    compared.is_total_found,
    compared.lacks_printed_total,
    abs(compared.fact_yuan - compared.reported_yuan) as difference_yuan,
    documents_with_broken_rules.disclosure_key is not null as has_broken_rule
from compared
left join marts.dim_document as documents
    on compared.document_key = documents.document_key
left join documents_with_broken_rules
    on compared.document_key = documents_with_broken_rules.disclosure_key
order by compared.document_key, compared.fact, compared.fact_grouping
