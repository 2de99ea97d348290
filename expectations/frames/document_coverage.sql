-- One row per document, superseded or not: what the warehouse holds of it beside what its quality status promises.
with documents as (
    select
        document_key,
        sha256,
        file_name,
        fiscal_year,
        budget_stage,
        department_key,
        quality_status,
        reported_amount_count,
        is_current,
        superseded_by is not null as is_superseded,
        document_part in ('narrative', 'forms') as is_narrative
    from marts.dim_document
),

all_amounts as (
    select
        document_key,
        table_no,
        amount_yuan,
        amount_wan
    from marts.fct_reported_amount
    union all
    select
        document_key,
        table_no,
        amount_yuan,
        amount_wan
    from marts.fct_reported_amount_history
),

amounts as (
    select
        document_key,
        count(*) as amount_count,
        count(distinct table_no) as table_count,
        count(*) filter (where amount_yuan is null or amount_wan is null) as null_amount_count
    from all_amounts
    group by document_key
),

fact_rows as (
    select document_key from marts.fct_reported_amount
    union all
    select document_key from marts.fct_reported_amount_history
    union all
    select document_key from marts.fct_revenue_expenditure
    union all
    select document_key from marts.fct_revenue_expenditure_history
    union all
    select document_key from marts.fct_economic_subject
    union all
    select document_key from marts.fct_economic_subject_history
    union all
    select document_key from marts.fct_project
    union all
    select document_key from marts.fct_project_history
    union all
    select document_key from marts.fct_three_public
    union all
    select document_key from marts.fct_three_public_history
    union all
    select document_key from marts.fct_agency_operating
    union all
    select document_key from marts.fct_agency_operating_history
    union all
    select document_key from marts.fct_performance_target
    union all
    select document_key from marts.fct_performance_target_history
    union all
    select document_key from marts.fct_project_form
    union all
    select document_key from marts.fct_project_form_history
    union all
    select document_key from marts.fct_stated_figure
    union all
    select document_key from marts.fct_stated_figure_history
),

facts as (
    select
        document_key,
        count(*) as fact_row_count
    from fact_rows
    group by document_key
),

unparsed as (
    select
        document_key,
        count(*) as unparsed_count
    from quality.unparsed_amount
    group by document_key
),

rule_counts as (
    select
        document_key,
        count(*) filter (where rule_no = 'R90') as coverage_row_count,
        count(*) filter (where rule_no = 'R90' and outcome = 'broken') as broken_coverage_count,
        count(*) filter (where rule_no <> 'R90' and severity = 'error' and outcome = 'broken') as broken_rule_count,
        count(*) filter (where severity = 'error' and outcome = 'rounding') as rounding_rule_count,
        string_agg(distinct rule_no, ', ' order by rule_no) filter (
            where severity = 'error' and outcome = 'broken'
        ) as broken_rules
    from quality.reconciliation
    group by document_key
),

missing as (
    select
        documents.document_key,
        count(*) as missing_rule_count,
        string_agg(rules.rule_no, ', ' order by rules.rule_no) as missing_rules
    from documents
    cross join (select distinct rule_no from seeds.reconciliation_rules) as rules
    where
        not exists (
            select 1
            from quality.reconciliation as evaluated
            where evaluated.document_key = documents.document_key and evaluated.rule_no = rules.rule_no
        )
    group by documents.document_key
),

counted as (
    select
        documents.*,
        coalesce(amounts.amount_count, 0) as amount_count,
        coalesce(amounts.table_count, 0) as table_count,
        coalesce(amounts.null_amount_count, 0) as null_amount_count,
        coalesce(facts.fact_row_count, 0) as fact_row_count,
        coalesce(unparsed.unparsed_count, 0) as unparsed_count,
        coalesce(rule_counts.coverage_row_count, 0) as coverage_row_count,
        coalesce(rule_counts.broken_coverage_count, 0) as broken_coverage_count,
        coalesce(rule_counts.broken_rule_count, 0) as broken_rule_count,
        coalesce(rule_counts.rounding_rule_count, 0) as rounding_rule_count,
        rule_counts.broken_rules,
        coalesce(missing.missing_rule_count, 0) as missing_rule_count,
        missing.missing_rules
    from documents
    left join amounts on documents.document_key = amounts.document_key
    left join facts on documents.document_key = facts.document_key
    left join unparsed on documents.document_key = unparsed.document_key
    left join rule_counts on documents.document_key = rule_counts.document_key
    left join missing on documents.document_key = missing.document_key
)

select
    *,
    quality_status = 'incomplete' as is_held_back,
    case
        when broken_coverage_count > 0 then 'incomplete'
        when broken_rule_count > 0 then 'discrepant'
        when rounding_rule_count > 0 then 'rounding'
        else 'reconciled'
    end as expected_status
from counted
order by document_key
