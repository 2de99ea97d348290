-- Each table with the canonical table it is and what told so, whose it is, and whether it speaks for its kind.
--
-- A file may hold the tables of two departments, of two years, or a budget and final accounts: those of most of its
-- tables are the document's. A table of another is told only beside a second of its kind: a single one
-- under a misprinted name is still this document's.

with titled as (

    select * from {{ ref('int_tables_titled') }}

),

told as (

    select
        titled.* exclude (table_no, told_by, title_note),
        coalesce(titled.table_no, content.table_no) as table_no,
        coalesce(content.told_by, case when titled.table_no is not null then titled.told_by end) as told_by,
        coalesce(titled.title_note, content.note) as title_note,
        titled.told_by is not null and titled.table_no is null as is_set_aside,
        nullif(regexp_extract(titled.dated_title, '((?:19|20)\d\d)年', 1), '') as stated_year,
        case when contains(titled.title_text, '决算') then '决算' else '预算' end as stated_stage,
        coalesce(
            nullif({{ department_of('titled.department_line') }}, ''),
            nullif(regexp_extract({{ without_year('titled.dated_title') }}, {{ var('department_in_title') }}, 1), '')
        ) as stated_department,
    from titled
    left join {{ ref('int_tables_told_by_content') }} as content
        on titled.document_key = content.document_key and titled.table_index = content.table_index

),

-- What most recognised tables state; the earlier where as many do.
statements as (

    select
        document_key,
        unnest(['year', 'stage', 'department']) as field,
        unnest([stated_year, stated_stage, stated_department]) as value,
        table_index,
    from told
    where table_no is not null

),

counted as (

    select
        document_key,
        field,
        value,
        count(*) as times,
        min(table_index) as first_index,
    from statements
    where value is not null
    group by all

),

main as (

    select
        document_key,
        max(value) filter (where field = 'year') as fiscal_year,
        max(value) filter (where field = 'stage') as budget_stage,
        max(value) filter (where field = 'department') as department_name,
    from (
        select * from counted
        qualify row_number() over (partition by document_key, field order by times desc, first_index asc) = 1
    ) as most
    group by all

),

compared as (

    select
        told.*,
        concat_ws(
            '、',
            -- 教育局 is 某县教育局.
            case
                when
                    not ends_with(told.stated_department, main.department_name)
                    and not ends_with(main.department_name, told.stated_department)
                    then told.stated_department
            end,
            case when told.stated_year != main.fiscal_year then told.stated_year || '年' end,
            case when told.stated_stage != main.budget_stage then told.stated_stage end
        ) as stated_other,
        -- A title without 决算 may be that of final accounts all the same.
        told.stated_stage = '预算' and main.budget_stage = '决算' as is_stage_unmarked,
    from told
    left join main on told.document_key = main.document_key

),

own_kinds as (

    select distinct
        document_key,
        table_no,
    from compared
    where table_no is not null and stated_other = ''

),

repeating as (

    select
        compared.document_key,
        compared.table_index,
        compared.stated_other,
        own_kinds.table_no is not null as is_second,
        -- All tables of another department, year or stage go with one of them that is a second of its kind.
        coalesce(
            bool_or(own_kinds.table_no is not null)
                over (partition by compared.document_key, compared.stated_other)
            and not compared.is_stage_unmarked,
            false
        ) as is_beside_a_second,
    from compared
    left join own_kinds on compared.document_key = own_kinds.document_key and compared.table_no = own_kinds.table_no
    where compared.table_no is not null and compared.stated_other != ''

),

attributed as (

    select
        compared.*,
        coalesce(repeating.is_second or repeating.is_beside_a_second, false) as is_of_other_document,
    from compared
    left join repeating
        on compared.document_key = repeating.document_key and compared.table_index = repeating.table_index

),

-- Tables that compete for a kind: what they have to show.
rivals as (

    select
        document_key,
        table_index,
        table_no,
        heading_paths,
    from attributed
    where table_no is not null and not is_of_other_document
    qualify count(*) over (partition by document_key, table_no) > 1

),

measure_columns as (

    select
        rivals.document_key,
        rivals.table_index,
        count(distinct headings.measure) as measure_count,
    from rivals
    cross join unnest(rivals.heading_paths) as unnested (heading)
    inner join {{ ref('headings') }} as headings
        on
            headings.measure is not null
            and list_contains(string_split(headings.table_nos, '|'), cast(rivals.table_no as varchar))
            and regexp_matches(
                array_to_string(
                    list_transform(heading.path, p -> {{ without_unit(without_year(normalised('p'))) }}), '/'
                ),
                headings.pattern
            )
    group by all

),

printed_amounts as (

    select
        rivals.document_key,
        rivals.table_index,
        rivals.table_no,
        count(cells.text) as amount_count,
    from rivals
    inner join {{ ref('int_table_cells_unnested') }} as cells
        on rivals.document_key = cells.document_key and rivals.table_index = cells.table_index
    where
        cells.role = 'body'
        and {{ parse_amount('cells.text') }} is not null
        -- Codes are numbers, too.
        and not regexp_full_match({{ normalised('cells.text') }}, '\d{2,9}')
    group by all

),

shown as (

    select
        rivals.document_key,
        rivals.table_index,
        coalesce(measure_columns.measure_count, 0) as measure_count,
        coalesce(printed_amounts.amount_count, 0) as amount_count,
        -- A few lines repeated in the narrative are no second table.
        coalesce(
            2 * printed_amounts.amount_count
            < max(printed_amounts.amount_count) over (partition by rivals.document_key, rivals.table_no),
            true
        ) as is_excerpt,
    from rivals
    left join measure_columns
        on rivals.document_key = measure_columns.document_key and rivals.table_index = measure_columns.table_index
    left join printed_amounts
        on rivals.document_key = printed_amounts.document_key and rivals.table_index = printed_amounts.table_index

),

final as (

    select
        attributed.document_key,
        attributed.table_index,
        attributed.first_page,
        attributed.last_page,
        attributed.title,
        attributed.title_text,
        attributed.label,
        attributed.sheet_name,
        attributed.unit_line,
        attributed.department_line,
        attributed.column_count,
        attributed.heading_paths,
        attributed.notes,
        case when not attributed.is_of_other_document then attributed.table_no end as table_no,
        attributed.told_by,
        table_kinds.table_kind,
        table_kinds.subject_classification,
        table_kinds.fund_source,
        coalesce(table_kinds.halves, false) as has_halves,
        attributed.unit_text,
        attributed.note_text,
        attributed.is_marked_no_data,
        attributed.form_kind,
        case
            when attributed.form_kind is not null then null
            when attributed.is_of_other_document then 'other_document'
            when attributed.table_no is not null then null
            when attributed.is_set_aside then 'set_aside_by_title'
            when attributed.title_text = '' then 'no_title'
            else 'unknown_title'
        end as unrecognised_reason,
        case
            when attributed.is_of_other_document
                then
                    '这是' || attributed.stated_other || '的表' || attributed.table_no
                    || '，未载入：把这些页（工作表）另存为一份文件再载入'
            else attributed.title_note
        end as title_note,
        -- Two tables of one kind in a file (a department's and a unit's) are both kept; rules look at the one that has
        -- more to show for it, at the first where none has.
        row_number() over (
            partition by attributed.document_key, attributed.table_no
            order by
                attributed.is_of_other_document asc,
                case
                    when attributed.told_by = 'title' and regexp_matches(attributed.title_text, '表(\(.*\))?$') then 1
                    when attributed.told_by = 'title' then 2
                    else 3
                end asc,
                coalesce(shown.amount_count, 0) = 0 asc,
                shown.is_excerpt asc,
                shown.measure_count desc,
                attributed.table_index asc
        ) = 1 as is_first_of_kind,
    from attributed
    left join shown
        on attributed.document_key = shown.document_key and attributed.table_index = shown.table_index
    left join {{ ref('table_kinds') }} as table_kinds
        on attributed.table_no = table_kinds.table_no and not attributed.is_of_other_document

)

select * from final
