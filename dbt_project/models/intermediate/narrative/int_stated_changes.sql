-- R42: the level of each stated change (or of an amount stated to be that of last year), less the change, beside what
-- last year's document of the department prints for the same cells.

with figures as (

    select * from {{ ref('int_stated_subjects') }}
    where value_kind = 'amount' and not is_in_reason

),

matches as (

    select * from {{ ref('int_stated_matches') }}
    where len(reported_amount_keys) > 0 and outcome != 'broken'

),

-- The level that a change is of: its own subject's where the sentence names one, else the nearest before it.
of_changes as (

    select
        figures.document_key,
        figures.sequence_no,
        figures.base_text,
        cast(figures.number * figures.multiplier as decimal(20, 2))
        * case figures.direction when '减少' then -1 else 1 end as signed_change_yuan,
        cast({{ last_place('figures.decimals') }} * figures.multiplier as decimal(20, 6)) as place_yuan,
        levels.level_sequence_no,
    from figures
    inner join {{ ref('int_stated_levels') }} as levels
        on figures.document_key = levels.document_key and figures.sequence_no = levels.sequence_no
    where
        figures.stated_as = 'change'
        and figures.direction is not null
        and not levels.is_of_other_year
        and (
            figures.subject_code = levels.level_subject_code
            or (figures.subject_code is null and levels.is_in_paragraph and levels.is_compared)
        )
    qualify row_number() over (partition by figures.document_key, figures.sequence_no order by levels.nearness) = 1

),

of_same as (

    select
        document_key,
        sequence_no,
        base_text,
        cast(0 as decimal(20, 2)) as signed_change_yuan,
        cast(0 as decimal(20, 6)) as place_yuan,
        sequence_no as level_sequence_no,
    from figures
    where stated_as = 'level' and direction = '持平'

),

stated as (

    select * from of_changes
    union all by name
    select * from of_same

),

documents as (

    select
        document_key,
        fiscal_year,
        budget_stage,
    from {{ ref('int_documents_identified') }}

),

cells as (

    select
        stated.document_key,
        stated.sequence_no,
        stated.base_text,
        stated.signed_change_yuan,
        stated.place_yuan,
        matches.table_yuan,
        matches.last_place_yuan,
        matches.reported_amount_keys,
        unnest(matches.reported_amount_keys) as reported_amount_key,
    from stated
    inner join matches
        on stated.document_key = matches.document_key and stated.level_sequence_no = matches.sequence_no
    inner join documents on stated.document_key = documents.document_key
    where
        -- 比上年预算执行数, 比上年决算数: no document of last year's budget prints them.
        not regexp_matches(
            coalesce(stated.base_text, ''), case documents.budget_stage when '预算' then '执行|决算|完成' else '预算' end
        )
        and (
            not regexp_matches(coalesce(stated.base_text, ''), '20\d\d')
            or cast(regexp_extract(stated.base_text, '20\d\d') as integer) = documents.fiscal_year - 1
        )

),

counterparts as (

    select
        cells.document_key,
        cells.sequence_no,
        cells.reported_amount_keys,
        cells.signed_change_yuan,
        cells.place_yuan,
        cells.table_yuan,
        cells.last_place_yuan,
        years.last_yuan,
        years.last_year_place_yuan,
        years.last_key,
    from cells
    left join {{ ref('int_years_compared') }} as years on cells.reported_amount_key = years.reported_amount_key

),

-- A cell that last year's table prints twice, or not at all, gives no figure to compare with.
compared as (

    select
        document_key,
        sequence_no,
        any_value(reported_amount_keys) as level_keys,
        list(last_key order by last_key) filter (where last_key is not null) as last_keys,
        any_value(table_yuan) as level_yuan,
        any_value(signed_change_yuan) as signed_change_yuan,
        any_value(table_yuan) - any_value(signed_change_yuan) as expected_yuan,
        sum(last_yuan) as last_yuan,
        cast(
            (
                any_value(place_yuan)
                + any_value(last_place_yuan) * count(*)
                + coalesce(max(last_year_place_yuan), 0) * count(*)
            ) * cast(0.5 as decimal(2, 1)) as decimal(20, 6)
        ) as tolerance_yuan,
        bool_and(last_key is not null) as is_comparable,
    from counterparts
    group by document_key, sequence_no

),

final as (

    select
        document_key,
        sequence_no,
        level_keys,
        coalesce(last_keys, []) as last_keys,
        cast(expected_yuan as decimal(20, 2)) as expected_yuan,
        cast(last_yuan as decimal(20, 2)) as last_yuan,
        cast(expected_yuan - last_yuan as decimal(20, 2)) as difference_yuan,
        tolerance_yuan,
        case
            when expected_yuan = last_yuan then 'equal'
            when abs(expected_yuan - last_yuan) <= tolerance_yuan then 'rounding'
            else 'broken'
        end as outcome,
    from compared
    where is_comparable

)

select * from final
