with grids as (

    select
        grid.*,
        -- Without the department's name: 国有资产监督管理委员会 or 政府采购中心 is no kind of table.
        replace(
            {{ title_core(without_year(digits_of_chinese_years(normalised('grid.title')))) }},
            coalesce(nullif({{ department_of('grid.department_line') }}, ''), ' '),
            ''
        ) as title_text,
        {{ normalised('grid.unit_line') }} as unit_text,
        {{ normalised("array_to_string(grid.notes, ' ')") }} as note_text,
    from {{ ref('stg_raw__table_grid') }} as grid
    inner join {{ ref('int_documents_latest') }} as document on grid.document_key = document.document_key

),

titles as (

    select * from {{ ref('table_titles') }}

),

-- A performance form by its content or title: no table of amounts, whatever else its title says.
forms as (

    select
        document_key,
        table_index,
        form_kind,
    from {{ ref('int_form_tables') }}

),

-- The first pattern that fits decides; number 0 says that the table is known to be none of these.
kinds as (

    select
        grids.document_key,
        grids.table_index,
        nullif(titles.table_no, 0) as table_no,
        titles.note,
        titles.priority,
    from grids
    inner join titles on regexp_matches(grids.title_text, titles.pattern)
    anti join forms on grids.document_key = forms.document_key and grids.table_index = forms.table_index
    qualify row_number() over (partition by grids.document_key, grids.table_index order by titles.priority) = 1

),

body_marks as (

    select
        document_key,
        table_index,
        string_agg({{ normalised('text') }}, ' ') as body_text,
    from {{ ref('int_table_cells_unnested') }}
    where role = 'body' and length(text) >= 3
    group by all

),

no_data as (

    select distinct
        grids.document_key,
        grids.table_index,
    from grids
    left join body_marks
        on grids.document_key = body_marks.document_key and grids.table_index = body_marks.table_index
    inner join {{ ref('no_data_marks') }} as marks
        on
            regexp_matches(grids.note_text, marks.pattern)
            or regexp_matches(coalesce(body_marks.body_text, ''), marks.pattern)

),

final as (

    select
        grids.document_key,
        grids.table_index,
        grids.first_page,
        grids.last_page,
        grids.title,
        grids.title_text,
        grids.label,
        grids.unit_line,
        grids.department_line,
        grids.column_count,
        grids.heading_paths,
        grids.notes,
        kinds.table_no,
        table_kinds.table_kind,
        table_kinds.subject_classification,
        table_kinds.fund_source,
        coalesce(table_kinds.halves, false) as has_halves,
        grids.unit_text,
        grids.note_text,
        no_data.document_key is not null as is_marked_no_data,
        forms.form_kind,
        case
            when kinds.table_no is not null or forms.form_kind is not null then null
            when grids.title_text = '' then 'no_title'
            when kinds.priority is not null then 'set_aside_by_title'
            else 'unknown_title'
        end as unrecognised_reason,
        kinds.note as title_note,
        -- Two tables of one kind in a file (a department's and a unit's) are both kept; rules look at the first.
        row_number() over (
            partition by grids.document_key, kinds.table_no
            order by grids.table_index
        ) = 1 as is_first_of_kind,
    from grids
    left join kinds on grids.document_key = kinds.document_key and grids.table_index = kinds.table_index
    left join forms on grids.document_key = forms.document_key and grids.table_index = forms.table_index
    left join {{ ref('table_kinds') }} as table_kinds on kinds.table_no = table_kinds.table_no
    left join no_data on grids.document_key = no_data.document_key and grids.table_index = no_data.table_index

)

select * from final
