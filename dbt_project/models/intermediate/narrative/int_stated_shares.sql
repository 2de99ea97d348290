-- R41: each stated percentage beside the share recomputed, from what the tables print and from what the sentence
-- states. The part is the amount stated before it; the whole is the one that 占…的 names, else an amount whose parts
-- were being told. Of a rate the change is the one stated before it, and the level its subject's.

with figures as (

    select
        *,
        number * multiplier as stated_pct,
        {{ last_place('decimals') }} * multiplier as place_pct,
    from {{ ref('int_stated_subjects') }}
    where value_kind = 'percentage' and stated_as in ('share', 'completion', 'rate') and not is_in_reason

),

levels as (

    select * from {{ ref('int_stated_levels') }}

),

-- Both readings of a level: as the tables print it, as the sentence states it.
readings as (

    select
        *,
        unnest([coalesce(table_yuan, stated_yuan), stated_yuan]) as level_yuan,
    from levels

),

changes as (

    select
        *,
        cast(number * multiplier as decimal(20, 2)) as change_yuan,
    from {{ ref('int_stated_subjects') }}
    where value_kind = 'amount' and stated_as = 'change' and not is_in_reason

),

named_wholes as (

    select
        figures.document_key,
        figures.sequence_no,
        wholes.amount_yuan as whole_yuan,
        wholes.reported_amount_keys,
        wholes.priority,
    from figures
    inner join {{ ref('int_stated_table_figures') }} as wholes
        on
            figures.disclosure_key = wholes.disclosure_key
            and figures.subject_code = wholes.subject_code
            and not wholes.is_budget_of_final_account
    where figures.stated_as = 'share' and figures.whole_text is not null and wholes.amount_yuan is not null

),

-- The whole of a share: what the sentence names, else an amount whose parts were being told. 支出决算…，完成年初预算
-- 的…%: the outcome against each budget stated before it.
share_pairs as (

    select
        parts.document_key,
        parts.sequence_no,
        parts.level_yuan as part_yuan,
        wholes.level_yuan as whole_yuan,
        coalesce(parts.reported_amount_keys, []) as part_keys,
        coalesce(wholes.reported_amount_keys, []) as whole_keys,
        case parts.stated_as when 'completion' then 1 else 2 end as preference,
        wholes.nearness,
    from readings as parts
    inner join readings as wholes
        on
            parts.document_key = wholes.document_key
            and parts.sequence_no = wholes.sequence_no
            and parts.level_sequence_no > wholes.level_sequence_no
            and case parts.stated_as
                when 'share' then wholes.is_opener
                when 'completion' then wholes.is_in_paragraph and wholes.is_budget_of_final_account
                else false
            end
    where parts.nearness = 1
    union all by name
    select
        parts.document_key,
        parts.sequence_no,
        parts.level_yuan as part_yuan,
        named_wholes.whole_yuan,
        coalesce(parts.reported_amount_keys, []) as part_keys,
        coalesce(named_wholes.reported_amount_keys, []) as whole_keys,
        1 as preference,
        named_wholes.priority as nearness,
    from readings as parts
    inner join named_wholes
        on parts.document_key = named_wholes.document_key and parts.sequence_no = named_wholes.sequence_no
    where parts.nearness = 1

),

-- The change that a rate is of: the last one stated in its sentence.
changes_of_rates as (

    select
        figures.document_key,
        figures.sequence_no,
        changes.sequence_no as change_sequence_no,
        changes.change_yuan * case coalesce(changes.direction, figures.direction) when '减少' then -1 else 1 end
            as signed_change_yuan,
        case coalesce(figures.direction, changes.direction) when '减少' then -1 else 1 end as sign,
    from figures
    inner join changes
        on
            figures.document_key = changes.document_key
            and figures.paragraph_no = changes.paragraph_no
            and figures.sentence_no = changes.sentence_no
            and figures.sequence_no > changes.sequence_no
    where figures.stated_as = 'rate'
    qualify
        row_number() over (partition by figures.document_key, figures.sequence_no order by changes.sequence_no desc) = 1

),

-- The levels that a change may be of: the subject that its sentence names, else the nearest that is compared, and those
-- whose parts were told before it.
rate_pairs as (

    select
        rates.document_key,
        rates.sequence_no,
        rates.signed_change_yuan * rates.sign as part_yuan,
        levels.level_yuan - rates.signed_change_yuan as whole_yuan,
        [] as part_keys,
        coalesce(levels.reported_amount_keys, []) as whole_keys,
        case when levels.is_compared then 1 else 2 end as preference,
        levels.nearness,
    from changes_of_rates as rates
    inner join readings as levels
        on
            rates.document_key = levels.document_key
            and rates.change_sequence_no = levels.sequence_no
            and (levels.is_in_paragraph or levels.nearness = 1)
            and not levels.is_of_other_year
    union all by name
    select
        rates.document_key,
        rates.sequence_no,
        rates.signed_change_yuan * rates.sign as part_yuan,
        wholes.amount_yuan - rates.signed_change_yuan as whole_yuan,
        [] as part_keys,
        wholes.reported_amount_keys as whole_keys,
        0 as preference,
        wholes.priority as nearness,
    from changes_of_rates as rates
    inner join {{ ref('int_stated_subjects') }} as subjects
        on rates.document_key = subjects.document_key and rates.change_sequence_no = subjects.sequence_no
    inner join {{ ref('int_stated_table_figures') }} as wholes
        on
            subjects.disclosure_key = wholes.disclosure_key
            and subjects.subject_code = wholes.subject_code
            and not wholes.is_budget_of_final_account
    where wholes.amount_yuan is not null

),

pairs as (

    select * from share_pairs
    union all by name
    select * from rate_pairs

),

computed as (

    select
        pairs.*,
        figures.stated_pct,
        figures.place_pct,
        case
            when pairs.whole_yuan > 0
                then {{ percentage_of('pairs.part_yuan', 'pairs.whole_yuan') }}
        end as computed_pct,
    from pairs
    inner join figures on pairs.document_key = figures.document_key and pairs.sequence_no = figures.sequence_no

),

chosen as (

    select
        document_key,
        sequence_no,
        stated_pct,
        computed_pct,
        stated_pct - computed_pct as difference_pct,
        place_pct,
        part_keys,
        whole_keys,
        case
            when computed_pct is null then 'not_applicable'
            when abs(stated_pct - computed_pct) * 2 <= place_pct then 'equal'
            -- Rounded to the printed places, and 0.01 of a point beside it: shares are made to add up to 100.
            when abs(stated_pct - computed_pct) * 2 <= place_pct + cast(0.02 as decimal(3, 2)) then 'rounding'
            else 'broken'
        end as outcome,
    from computed
    qualify
        row_number() over (
            partition by document_key, sequence_no
            order by
                computed_pct is null,
                case
                    when abs(stated_pct - computed_pct) * 2 <= place_pct + cast(0.02 as decimal(3, 2)) then 1 else 2
                end,
                preference,
                nearness,
                abs(stated_pct - computed_pct),
                part_keys,
                whole_keys
        ) = 1

),

final as (

    select
        figures.document_key,
        figures.sequence_no,
        cast(figures.stated_pct as decimal(20, 6)) as stated_pct,
        cast(chosen.computed_pct as decimal(20, 6)) as computed_pct,
        cast(chosen.difference_pct as decimal(20, 6)) as difference_pct,
        cast(figures.place_pct as decimal(20, 6)) as place_pct,
        coalesce(chosen.outcome, 'not_applicable') as outcome,
        case
            when chosen.document_key is null then '句中没有可重算的金额'
            when chosen.computed_pct is null then '分母为零'
        end as reason,
        coalesce(chosen.part_keys, []) as part_keys,
        coalesce(chosen.whole_keys, []) as whole_keys,
    from figures
    left join chosen on figures.document_key = chosen.document_key and figures.sequence_no = chosen.sequence_no

)

select * from final
