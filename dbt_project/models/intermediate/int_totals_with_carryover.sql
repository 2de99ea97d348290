-- Tables of revenue and of projects whose 合计 has the carry-over of the year before in it (central departments), as the
-- lines with a carry-over tell: most are the sum of all sources with it, not without.

with amounts as (

    select * from {{ ref('int_amounts_read') }}
    where table_no in (2, 12) and printed_number is not null

),

lines as (

    select
        document_key,
        table_index,
        line_key,
        min(printed_number) filter (where measure_kind = 'main') as total,
        coalesce(sum(printed_number) filter (where measure_kind = 'part'), 0) as year_sum,
        coalesce(sum(printed_number) filter (where measure_kind = 'carryover'), 0) as carryover,
        {{ last_place('max(printed_decimals)') }} * cast(0.5 as decimal(2, 1)) * count(*) as tolerance,
    from amounts
    where measure_kind in ('main', 'part', 'carryover')
    group by all

),

final as (

    select
        document_key,
        table_index,
    from lines
    where total is not null and carryover != 0
    group by all
    having
        count(*) filter (where abs(total - year_sum - carryover) <= tolerance)
        > count(*) filter (where abs(total - year_sum) <= tolerance)

)

select * from final
