{# Key of a subject in the year of a fact: its code, and behind it the last year up to then in which the code itself or
   one that it is part of took another name. It says nothing of other documents, so that a fact keeps its key. #}
{% macro key_of_subject(code, fiscal_year) -%}
    case
        when {{ code }} is not null
            then
                concat_ws(
                    '-',
                    {{ code }},
                    (
                        select max(changes.first_year)
                        from {{ ref('int_subject_changes') }} as changes
                        where starts_with({{ code }}, changes.code) and changes.first_year <= {{ fiscal_year }}
                    )
                )
    end
{%- endmacro %}


{# CTEs of a dimension of subjects. From `listed` (code, subject_name, evidence, valid_from_year, valid_to_year) and
   `printed` (code, fiscal_year, subject_name, times) come `members`: each code over each run of years in which it and
   the codes it is part of kept their names, with the name the list has for these years, else the one printed last. #}
{% macro subjects_by_validity() -%}
known as (

    select
        code,
        coalesce(valid_from_year, 0) as first_year,
        coalesce(valid_to_year, 9999) as last_year,
    from listed
    union
    select
        code,
        fiscal_year as first_year,
        fiscal_year as last_year,
    from printed

),

codes as (

    select code from known
    union
    -- A 类 or 款 that only its parts print.
    select left(code, 3) from known
    union
    select left(code, 5) from known

),

starts as (

    select
        code,
        cast(null as integer) as valid_from_year,
    from codes
    union
    select
        codes.code,
        changes.first_year as valid_from_year,
    from codes
    inner join {{ ref('int_subject_changes') }} as changes on starts_with(codes.code, changes.code)

),

runs as (

    select
        code,
        valid_from_year,
        lead(valid_from_year) over (partition by code order by valid_from_year nulls first) - 1 as valid_to_year,
    from starts

),

-- Runs of years in which nothing of the code is listed or printed are no members.
standing as (

    select *
    from runs
    where
        exists (
            select 1
            from known
            where
                starts_with(known.code, runs.code)
                and known.first_year <= coalesce(runs.valid_to_year, 9999)
                and known.last_year >= coalesce(runs.valid_from_year, 0)
        )

),

printed_last as (

    select
        standing.code,
        standing.valid_from_year,
        arg_max(printed.subject_name, (printed.fiscal_year, printed.times, printed.subject_name))
            filter (where printed.subject_name != '') as subject_name,
        count(*) as line_count,
    from standing
    inner join printed
        on
            standing.code = printed.code
            and printed.fiscal_year between
            coalesce(standing.valid_from_year, 0) and coalesce(standing.valid_to_year, 9999)
    group by all

),

members as (

    select
        {{ key_of_subject('standing.code', 'standing.valid_from_year') }} as subject_key,
        standing.code,
        coalesce(listed.subject_name, printed_last.subject_name) as subject_name,
        listed.evidence as list_evidence,
        printed_last.code is not null as is_printed,
        standing.valid_from_year,
        standing.valid_to_year,
    from standing
    left join listed
        on
            standing.code = listed.code
            and coalesce(standing.valid_from_year, 0) between
            coalesce(listed.valid_from_year, 0) and coalesce(listed.valid_to_year, 9999)
    left join printed_last
        on
            standing.code = printed_last.code
            and standing.valid_from_year is not distinct from printed_last.valid_from_year

)
{%- endmacro %}


{# Subjects with their names as each document prints them, for a model of all documents; documents held back do not
   speak. is_of: which lines print them, over lines and tables; lengths: how many digits a code may have. #}
{% macro subjects_printed(is_of, lengths) -%}
select
    lines.document_key,
    lines.subject_code,
    lines.line_name as subject_name,
    documents.fiscal_year,
    count(*) as times,
from {{ ref('int_lines_structured') }} as lines
inner join {{ ref('int_document_versions') }} as documents
    on lines.document_key = documents.document_key and documents.quality_status != 'incomplete'
inner join {{ ref('int_tables_classified') }} as tables
    on lines.document_key = tables.document_key and lines.table_index = tables.table_index
where {{ is_of }} and length(lines.subject_code) in ({{ lengths | join(', ') }})
group by all
{%- endmacro %}
