-- Broken rules as findings: a sentence that says what a person reading the page would say, and what it rests on.

with grouped as (

    select
        grouped.*,
        row_number() over (
            partition by grouped.group_key
            order by
                grouped.severity asc,
                grouped.rule_no != 'R51' asc,
                grouped.left_yuan is null or grouped.right_yuan is null asc,
                grouped.rule_no asc,
                abs(grouped.difference_yuan) desc nulls last,
                grouped.check_code asc,
                grouped.match_key asc
        ) as order_no,
    from {{ ref('int_findings_grouped') }} as grouped

),

sides as (

    select * from {{ ref('int_finding_sides') }}

),

amounts as (

    select
        described.*,
        amounts.last_place_yuan,
        {{ digits_of('amounts.amount_yuan', 'amounts.last_place_yuan') }} as printed_digits,
    from {{ ref('int_reported_amounts_described') }} as described
    inner join {{ ref('int_reported_amounts') }} as amounts
        on described.reported_amount_key = amounts.reported_amount_key

),

-- What a scanned page may have been misread as.
doubts as (

    select
        grouped.group_key,
        bool_or(len(doubts.fitting_texts) > 0) as has_fitting_text,
        min(doubts.confidence) < {{ var('least_ocr_confidence') }} as has_unsure_character,
        any_value(
            '“' || doubts.printed_text || '”改读为“' || doubts.fitting_texts[1] || '”即平'
            order by doubts.reported_amount_key != coalesce(grouped.cause_key, ''), doubts.reported_amount_key
        ) filter (where len(doubts.fitting_texts) > 0) as reading_text,
    from grouped
    inner join {{ of_batch(ref('ocr_doubt')) }} as doubts on grouped.reconciliation_key = doubts.reconciliation_key
    group by all

),

operands as (

    select
        grouped.group_key,
        bool_or(amounts.extraction_method = 'ocr') as has_recognised,
        max(amounts.last_place_yuan) as last_place_yuan,
        list(distinct amounts.reported_amount_key order by amounts.reported_amount_key) as reported_amount_keys,
    from (
        select
            group_key,
            document_key,
            unnest(list_concat(left_keys, right_keys)) as cell_key,
        from grouped
    ) as grouped
    inner join amounts on grouped.cell_key = amounts.reported_amount_key
    -- Amounts of another document that is held back stand in no mart.
    inner join {{ of_batch(ref('document_status')) }} as status
        on
            amounts.document_key = status.document_key
            and (grouped.document_key = amounts.document_key or status.quality_status != 'incomplete')
    group by all

),

-- The digits of a stated percentage, and of the one recomputed, to as many places.
percentages as (

    select
        figures.stated_figure_key,
        {{ digits_of('shares.stated_pct', 'shares.place_pct') }} as stated_digits,
        {{ digits_of('(shares.computed_pct + shares.place_pct * cast(0.5 as decimal(2, 1)))', 'shares.place_pct') }}
            as computed_digits,
    from {{ ref('int_stated_shares') }} as shares
    inner join {{ ref('int_fact_stated_figure') }} as figures
        on shares.document_key = figures.document_key and shares.sequence_no = figures.sequence_no
    where shares.outcome = 'broken'

),

groups as (

    select
        group_key,
        list(distinct rule_no order by rule_no) as rule_nos,
        list(reconciliation_key order by order_no) as reconciliation_keys,
        min(severity) as severity,
        count(*) as broken_count,
        array_to_string(
            list(distinct line_label order by line_label) filter (where line_label != '')[:6], '、'
        ) as line_labels,
        -- One suspect for all of them, and more than one rule or no other amount to suspect.
        bool_and(is_only_suspect and mended_count > spoilt_count)
        and count(distinct cause_key) = 1
        and not bool_or(starts_with(group_key, 'unit|'))
        and (count(*) > 1 or not bool_or(match_on = 'stated'))
            as is_cause_known,
    from grouped
    group by group_key

),

firsts as (

    select
        grouped.*,
        groups.rule_nos,
        groups.reconciliation_keys,
        groups.severity as worst_severity,
        groups.broken_count,
        groups.line_labels,
        groups.is_cause_known and grouped.is_printed as has_suspect,
        suspects.amount_yuan as suspect_yuan,
        suspects.printed_digits as suspect_digits,
        suspects.printed_unit as suspect_unit,
        suspects.page_no as suspect_page_no,
        {{ digits_of('(suspects.amount_yuan + grouped.correction_yuan)', 'suspects.last_place_yuan') }}
            as expected_digits,
        '表' || suspects.table_no || suspects.section || '第' || suspects.line_no || '行“' || suspects.line_name
        || '”的' || suspects.measure || '（第' || suspects.page_no || '页）' as suspect_text,
        left_sides.cell_count as left_count,
        right_sides.cell_count as right_count,
        left_sides.line as left_line,
        right_sides.line as right_line,
        left_sides.measures_text as left_measures,
        right_sides.measures_text as right_measures,
        left_sides.lines_text as left_lines,
        right_sides.lines_text as right_lines,
        left_sides.pages_text as left_pages,
        right_sides.pages_text as right_pages,
        left_sides.table_no as left_table_no,
        left_sides.section as left_section,
        right_sides.section as right_section,
        right_sides.table_no as right_table_no,
        left_sides.table_count as left_table_count,
        right_sides.table_count as right_table_count,
        coalesce(left_sides.page_no, right_sides.page_no) as side_page_no,
        coalesce(left_sides.printed_unit, right_sides.printed_unit) as printed_unit,
        operands.has_recognised,
        operands.last_place_yuan,
        coalesce(percentages.stated_digits, {{ digits_of('grouped.left_yuan', 'operands.last_place_yuan') }})
            as left_digits,
        coalesce(percentages.computed_digits, {{ digits_of('grouped.right_yuan', 'operands.last_place_yuan') }})
            as right_digits,
        percentages.stated_figure_key is not null or right_sides.cell_count = 1 as is_one_figure,
        coalesce(operands.reported_amount_keys, []) as reported_amount_keys,
        doubts.has_fitting_text,
        doubts.has_unsure_character,
        doubts.reading_text,
    from grouped
    inner join groups on grouped.group_key = groups.group_key
    left join amounts as suspects on grouped.cause_key = suspects.reported_amount_key
    left join sides as left_sides
        on grouped.reconciliation_key = left_sides.reconciliation_key and left_sides.side = 'left'
    left join sides as right_sides
        on grouped.reconciliation_key = right_sides.reconciliation_key and right_sides.side = 'right'
    left join operands on grouped.group_key = operands.group_key
    left join percentages on grouped.match_key = percentages.stated_figure_key
    left join doubts on grouped.group_key = doubts.group_key
    where grouped.order_no = 1

),

-- A side that is the same line as the other, or a line of the same table, need not say so again.
worded as (

    select
        *,
        case
            when left_count = 1
                then '表'
                    || left_table_no
                    || left_section
                    || left_lines
                    || '的'
                    || left_measures
                    || '（'
                    || left_pages
                    || '）'
            when left_count > 1
                then
                    case when left_table_count = 1 then '表' || left_table_no || left_section else '' end
                    || left_lines
                    || '的'
                    || left_measures || '（' || left_pages || '）'
        end as left_text,
        case
            when right_count is null then null
            when right_line = left_line then '同行的' || right_measures
            else
                case
                    when right_table_no = left_table_no and right_table_count = 1 then '同表' || right_section
                    when right_table_count = 1 then '表' || right_table_no || right_section
                    else ''
                end || right_lines
                || case when right_measures = left_measures then '' else '的' || right_measures end
                || case when right_pages = left_pages then '' else '（' || right_pages || '）' end
        end as right_text,
        case when left_count > 1 then '之和为' else '印为' end as left_verb,
        case when right_count > 1 then '之和为' else '为' end as right_verb,
        '（' || array_to_string(rule_nos, '、') || '）' as rules_text,
        case
            when has_suspect then {{ digit_slip('suspect_digits', 'expected_digits') }}
            when match_on in ('stated', 'last_year') and is_one_figure
                then {{ digit_slip('left_digits', 'right_digits') }}
        end as slip,
    from firsts

),

said as (

    select
        *,
        case
            -- The narrative, the forms and the coverage say it themselves.
            when rule_no = 'R90' and broken_count > 1 and match_on = 'coverage' and check_code = 'R90b'
                then '缺' || line_labels || '：' || reason || rules_text
            when match_on in ('coverage', 'stated') and rule_no in ('R51', 'R90', 'R43')
                then line_label || '：' || reason || rules_text
            when match_on in ('coverage', 'stated')
                then
                    '文字说明' || reason
                    || case
                        when left_yuan is null or right_yuan is null then ''
                        else
                            case when difference_yuan > 0 then '，多' else '，少' end
                            || {{ money_text('abs(difference_yuan)', 'printed_unit') }}
                    end || rules_text
            when match_on = 'last_year'
                then left_text || '印为' || {{ money_text('left_yuan', 'printed_unit') }} || '，' || reason || rules_text
            when left_text is null
                then
                    coalesce(nullif('“' || line_label || '”', '“”'), '左侧') || '没有印金额，而' || right_text || right_verb
                    || {{ money_text('right_yuan', 'printed_unit') }} || rules_text || '：' || rule_text
            when right_text is null
                then
                    left_text || left_verb || {{ money_text('left_yuan', 'printed_unit') }}
                    || '，而与之相对的一侧没有印金额' || rules_text || '：' || rule_text
            else
                left_text
                || left_verb
                || {{ money_text('left_yuan', 'printed_unit') }}
                || '，'
                || right_text
                || right_verb
                || {{ money_text('right_yuan', 'printed_unit') }} || '，'
                || case when operator = '=' then '' else '不应' end
                || case when difference_yuan > 0 then '多' else '少' end
                || {{ money_text('abs(difference_yuan)', 'printed_unit') }} || rules_text
        end as sentence,
    from worded

),

final as (

    select
        said.group_key,
        document_key,
        case
            when rule_no = 'R51' then 'unit'
            when rule_no = 'R90' then 'coverage'
            else 'rule'
        end as kind,
        worst_severity as severity,
        rule_nos,
        reconciliation_keys,
        coalesce(
            case when has_suspect then suspect_page_no end,
            -- The narrative, forms and tables without amounts name their page themselves.
            try_cast(regexp_extract(reason, '第(\d+)页', 1) as integer),
            side_page_no
        ) as page_no,
        sentence
        || case
            when has_suspect
                then
                    '；' || case when broken_count > 1 then broken_count || '处核对都' else '有关的核对' end || '指向'
                    || case
                        when [cause_key] = left_keys then '前者'
                        else suspect_text || '，印为' || {{ money_text('suspect_yuan', 'suspect_unit') }}
                    end
                    || '，按其余金额推算为' || {{ money_text('suspect_yuan + correction_yuan', 'suspect_unit') }}
            when broken_count > 1 and kind_of_group = 'unit' then '；由此' || (broken_count - 1) || '处勾稽不符'
            when broken_count > 1 and kind_of_group = 'line' then '；共' || broken_count || '栏不符，可能缺行'
            when broken_count > 1 and kind_of_group = 'year' then '；共' || broken_count || '处与上年相差千倍以上'
            when broken_count > 1 and kind_of_group = 'cell' then '；同一处差异使' || broken_count || '处核对不符'
            else ''
        end
        || coalesce('；' || reading_text, '') || '。' as sentence,
        left_yuan,
        right_yuan,
        difference_yuan,
        case
            when has_fitting_text then 'fitting_reading'
            when has_unsure_character then 'unsure_character'
            when
                match_on != 'last_year' and abs(difference_yuan) <= greatest(2 * tolerance_yuan, last_place_yuan)
                then 'last_place'
            when has_recognised then 'recognised_page'
            when rule_no = 'R51' then 'shifted_point'
            when rule_no = 'R90' then 'not_read'
            when slip in ('shifted_point', 'swapped_digits') then slip
            when match_on = 'last_year' then 'thousandfold'
            when has_suspect then 'others_agree'
            when
                left_text is null and match_on != 'stated' or right_text is null and match_on != 'stated'
                then 'not_printed'
            when slip is not null then slip
            else 'printed_text'
        end as evidence,
        case when has_suspect then cause_key end as suspect_key,
        reported_amount_keys,
    from (
        select
            *,
            split_part(group_key, '|', 1) as kind_of_group,
        from said
    ) as said

)

select * from final
