-- R90: what must be there, is there, in each document by itself. A row per recognised table and unparsed amount.

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

-- The halves of a table are covered each for itself.
printed_halves as (

    select
        amounts.document_key,
        amounts.table_index,
        lines.section,
        count(*) as amount_count,
        bool_or(amounts.measure_kind = 'main') as has_main_measure,
    from amounts
    inner join {{ ref('int_lines_structured') }} as lines on amounts.line_key = lines.line_key
    group by all

),

-- What counts as a total line: 合计 or 总计, the subtotals of a table that is nothing but groups (人员经费合计,
-- 公用经费合计), the 部门 over its 单位, the 合计 of a transposed table.
total_lines as (

    select
        document_key,
        table_index,
        section,
        bool_or(
            line_role in ('total', 'grand_total')
            or (line_role = 'subtotal' and bare_name like '%经费合计')
            or (table_no in (12, 13) and depth = 0)
            or item_code in ('total', 'three_public')
        ) as has_total,
    from {{ ref('int_lines_structured') }}
    group by all

),

table_totals as (

    select
        tables.document_key,
        'R90a' as check_code,
        tables.table_index || '|' || coalesce(printed_halves.section, '') as match_key,
        '表' || tables.table_no || ' ' || coalesce(tables.title, '') || coalesce(' ' || printed_halves.section, '')
            as line_label,
        case
            when printed_halves.document_key is null then 'not_applicable'
            when total_lines.has_total then 'equal'
            when kinds.is_list then 'not_applicable'
            else 'broken'
        end as outcome,
        case
            when not coalesce(total_lines.has_total, false) and kinds.is_list then '清单没有印合计行'
            when printed_halves.document_key is null
                then case when tables.is_marked_no_data then '注明无数据' else '表内没有金额' end
            when not coalesce(total_lines.has_total, false) then '第' || tables.first_page || '页：没有合计行'
        end as reason,
    from tables
    left join printed_halves
        on tables.document_key = printed_halves.document_key and tables.table_index = printed_halves.table_index
    left join total_lines
        on
            tables.document_key = total_lines.document_key
            and tables.table_index = total_lines.table_index
            and printed_halves.section = total_lines.section
    left join {{ ref('table_kinds') }} as kinds on tables.table_no = kinds.table_no

),

-- A table whose 合计 column is not known can be compared with nothing: its rules would all be silent.
main_columns as (

    select
        tables.document_key,
        'R90e' as check_code,
        tables.table_index || '|' || printed_halves.section as match_key,
        '表' || tables.table_no || ' ' || coalesce(tables.title, '') || ' ' || printed_halves.section as line_label,
        case when printed_halves.has_main_measure then 'equal' else 'broken' end as outcome,
        case
            when not printed_halves.has_main_measure then '第' || tables.first_page || '页：没有认得出的合计栏'
        end as reason,
    from tables
    inner join printed_halves
        on tables.document_key = printed_halves.document_key and tables.table_index = printed_halves.table_index

),

unparsed as (

    select
        document_key,
        'R90c' as check_code,
        line_key || '|' || measure || '|' || x0 || '|' || top as match_key,
        '表' || table_no || ' · ' || measure as line_label,
        'broken' as outcome,
        '第' || page_no || '页：“' || printed_text || '”'
        || case unparsed_reason
            when 'too_precise' then '不足一分或超出范围'
            when 'several_amounts' then '与另一个金额同在一格'
            else '不是数字'
        end as reason,
    from amounts
    where unparsed_reason is not null and unparsed_reason != 'unknown_unit'

),

-- A table without a unit is one fault, however many amounts it prints.
unknown_units as (

    select
        amounts.document_key,
        'R90c' as check_code,
        'unit|' || amounts.table_index as match_key,
        '表' || any_value(units.table_no) || coalesce(' ' || any_value(units.title), '') as line_label,
        'broken' as outcome,
        '第' || min(amounts.page_no) || '页：' || count(*) || '个金额的单位没有印明，'
        || case any_value(units.unit_evidence)
            when 'contradictory' then '各处的依据又互相矛盾'
            else '勾稽关系、文字说明和数量级也不能判定'
        end as reason,
    from amounts
    inner join {{ ref('int_table_units') }} as units
        on amounts.document_key = units.document_key and amounts.table_index = units.table_index
    where amounts.unparsed_reason = 'unknown_unit'
    group by amounts.document_key, amounts.table_index

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
    select * from main_columns
    union all by name
    select * from unparsed
    union all by name
    select * from unknown_units
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
