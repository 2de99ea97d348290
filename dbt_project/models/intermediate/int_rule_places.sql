-- The places that each term of each rule takes from each document, with the key on which both sides meet.

with positions as (

    select * from {{ ref('int_positions') }}

),

terms as (

    select * from {{ ref('int_rule_terms') }}

),

fund_sources as (

    select * from {{ ref('fund_sources') }}

),

taken as (

    select
        terms.check_code,
        terms.match_on,
        terms.side,
        terms.term,
        positions.*,
        {{ term_fund_source('terms', 'positions') }} as term_fund_source,
    from terms
    inner join positions on {{ takes_place('terms', 'positions') }}

),

filtered as (

    select
        taken.*,
        terms.fund_filter,
    from taken
    inner join terms
        on taken.check_code = terms.check_code and taken.side = terms.side and taken.term = terms.term
    left join fund_sources on taken.term_fund_source = fund_sources.fund_source
    where
        terms.fund_filter is null
        or terms.fund_filter = taken.term_fund_source
        or (terms.fund_filter = '财政拨款' and fund_sources.is_fiscal_appropriation)

),

final as (

    select
        document_key,
        table_index,
        table_no,
        line_key,
        measure,
        check_code,
        side,
        term,
        case match_on
            when 'document' then ''
            when 'measure' then measure
            when 'line' then line_key
            when 'hierarchy' then case side when 'left' then line_key else parent_line_key end || '|' || measure
            when 'fund' then term_fund_source
            when 'class' then class_key
            when 'item' then item_code
        end as match_key,
        case match_on
            when 'document' then ''
            when 'measure' then measure
            when 'line' then line_name
            when 'hierarchy' then line_name || ' · ' || measure
            when 'fund' then term_fund_source
            when 'class' then line_name
            when 'item' then line_name
        end as match_label,
        line_no,
    from filtered

)

select * from final
