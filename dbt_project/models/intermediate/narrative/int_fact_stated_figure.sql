-- 文字说明数字: every amount, percentage, count and area that the narrative states.

with subjects as (

    select * from {{ ref('int_stated_subjects') }}

),

documents as (

    select
        documents.*,
        departments.department_key,
    from {{ ref('int_documents_identified') }} as documents
    inner join {{ ref('int_departments_located') }} as departments
        on documents.document_key = departments.document_key
    where documents.refusal_reason is null

),

-- A change or a share without a subject of its own is of the amount before it.
subjects_of as (

    select
        levels.document_key,
        levels.sequence_no,
        levels.level_subject_code as subject_code,
        levels.level_sequence_no,
    from {{ ref('int_stated_levels') }} as levels
    where
        levels.is_in_paragraph
        and not levels.is_of_other_year
        and (levels.stated_as in ('share', 'completion') and levels.nearness = 1 or levels.is_compared)
    qualify row_number() over (partition by levels.document_key, levels.sequence_no order by levels.nearness) = 1

),

joined as (

    select
        subjects.*,
        case
            when subjects.stated_as in ('share', 'completion') then subjects_of.subject_code
            else coalesce(subjects.subject_code, subjects_of.subject_code)
        end as told_subject_code,
        case
            when subjects.stated_as not in ('share', 'completion') and subjects.subject_code is not null
                then subjects.line_names
            else named.line_names
        end as told_line_names,
        matches.table_no,
        matches.measure,
        matches.reported_amount_keys,
        matches.outcome,
    from subjects
    left join subjects_of
        on subjects.document_key = subjects_of.document_key and subjects.sequence_no = subjects_of.sequence_no
    left join subjects as named
        on subjects_of.document_key = named.document_key and subjects_of.level_sequence_no = named.sequence_no
    left join {{ ref('int_stated_matches') }} as matches
        on subjects.document_key = matches.document_key and subjects.sequence_no = matches.sequence_no

),

final as (

    select
        {{ key_of(['joined.document_key', 'joined.paragraph_no', 'joined.sentence_no', 'joined.figure_no']) }}
            as stated_figure_key,
        joined.document_key,
        joined.sequence_no,
        documents.file_name,
        documents.fiscal_year,
        documents.budget_stage,
        documents.department_key,
        documents.department_text as department_name,
        nullif(joined.section_path, '') as section_path,
        joined.paragraph_no,
        joined.sentence_no,
        joined.figure_no,
        joined.sentence_text,
        joined.told_subject_code as subject,
        case
            when joined.told_subject_code = 'named_line' then array_to_string(joined.told_line_names, ' / ')
            when codes.names_its_kind and joined.stated_as = 'level'
                then
                    concat_ws(
                        '：',
                        codes.subject_name,
                        nullif(
                            nullif({{ kind_named('joined.noun', 'documents.department_text') }}, ''), codes.subject_name
                        )
                    )
            else codes.subject_name
        end as subject_label,
        joined.stated_as,
        case joined.value_kind when 'point' then 'percentage' else joined.value_kind end as value_kind,
        joined.value_text,
        cast(
            case when joined.value_kind = 'amount' then joined.number * joined.multiplier end as decimal(20, 2)
        ) as amount_yuan,
        cast(
            case
                when joined.value_kind = 'amount'
                    then joined.number * joined.multiplier * cast(0.0001 as decimal(5, 4))
            end as decimal(20, 6)
        ) as amount_wan,
        cast(
            case when joined.value_kind = 'area' then joined.number * joined.multiplier else joined.number end
            as decimal(20, 6)
        ) as number,
        nullif(joined.unit, '') as unit,
        joined.direction,
        joined.base_text as comparison_base,
        case
            when joined.base_text is null then null
            when regexp_matches(joined.base_text, '20\d\d')
                then cast(regexp_extract(joined.base_text, '20\d\d') as integer)
            else joined.fiscal_year - 1
        end as base_year,
        joined.table_no,
        joined.measure,
        joined.page_no,
        coalesce(joined.reported_amount_keys, []) as reported_amount_keys,
        joined.outcome as match_outcome,
    from joined
    inner join documents on joined.document_key = documents.document_key
    left join {{ ref('stated_subjects') }} as codes on joined.told_subject_code = codes.subject_code
    -- 个 and 人 count much; only what a pattern knows is a figure of the budget.
    where not joined.needs_subject or joined.told_subject_code is not null

)

select * from final
