-- Which broken rules have one cause. Each operand of a broken rule has one other value that would make it hold; the
-- operand whose other value mends the most broken rules, and spoils the fewest that hold, is the cause. Where nothing
-- tells the operands apart, the rule stands for itself and no amount is suspected.

with operands as (

    select * from {{ ref('int_finding_operands') }}

),

-- What is not printed is the only suspect of its rule.
proposals as (

    select distinct
        disclosure_key,
        cell_key,
        is_printed,
        -sign * difference_yuan as correction_yuan,
    from operands
    where outcome = 'broken' and operator = '=' and (not lacks_side or not is_printed)

),

tried as (

    select
        operands.reconciliation_key,
        operands.disclosure_key,
        operands.outcome,
        operands.lacks_side,
        proposals.cell_key,
        proposals.is_printed,
        proposals.correction_yuan,
        {{ holds(
            'operands.operator', '(operands.difference_yuan + operands.sign * proposals.correction_yuan)',
            'operands.tolerance_yuan'
        ) }} as is_held,
    from operands
    inner join proposals
        on operands.disclosure_key = proposals.disclosure_key and operands.cell_key = proposals.cell_key

),

judged as (

    select
        disclosure_key,
        cell_key,
        correction_yuan,
        count(distinct reconciliation_key) filter (where outcome = 'broken' and is_held) as mended_count,
        count(distinct reconciliation_key) filter (where outcome != 'broken' and not is_held) as spoilt_count,
    from tried
    group by all

),

ranked as (

    select
        tried.reconciliation_key,
        tried.disclosure_key,
        tried.cell_key,
        tried.is_printed,
        tried.correction_yuan,
        judged.mended_count,
        judged.spoilt_count,
        rank() over (
            partition by tried.reconciliation_key
            order by judged.mended_count - judged.spoilt_count desc, judged.mended_count desc
        ) as place,
        row_number() over (
            partition by tried.reconciliation_key
            order by
                judged.mended_count - judged.spoilt_count desc,
                judged.mended_count desc,
                tried.cell_key asc,
                tried.correction_yuan asc
        ) as order_no,
    from tried
    inner join judged
        on
            tried.disclosure_key = judged.disclosure_key
            and tried.cell_key = judged.cell_key
            and tried.correction_yuan = judged.correction_yuan
    where tried.outcome = 'broken' and tried.is_held and (not tried.lacks_side or not tried.is_printed)

),

final as (

    select
        reconciliation_key,
        disclosure_key,
        any_value(cell_key order by order_no) as cell_key,
        any_value(is_printed order by order_no) as is_printed,
        any_value(correction_yuan order by order_no) as correction_yuan,
        any_value(mended_count order by order_no) as mended_count,
        any_value(spoilt_count order by order_no) as spoilt_count,
        count(distinct cell_key) filter (where place = 1) = 1 as is_only_suspect,
    from ranked
    group by all

)

select * from final
