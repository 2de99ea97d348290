-- The sides of the rules, term by term: table.section.role.measure, an optional term marked ?, a filter after a colon.

with rules as (

    select * from {{ ref('reconciliation_rules') }}
    where match_on != 'coverage'

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

split as (

    select
        check_code,
        match_on,
        side,
        rtrim(term, '?') as term,
        ends_with(term, '?') as is_optional,
        string_split(rtrim(term, '?'), '.') as parts,
    from sides
    cross join unnest(string_split(terms, ' + ')) as unnested (term)

),

final as (

    select
        check_code,
        match_on,
        side,
        term,
        is_optional,
        cast(parts[1] as smallint) as table_no,
        nullif(nullif(parts[2], '*'), '') as section,
        split_part(parts[3], ':', 1) as line_role,
        string_split(nullif(split_part(parts[3], ':', 2), ''), '|') as item_codes,
        split_part(parts[4], ':', 1) as measure,
        nullif(split_part(parts[4], ':', 2), '') as fund_filter,
    from split

)

select * from final
