-- One row per model, key column and dimension: how many rows point at nothing.
-- A required key that is null points at nothing too.
with listed (column_name, dimension, is_required, models) as (
    values
    ('document_key', 'dim_document (is_current)', true, [
        'fct_reported_amount',
        'fct_revenue_expenditure',
        'fct_economic_subject',
        'fct_project',
        'fct_three_public',
        'fct_agency_operating',
        'fct_performance_target',
        'fct_project_form',
        'fct_stated_figure'
    ]),
    ('document_key', 'dim_document (superseded_by)', true, [
        'fct_reported_amount_history',
        'fct_revenue_expenditure_history',
        'fct_economic_subject_history',
        'fct_project_history',
        'fct_three_public_history',
        'fct_agency_operating_history',
        'fct_stated_figure_history'
    ]),
    ('superseded_by', 'dim_document (is_current)', false, ['dim_document']),
    ('project_form_key', 'fct_project_form', true, ['fct_performance_target']),
    ('fiscal_year', 'dim_fiscal_year', true, [
        'fct_reported_amount',
        'fct_revenue_expenditure',
        'fct_economic_subject',
        'fct_project',
        'fct_three_public',
        'fct_agency_operating',
        'fct_performance_target',
        'fct_project_form',
        'fct_stated_figure',
        'dim_document'
    ]),
    ('department_key', 'dim_department', true, [
        'fct_reported_amount',
        'fct_revenue_expenditure',
        'fct_economic_subject',
        'fct_project',
        'fct_three_public',
        'fct_agency_operating',
        'fct_performance_target',
        'fct_project_form',
        'fct_stated_figure',
        'dim_document'
    ]),
    ('unit_key', 'dim_department', false, [
        'fct_reported_amount',
        'fct_project',
        'fct_agency_operating'
    ]),
    ('parent_key', 'dim_department', false, ['dim_department']),
    ('functional_subject_key', 'dim_functional_subject', false, [
        'fct_reported_amount',
        'fct_revenue_expenditure'
    ]),
    ('parent_key', 'dim_functional_subject', false, ['dim_functional_subject']),
    ('economic_subject_key', 'dim_economic_subject', false, [
        'fct_reported_amount',
        'fct_economic_subject'
    ]),
    ('gov_economic_subject_key', 'dim_economic_subject', false, [
        'fct_reported_amount',
        'fct_economic_subject'
    ]),
    ('parent_key', 'dim_economic_subject', false, ['dim_economic_subject']),
    ('fund_source_key', 'dim_fund_source', false, [
        'fct_reported_amount',
        'fct_revenue_expenditure',
        'fct_economic_subject',
        'fct_project',
        'fct_three_public',
        'fct_agency_operating'
    ]),
    ('reported_amount_keys', 'fct_reported_amount', true, [
        'fct_revenue_expenditure',
        'fct_economic_subject',
        'fct_project',
        'fct_three_public',
        'fct_agency_operating'
    ])
),

relations as (
    select
        unnest(models) as model,
        column_name,
        dimension,
        is_required
    from listed
),

targets as (
    select
        'dim_document (is_current)' as dimension,
        document_key as dimension_key
    from marts.dim_document
    where is_current
    union all
    select
        'dim_document (superseded_by)' as dimension,
        document_key as dimension_key
    from marts.dim_document
    where superseded_by is not null
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
    union all
    select
        'fct_project_form' as dimension,
        project_form_key as dimension_key
    from marts.fct_project_form
),

keyed_rows as (
    select
        'fct_reported_amount' as model,
        reported_amount_key as row_key,
        document_key,
        fiscal_year::varchar as fiscal_year,
        department_key,
        unit_key,
        functional_subject_key,
        economic_subject_key,
        gov_economic_subject_key,
        fund_source_key
    from marts.fct_reported_amount
    union all by name
    select
        'fct_revenue_expenditure' as model,
        revenue_expenditure_key as row_key,
        document_key,
        fiscal_year::varchar as fiscal_year,
        department_key,
        functional_subject_key,
        fund_source_key
    from marts.fct_revenue_expenditure
    union all by name
    select
        'fct_economic_subject' as model,
        economic_subject_amount_key as row_key,
        document_key,
        fiscal_year::varchar as fiscal_year,
        department_key,
        economic_subject_key,
        gov_economic_subject_key,
        fund_source_key
    from marts.fct_economic_subject
    union all by name
    select
        'fct_project' as model,
        project_amount_key as row_key,
        document_key,
        fiscal_year::varchar as fiscal_year,
        department_key,
        unit_key,
        fund_source_key
    from marts.fct_project
    union all by name
    select
        'fct_three_public' as model,
        three_public_key as row_key,
        document_key,
        fiscal_year::varchar as fiscal_year,
        department_key,
        fund_source_key
    from marts.fct_three_public
    union all by name
    select
        'fct_agency_operating' as model,
        agency_operating_key as row_key,
        document_key,
        fiscal_year::varchar as fiscal_year,
        department_key,
        unit_key,
        fund_source_key
    from marts.fct_agency_operating
    union all by name
    select
        'fct_performance_target' as model,
        performance_target_key as row_key,
        document_key,
        fiscal_year::varchar as fiscal_year,
        department_key,
        project_form_key
    from marts.fct_performance_target
    union all by name
    select
        'fct_project_form' as model,
        project_form_key as row_key,
        document_key,
        fiscal_year::varchar as fiscal_year,
        department_key
    from marts.fct_project_form
    union all by name
    select
        'fct_stated_figure' as model,
        stated_figure_key as row_key,
        document_key,
        fiscal_year::varchar as fiscal_year,
        department_key
    from marts.fct_stated_figure
    union all by name
    select
        'fct_reported_amount_history' as model,
        reported_amount_key as row_key,
        document_key
    from marts.fct_reported_amount_history
    union all by name
    select
        'fct_revenue_expenditure_history' as model,
        revenue_expenditure_key as row_key,
        document_key
    from marts.fct_revenue_expenditure_history
    union all by name
    select
        'fct_economic_subject_history' as model,
        economic_subject_amount_key as row_key,
        document_key
    from marts.fct_economic_subject_history
    union all by name
    select
        'fct_project_history' as model,
        project_amount_key as row_key,
        document_key
    from marts.fct_project_history
    union all by name
    select
        'fct_three_public_history' as model,
        three_public_key as row_key,
        document_key
    from marts.fct_three_public_history
    union all by name
    select
        'fct_agency_operating_history' as model,
        agency_operating_key as row_key,
        document_key
    from marts.fct_agency_operating_history
    union all by name
    select
        'fct_stated_figure_history' as model,
        stated_figure_key as row_key,
        document_key
    from marts.fct_stated_figure_history
    union all by name
    select
        'dim_document' as model,
        document_key as row_key,
        fiscal_year::varchar as fiscal_year,
        department_key,
        superseded_by
    from marts.dim_document
    union all by name
    select
        'dim_department' as model,
        department_key as row_key,
        parent_key
    from marts.dim_department
    union all by name
    select
        'dim_functional_subject' as model,
        functional_subject_key as row_key,
        parent_key
    from marts.dim_functional_subject
    union all by name
    select
        'dim_economic_subject' as model,
        economic_subject_key as row_key,
        parent_key
    from marts.dim_economic_subject
),

-- The cells that a fact row adds up, one by one; a row that names none has one that is null.
named_cells as (
    select
        'fct_revenue_expenditure' as model,
        revenue_expenditure_key as row_key,
        reported_amount_keys
    from marts.fct_revenue_expenditure
    union all
    select
        'fct_economic_subject' as model,
        economic_subject_amount_key as row_key,
        reported_amount_keys
    from marts.fct_economic_subject
    union all
    select
        'fct_project' as model,
        project_amount_key as row_key,
        reported_amount_keys
    from marts.fct_project
    union all
    select
        'fct_three_public' as model,
        three_public_key as row_key,
        reported_amount_keys
    from marts.fct_three_public
    union all
    select
        'fct_agency_operating' as model,
        agency_operating_key as row_key,
        reported_amount_keys
    from marts.fct_agency_operating
),

links as (
    select
        model,
        row_key,
        column_name,
        foreign_key
    from keyed_rows unpivot include nulls (
        foreign_key for column_name in (
            document_key,
            fiscal_year,
            department_key,
            unit_key,
            functional_subject_key,
            economic_subject_key,
            gov_economic_subject_key,
            fund_source_key,
            parent_key,
            superseded_by,
            project_form_key
        )
    )
    union all
    select
        model,
        row_key,
        'reported_amount_keys' as column_name,
        unnest(case when len(reported_amount_keys) > 0 then reported_amount_keys else [null] end) as foreign_key
    from named_cells
),

distinct_targets as (
    select distinct
        dimension,
        dimension_key
    from targets
),

checked as (
    select
        relations.model,
        relations.column_name,
        relations.dimension,
        links.row_key,
        (links.foreign_key is null and relations.is_required)
        or (links.foreign_key is not null and distinct_targets.dimension_key is null) as is_orphan
    from links
    inner join relations
        on links.model = relations.model and links.column_name = relations.column_name
    left join distinct_targets
        on relations.dimension = distinct_targets.dimension and links.foreign_key = distinct_targets.dimension_key
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
