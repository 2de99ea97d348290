-- What the performance forms say against themselves, in the columns of quality.finding: forms that lack something, two
-- forms of one project with different amounts, one indicator with limits for 实施期 and 年度 that do not fit.

with forms as (

    select
        *,
        '（第' || page_no || '页' || coalesce('，' || strftime(filed_on, '%Y-%m-%d %H:%M') || '填报', '') || '）'
            as place_text,
    from {{ ref('int_fact_project_form') }}

),

targets as (

    select * from {{ ref('int_fact_performance_target') }}
    where superseded_by is null and value_number is not null

),

incomplete as (

    select
        'form' as kind,
        document_key,
        'form|' || document_key || '|' || form_no || '|' || reason as group_key,
        page_no,
        coalesce('项目“' || project_name || '”：', '') || detail || '。' as sentence,
        'not_read' as evidence,
        cast(null as decimal(20, 2)) as left_yuan,
        cast(null as decimal(20, 2)) as right_yuan,
        {{ no_places() }} as places,
    from {{ of_batch(ref('form_finding')) }}

),

superseded as (

    select
        'form_superseded' as kind,
        forms.document_key,
        'form_superseded|' || forms.project_form_key as group_key,
        forms.page_no,
        '项目“' || forms.project_name || '”有两张绩效目标表：一张' || forms.place_text || '的金额是'
        || {{ money_text('coalesce(forms.year_amount_yuan, forms.period_amount_yuan)', "'元'") }}
        || '，另一张' || later.place_text || '是'
        || {{ money_text('coalesce(later.year_amount_yuan, later.period_amount_yuan)', "'元'") }} || '，以后一张为准。'
            as sentence,
        'entered_twice' as evidence,
        coalesce(forms.year_amount_yuan, forms.period_amount_yuan) as left_yuan,
        coalesce(later.year_amount_yuan, later.period_amount_yuan) as right_yuan,
        {{ no_places() }} as places,
    from forms
    inner join forms as later on forms.superseded_by = later.project_form_key
    where
        coalesce(forms.year_amount_yuan, forms.period_amount_yuan)
        != coalesce(later.year_amount_yuan, later.period_amount_yuan)

),

-- A limit over time or in percent may change from year to year; what a month or a piece may cost is the same however
-- long the period, and what is counted may be as many times as much as the period has years.
limits as (

    select
        period.*,
        annual.value as annual_value,
        annual.value_number as annual_number,
        annual.page_no as annual_page_no,
        annual.x0 as annual_x0,
        annual.top as annual_top,
        annual.x1 as annual_x1,
        annual.bottom as annual_bottom,
        contains(period.value_unit, '/') as is_rate,
        try_cast(regexp_extract(period.term, '^(\d+)年$', 1) as integer) as years,
    from targets as period
    inner join targets as annual
        on
            period.project_form_key = annual.project_form_key
            and period.scope = '实施期'
            and annual.scope = '年度'
            and period.level2 is not distinct from annual.level2
            and {{ normalised('period.level3') }} = {{ normalised('annual.level3') }}
            and period.operator is not distinct from annual.operator
            and period.value_unit = annual.value_unit
    where not regexp_matches(period.value_unit, {{ var('units_of_targets_over_time') }})
    -- An indicator printed several times in one of the two columns has no counterpart of its own.
    qualify
        count(*) over (partition by period.performance_target_key) = 1
        and count(*) over (partition by annual.performance_target_key) = 1

),

unfit as (

    select
        'target_limit' as kind,
        document_key,
        'target_limit|' || performance_target_key as group_key,
        page_no,
        '项目“' || coalesce(project_name, '') || '”的绩效目标表（第' || page_no || '页）中，' || level2 || '“' || level3
        || '”实施期为' || value || '，年度为' || annual_value
        || case
            when is_rate then '：单价与期限长短无关，两处应当相同。'
            when value_number < annual_number then '：整个实施期少于一年。'
            else '：相差超过实施期的年数（' || term || '）。'
        end as sentence,
        'entered_twice' as evidence,
        cast(null as decimal(20, 2)) as left_yuan,
        cast(null as decimal(20, 2)) as right_yuan,
        list_value(
            {{ place_of('page_no', 'x0', 'top', 'x1', 'bottom', 'value') }},
            {{ place_of('annual_page_no', 'annual_x0', 'annual_top', 'annual_x1', 'annual_bottom', 'annual_value') }}
        ) as places,
    from limits
    where
        value_number != annual_number
        and (is_rate or value_number < annual_number or value_number > annual_number * years)

),

final as (

    select * from incomplete
    union all by name
    select * from superseded
    union all by name
    select * from unfit

)

select * from final
