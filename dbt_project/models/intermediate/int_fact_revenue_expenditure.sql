-- 收支: for each document and direction one set of printed leaf amounts that adds up to the document's total, taken
-- from the finest tables that account for it.
--
-- 收入: table 2 by subject and fund source, with its 上年结转 column; where table 2 is not by subject, the lines of
-- table 1.
-- 支出: by subject as int_expenditure_chosen_by_subject has it; where table 3 is not by subject, tables 5, 8 and 9 with
-- the carry-over column of table 1 (by 类), if together they give the total of table 1; else the lines of table 1.

with amounts as (

    select * from {{ ref('int_reported_amounts') }}
    where is_first_of_kind

),

by_subject as (

    select * from {{ ref('int_expenditure_chosen_by_subject') }}

),

candidates as (

    -- Table 2, cell by cell: each leaf line under each fund source or other source column.
    select
        '收入' as direction,
        1 as preference,
        'table_2' as authority,
        case measure_kind when 'carryover' then '结转' else '当年' end as carryover_status,
        amounts.*,
    from amounts
    where table_no = 2 and is_leaf and functional_code is not null and measure_kind in ('part', 'carryover')

    union all by name

    select
        '收入' as direction,
        2 as preference,
        'table_1' as authority,
        case line_role when 'line' then '当年' else '结转' end as carryover_status,
        amounts.*,
    from amounts
    where
        table_no = 1
        and section = '收入'
        and measure_kind = 'main'
        and (is_leaf or line_role in ('carryover_in', 'other_in'))

    union all by name

    select
        '支出' as direction,
        1 as preference,
        * exclude (fund_source, chosen_fund_source),
        chosen_fund_source as fund_source,
    from by_subject

    union all by name

    select
        '支出' as direction,
        2 as preference,
        'table_5_8_9' as authority,
        '当年' as carryover_status,
        amounts.*,
    from amounts
    where
        table_no in (5, 8, 9)
        and section != '收入'
        and is_leaf
        and functional_code is not null
        and measure_kind = 'main'

    union all by name

    select
        '支出' as direction,
        2 as preference,
        'table_5_8_9' as authority,
        '结转' as carryover_status,
        amounts.*,
    from amounts
    where table_no = 1 and section = '支出' and axis = 'main' and is_leaf and measure = '上年结转安排'

    union all by name

    select
        '支出' as direction,
        3 as preference,
        'table_1' as authority,
        cast(null as varchar) as carryover_status,
        amounts.*,
    from amounts
    where table_no = 1 and section = '支出' and axis = 'main' and is_leaf and measure_kind = 'main'

),

-- The total that a direction must give: 收入总计 with its carry-over, 本年支出合计 (支出总计 where only that is printed).
reported as (

    select
        disclosure_key,
        section as direction,
        arg_max(
            reported_amount_key,
            case
                when section = '收入' and line_role = 'grand_total' then 2
                when section = '支出' and line_role = 'current_total' then 2
                else 1
            end
        ) as reported_amount_key,
    from amounts
    where table_no = 1 and measure_kind = 'main' and line_role in ('grand_total', 'current_total')
    group by all

),

reported_amounts as (

    select
        reported.disclosure_key,
        reported.direction,
        amounts.reported_amount_key,
        amounts.amount_yuan as reported_yuan,
        amounts.last_place_yuan,
    from reported
    inner join amounts on reported.reported_amount_key = amounts.reported_amount_key

),

sums as (

    select
        candidates.disclosure_key,
        candidates.direction,
        candidates.preference,
        sum(candidates.amount_yuan) as candidate_yuan,
        count(*) as addend_count,
        max(candidates.last_place_yuan) as last_place_yuan,
    from candidates
    group by all

),

-- The finest set that accounts for the reported total within rounding; where none does (the document is then
-- discrepant), the one that comes nearest.
chosen as (

    select
        sums.disclosure_key,
        sums.direction,
        sums.preference,
    from sums
    left join reported_amounts
        on sums.disclosure_key = reported_amounts.disclosure_key and sums.direction = reported_amounts.direction
    qualify row_number() over (
            partition by sums.disclosure_key, sums.direction
            order by
                abs(sums.candidate_yuan - reported_amounts.reported_yuan)
                > greatest(sums.last_place_yuan, reported_amounts.last_place_yuan)
                * cast(0.5 as decimal(2, 1)) * (sums.addend_count + 1),
                case
                    when
                        abs(sums.candidate_yuan - reported_amounts.reported_yuan)
                        > greatest(sums.last_place_yuan, reported_amounts.last_place_yuan)
                        * cast(0.5 as decimal(2, 1)) * (sums.addend_count + 1)
                        then abs(sums.candidate_yuan - reported_amounts.reported_yuan)
                    else 0
                end,
                sums.preference
        ) = 1

),

cells as (

    select
        candidates.document_key,
        candidates.fiscal_year,
        candidates.budget_stage,
        candidates.department_key,
        candidates.direction,
        candidates.functional_subject_key,
        coalesce(candidates.fund_source, single_funds.fund_source) as fund_source_key,
        candidates.carryover_status,
        candidates.line_name,
        candidates.measure as source_measure,
        candidates.table_no as source_table_no,
        candidates.authority,
        candidates.amount_yuan,
        candidates.basic_yuan,
        candidates.project_yuan,
        candidates.page_no,
        candidates.last_place_yuan,
        candidates.reported_amount_key,
        reported_amounts.reported_amount_key as total_reported_amount_key,
    from candidates
    inner join chosen
        on
            candidates.disclosure_key = chosen.disclosure_key
            and candidates.direction = chosen.direction
            and candidates.preference = chosen.preference
    left join reported_amounts
        on candidates.disclosure_key = reported_amounts.disclosure_key
            and candidates.direction = reported_amounts.direction
    left join {{ ref('int_documents_single_fund') }} as single_funds
        on candidates.disclosure_key = single_funds.disclosure_key

),

final as (

    {{ fact_at_grain(
        'revenue_expenditure_key',
        ['direction', 'functional_subject_key', 'fund_source_key', 'carryover_status'],
        [
            'min(line_name) as line_name',
            'min(source_table_no) as source_table_no',
            'any_value(authority) as authority',
            'cast(sum(basic_yuan) as decimal(20, 2)) as basic_yuan',
            'cast(sum(project_yuan) as decimal(20, 2)) as project_yuan',
        ],
    ) }}

)

select * from final
