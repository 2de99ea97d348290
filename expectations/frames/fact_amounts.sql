-- Per document and fact: how many rows are not the sum of the printed cells that they name.
with fact_rows as (
    select
        'fct_revenue_expenditure' as fact,
        revenue_expenditure_key as row_key,
        document_key,
        amount_yuan,
        amount_wan,
        cell_count,
        reported_amount_keys
    from marts.fct_revenue_expenditure
    union all
    select
        'fct_economic_subject' as fact,
        economic_subject_amount_key as row_key,
        document_key,
        amount_yuan,
        amount_wan,
        cell_count,
        reported_amount_keys
    from marts.fct_economic_subject
    union all
    select
        'fct_project' as fact,
        project_amount_key as row_key,
        document_key,
        amount_yuan,
        amount_wan,
        cell_count,
        reported_amount_keys
    from marts.fct_project
    union all
    select
        'fct_three_public' as fact,
        three_public_key as row_key,
        document_key,
        amount_yuan,
        amount_wan,
        cell_count,
        reported_amount_keys
    from marts.fct_three_public
    union all
    select
        'fct_agency_operating' as fact,
        agency_operating_key as row_key,
        document_key,
        amount_yuan,
        amount_wan,
        cell_count,
        reported_amount_keys
    from marts.fct_agency_operating
),

-- numbered, so that a row that stands twice is not taken for one
numbered as (
    select
        *,
        row_number() over () as row_no
    from fact_rows
),

cells as (
    select
        row_no,
        fact,
        document_key,
        unnest(reported_amount_keys) as reported_amount_key
    from numbered
),

compared_cells as (
    select
        cells.row_no,
        amounts.amount_yuan,
        amounts.reported_amount_key is not null as is_found,
        count(*) over (partition by cells.fact, cells.reported_amount_key) > 1 as is_used_again
    from cells
    left join marts.fct_reported_amount as amounts
        on
            cells.reported_amount_key = amounts.reported_amount_key
            and cells.document_key = amounts.document_key
),

summed as (
    select
        row_no,
        sum(amount_yuan) as cells_yuan,
        count(*) as listed_count,
        bool_and(is_found) as is_found,
        bool_or(is_used_again) as uses_cell_again
    from compared_cells
    group by row_no
),

compared as (
    select
        numbered.fact,
        numbered.document_key,
        numbered.row_key,
        (summed.is_found and numbered.amount_yuan = summed.cells_yuan) is not true as is_mismatch,
        (numbered.cell_count = summed.listed_count) is not true as has_wrong_count,
        coalesce(summed.uses_cell_again, false) as uses_cell_again,
        (numbered.amount_wan * 10000 = numbered.amount_yuan) is not true as has_unit_mismatch
    from numbered
    left join summed
        on numbered.row_no = summed.row_no
)

select
    compared.document_key,
    documents.file_name,
    compared.fact,
    count(*) as row_count,
    count(*) filter (where compared.is_mismatch) as mismatch_count,
    array_to_string(min(compared.row_key, 5) filter (where compared.is_mismatch), ', ') as mismatch_rows,
    count(*) filter (where compared.has_wrong_count) as wrong_cell_count,
    array_to_string(min(compared.row_key, 5) filter (where compared.has_wrong_count), ', ') as wrong_cell_count_rows,
    count(*) filter (where compared.uses_cell_again) as cell_used_again_count,
    array_to_string(min(compared.row_key, 5) filter (where compared.uses_cell_again), ', ') as cell_used_again_rows,
    count(*) filter (where compared.has_unit_mismatch) as unit_mismatch_count,
    array_to_string(min(compared.row_key, 5) filter (where compared.has_unit_mismatch), ', ') as unit_mismatch_rows
from compared
left join marts.dim_document as documents
    on compared.document_key = documents.document_key
group by compared.document_key, documents.file_name, compared.fact
order by compared.document_key, compared.fact
