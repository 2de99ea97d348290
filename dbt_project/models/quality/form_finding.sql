-- What a performance form should say and does not, or says in a way that was not understood.
with forms as (

    select
        facts.*,
        texts.lacks_unit,
        texts.has_unread_amount,
    from {{ ref('int_fact_project_form') }} as facts
    inner join {{ ref('int_project_forms') }} as texts
        on facts.document_key = texts.document_key and facts.form_row_no = texts.form_row_no

),

findings as (

    select
        forms.*,
        unnest([
            case when form_kind = 'project' and project_name is null then 'no_project_name' end,
            case
                when lacks_unit then 'no_unit_of_amount'
                when has_unread_amount then 'unread_amount'
                when coalesce(year_amount_yuan, period_amount_yuan) is null then 'no_amount'
            end,
            case when indicator_count = 0 then 'no_indicator' end
        ]) as reason,
    from forms

),

final as (

    select
        document_key,
        file_name,
        form_no,
        project_name,
        page_no,
        'warn' as severity,
        reason,
        '第' || page_no || '页的绩效目标表'
        || case reason
            when 'no_project_name' then '没有读出项目名称'
            when 'no_unit_of_amount' then '的金额没有印明是元还是万元'
            when 'unread_amount' then '的金额栏不是数字'
            when 'no_amount' then '没有读出金额'
            when 'no_indicator' then '没有读出绩效指标'
        end as detail,
    from findings
    where reason is not null

)

select * from final
