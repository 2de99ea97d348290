-- Which forms stand. Two forms of one project of one unit, in whatever part of a disclosure, are versions where the
-- later says again, or differently, what the earlier said: the later 填报日期 stands, without dates the document handed
-- in later. Where the amounts agree and no indicator is printed twice they are the parts of one form, printed with its
-- head on each page.

with forms as (

    select
        forms.*,
        disclosures.disclosure_key,
        documents.first_landed_at,
        documents.sha256,
        {{ normalised('forms.project_name') }} as project_text,
        {{ normalised('forms.unit_name') }} as unit_text,
    from {{ ref('int_project_forms') }} as forms
    inner join {{ ref('int_disclosures') }} as disclosures on forms.document_key = disclosures.document_key
    inner join {{ ref('int_documents_identified') }} as documents on forms.document_key = documents.document_key
    where forms.project_name is not null

),

targets as (

    select distinct
        document_key,
        form_row_no,
        scope,
        {{ normalised('level2') }} as level2_text,
        {{ normalised('level3') }} as level3_text,
    from {{ ref('int_form_indicators') }}

),

pairs as (

    select
        earlier.document_key,
        earlier.form_row_no as earlier_row_no,
        later.document_key as later_document_key,
        later.first_landed_at as later_landed_at,
        later.form_row_no as later_row_no,
        later.form_no as later_form_no,
        later.filed_on as later_filed_on,
        earlier.filed_on < later.filed_on as is_dated,
        coalesce(earlier.period_amount_yuan, -1) = coalesce(later.period_amount_yuan, -1)
        and coalesce(earlier.year_amount_yuan, -1) = coalesce(later.year_amount_yuan, -1) as has_same_amounts,
        earlier.indicator_count,
        later.indicator_count as later_indicator_count,
        count(shared.level3_text) as shared_count,
    from forms as earlier
    inner join forms as later
        on
            earlier.disclosure_key = later.disclosure_key
            and earlier.form_kind = later.form_kind
            and earlier.project_text = later.project_text
            and earlier.unit_text = later.unit_text
            and (earlier.document_key != later.document_key or earlier.form_row_no != later.form_row_no)
            and (
                earlier.filed_on < later.filed_on
                or (
                    coalesce(cast(earlier.filed_on as varchar), '') = coalesce(cast(later.filed_on as varchar), '')
                    and (earlier.first_landed_at, earlier.sha256, earlier.form_row_no)
                    < (later.first_landed_at, later.sha256, later.form_row_no)
                )
            )
    left join targets on earlier.document_key = targets.document_key and earlier.form_row_no = targets.form_row_no
    left join targets as shared
        on
            later.document_key = shared.document_key
            and later.form_row_no = shared.form_row_no
            and targets.scope = shared.scope
            and targets.level2_text = shared.level2_text
            and targets.level3_text = shared.level3_text
    group by all

),

judged as (

    select
        *,
        case
            when is_dated or document_key != later_document_key then not has_same_amounts or shared_count > 0
            -- Without dates only what is printed twice is one form.
            else has_same_amounts and shared_count = indicator_count and indicator_count = later_indicator_count
        end as is_superseded,
        document_key = later_document_key and has_same_amounts and shared_count = 0 as is_part,
    from pairs

),

superseded as (

    select
        document_key,
        earlier_row_no as form_row_no,
        arg_max(later_document_key, (later_filed_on, later_landed_at, later_row_no)) as superseded_by_document_key,
        arg_max(later_form_no, (later_filed_on, later_landed_at, later_row_no)) as superseded_by_form_no,
    from judged
    where is_superseded
    group by all

),

parts as (

    select
        judged.document_key,
        greatest(judged.earlier_row_no, judged.later_row_no) as form_row_no,
        min(first_forms.form_no) as continues_form_no,
    from judged
    inner join forms as first_forms
        on
            judged.document_key = first_forms.document_key
            and least(judged.earlier_row_no, judged.later_row_no) = first_forms.form_row_no
    anti join superseded as gone
        on judged.document_key = gone.document_key and judged.earlier_row_no = gone.form_row_no
    anti join superseded as gone_later
        on judged.document_key = gone_later.document_key and judged.later_row_no = gone_later.form_row_no
    where judged.is_part
    group by all

),

final as (

    select
        forms.document_key,
        forms.form_row_no,
        superseded.superseded_by_document_key,
        superseded.superseded_by_form_no,
        parts.continues_form_no,
    from {{ ref('int_project_forms') }} as forms
    left join superseded
        on forms.document_key = superseded.document_key and forms.form_row_no = superseded.form_row_no
    left join parts on forms.document_key = parts.document_key and forms.form_row_no = parts.form_row_no

)

select * from final
