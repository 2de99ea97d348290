-- 经济科目: leaf lines of table 6, one row for 人员经费 and one for 公用经费; the total column where only that is printed.
-- Table 15 speaks for a document without table 6.

with amounts as (

    select
        *,
        bool_or(measure_kind = 'part' and not is_unmapped) over (
            partition by document_key, table_index, column_group
        ) as has_parts_columns,
        min(table_no) over (partition by document_key) as first_table_no,
    from {{ ref('int_reported_amounts') }}
    where table_no in (6, 15) and is_first_of_kind

),

-- The table's own 合计; where it prints none (final accounts in two halves), the 基本支出 of table 5.
totals as (

    select
        document_key,
        arg_min(reported_amount_key, (table_no = 5, line_no)) as total_reported_amount_key,
    from {{ ref('int_reported_amounts') }}
    where
        is_first_of_kind
        and line_role = 'total'
        and ((table_no in (6, 15) and measure_kind = 'main') or (table_no = 5 and measure = '基本支出'))
    group by all

),

cells as (

    select
        amounts.document_key,
        amounts.fiscal_year,
        amounts.budget_stage,
        amounts.department_key,
        amounts.economic_subject_key,
        amounts.gov_economic_subject_key,
        amounts.fund_source as fund_source_key,
        case when amounts.measure_kind = 'part' then amounts.measure end as expense_kind,
        amounts.line_name,
        amounts.gov_economic_name,
        -- Lines that no list names stay apart by their printed names.
        case
            when amounts.dept_code is null or (amounts.gov_economic_name != '' and amounts.gov_code is null)
                then amounts.line_name || '/' || amounts.gov_economic_name
        end as unlisted_name,
        amounts.table_no as source_table_no,
        amounts.amount_yuan,
        amounts.page_no,
        amounts.last_place_yuan,
        amounts.reported_amount_key,
        totals.total_reported_amount_key,
    from amounts
    left join totals on amounts.document_key = totals.document_key
    where
        amounts.table_no = amounts.first_table_no
        and amounts.is_leaf
        and not amounts.is_unmapped
        and amounts.measure_kind = case when amounts.has_parts_columns then 'part' else 'main' end

),

final as (

    {{ fact_at_grain(
        'economic_subject_amount_key',
        ['economic_subject_key', 'gov_economic_subject_key', 'fund_source_key', 'expense_kind'],
        [
            'min(line_name) as line_name',
            'min(gov_economic_name) as gov_economic_name',
            'min(source_table_no) as source_table_no',
        ],
        hidden=['unlisted_name'],
    ) }}

)

select * from final
