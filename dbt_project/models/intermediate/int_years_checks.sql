-- R50, a row for each cell that both years print, in the columns of quality.reconciliation; and one for each document
-- of which no cell could be compared, with the reason.

with cells as (

    select
        *,
        greatest(abs(amount_yuan), abs(last_yuan)) as larger_yuan,
        least(abs(amount_yuan), abs(last_yuan)) as smaller_yuan,
        case when abs(amount_yuan) < abs(last_yuan) then last_place_yuan else last_year_place_yuan end
            as smaller_place_yuan,
        case when abs(amount_yuan) < abs(last_yuan) then last_year_place_yuan else last_place_yuan end
            as larger_place_yuan,
    from {{ ref('int_years_compared') }}
    -- Of nothing there is no multiple.
    where amount_yuan != 0 and last_yuan != 0

),

-- A unit is lost with the places that no longer fit: 1234.56 is then printed 0.12, more than 10,000 times less.
judged as (

    select
        *,
        larger_yuan >= smaller_yuan * {{ var('lost_unit_factors')[0] }}
        and larger_yuan * 2 - larger_place_yuan
        <= (smaller_yuan * 2 + smaller_place_yuan) * {{ var('lost_unit_factors')[1] }}
            as is_unit_lost,
    from cells

),

evaluated as (

    select
        document_key,
        'R50a' as check_code,
        reported_amount_key as match_key,
        line_name || ' · ' || measure as line_label,
        line_no,
        amount_yuan as left_yuan,
        last_yuan as right_yuan,
        amount_yuan - last_yuan as difference_yuan,
        cast((last_place_yuan + last_year_place_yuan) * cast(0.5 as decimal(2, 1)) as decimal(20, 6))
            as tolerance_yuan,
        1 as addend_count,
        case when is_unit_lost then 'broken' else 'equal' end as outcome,
        case
            when is_unit_lost
                then
                    case when abs(amount_yuan) > abs(last_yuan) then '是上年的' else '只有上年的' end
                    || {{ whole_multiple('larger_yuan', 'smaller_yuan') }}
                    || case when abs(amount_yuan) > abs(last_yuan) then '倍' else '分之一' end
                    || '，上年文件第' || last_year_page_no || '页是' || {{ printed_wan('last_yuan') }}
        end as reason,
        [reported_amount_key] as left_keys,
        [last_key] as right_keys,
    from judged

),

documents as (

    select
        document_key,
        document_part,
    from {{ ref('int_documents_identified') }}
    where refusal_reason is null

),

not_applicable as (

    select
        documents.document_key,
        'R50a' as check_code,
        '' as match_key,
        '' as line_label,
        'not_applicable' as outcome,
        case
            when documents.document_part = 'narrative' then '本文件只有文字说明'
            when documents.document_part = 'forms' then '本文件只有绩效目标表'
            when last_year.document_key is null then '没有可对照的上年文件'
            else '上年文件没有同样的行和列'
        end as reason,
        cast([] as varchar[]) as left_keys,
        cast([] as varchar[]) as right_keys,
    from documents
    left join (
        select distinct document_key
        from {{ ref('int_documents_of_last_year') }}
    ) as last_year on documents.document_key = last_year.document_key
    anti join evaluated on documents.document_key = evaluated.document_key

),

final as (

    select * from evaluated
    union all by name
    select * from not_applicable

)

select * from final
