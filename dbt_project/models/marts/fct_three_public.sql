with rows_ as (

    {{ of_versions(ref('int_fact_three_public'), 'current') }}

),

final as (

    select
        three_public_key,
        document_key,
        fiscal_year,
        budget_stage,
        department_key,
        item_code,
        item,
        fund_source_key,
        line_name,
        amount_yuan,
        amount_wan,
        cell_count,
        reported_amount_keys,
        page_no,
    from rows_

)

select * from final
