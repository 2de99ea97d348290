-- Disclosures all of whose revenue, carry-over included, comes from one fund source: what their tables leave unsaid
-- about a source can then be no other.

with amounts as (

    select * from {{ ref('int_reported_amounts') }}
    where is_first_of_kind

),

final as (

    select
        disclosure_key,
        min(fund_source) as fund_source,
    from amounts
    where
        table_no in (1, 4)
        and section = '收入'
        and measure_kind = 'main'
        and (is_leaf or line_role = 'carryover_part')
        and amount_yuan != 0
    group by all
    having count(distinct fund_source) = 1 and count(*) = count(fund_source)

)

select * from final
