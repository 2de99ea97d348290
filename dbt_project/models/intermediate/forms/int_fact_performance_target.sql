-- 绩效指标: each indicator of each printed form.

with indicators as (

    select * from {{ ref('int_form_indicators') }}

),

forms as (

    select * from {{ ref('int_fact_project_form') }}

),

numbered as (

    select
        *,
        row_number() over (partition by document_key, form_row_no order by row_no, group_no, item_no) as indicator_no,
    from indicators

),

final as (

    select
        {{ key_of(['forms.project_form_key', 'numbered.indicator_no']) }} as performance_target_key,
        forms.project_form_key,
        forms.document_key,
        forms.file_name,
        forms.fiscal_year,
        forms.budget_stage,
        forms.department_key,
        forms.department_name,
        forms.form_no,
        forms.form_kind,
        forms.project_name,
        forms.project_code,
        forms.unit_name,
        forms.term,
        forms.filed_at,
        forms.filed_on,
        forms.period_amount_yuan,
        forms.year_amount_yuan,
        cast(numbered.indicator_no as integer) as indicator_no,
        numbered.scope,
        numbered.level1,
        numbered.level2,
        {{ without_persons('numbered.level3') }} as level3,
        {{ without_persons('numbered.value') }} as value,
        parsed.operator,
        parsed.value_number,
        parsed.value_number_to,
        parsed.value_unit,
        nullif(numbered.weight, '') as weight,
        forms.superseded_by,
        numbered.page_no,
        numbered.x0,
        numbered.top,
        numbered.x1,
        numbered.bottom,
        case when pages.method = 'ocr' then 'ocr' else 'text' end as extraction_method,
    from numbered
    inner join forms on numbered.document_key = forms.document_key and numbered.form_row_no = forms.form_row_no
    left join {{ ref('int_target_values') }} as parsed on numbered.value = parsed.value_text
    left join {{ ref('stg_raw__page') }} as pages
        on numbered.document_key = pages.document_key and numbered.page_no = pages.page_no

)

select * from final
