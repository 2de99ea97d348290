-- The sides of the rules, term by term: table.section.role.measure, an optional term marked ?, a filter after a colon.

with rules as (

    select * from {{ ref('reconciliation_rules') }}
    where match_on not in ('coverage', 'stated', 'last_year')

),

sides as (

    select
        check_code,
        match_on,
        'left' as side,
        left_side as terms
    from rules
    union all
    select
        check_code,
        match_on,
        'right' as side,
        right_side as terms
    from rules
    union all
    select
        check_code,
        match_on,
        'not_when' as side,
        not_when as terms
    from rules
    where not_when is not null
    union all
    select
        check_code,
        match_on,
        'only_when' as side,
        only_when as terms
    from rules
    where only_when is not null

),

final as (

    select
        check_code,
        match_on,
        side,
        {{ term_parts('unnested.term') }},
    from sides
    cross join unnest(string_split(terms, ' + ')) as unnested (term)

)

select * from final
