-- One row per fact, column and dimension: how many rows point at nothing.
-- A required key that is null points at nothing too.
with targets as (
    select
        'dim_document' as dimension,
        document_key as dimension_key
    from marts.dim_document
    union all
    -- facts hold current versions only, so their documents must be current
    select
        'dim_document (is_current)' as dimension,
        document_key as dimension_key
    from marts.dim_document
    where is_current
    union all
    select
        'dim_fiscal_year' as dimension,
        fiscal_year::varchar as dimension_key
    from marts.dim_fiscal_year
    union all
    select
        'dim_department' as dimension,
        department_key as dimension_key
    from marts.dim_department
    union all
    select
        'dim_functional_subject' as dimension,
        functional_subject_key as dimension_key
    from marts.dim_functional_subject
    union all
    select
        'dim_economic_subject' as dimension,
        economic_subject_key as dimension_key
    from marts.dim_economic_subject
    union all
    select
        'dim_fund_source' as dimension,
        fund_source_key as dimension_key
    from marts.dim_fund_source
    union all
    select
        'fct_reported_amount' as dimension,
        reported_amount_key as dimension_key
    from marts.fct_reported_amount
),

links as (
    select
        'fct_reported_amount' as model,
        'document_key' as column_name,
        'dim_document (is_current)' as dimension,
        true as is_required,
        document_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_reported_amount
    union all
    select
        'fct_reported_amount' as model,
        'fiscal_year' as column_name,
        'dim_fiscal_year' as dimension,
        true as is_required,
        fiscal_year::varchar as foreign_key,
        reported_amount_key as row_key
    from marts.fct_reported_amount
    union all
    select
        'fct_reported_amount' as model,
        'department_key' as column_name,
        'dim_department' as dimension,
        true as is_required,
        department_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_reported_amount
    union all
    select
        'fct_reported_amount' as model,
        'unit_key' as column_name,
        'dim_department' as dimension,
        false as is_required,
        unit_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_reported_amount
    union all
    select
        'fct_reported_amount' as model,
        'functional_subject_key' as column_name,
        'dim_functional_subject' as dimension,
        false as is_required,
        functional_subject_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_reported_amount
    union all
    select
        'fct_reported_amount' as model,
        'economic_subject_key' as column_name,
        'dim_economic_subject' as dimension,
        false as is_required,
        economic_subject_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_reported_amount
    union all
    select
        'fct_reported_amount' as model,
        'fund_source_key' as column_name,
        'dim_fund_source' as dimension,
        false as is_required,
        fund_source_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_reported_amount
    union all
    select
        'fct_revenue_expenditure' as model,
        'document_key' as column_name,
        'dim_document (is_current)' as dimension,
        true as is_required,
        document_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_revenue_expenditure
    union all
    select
        'fct_revenue_expenditure' as model,
        'reported_amount_key' as column_name,
        'fct_reported_amount' as dimension,
        true as is_required,
        reported_amount_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_revenue_expenditure
    union all
    select
        'fct_revenue_expenditure' as model,
        'fiscal_year' as column_name,
        'dim_fiscal_year' as dimension,
        true as is_required,
        fiscal_year::varchar as foreign_key,
        reported_amount_key as row_key
    from marts.fct_revenue_expenditure
    union all
    select
        'fct_revenue_expenditure' as model,
        'department_key' as column_name,
        'dim_department' as dimension,
        true as is_required,
        department_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_revenue_expenditure
    union all
    select
        'fct_revenue_expenditure' as model,
        'functional_subject_key' as column_name,
        'dim_functional_subject' as dimension,
        false as is_required,
        functional_subject_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_revenue_expenditure
    union all
    select
        'fct_revenue_expenditure' as model,
        'fund_source_key' as column_name,
        'dim_fund_source' as dimension,
        false as is_required,
        fund_source_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_revenue_expenditure
    union all
    select
        'fct_economic_subject' as model,
        'document_key' as column_name,
        'dim_document (is_current)' as dimension,
        true as is_required,
        document_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_economic_subject
    union all
    select
        'fct_economic_subject' as model,
        'reported_amount_key' as column_name,
        'fct_reported_amount' as dimension,
        true as is_required,
        reported_amount_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_economic_subject
    union all
    select
        'fct_economic_subject' as model,
        'economic_subject_key' as column_name,
        'dim_economic_subject' as dimension,
        false as is_required,
        economic_subject_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_economic_subject
    union all
    select
        'fct_economic_subject' as model,
        'gov_economic_subject_key' as column_name,
        'dim_economic_subject' as dimension,
        false as is_required,
        gov_economic_subject_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_economic_subject
    union all
    select
        'fct_project' as model,
        'document_key' as column_name,
        'dim_document (is_current)' as dimension,
        true as is_required,
        document_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_project
    union all
    select
        'fct_project' as model,
        'reported_amount_key' as column_name,
        'fct_reported_amount' as dimension,
        true as is_required,
        reported_amount_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_project
    union all
    select
        'fct_project' as model,
        'unit_key' as column_name,
        'dim_department' as dimension,
        false as is_required,
        unit_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_project
    union all
    select
        'fct_project' as model,
        'fund_source_key' as column_name,
        'dim_fund_source' as dimension,
        false as is_required,
        fund_source_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_project
    union all
    select
        'fct_three_public' as model,
        'document_key' as column_name,
        'dim_document (is_current)' as dimension,
        true as is_required,
        document_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_three_public
    union all
    select
        'fct_three_public' as model,
        'reported_amount_key' as column_name,
        'fct_reported_amount' as dimension,
        true as is_required,
        reported_amount_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_three_public
    union all
    select
        'fct_three_public' as model,
        'fund_source_key' as column_name,
        'dim_fund_source' as dimension,
        false as is_required,
        fund_source_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_three_public
    union all
    select
        'fct_agency_operating' as model,
        'document_key' as column_name,
        'dim_document (is_current)' as dimension,
        true as is_required,
        document_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_agency_operating
    union all
    select
        'fct_agency_operating' as model,
        'reported_amount_key' as column_name,
        'fct_reported_amount' as dimension,
        true as is_required,
        reported_amount_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_agency_operating
    union all
    select
        'fct_agency_operating' as model,
        'unit_key' as column_name,
        'dim_department' as dimension,
        false as is_required,
        unit_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_agency_operating
    union all
    select
        'fct_agency_operating' as model,
        'fund_source_key' as column_name,
        'dim_fund_source' as dimension,
        false as is_required,
        fund_source_key as foreign_key,
        reported_amount_key as row_key
    from marts.fct_agency_operating
    union all
    select
        'dim_document' as model,
        'department_key' as column_name,
        'dim_department' as dimension,
        true as is_required,
        department_key as foreign_key,
        document_key as row_key
    from marts.dim_document
    union all
    select
        'dim_document' as model,
        'fiscal_year' as column_name,
        'dim_fiscal_year' as dimension,
        true as is_required,
        fiscal_year::varchar as foreign_key,
        document_key as row_key
    from marts.dim_document
    union all
    select
        'dim_department' as model,
        'parent_key' as column_name,
        'dim_department' as dimension,
        false as is_required,
        parent_key as foreign_key,
        department_key as row_key
    from marts.dim_department
),

distinct_targets as (
    select distinct
        dimension,
        dimension_key
    from targets
),

checked as (
    select
        links.*,
        (links.foreign_key is null and links.is_required)
        or (links.foreign_key is not null and distinct_targets.dimension_key is null) as is_orphan
    from links
    left join distinct_targets
        on links.dimension = distinct_targets.dimension and links.foreign_key = distinct_targets.dimension_key
)

select
    model,
    column_name,
    dimension,
    count(*) as row_count,
    count(*) filter (where is_orphan) as orphan_count,
    array_to_string(min(row_key, 5) filter (where is_orphan), ', ') as sample_rows
from checked
group by model, column_name, dimension
order by model, column_name, dimension
