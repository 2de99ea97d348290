-- 年度资金总额 of each form that stands, beside the project's lines in tables 12 and 13 of the disclosure, in whichever part
-- they are printed. A form for a project that those
-- tables do not list (人员类, 公用经费) has nothing to be compared with.
with forms as (

    select
        facts.*,
        disclosures.disclosure_key,
    from {{ ref('int_fact_project_form') }} as facts
    inner join {{ ref('int_disclosures') }} as disclosures on facts.document_key = disclosures.document_key
    where
        facts.form_kind = 'project'
        and facts.superseded_by is null
        and facts.continues_form_no is null
        and facts.year_amount_yuan is not null

),

lines as (

    select
        disclosures.disclosure_key,
        {{ normalised('facts.project_name') }} as project_text,
        {{ normalised('facts.unit_name') }} as unit_text,
        facts.carryover_status,
        sum(facts.amount_yuan) as amount_yuan,
        sum(facts.cell_count) as cell_count,
        flatten(list(facts.reported_amount_keys)) as reported_amount_keys,
        max(facts.last_place_yuan) as last_place_yuan,
    from {{ ref('int_fact_project') }} as facts
    inner join {{ ref('int_disclosures') }} as disclosures on facts.document_key = disclosures.document_key
    group by all

),

-- The unit decides between projects of one name; a table without units has the name alone.
listed as (

    select
        forms.project_form_key,
        lines.*,
    from forms
    inner join lines
        on
            forms.disclosure_key = lines.disclosure_key
            and {{ normalised('forms.project_name') }} = lines.project_text
            and (
                lines.unit_text = '' or forms.unit_name is null or lines.unit_text = {{ normalised('forms.unit_name') }}
            )

),

matched as (

    select
        forms.project_form_key,
        any_value(forms.document_key) as document_key,
        any_value(forms.file_name) as file_name,
        any_value(forms.form_no) as form_no,
        any_value(forms.project_name) as project_name,
        any_value(forms.unit_name) as unit_name,
        any_value(forms.page_no) as page_no,
        any_value(forms.year_amount_yuan) as form_yuan,
        sum(lines.amount_yuan) as project_yuan,
        string_agg(distinct lines.carryover_status, '、' order by lines.carryover_status) as carryover_status,
        flatten(list(lines.reported_amount_keys) filter (where lines.reported_amount_keys is not null))
            as reported_amount_keys,
        coalesce(max(lines.last_place_yuan), 0) * coalesce(sum(lines.cell_count), 0) * cast(0.5 as decimal(2, 1))
            as tolerance_yuan,
    from forms
    left join listed as lines on forms.project_form_key = lines.project_form_key
    group by forms.project_form_key

),

final as (

    select
        project_form_key,
        document_key,
        file_name,
        form_no,
        project_name,
        unit_name,
        page_no,
        form_yuan,
        cast(project_yuan as decimal(20, 2)) as project_yuan,
        cast(form_yuan - project_yuan as decimal(20, 2)) as difference_yuan,
        cast(tolerance_yuan as decimal(20, 6)) as tolerance_yuan,
        list_sort(reported_amount_keys) as reported_amount_keys,
        carryover_status,
        case
            when project_yuan is null then 'not_listed'
            when form_yuan = project_yuan then 'equal'
            when abs(form_yuan - project_yuan) <= tolerance_yuan then 'rounding'
            else 'different'
        end as outcome,
    from matched

)

select * from final
