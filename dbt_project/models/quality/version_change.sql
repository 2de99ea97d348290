-- What a later version of a document changed in the one before it, amount by amount. A line is the same in both by its
-- table, code, names, measure and, of several such lines, its place among them.
with versions as (

    select * from {{ ref('int_document_versions') }}
    where quality_status != 'incomplete'

),

-- The version before: of all that a document replaces or that were replaced before it, the last.
pairs as (

    select
        earlier.document_key as earlier_document_key,
        later.document_key,
    from {{ ref('int_disclosures') }} as disclosures
    inner join versions as earlier on disclosures.document_key = earlier.document_key
    inner join versions as later
        on
            earlier.department_key = later.department_key
            and list_contains(disclosures.later_versions, later.document_key)
    qualify row_number() over (
            partition by earlier.document_key
            order by list_position(disclosures.later_versions, later.document_key) desc
        ) = 1

),

amounts as (

    select
        reported_amount_key,
        document_key,
        file_name,
        table_no,
        section,
        axis,
        subject_code,
        line_name,
        bare_name,
        gov_economic_name,
        unit_name,
        project_name,
        measure,
        amount_yuan,
        page_no,
        line_no,
        row_number() over (
            partition by
                document_key, table_no, section, axis, subject_code, bare_name, gov_economic_name, unit_name,
                project_name, measure
            order by table_index, column_group, line_no
        ) as occurrence,
    from {{ ref('int_reported_amounts') }}

),

earlier as (

    select
        amounts.*,
        pairs.document_key as later_document_key,
    from amounts
    inner join pairs on amounts.document_key = pairs.earlier_document_key

),

later as (

    select
        amounts.*,
        pairs.earlier_document_key,
    from amounts
    inner join pairs on amounts.document_key = pairs.document_key

),

compared as (

    select
        coalesce(later.document_key, earlier.later_document_key) as document_key,
        coalesce(later.earlier_document_key, earlier.document_key) as earlier_document_key,
        coalesce(later.table_no, earlier.table_no) as table_no,
        coalesce(later.line_no, earlier.line_no) as line_no,
        coalesce(later.section, earlier.section) as section,
        coalesce(later.subject_code, earlier.subject_code) as subject_code,
        coalesce(later.line_name, earlier.line_name) as line_name,
        coalesce(later.unit_name, earlier.unit_name) as unit_name,
        coalesce(later.project_name, earlier.project_name) as project_name,
        coalesce(later.measure, earlier.measure) as measure,
        case
            when earlier.reported_amount_key is null then 'added'
            when later.reported_amount_key is null then 'removed'
            else 'changed'
        end as change,
        earlier.amount_yuan as earlier_yuan,
        later.amount_yuan as later_yuan,
        coalesce(later.amount_yuan, 0) - coalesce(earlier.amount_yuan, 0) as difference_yuan,
        earlier.reported_amount_key as earlier_reported_amount_key,
        later.reported_amount_key,
        earlier.page_no as earlier_page_no,
        later.page_no,
    from earlier
    full outer join later
        on
            earlier.later_document_key = later.document_key
            and earlier.document_key = later.earlier_document_key
            and earlier.table_no = later.table_no
            and earlier.section is not distinct from later.section
            and earlier.axis is not distinct from later.axis
            and earlier.subject_code is not distinct from later.subject_code
            and earlier.bare_name is not distinct from later.bare_name
            and earlier.gov_economic_name is not distinct from later.gov_economic_name
            and earlier.unit_name is not distinct from later.unit_name
            and earlier.project_name is not distinct from later.project_name
            and earlier.measure = later.measure
            and earlier.occurrence = later.occurrence
    where earlier.amount_yuan is distinct from later.amount_yuan

),

final as (

    select
        compared.*,
        versions.file_name,
        earlier_versions.file_name as earlier_file_name,
    from compared
    inner join versions on compared.document_key = versions.document_key
    inner join versions as earlier_versions on compared.earlier_document_key = earlier_versions.document_key

)

select * from final
