-- 三公经费: leaf items of table 10 (an item that is the sum of others is none), by fund source; the total column where
-- only that is printed. 会议费 and 培训费, printed beside them by some provinces, are no “三公”经费 and stay out.

with amounts as (

    select
        amounts.*,
        items.item_name,
        items.is_three_public,
        bool_or(amounts.measure_kind = 'part') over (partition by amounts.document_key, amounts.table_index)
            as has_parts_columns,
    from {{ ref('int_reported_amounts') }} as amounts
    left join {{ ref('three_public_items') }} as items
        on amounts.item_code = items.item_code
    where amounts.table_no = 10 and amounts.is_first_of_kind
    qualify row_number() over (partition by amounts.reported_amount_key order by items.priority) = 1

),

-- 公务用车购置及运行费 is a leaf where neither of its parts is printed with an amount.
with_amount as (

    select
        document_key,
        parent_line_key,
        measure,
    from amounts
    where amount_yuan != 0
    group by all

),

-- The printed “三公” total; a 合计 that takes in 会议费 and 培训费 is none.
others as (

    select distinct document_key
    from amounts
    where not is_three_public and amount_yuan != 0

),

totals as (

    select
        amounts.document_key,
        amounts.measure,
        arg_min(amounts.reported_amount_key, (amounts.item_code = 'total', amounts.line_no))
            as total_reported_amount_key,
    from amounts
    left join others on amounts.document_key = others.document_key
    where
        amounts.measure_kind = 'main'
        and (amounts.item_code = 'three_public' or (amounts.item_code = 'total' and others.document_key is null))
    group by all

),

totals_of_amounts as (

    select
        amounts.reported_amount_key,
        totals.total_reported_amount_key,
    from amounts
    inner join totals
        on
            amounts.document_key = totals.document_key
            and (amounts.measure = totals.measure or amounts.measure not in ('预算数', '决算数'))

),

cells as (

    select
        amounts.document_key,
        amounts.fiscal_year,
        amounts.budget_stage,
        amounts.department_key,
        amounts.item_code,
        amounts.item_name as item,
        amounts.line_name,
        amounts.fund_source as fund_source_key,
        amounts.amount_yuan,
        amounts.page_no,
        amounts.last_place_yuan,
        amounts.reported_amount_key,
        totals.total_reported_amount_key,
    from amounts
    left join with_amount
        on amounts.line_key = with_amount.parent_line_key and amounts.measure = with_amount.measure
    left join totals_of_amounts as totals on amounts.reported_amount_key = totals.reported_amount_key
    where
        amounts.is_three_public
        -- Final accounts print the budget beside the outcome: the fact holds the figure of the document's own stage.
        and (amounts.measure not in ('预算数', '决算数') or amounts.measure = amounts.budget_stage || '数')
        and amounts.item_code not in ('total', 'three_public')
        and (amounts.is_leaf or (with_amount.parent_line_key is null and amounts.amount_yuan != 0))
        and amounts.measure_kind = case when amounts.has_parts_columns then 'part' else 'main' end

),

final as (

    {{ fact_at_grain(
        'three_public_key',
        ['item_code', 'item', 'fund_source_key'],
        ['min(line_name) as line_name'],
    ) }}

)

select * from final
