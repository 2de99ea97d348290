-- Each table with what its title says: the canonical table it names, that it is none, or nothing. Where a table of a
-- workbook has no title that says anything, the name of its sheet is one.

with grids as (

    select
        grid.*,
        pages.sheet_name,
        -- Without the department's name: 国有资产监督管理委员会 or 政府采购中心 is no kind of table.
        replace(
            {{ title_core(without_year(digits_of_chinese_years(normalised('grid.title')))) }},
            coalesce(nullif({{ department_of('grid.department_line') }}, ''), ' '),
            ''
        ) as title_text,
        replace(
            {{ title_core(without_year(digits_of_chinese_years(normalised('pages.sheet_name')))) }},
            coalesce(nullif({{ department_of('grid.department_line') }}, ''), ' '),
            ''
        ) as sheet_text,
        -- The name is put over the first table of the sheet alone.
        pages.sheet_name is not null
        and row_number() over (partition by grid.document_key, grid.first_page order by grid.table_index) = 1
            as may_be_named_by_sheet,
        {{ digits_of_chinese_years(normalised('grid.title')) }} as dated_title,
        {{ normalised('grid.unit_line') }} as unit_text,
        {{ normalised("array_to_string(grid.notes, ' ')") }} as note_text,
    from {{ ref('stg_raw__table_grid') }} as grid
    left join {{ ref('stg_raw__page') }} as pages
        on grid.document_key = pages.document_key and grid.first_page = pages.page_no

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

-- The first pattern that fits decides; number 0 says that the table is known to be none of these. A title that says
-- anything goes before the name of the sheet.
kinds as (

    select
        grids.document_key,
        grids.table_index,
        nullif(titles.table_no, 0) as table_no,
        titles.note,
        case
            when not regexp_matches(grids.title_text, titles.pattern) then 'sheet'
            when grids.sheet_text = grids.title_text then 'sheet'
            else 'title'
        end as told_by,
    from grids
    inner join titles
        on
            regexp_matches(grids.title_text, titles.pattern)
            or (grids.may_be_named_by_sheet and regexp_matches(grids.sheet_text, titles.pattern))
    anti join forms on grids.document_key = forms.document_key and grids.table_index = forms.table_index
    qualify row_number() over (
            partition by grids.document_key, grids.table_index
            order by not regexp_matches(grids.title_text, titles.pattern), titles.priority
        ) = 1

),

generic as (

    select distinct
        grids.document_key,
        grids.table_index,
    from grids
    inner join {{ ref('generic_titles') }} as generic_titles
        on regexp_matches(grids.title_text, generic_titles.pattern)

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
        grids.* exclude (sheet_text, may_be_named_by_sheet),
        kinds.table_no,
        kinds.told_by,
        kinds.note as title_note,
        forms.form_kind,
        no_data.document_key is not null as is_marked_no_data,
        grids.title_text = '' or generic.document_key is not null as is_generic_title,
    from grids
    left join kinds on grids.document_key = kinds.document_key and grids.table_index = kinds.table_index
    left join forms on grids.document_key = forms.document_key and grids.table_index = forms.table_index
    left join generic on grids.document_key = generic.document_key and grids.table_index = generic.table_index
    left join no_data on grids.document_key = no_data.document_key and grids.table_index = no_data.table_index

)

select * from final
