-- 机关运行经费: unit lines of table 11 by fund source; the total line where no unit is printed, and the total column where
-- only that is printed. Lines by economic subject (江苏) are leaf lines without a unit.

with amounts as (

    select
        *,
        bool_or(measure_kind = 'part') over (partition by document_key, table_index) as has_parts_columns,
        bool_or(is_leaf) over (partition by document_key, table_index) as has_leaves,
        bool_or(line_role = 'total') over (partition by document_key, table_index) as has_total,
    from {{ ref('int_reported_amounts') }}
    where table_no = 11 and is_first_of_kind

),

totals as (

    select
        document_key,
        arg_min(reported_amount_key, (line_role != 'total', line_no)) as total_reported_amount_key,
    from amounts
    where measure_kind = 'main' and (line_role = 'total' or section = '' and parent_line_key is null)
    group by all

),

cells as (

    select
        amounts.document_key,
        amounts.fiscal_year,
        amounts.budget_stage,
        amounts.department_key,
        amounts.unit_key,
        amounts.unit_name,
        amounts.line_name,
        amounts.subject_code,
        amounts.fund_source as fund_source_key,
        amounts.amount_yuan,
        amounts.page_no,
        amounts.last_place_yuan,
        amounts.reported_amount_key,
        totals.total_reported_amount_key,
    from amounts
    left join totals on amounts.document_key = totals.document_key
    where
        (amounts.is_leaf or (not amounts.has_leaves and (amounts.line_role = 'total' or not amounts.has_total)))
        and amounts.measure_kind = case when amounts.has_parts_columns then 'part' else 'main' end

),

final as (

    {{ fact_at_grain('agency_operating_key', ['unit_key', 'unit_name', 'fund_source_key']) }}

)

select * from final
