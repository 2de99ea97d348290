-- 支出 by subject, one authority for each subject's figure. Table 3 says what is spent on a subject in all; where tables
-- 5, 8 and 9 together print the very same amount for it, theirs are taken, for they also tell the fund source and that
-- it is this year's money. A figure that table 3 prints higher holds a carry-over, which no table prints by subject: it
-- stays whole, with the fund source only where the document has a single one.

with amounts as (

    select * from {{ ref('int_reported_amounts') }}
    where is_first_of_kind

),

leaves as (

    select
        amounts.*,
        basic.amount_yuan as basic_yuan,
        project.amount_yuan as project_yuan,
    from amounts
    left join amounts as basic on amounts.line_key = basic.line_key and basic.measure = '基本支出'
    left join amounts as project on amounts.line_key = project.line_key and project.measure = '项目支出'
    where
        amounts.table_no in (3, 5, 8, 9)
        and amounts.section != '收入'
        and amounts.is_leaf
        and amounts.functional_code is not null
        and amounts.measure_kind = 'main'

),

by_subject as (

    select
        disclosure_key,
        functional_code,
        sum(amount_yuan) filter (where table_no = 3) as whole_yuan,
        sum(amount_yuan) filter (where table_no != 3) as this_year_yuan,
    from leaves
    group by all

),

single_funds as (

    select * from {{ ref('int_documents_single_fund') }}

),

final as (

    select
        leaves.*,
        case when leaves.table_no = 3 then 'table_3' else 'table_5_8_9' end as authority,
        case when leaves.table_no != 3 then '当年' end as carryover_status,
        case when leaves.table_no = 3 then single_funds.fund_source else leaves.fund_source end as chosen_fund_source,
    from leaves
    inner join by_subject
        on leaves.disclosure_key = by_subject.disclosure_key and leaves.functional_code = by_subject.functional_code
    left join single_funds on leaves.disclosure_key = single_funds.disclosure_key
    where
        by_subject.whole_yuan is not null
        and (leaves.table_no = 3) = (by_subject.whole_yuan is distinct from by_subject.this_year_yuan)

)

select * from final
