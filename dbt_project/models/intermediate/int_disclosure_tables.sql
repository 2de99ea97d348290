-- Which part of a disclosure speaks for a table: the first that prints it.

with positions as (

    select distinct
        document_key,
        table_no,
    from {{ ref('int_positions') }}
    union
    select
        document_key,
        table_no,
    from {{ ref('int_tables_classified') }}
    where table_no is not null

),

final as (

    select
        disclosures.disclosure_key,
        positions.table_no,
        arg_min(positions.document_key, disclosures.part_no) as document_key,
    from positions
    inner join {{ ref('int_disclosures') }} as disclosures on positions.document_key = disclosures.document_key
    group by all

)

select * from final
