-- Each side of a broken rule in words: 表3第12行“水利工程建设”的基本支出、项目支出（第5页）. Longer lists name the first.

with broken as (

    select
        *,
        'left' as side,
        unnest(left_keys) as cell_key,
    from {{ ref('int_findings_grouped') }}
    union all by name
    select
        *,
        'right' as side,
        unnest(right_keys) as cell_key,
    from {{ ref('int_findings_grouped') }}

),

amounts as (

    select * from {{ ref('int_reported_amounts') }}

),

cells as (

    select
        broken.reconciliation_key,
        broken.side,
        amounts.table_no,
        amounts.section,
        amounts.line_no,
        amounts.line_name,
        amounts.measure,
        amounts.page_no,
        amounts.printed_unit,
        amounts.last_place_yuan,
        amounts.reported_amount_key,
    from broken
    inner join amounts on broken.cell_key = amounts.reported_amount_key

),

sides as (

    select
        reconciliation_key,
        side,
        count(*) as cell_count,
        min(table_no) as table_no,
        count(distinct table_no) as table_count,
        min(section) as section,
        count(distinct section) as section_count,
        min(page_no) as page_no,
        any_value(printed_unit order by reported_amount_key) as printed_unit,
        max(last_place_yuan) as last_place_yuan,
        list(distinct page_no order by page_no) as pages,
        list_sort(
            list(
                distinct struct_pack(
                    table_no := table_no, section := section, line_no := line_no, line_name := line_name
                )
            )
        ) as lines,
        list(distinct measure order by measure) as measures,
    from cells
    group by all

),

final as (

    select
        reconciliation_key,
        side,
        cell_count,
        table_no,
        table_count,
        page_no,
        printed_unit,
        last_place_yuan,
        case when table_count = 1 and section_count = 1 then section else '' end as section,
        case when len(lines) = 1 then lines[1] end as line,
        array_to_string(measures, '、') as measures_text,
        array_to_string(
            list_transform(
                lines[:3],
                lambda line: case when table_count = 1 then '' else '表' || line.table_no || line.section end
                || '第' || line.line_no || '行“' || line.line_name || '”'
            ),
            '、'
        ) || case when len(lines) > 3 then '等' || len(lines) || '行' else '' end as lines_text,
        '第' || array_to_string(pages, '、') || '页' as pages_text,
    from sides

)

select * from final
