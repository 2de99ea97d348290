-- 项目绩效目标表: each printed form with its amounts and goals.

with forms as (

    select * from {{ ref('int_project_forms') }}

),

versions as (

    select * from {{ ref('int_form_versions') }}

),

final as (

    select
        {{ key_of(['forms.document_key', 'forms.form_no']) }} as project_form_key,
        forms.document_key,
        forms.form_row_no,
        documents.file_name,
        documents.fiscal_year,
        documents.budget_stage,
        departments.department_key,
        documents.department_text as department_name,
        cast(forms.form_no as integer) as form_no,
        forms.form_kind,
        forms.project_name,
        forms.project_code,
        forms.unit_name,
        forms.department_code,
        forms.term,
        forms.filed_at,
        forms.filed_on,
        forms.period_amount_yuan,
        forms.year_amount_yuan,
        forms.fund_amounts,
        forms.period_goal,
        forms.year_goal,
        cast(forms.indicator_count as integer) as indicator_count,
        cast(versions.continues_form_no as integer) as continues_form_no,
        case
            when versions.superseded_by_form_no is not null
                then {{ key_of(['versions.superseded_by_document_key', 'versions.superseded_by_form_no']) }}
        end as superseded_by,
        forms.page_no,
        forms.last_page_no,
    from forms
    inner join versions on forms.document_key = versions.document_key and forms.form_row_no = versions.form_row_no
    inner join {{ ref('int_documents_identified') }} as documents on forms.document_key = documents.document_key
    inner join {{ ref('int_departments_located') }} as departments
        on documents.document_key = departments.document_key
    where documents.refusal_reason is null

)

select * from final
