-- R90: what must be there, is there. A row per recognised table, required table and unparsed amount.

with documents as (

    select * from {{ ref('int_documents_identified') }}
    where refusal_reason is null

),

tables as (

    select * from {{ ref('int_tables_classified') }}
    where table_no is not null

),

amounts as (

    select * from {{ ref('int_amounts_parsed') }}

),

printed as (

    select
        document_key,
        table_index,
        count(*) as amount_count,
        count(*) filter (where unparsed_reason is null) as parsed_count,
    from amounts
    group by all

),

-- What counts as a table's total line: its 合计 or 总计, the subtotals of an economic table in two halves, the
-- 部门 over its 单位, or the 合计 of a transposed table.
total_lines as (

    select
        document_key,
        table_index,
        bool_or(
            line_role in ('total', 'grand_total', 'subtotal')
            or (table_no in (12, 13) and depth = 0)
            or (item_code = 'total')
        ) as has_total,
    from {{ ref('int_lines_structured') }}
    group by all

),

table_totals as (

    select
        tables.document_key,
        'R90a' as check_code,
        cast(tables.table_index as varchar) as match_key,
        '表' || tables.table_no || ' ' || coalesce(tables.title, '') as line_label,
        case
            when coalesce(printed.amount_count, 0) = 0 then 'not_applicable'
            when total_lines.has_total then 'equal'
            else 'broken'
        end as outcome,
        case
            when coalesce(printed.amount_count, 0) = 0
                then case when tables.is_marked_no_data then '注明无数据' else '表内没有金额' end
            when not coalesce(total_lines.has_total, false) then '第' || tables.first_page || '页：没有合计行'
        end as reason,
    from tables
    left join printed on tables.document_key = printed.document_key and tables.table_index = printed.table_index
    left join total_lines
        on tables.document_key = total_lines.document_key and tables.table_index = total_lines.table_index

),

required as (

    select
        documents.document_key,
        'R90b' as check_code,
        cast(kinds.table_no as varchar) as match_key,
        '表' || kinds.table_no || ' ' || kinds.name_zh as line_label,
        case when count(tables.document_key) > 0 then 'equal' else 'broken' end as outcome,
        case
            when count(tables.document_key) = 0 then '文件中没有这张表'
            when coalesce(max(printed.amount_count), 0) = 0 and not bool_or(tables.is_marked_no_data)
                then '第' || min(tables.first_page) || '页：表内没有金额，也没有注明无数据'
        end as reason,
    from documents
    cross join {{ ref('table_kinds') }} as kinds
    left join tables on documents.document_key = tables.document_key and kinds.table_no = tables.table_no
    left join printed on tables.document_key = printed.document_key and tables.table_index = printed.table_index
    where kinds.is_required
    group by all

),

unparsed as (

    select
        document_key,
        'R90c' as check_code,
        line_key || '|' || measure as match_key,
        '表' || table_no || ' · ' || measure as line_label,
        'broken' as outcome,
        '第' || page_no || '页：“' || printed_text || '”'
        || case unparsed_reason when 'unknown_unit' then '的单位未印明' else '不是数字' end as reason,
    from amounts
    where unparsed_reason is not null

),

parsed as (

    select
        documents.document_key,
        'R90c' as check_code,
        '' as match_key,
        '共' || sum(printed.parsed_count) || '个金额' as line_label,
        'equal' as outcome,
        cast(null as varchar) as reason,
    from documents
    inner join printed on documents.document_key = printed.document_key
    group by all
    having sum(printed.amount_count) = sum(printed.parsed_count)

),

unioned as (

    select * from table_totals
    union all by name
    select * from required
    union all by name
    select * from unparsed
    union all by name
    select * from parsed

),

final as (

    select
        unioned.*,
        [] as left_keys,
        [] as right_keys,
    from unioned
    inner join documents on unioned.document_key = documents.document_key

)

select * from final
