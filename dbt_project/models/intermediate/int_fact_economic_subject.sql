-- 经济科目: leaf lines of table 6, one row for 人员经费 and one for 公用经费; the total column where only that is printed.
-- Table 15 speaks for a document without table 6.

{% set grain = [
    'document_key', 'economic_subject_key', 'gov_economic_subject_key', 'fund_source_key', 'expense_kind', 'unlisted_name'
] %}

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
        amounts.dept_code as economic_subject_key,
        amounts.gov_code as gov_economic_subject_key,
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

-- The grain is that of the fact: two printed lines of one meaning are one row, which names both cells.
grouped as (

    select
        document_key,
        fiscal_year,
        budget_stage,
        department_key,
        economic_subject_key,
        gov_economic_subject_key,
        fund_source_key,
        expense_kind,
        unlisted_name,
        min(line_name) as line_name,
        min(gov_economic_name) as gov_economic_name,
        min(source_table_no) as source_table_no,
        sum(amount_yuan) as summed_yuan,
        min(page_no) as page_no,
        list(reported_amount_key order by reported_amount_key) as reported_amount_keys,
        count(*) as cell_count,
        max(last_place_yuan) as last_place_yuan,
        any_value(total_reported_amount_key) as total_reported_amount_key,
    from cells
    group by
        document_key,
        fiscal_year,
        budget_stage,
        department_key,
        economic_subject_key,
        gov_economic_subject_key,
        fund_source_key,
        expense_kind,
        unlisted_name

),

final as (

    select
        {{ key_of(grain) }} as economic_subject_amount_key,
        * exclude (summed_yuan, cell_count, unlisted_name),
        cast(cell_count as integer) as cell_count,
        cast(summed_yuan as decimal(20, 2)) as amount_yuan,
        cast(summed_yuan * cast(0.0001 as decimal(5, 4)) as decimal(20, 6)) as amount_wan,
    from grouped

)

select * from final
