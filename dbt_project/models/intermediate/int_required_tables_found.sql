-- R90: each of the summary tables is there, in one of the parts of the disclosure. A document of narrative or of
-- performance forms alone owes none.

with documents as (

    select
        documents.*,
        disclosures.disclosure_key,
    from {{ ref('int_documents_identified') }} as documents
    inner join {{ ref('int_disclosures') }} as disclosures on documents.document_key = disclosures.document_key

),

tables as (

    select
        tables.*,
        documents.disclosure_key,
    from {{ ref('int_tables_classified') }} as tables
    inner join documents on tables.document_key = documents.document_key
    where tables.table_no is not null

),

printed as (

    select
        document_key,
        table_index,
        count(*) as amount_count,
    from {{ ref('int_amounts_parsed') }}
    group by all

),

-- Tables that no rule recognised, with amounts: what a table without amounts lacks may stand in one of them.
orphans as (

    select documents.disclosure_key
    from {{ ref('int_tables_classified') }} as tables
    inner join documents on tables.document_key = documents.document_key
    inner join {{ ref('int_table_cells_unnested') }} as cells
        on tables.document_key = cells.document_key and tables.table_index = cells.table_index
    where
        tables.unrecognised_reason in ('no_title', 'unknown_title')
        and cells.role = 'body'
        and regexp_matches({{ normalised('cells.text') }}, '^-?[\d,]+\.\d+$')
    group by all
    having count(*) > 2

),

-- Pages that nobody could read, and on which a missing table may stand.
unread_pages as (

    select
        documents.disclosure_key,
        '；第' || string_agg(pages.page_no, '、' order by documents.document_key, pages.page_no)
        || '页是没有识别的图片，此表可能在其中，安装识别组件（make install）后再载入即读' as remark,
    from {{ ref('stg_raw__page') }} as pages
    inner join documents on pages.document_key = documents.document_key
    where pages.method in ('scanned', 'unmapped')
    group by all

),

amount_counts as (

    select
        tables.disclosure_key,
        sum(printed.amount_count) as amount_count,
    from tables
    inner join printed on tables.document_key = printed.document_key and tables.table_index = printed.table_index
    group by all

),

final as (

    select
        documents.document_key,
        'R90b' as check_code,
        cast(kinds.table_no as varchar) as match_key,
        '表' || kinds.table_no || ' ' || kinds.name_zh as line_label,
        case
            when count(tables.document_key) = 0 or coalesce(max(amount_counts.amount_count), 0) = 0 then 'broken'
            when
                coalesce(max(printed.amount_count), 0) = 0
                and not bool_or(tables.is_marked_no_data)
                and count(orphans.disclosure_key) > 0
                then 'broken'
            else 'equal'
        end as outcome,
        case
            when count(tables.document_key) = 0
                then
                    '文件中没有这张表；若有而未识别，见 quality.unrecognised_table'
                    || coalesce(any_value(unread_pages.remark), '')
            when coalesce(max(amount_counts.amount_count), 0) = 0 then '整份文件没有读出任何金额'
            when
                coalesce(max(printed.amount_count), 0) = 0
                and not bool_or(tables.is_marked_no_data)
                and count(orphans.disclosure_key) > 0
                then
                    '第' || min(tables.first_page)
                    || '页：表内没有金额，也没有注明无数据，而文件里有未识别的表印着金额（见 quality.unrecognised_table）'
            when coalesce(max(printed.amount_count), 0) = 0 and not bool_or(tables.is_marked_no_data)
                then '第' || min(tables.first_page) || '页：表内没有金额，也没有注明无数据'
        end as reason,
        [] as left_keys,
        [] as right_keys,
    from documents
    cross join {{ ref('table_kinds') }} as kinds
    left join tables on documents.disclosure_key = tables.disclosure_key and kinds.table_no = tables.table_no
    left join printed on tables.document_key = printed.document_key and tables.table_index = printed.table_index
    left join amount_counts on documents.disclosure_key = amount_counts.disclosure_key
    left join orphans on documents.disclosure_key = orphans.disclosure_key
    left join unread_pages on documents.disclosure_key = unread_pages.disclosure_key
    where kinds.is_required and documents.document_part not in ('narrative', 'forms')
    group by documents.document_key, kinds.table_no, kinds.name_zh

)

select * from final
