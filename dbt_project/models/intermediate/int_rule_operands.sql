-- The places of the rules with the amounts that stand in them.

with places as (

    select * from {{ ref('int_rule_places') }}

),

amounts as (

    select * from {{ ref('int_reported_amounts') }}

),

-- Printed places of each table: a total is as exact as the table's other amounts, however few decimals it shows.
exactness as (

    select
        document_key,
        table_index,
        table_no,
        min(last_place_yuan) as last_place_yuan,
    from amounts
    group by all

),

final as (

    select
        spoken.disclosure_key,
        places.document_key,
        places.check_code,
        places.side,
        places.term,
        places.match_key,
        places.match_label,
        places.line_no,
        amounts.reported_amount_key,
        amounts.amount_yuan,
        exactness.last_place_yuan,
    from places
    inner join {{ ref('int_disclosure_tables') }} as spoken
        on places.document_key = spoken.document_key and places.table_no = spoken.table_no
    left join amounts on places.line_key = amounts.line_key and places.measure = amounts.measure
    left join exactness
        on
            places.document_key = exactness.document_key
            and places.table_index = exactness.table_index
            and places.table_no = exactness.table_no

)

select * from final
