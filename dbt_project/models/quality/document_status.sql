with documents as (

    select * from {{ ref('int_documents_identified') }}
    where refusal_reason is null

),

outcomes as (

    select
        document_key,
        count(*) as evaluation_count,
        count(*) filter (where outcome = 'equal') as equal_count,
        count(*) filter (where outcome = 'rounding') as rounding_count,
        count(*) filter (where outcome = 'broken') as broken_count,
        count(*) filter (where outcome = 'not_applicable') as not_applicable_count,
        count(*) filter (where outcome = 'broken' and severity = 'error' and rule_no != 'R90') as broken_error_count,
        count(*) filter (where outcome = 'rounding' and severity = 'error') as rounding_error_count,
        count(*) filter (where outcome = 'broken' and rule_no = 'R90') as coverage_fault_count,
        list(distinct rule_no order by rule_no) filter (where outcome = 'broken') as broken_rules,
    from {{ of_batch(ref('reconciliation')) }}
    group by all

),

amounts as (

    select
        document_key,
        count(*) as amount_count,
    from {{ ref('int_reported_amounts') }}
    group by all

),

-- Tables known to be none of the canonical ones are set aside; the others are not understood.
unrecognised as (

    select
        document_key,
        count(*) filter (where reason = 'set_aside_by_title') as set_aside_count,
        count(*) filter (where reason = 'other_document') as other_count,
        count(*) filter (where reason not in ('set_aside_by_title', 'other_document')) as table_count,
    from {{ of_batch(ref('unrecognised_table')) }}
    group by all

),

forms as (

    select
        document_key,
        count(*) as form_count,
        sum(indicator_count) as indicator_count,
    from {{ ref('int_fact_project_form') }}
    group by all

),

judged as (

    select
        documents.document_key,
        documents.file_name,
        documents.fiscal_year,
        documents.budget_stage,
        documents.department_text as department_name,
        case
            when outcomes.coverage_fault_count > 0 then 'incomplete'
            when outcomes.broken_error_count > 0 then 'discrepant'
            when outcomes.rounding_error_count > 0 then 'rounding'
            else 'reconciled'
        end as quality_status,
        outcomes.evaluation_count,
        outcomes.equal_count,
        outcomes.rounding_count,
        outcomes.broken_count,
        outcomes.not_applicable_count,
        outcomes.broken_rules,
        amounts.amount_count,
        documents.document_part,
        documents.scanned_page_count,
        documents.unread_page_count,
        coalesce(unrecognised.table_count, 0) as unrecognised_table_count,
        coalesce(unrecognised.set_aside_count, 0) as set_aside_table_count,
        coalesce(unrecognised.other_count, 0) as other_document_table_count,
        coalesce(forms.form_count, 0) as form_count,
        coalesce(forms.indicator_count, 0) as indicator_count,
    from documents
    inner join outcomes on documents.document_key = outcomes.document_key
    left join amounts on documents.document_key = amounts.document_key
    left join unrecognised on documents.document_key = unrecognised.document_key
    left join forms on documents.document_key = forms.document_key

),

-- How the document stands, in a line for the reader of a load.
final as (

    select
        *,
        concat_ws(
            '；',
            case document_part
                when 'narrative' then '只有文字说明，没有表'
                when 'forms' then '只有绩效目标表'
                else coalesce(amount_count, 0) || '个金额'
            end,
            case case when document_part in ('narrative', 'forms') then '' else quality_status end
                when 'reconciled' then '勾稽全部相符'
                when 'rounding' then '勾稽相符（' || rounding_count || '处为四舍五入差）'
                when 'discrepant' then '勾稽不平：' || array_to_string(broken_rules, '、')
                when 'incomplete' then '核对不全'
            end,
            case
                when unread_page_count > 0 then unread_page_count || '页是扫描图片，未读（运行 make install 装上文字识别后再载入）'
            end,
            case
                when scanned_page_count > unread_page_count
                    then scanned_page_count - unread_page_count || '页扫描图片由机器识别'
            end,
            case when form_count > 0 then form_count || '张绩效目标表、' || indicator_count || '条指标' end,
            case when unrecognised_table_count > 0 then unrecognised_table_count || '张表未识别' end,
            case
                when other_document_table_count > 0
                    then
                        other_document_table_count
                        || '张表属于同一文件里的另一部门、年度或阶段，未载入（分成单独的文件再载入）'
            end,
            case when set_aside_table_count > 0 then set_aside_table_count || '张其他表存入原始层' end
        ) as summary,
    from judged

)

select * from final
