-- The amounts on both sides of every comparison of disclosures in which a rule is broken, those that hold among them.
-- A side that prints nothing has one operand all the same: the amount that should stand there.

with evaluations as (

    select
        reconciliation.*,
        disclosures.disclosure_key,
        rules.operator,
        split_part(rules.left_side, '.', 1) as left_table,
        split_part(rules.right_side, '.', 1) as right_table,
        max(cast(reconciliation.outcome = 'broken' as integer)) over (partition by disclosures.disclosure_key)
            as is_suspected,
    from {{ of_batch(ref('reconciliation')) }} as reconciliation
    inner join {{ ref('int_disclosures') }} as disclosures on reconciliation.document_key = disclosures.document_key
    inner join {{ ref('reconciliation_rules') }} as rules on reconciliation.check_code = rules.check_code
    where
        reconciliation.outcome != 'not_applicable'
        and rules.operator in ('=', '>=', '<=')
        and rules.match_on != 'coverage'
        and reconciliation.difference_yuan is not null

),

suspected as (

    select * from evaluations
    where is_suspected = 1

),

printed as (

    select
        *,
        1 as sign,
        unnest(left_keys) as cell_key,
    from suspected
    union all by name
    select
        *,
        -1 as sign,
        unnest(right_keys) as cell_key,
    from suspected

),

-- Of one line that prints no amount several rules miss the same.
unprinted as (

    select
        *,
        case when left_yuan is null then 1 else -1 end as sign,
        {{ key_of([
            'disclosure_key', 'case when left_yuan is null then left_table else right_table end',
            "split_part(line_label, ' · ', 1)", 'abs(difference_yuan)'
        ]) }} as cell_key,
    from suspected
    where left_yuan is null or right_yuan is null

),

unioned as (

    select
        *,
        true as is_printed,
    from printed
    union all by name
    select
        *,
        false as is_printed,
    from unprinted

),

final as (

    select
        reconciliation_key,
        disclosure_key,
        rule_no,
        check_code,
        match_key,
        outcome,
        operator,
        difference_yuan,
        tolerance_yuan,
        left_yuan is null or right_yuan is null as lacks_side,
        cell_key,
        is_printed,
        sign,
    from unioned

)

select * from final
