-- 项目: project lines of tables 12 (当年, with columns of what was carried over) and 13 (结转), by fund source; the total
-- column where only that is printed.

with amounts as (

    select
        *,
        bool_or(measure_kind = 'part') over (partition by document_key, table_index) as has_parts_columns,
    from {{ ref('int_reported_amounts') }}
    where table_no in (12, 13) and is_first_of_kind

),

totals as (

    select
        document_key,
        table_no,
        arg_min(reported_amount_key, (line_role != 'total', depth, line_no)) as total_reported_amount_key,
    from amounts
    where measure_kind = 'main' and (line_role = 'total' or depth = 0)
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
        coalesce(amounts.project_name, amounts.line_name) as project_name,
        amounts.fund_source as fund_source_key,
        case when amounts.table_no = 12 and amounts.measure_kind != 'carryover' then '当年' else '结转' end
            as carryover_status,
        amounts.line_no,
        amounts.table_no as source_table_no,
        amounts.amount_yuan,
        amounts.page_no,
        amounts.last_place_yuan,
        amounts.reported_amount_key,
        totals.total_reported_amount_key,
    from amounts
    left join {{ ref('int_totals_with_carryover') }} as with_carryover
        on amounts.document_key = with_carryover.document_key and amounts.table_index = with_carryover.table_index
    left join totals on amounts.document_key = totals.document_key and amounts.table_no = totals.table_no
    where
        amounts.is_leaf
        and (
            amounts.measure_kind = case when amounts.has_parts_columns then 'part' else 'main' end
            -- What was carried over in columns within the 合计; beside it, it may be a part told twice.
            or (
                amounts.measure_kind = 'carryover'
                and amounts.has_parts_columns
                and with_carryover.document_key is not null
            )
        )

),

final as (

    {{ fact_at_grain(
        'project_amount_key',
        ['unit_key', 'unit_name', 'project_name', 'fund_source_key', 'carryover_status'],
        ['min(source_table_no) as source_table_no'],
    ) }}

)

select * from final
