-- Documents that together are one disclosure: the parts in which the budget or the final accounts of a department and
-- year were handed in. Documents of one department, year and stage are parts where no table stands in both, versions
-- where one does; a narrative without tables has a version in another such narrative only, a file of performance forms
-- alone in another that prints all its forms. The later of two versions is the one with the later day printed in it,
-- else the one that came later. Rules and facts go over the parts that stand, whatever the order they came in; a
-- version that no longer stands is a disclosure of its own.

with documents as (

    select
        documents.*,
        departments.department_key,
    from {{ ref('int_documents_identified') }} as documents
    inner join {{ ref('int_departments_located') }} as departments
        on documents.document_key = departments.document_key
    where documents.refusal_reason is null

),

kinds as (

    select
        tables.document_key,
        list(distinct tables.table_no) as table_nos,
        count(distinct tables.table_no) as kind_count,
        count(distinct tables.table_no) filter (where kinds.is_required) as required_count,
    from {{ ref('int_tables_classified') }} as tables
    inner join {{ ref('table_kinds') }} as kinds on tables.table_no = kinds.table_no
    group by all

),

forms as (

    select
        document_key,
        list(
            distinct concat_ws('|', form_kind, {{ normalised('project_name') }}, {{ normalised('unit_name') }})
        ) as form_names,
    from {{ ref('int_project_forms') }}
    group by all

),

-- What is wrong with a document taken by itself keeps it from speaking for the others.
faulty as (

    select distinct document_key
    from {{ ref('int_coverage_findings') }}
    where outcome = 'broken'

),

described as (

    select
        documents.document_key,
        documents.department_key,
        documents.fiscal_year,
        documents.budget_stage,
        documents.document_part,
        documents.first_landed_at,
        documents.sha256,
        documents.published_on,
        documents.corrected_on,
        coalesce(forms.form_names, []) as form_names,
        coalesce(kinds.table_nos, []) as table_nos,
        coalesce(kinds.kind_count, 0) as kind_count,
        coalesce(kinds.required_count, 0) as required_count,
        faulty.document_key is not null as is_faulty,
    from documents
    left join kinds on documents.document_key = kinds.document_key
    left join forms on documents.document_key = forms.document_key
    left join faulty on documents.document_key = faulty.document_key

),

-- By the last day printed. A document without one stands after what was published before it came; not so after
-- corrections, which replace it in whatever order they came.
dated as (

    select
        *,
        coalesce(
            greatest(published_on, corrected_on),
            max(published_on) filter (where corrected_on is null) over (
                partition by department_key, fiscal_year, budget_stage
                order by first_landed_at asc, sha256 desc
                rows between unbounded preceding and current row
            ),
            date '0001-01-01'
        ) as stands_on,
    from described

),

ordered as (

    select
        *,
        row_number() over (
            partition by department_key, fiscal_year, budget_stage
            order by stands_on asc, first_landed_at asc, sha256 desc
        ) as place_in_order,
    from dated

),

-- A later document is a version of an earlier one where both print a table of one kind, unless the summary tables stand
-- in one of them only and it is not all of the other: a table that a narrative repeats makes it no version.
versions as (

    select
        earlier.document_key,
        later.document_key as later_document_key,
        later.place_in_order as later_place,
        later.is_faulty as is_later_faulty,
    from ordered as earlier
    inner join ordered as later
        on
            earlier.department_key = later.department_key
            and earlier.fiscal_year = later.fiscal_year
            and earlier.budget_stage = later.budget_stage
            and earlier.place_in_order < later.place_in_order
            and (
                (
                    earlier.kind_count = 0
                    and later.kind_count = 0
                    and earlier.document_part = later.document_part
                    and (earlier.document_part != 'forms' or list_has_all(later.form_names, earlier.form_names))
                )
                or (
                    list_has_any(earlier.table_nos, later.table_nos)
                    and (
                        (earlier.required_count > 0) = (later.required_count > 0)
                        or list_has_all(later.table_nos, earlier.table_nos)
                    )
                )
            )

),

superseded as (

    select distinct document_key
    from versions
    where not is_later_faulty

),

standing as (

    select
        described.*,
        not described.is_faulty and superseded.document_key is null as is_standing,
    from described
    left join superseded on described.document_key = superseded.document_key

),

final as (

    select
        document_key,
        -- Known by the part that prints most of the summary tables.
        case
            when is_standing
                then
                    first_value(document_key) over (
                        partition by department_key, fiscal_year, budget_stage, is_standing
                        order by required_count desc, kind_count desc, sha256 asc
                    )
            else document_key
        end as disclosure_key,
        case
            when is_standing
                then
                    row_number() over (
                        partition by department_key, fiscal_year, budget_stage, is_standing
                        order by required_count desc, kind_count desc, sha256 asc
                    )
            else 1
        end as part_no,
        (
            select
                coalesce(
                    list(versions.later_document_key order by versions.later_place desc),
                    []
                )
            from versions
            where versions.document_key = standing.document_key
        ) as later_versions,
        is_standing,
    from standing

)

select * from final
