-- Findings: what a person reading the page would object to, each cause once.

with of_rules as (

    select * from {{ ref('int_findings_of_rules') }}

),

of_forms as (

    select * from {{ ref('int_findings_of_forms') }}

),

of_versions as (

    select * from {{ ref('int_findings_of_versions') }}

),

described as (

    select * from {{ ref('int_reported_amounts_described') }}

),

places as (

    select
        keys.group_key,
        list({{ place_of('page_no', 'x0', 'top', 'x1', 'bottom', 'printed_text') }} order by page_no, top, x0)
            as places,
    from (
        select
            group_key,
            unnest(reported_amount_keys) as reported_amount_key,
        from of_rules
        union all
        select
            group_key,
            unnest(reported_amount_keys) as reported_amount_key,
        from of_versions
    ) as keys
    inner join described on keys.reported_amount_key = described.reported_amount_key
    group by all

),

-- Amounts that hold in a rule were read right, however unsure a character seemed.
confirmed as (

    select unnest(list_concat(left_keys, right_keys)) as reported_amount_key
    from {{ of_batch(ref('reconciliation')) }}
    where outcome in ('equal', 'rounding')
    union
    select unnest(reported_amount_keys) as reported_amount_key
    from of_rules

),

unsure as (

    select
        'unsure_reading' as kind,
        doubts.document_key,
        'unsure|' || doubts.document_key || '|' || doubts.page_no as group_key,
        doubts.page_no,
        '第' || doubts.page_no || '页是扫描图片，有' || count(*) || '个金额识读把握不足，又没有勾稽关系可以核对：'
        || array_to_string(list('“' || doubts.printed_text || '”' order by doubts.top, doubts.x0)[:5], '、')
        || case when count(*) > 5 then '等' else '' end || '，请对照原页。' as sentence,
        'unsure_character' as evidence,
        list(
            {{ place_of(
                'doubts.page_no', 'doubts.x0', 'doubts.top', 'doubts.x1', 'doubts.bottom', 'doubts.printed_text'
            ) }} order by doubts.top, doubts.x0
        ) as places,
        list(doubts.reported_amount_key order by doubts.top, doubts.x0) as reported_amount_keys,
    from {{ of_batch(ref('ocr_doubt')) }} as doubts
    anti join confirmed on doubts.reported_amount_key = confirmed.reported_amount_key
    where doubts.reason = 'low_confidence'
    group by doubts.document_key, doubts.page_no

),

unioned as (

    select
        of_rules.*,
        places.places,
    from of_rules
    left join places on of_rules.group_key = places.group_key
    union all by name
    select
        of_versions.*,
        places.places,
    from of_versions
    left join places on of_versions.group_key = places.group_key
    union all by name
    select * from of_forms
    union all by name
    select * from unsure

),

weighed as (

    select
        unioned.*,
        coalesce(unioned.severity, kinds.severity) as told_severity,
        kinds.name_zh as kind_name,
        evidence.likely_cause,
        evidence.likelihood,
        evidence.text as cause_reason,
        coalesce(unioned.difference_yuan, unioned.left_yuan - unioned.right_yuan) as told_difference_yuan,
        coalesce(kinds.base_weight, 0) as base_weight,
    from unioned
    inner join {{ ref('finding_kinds') }} as kinds on unioned.kind = kinds.kind
    inner join {{ ref('finding_evidence') }} as evidence on unioned.evidence = evidence.evidence

),

final as (

    select
        {{ key_of(['weighed.group_key']) }} as finding_key,
        weighed.document_key,
        documents.file_name,
        documents.fiscal_year,
        documents.budget_stage,
        documents.department_text as department_name,
        versions.superseded_by is not null as is_superseded,
        weighed.kind,
        weighed.kind_name,
        coalesce(weighed.rule_nos, []) as rule_nos,
        weighed.told_severity as severity,
        weighed.page_no,
        weighed.sentence,
        weighed.left_yuan,
        weighed.right_yuan,
        cast(weighed.told_difference_yuan as decimal(20, 2)) as difference_yuan,
        weighed.likely_cause,
        weighed.likelihood,
        weighed.cause_reason,
        -- Errors before warnings, large amounts before small ones, what is sure before what is not.
        cast(
            case weighed.told_severity when 'error' then 40 else 20 end
            + weighed.base_weight
            + least(40, round(5 * log10(1 + abs(coalesce(weighed.told_difference_yuan, 0)))))
            + case weighed.likelihood when '高' then 20 when '中' then 10 else 0 end
            - case when weighed.likely_cause = '四舍五入' then 20 else 0 end
            as integer
        ) as weight,
        weighed.suspect_key,
        coalesce(weighed.reported_amount_keys, []) as reported_amount_keys,
        coalesce(weighed.reconciliation_keys, []) as reconciliation_keys,
        coalesce(weighed.places, {{ no_places() }}) as places,
    from weighed
    inner join {{ ref('int_documents_identified') }} as documents on weighed.document_key = documents.document_key
    left join {{ ref('int_document_versions') }} as versions on weighed.document_key = versions.document_key

)

select * from final
