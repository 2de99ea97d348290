-- The keys of superseded rows: only those that break what the suite wants of them.
with superseded as (
    select
        'fct_reported_amount_history' as model,
        reported_amount_key as row_key,
        document_key
    from marts.fct_reported_amount_history
    union all
    select
        'fct_revenue_expenditure_history' as model,
        revenue_expenditure_key as row_key,
        document_key
    from marts.fct_revenue_expenditure_history
    union all
    select
        'fct_economic_subject_history' as model,
        economic_subject_amount_key as row_key,
        document_key
    from marts.fct_economic_subject_history
    union all
    select
        'fct_project_history' as model,
        project_amount_key as row_key,
        document_key
    from marts.fct_project_history
    union all
    select
        'fct_three_public_history' as model,
        three_public_key as row_key,
        document_key
    from marts.fct_three_public_history
    union all
    select
        'fct_agency_operating_history' as model,
        agency_operating_key as row_key,
        document_key
    from marts.fct_agency_operating_history
    union all
    select
        'fct_performance_target_history' as model,
        performance_target_key as row_key,
        document_key
    from marts.fct_performance_target_history
    union all
    select
        'fct_project_form_history' as model,
        project_form_key as row_key,
        document_key
    from marts.fct_project_form_history
    union all
    select
        'fct_stated_figure_history' as model,
        stated_figure_key as row_key,
        document_key
    from marts.fct_stated_figure_history
)

select
    model,
    row_key,
    document_key
from superseded
qualify row_key is null or count(*) over (partition by model, row_key) > 1
order by model, row_key
