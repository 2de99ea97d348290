-- What a later version of a document changed, one finding for each version that changed an amount, in the columns of
-- quality.finding: how many amounts, and the largest of them, of a line that is no sum where such a line changed.

with changes as (

    select * from {{ of_batch(ref('version_change')) }}

),

amounts as (

    select * from {{ ref('int_reported_amounts') }}

),

ordered as (

    select
        changes.*,
        amounts.section as printed_section,
        amounts.printed_unit,
        row_number() over (
            partition by changes.document_key, changes.earlier_document_key
            order by
                amounts.is_total asc,
                abs(changes.difference_yuan) desc,
                changes.table_no desc,
                changes.line_no asc,
                changes.measure asc
        ) as order_no,
    from changes
    inner join amounts
        on coalesce(changes.reported_amount_key, changes.earlier_reported_amount_key) = amounts.reported_amount_key

),

counted as (

    select
        document_key,
        earlier_document_key,
        count(*) as change_count,
        count(*) filter (where change = 'changed') as changed_count,
        count(*) filter (where change = 'added') as added_count,
        count(*) filter (where change = 'removed') as removed_count,
        count(distinct concat_ws('|', table_no, section, line_no)) as line_count,
        list(distinct page_no order by page_no) filter (where page_no is not null) as pages,
        list(distinct reported_amount_key order by reported_amount_key) filter (where reported_amount_key is not null)
            as reported_amount_keys,
    from ordered
    group by all

),

final as (

    select
        'version_change' as kind,
        counted.document_key,
        'version_change|' || counted.document_key || '|' || counted.earlier_document_key as group_key,
        coalesce(largest.page_no, 1) as page_no,
        '取代了前一份文件“' || largest.earlier_file_name || '”，' || counted.line_count || '行的' || counted.change_count
        || '个金额与之不同'
        || case
            when counted.changed_count = counted.change_count then ''
            else
                '（' || concat_ws(
                    '、',
                    case when counted.changed_count > 0 then '改动' || counted.changed_count || '个' end,
                    case when counted.added_count > 0 then '增加' || counted.added_count || '个' end,
                    case when counted.removed_count > 0 then '删去' || counted.removed_count || '个' end
                ) || '）'
        end
        || '，其中最大的是表' || largest.table_no || largest.printed_section || '第' || largest.line_no || '行“'
        || largest.line_name || '”的' || largest.measure
        || case
            when largest.page_no is null then '（前一份第' || largest.earlier_page_no || '页）'
            else '（第' || largest.page_no || '页，前一份第' || coalesce(cast(largest.earlier_page_no as varchar), '—') || '页）'
        end
        || case largest.change
            when 'added' then '，前一份没有，现为' || {{ money_text('largest.later_yuan', 'largest.printed_unit') }}
            when 'removed' then '，前一份是' || {{ money_text('largest.earlier_yuan', 'largest.printed_unit') }} || '，现已没有'
            else
                '，由' || {{ money_text('largest.earlier_yuan', 'largest.printed_unit') }} || '改为'
                || {{ money_text('largest.later_yuan', 'largest.printed_unit') }} || '，'
                || case when largest.difference_yuan > 0 then '多' else '少' end
                || {{ money_text('abs(largest.difference_yuan)', 'largest.printed_unit') }}
        end
        || case
            when len(counted.pages) > 1 then '；改动在第' || array_to_string(counted.pages, '、') || '页'
            else ''
        end || '。' as sentence,
        'corrected' as evidence,
        largest.later_yuan as left_yuan,
        largest.earlier_yuan as right_yuan,
        largest.difference_yuan,
        coalesce(counted.reported_amount_keys, []) as reported_amount_keys,
    from counted
    inner join ordered as largest
        on
            counted.document_key = largest.document_key
            and counted.earlier_document_key = largest.earlier_document_key
            and largest.order_no = 1

)

select * from final
