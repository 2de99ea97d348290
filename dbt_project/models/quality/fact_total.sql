-- Each fact's sum beside the reported total it must give. The guards recompute the sums from the marts at check time.

{# Projects by the table whose total they give: that of table 12 may have what was carried over in it. #}
{% set facts = [
    ('fct_revenue_expenditure', 'int_fact_revenue_expenditure', 'direction'),
    ('fct_economic_subject', 'int_fact_economic_subject', "'合计'"),
    ('fct_project', 'int_fact_project', "case source_table_no when 12 then '当年' else '结转' end"),
    ('fct_three_public', 'int_fact_three_public', "'合计'"),
    ('fct_agency_operating', 'int_fact_agency_operating', "'合计'"),
] %}

with fact_rows as (

    {% for fact, model, grouping in facts %}
        select
            '{{ fact }}' as fact,
            {{ grouping }} as grouping,
            disclosures.disclosure_key,
            fact_rows.document_key,
            fact_rows.amount_yuan,
            fact_rows.cell_count,
            fact_rows.last_place_yuan,
            fact_rows.total_reported_amount_key,
        from {{ ref(model) }} as fact_rows
        inner join {{ ref('int_disclosures') }} as disclosures on fact_rows.document_key = disclosures.document_key
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

sums as (

    select
        fact,
        grouping,
        disclosure_key,
        min(document_key) as document_key,
        sum(amount_yuan) as fact_yuan,
        sum(cell_count) as cell_count,
        max(last_place_yuan) as last_place_yuan,
        any_value(total_reported_amount_key) as reported_amount_key,
    from fact_rows
    group by all

),

amounts as (

    select * from {{ ref('int_reported_amounts') }}

),

documents as (

    select * from {{ ref('int_documents_identified') }}

),

final as (

    select
        -- The document that prints the total.
        coalesce(amounts.document_key, sums.document_key) as document_key,
        sums.disclosure_key,
        documents.file_name,
        sums.fact,
        sums.grouping,
        cast(sums.fact_yuan as decimal(20, 2)) as fact_yuan,
        amounts.amount_yuan as reported_yuan,
        cast(
            greatest(sums.last_place_yuan, coalesce(amounts.last_place_yuan, 0))
            * cast(0.5 as decimal(2, 1)) * cast(sums.cell_count + 1 as decimal(10, 0))
            as decimal(20, 6)
        ) as tolerance_yuan,
        cast(sums.cell_count as integer) as cell_count,
        sums.reported_amount_key,
    from sums
    left join amounts on sums.reported_amount_key = amounts.reported_amount_key
    inner join documents on coalesce(amounts.document_key, sums.document_key) = documents.document_key

)

select * from final
