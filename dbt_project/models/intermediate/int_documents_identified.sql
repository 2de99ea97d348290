-- The year, stage and department of each document, from what is printed in it; never from its file name.

{{
    config(
        pre_hook="{{ set_joined_pattern('document_line_pattern', ref('document_patterns'), \"source = 'line'\") }}"
    )
}}

with documents as (

    select * from {{ ref('int_documents_due') }}

),

patterns as (

    select * from {{ ref('document_patterns') }}

),

-- Tables of amounts speak for a document; performance forms where it has no such table.
speaking_tables as (

    select
        document_key,
        title,
        department_line,
        first_page,
    from {{ ref('int_tables_classified') }}
    qualify
        case
            when count(table_no) over (partition by document_key) > 0 then table_no is not null
            else form_kind is not null
        end

),

titles as (

    select
        document_key,
        'title' as source,
        {{ digits_of_chinese_years(normalised('title')) }} as text,
        first_page as page_no,
    from speaking_tables

),

-- A budget beside whose tables the same file prints final accounts: their titles say which of the two it is not.
budgets_beside_accounts as (

    select distinct
        document_key,
        'title' as source,
        '预算' as text,
        first_page as page_no,
    from {{ ref('int_tables_classified') }}
    where
        unrecognised_reason = 'other_document'
        and contains(title_text, '决算')
        and document_key not in (
            select document_key from titles
            where contains(text, '决算')
        )

),

department_lines as (

    select
        document_key,
        'department_line' as source,
        {{ normalised('department_line') }} as text,
        first_page as page_no,
    from speaking_tables
    where department_line != ''

),

-- 主管部门 of each form.
form_departments as (

    select
        document_key,
        'form' as source,
        {{ normalised('department_text') }} as text,
        page_no,
    from {{ ref('int_project_forms') }}
    where department_text is not null

),

-- The cover, the contents and the running feet: lines short enough to be no sentence.
page_lines as (

    select
        pages.document_key,
        'line' as source,
        {{ digits_of_chinese_years(normalised('line_text')) }} as text,
        pages.page_no,
    from {{ ref('stg_raw__page') }} as pages
    inner join documents on pages.document_key = documents.document_key
    cross join unnest(string_split(pages.text, chr(10))) as unnested (line_text)
    where
        length(line_text) between 3 and 60
        -- Two years in a line are the headings of a table that compares them.
        and len(list_distinct(regexp_extract_all(line_text, '(?:19|20)\d\d'))) <= 1

),

-- Few of all lines say anything.
speaking_lines as (

    select * from page_lines
    where {{ fits_joined_pattern('text', 'document_line_pattern') }}

),

-- A cover may print the year and the department each on a line of its own.
cover_lines as (

    select
        document_key,
        'cover' as source,
        text,
        page_no,
    from page_lines
    where page_no = 1

),

evidence as (

    select * from titles
    union all by name
    select * from budgets_beside_accounts
    union all by name
    select * from department_lines
    union all by name
    select * from form_departments
    union all by name
    select * from speaking_lines
    union all by name
    select * from cover_lines

),

-- Titles and running feet are printed again and again, in one document and in many.
texts as (

    select distinct
        source,
        text,
    from evidence

),

texts_read as (

    select
        texts.source,
        texts.text,
        patterns.field,
        patterns.priority,
        nullif(regexp_extract(texts.text, patterns.pattern, 1), '') as value,
    from texts
    inner join patterns
        on texts.source = patterns.source and regexp_matches(texts.text, patterns.pattern)

),

readings as (

    select
        evidence.document_key,
        texts_read.field,
        texts_read.priority,
        evidence.page_no,
        texts_read.value,
    from evidence
    inner join texts_read on evidence.source = texts_read.source and evidence.text = texts_read.text

),

-- Of what the strongest kind of evidence says, the reading printed most often; the earlier page where two tie.
counted as (

    select
        document_key,
        field,
        priority,
        -- Without a printed code: 301001-某局, [301001]某局.
        case
            when field = 'department'
                then regexp_replace(regexp_replace(value, '\[部门\]$', ''), '^[\[【(]?\d{3,}[\]】)]?[-_.]*', '')
            else value
        end as value,
        count(*) as times,
        min(page_no) as first_page,
    from readings
    where value is not null
    group by all

),

chosen as (

    select
        document_key,
        field,
        value,
    from counted
    qualify row_number()
            over (partition by document_key, field order by priority asc, times desc, first_page asc, value asc)
        = 1

),

-- The stage printed in any title decides; 决算 documents also name the budget they account for.
facts as (

    select
        document_key,
        max(value) filter (where field = 'fiscal_year') as fiscal_year,
        max(value) filter (where field = 'department') as department_text,
        max(value) filter (where field = 'budget_stage') as budget_stage,
        {{ printed_date("max(value) filter (where field = 'published_on')") }} as published_on,
        {{ printed_date("max(value) filter (where field = 'corrected_on')") }} as corrected_on,
    from chosen
    group by all

),

tables as (

    select
        document_key,
        count(*) as table_count,
        count(*) filter (where table_no is not null) as recognised_table_count,
        bool_or(form_kind is not null) as has_form,
    from {{ ref('int_tables_classified') }}
    group by all

),

-- A narrative speaks of a budget in several ways; a notice or a contract that names one does not.
narratives as (

    select
        paragraphs.document_key,
        count(distinct patterns.pattern) >= 3 as is_narrative,
    from {{ ref('stg_raw__paragraph') }} as paragraphs
    inner join {{ ref('narrative_patterns') }} as patterns
        on regexp_matches({{ normalised('paragraphs.text') }}, patterns.pattern)
    group by all

),

scans as (

    select
        document_key,
        count(*) filter (where method in ('ocr', 'scanned', 'unmapped')) as scanned_page_count,
        count(*) filter (where method in ('scanned', 'unmapped')) as unread_page_count,
    from {{ ref('stg_raw__page') }}
    group by all

),

final as (

    select
        documents.document_key,
        documents.sha256,
        documents.extractor_version,
        documents.file_name,
        documents.page_count,
        documents.content_kind,
        documents.landed_at,
        documents.first_landed_at,
        cast(facts.fiscal_year as integer) as fiscal_year,
        facts.budget_stage,
        facts.department_text,
        facts.published_on,
        facts.corrected_on,
        coalesce(tables.table_count, 0) as table_count,
        coalesce(tables.recognised_table_count, 0) as recognised_table_count,
        coalesce(scans.scanned_page_count, 0) as scanned_page_count,
        coalesce(scans.unread_page_count, 0) as unread_page_count,
        case
            when coalesce(tables.recognised_table_count, 0) = 0
                then
                    case
                        when coalesce(narratives.is_narrative, false) or not coalesce(tables.has_form, false)
                            then 'narrative'
                        else 'forms'
                    end
            when coalesce(narratives.is_narrative, false) then 'both'
            else 'tables'
        end as document_part,
        case
            when
                coalesce(tables.recognised_table_count, 0) = 0
                and not coalesce(narratives.is_narrative, false)
                and not coalesce(tables.has_form, false)
                then 'no_budget_table'
            when facts.fiscal_year is null then 'unknown_year'
            when facts.department_text is null then 'unknown_department'
            when facts.budget_stage is null then 'unknown_stage'
        end as refusal_reason,
    from documents
    left join facts on documents.document_key = facts.document_key
    left join tables on documents.document_key = tables.document_key
    left join scans on documents.document_key = scans.document_key
    left join narratives on documents.document_key = narratives.document_key

)

select * from final
