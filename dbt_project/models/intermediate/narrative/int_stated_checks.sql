-- R40 to R43, a row for each figure that could be compared, in the columns of quality.reconciliation.

with figures as (

    select
        *,
        coalesce(subject_label, '') || ' ' || value_text as figure_label,
        '第' || page_no || '页：“' || sentence_text || '”' as source_text,
    from {{ ref('int_fact_stated_figure') }}

),

quoted as (

    select
        figures.document_key,
        'R40a' as check_code,
        figures.stated_figure_key as match_key,
        figures.figure_label as line_label,
        matches.stated_yuan as left_yuan,
        matches.table_yuan as right_yuan,
        matches.difference_yuan,
        matches.tolerance_yuan,
        matches.cell_count as addend_count,
        matches.outcome,
        case
            when matches.outcome = 'broken' and matches.table_yuan is null
                then figures.source_text || '，表' || matches.table_no || '没有印这个金额'
            when matches.outcome = 'broken'
                then figures.source_text || '，表' || matches.table_no || '是' || {{ printed_wan('matches.table_yuan') }}
        end as reason,
        cast([] as varchar[]) as left_keys,
        matches.reported_amount_keys as right_keys,
    from figures
    inner join {{ ref('int_stated_matches') }} as matches
        on figures.document_key = matches.document_key and figures.sequence_no = matches.sequence_no
    -- A zero beside a table that prints nothing there says nothing.
    where matches.cell_count > 0 or matches.outcome = 'broken'

),

shares as (

    select
        figures.document_key,
        'R41a' as check_code,
        figures.stated_figure_key as match_key,
        figures.figure_label as line_label,
        shares.outcome,
        case
            when shares.outcome = 'broken'
                then figures.source_text || '，按金额重算是' || round(shares.computed_pct, 2) || '%'
            else shares.reason
        end as reason,
        shares.part_keys as left_keys,
        shares.whole_keys as right_keys,
    from figures
    inner join {{ ref('int_stated_shares') }} as shares
        on figures.document_key = shares.document_key and figures.sequence_no = shares.sequence_no

),

changes as (

    select
        figures.document_key,
        'R42a' as check_code,
        figures.stated_figure_key as match_key,
        figures.figure_label as line_label,
        changes.expected_yuan as left_yuan,
        changes.last_yuan as right_yuan,
        changes.difference_yuan,
        changes.tolerance_yuan,
        len(changes.last_keys) as addend_count,
        changes.outcome,
        case
            when changes.outcome = 'broken'
                then
                    figures.source_text || '，由此上年是' || {{ printed_wan('changes.expected_yuan') }}
                    || '，上年文件是' || {{ printed_wan('changes.last_yuan') }}
        end as reason,
        changes.level_keys as left_keys,
        changes.last_keys as right_keys,
    from figures
    inner join {{ ref('int_stated_changes') }} as changes
        on figures.document_key = changes.document_key and figures.sequence_no = changes.sequence_no

),

forms as (

    select
        document_key,
        'R43a' as check_code,
        project_form_key as match_key,
        project_name as line_label,
        form_yuan as left_yuan,
        project_yuan as right_yuan,
        difference_yuan,
        tolerance_yuan,
        len(reported_amount_keys) as addend_count,
        case outcome when 'different' then 'broken' when 'not_listed' then 'not_applicable' else outcome end as outcome,
        case
            when outcome = 'not_listed' then '表12、表13没有这个项目'
            when outcome = 'different'
                then
                    '第' || page_no || '页的绩效目标表是' || {{ printed_wan('form_yuan') }} || '，项目表是'
                    || {{ printed_wan('project_yuan') }}
        end as reason,
        cast([] as varchar[]) as left_keys,
        coalesce(reported_amount_keys, []) as right_keys,
    from {{ of_batch(ref('project_form_amount')) }}

),

final as (

    select * from quoted
    union all by name
    select * from shares
    union all by name
    select * from changes
    union all by name
    select * from forms

)

select * from final
