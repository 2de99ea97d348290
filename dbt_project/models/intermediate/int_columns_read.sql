-- Each column of a recognised table: its heading, what its cells hold, and whether it names lines or holds amounts.

with tables as (

    select * from {{ ref('int_tables_classified') }}
    where table_no is not null

),

columns_ as (

    select
        tables.document_key,
        tables.table_index,
        tables.table_no,
        tables.has_halves,
        documents.fiscal_year,
        documents.budget_stage,
        regexp_extract_all({{ normalised("array_to_string(heading.path, '/')") }}, '(?:19|20)\d\d') as printed_years,
        heading.column_index,
        -- A level that is nothing but the unit names no column.
        list_filter(heading.path, p -> not regexp_full_match({{ normalised('p') }}, '{{ money_unit() }}')) as path,
        array_to_string(list_transform(path, p -> {{ unwrapped('p') }}), '/') as printed_heading,
        list_transform(path, p -> {{ without_unit(without_year(normalised('p'))) }}) as levels,
        array_to_string(levels, '/') as heading_text,
    from tables
    inner join {{ ref('int_documents_identified') }} as documents on tables.document_key = documents.document_key
    cross join unnest(tables.heading_paths) as unnested (heading)

),

-- What the cells hold tells an unknown measure from a column of remarks, and codes from names.
contents as (

    select
        document_key,
        table_index,
        column_index,
        count(*) filter (where {{ parse_amount('text') }} is not null) as number_count,
        count(*) filter (where {{ parse_amount('text') }} is null) as text_count,
        bool_or({{ is_percentage('text') }}) as has_percentages,
        count(*) filter (where regexp_full_match({{ normalised('text') }}, '\d{2,9}')) as code_count,
        count(*) filter (where regexp_full_match({{ normalised('text') }}, '2\d{2}(\d{2}){0,2}')) as subject_code_count,
    from {{ ref('int_table_cells_unnested') }}
    where
        role = 'body'
        and trim(text) != ''
        and not list_contains({{ var('blank_marks') }}, {{ normalised('text') }})
    group by all

),

-- The same headings stand in many documents.
headings_printed as (

    select distinct
        table_no,
        budget_stage,
        heading_text,
    from columns_

),

matched as (

    select
        headings_printed.*,
        arg_min(headings.role, headings.priority) as role,
    from headings_printed
    inner join {{ ref('headings') }} as headings
        on {{ heading_fits('headings_printed') }}
    group by all

),

final as (

    select
        columns_.*,
        matched.role as mapped_role,
        coalesce(contents.number_count, 0) as number_count,
        case
            -- 单位代码 over subject codes (one column for the unit and its subjects): the only code column there is.
            when
                matched.role = 'text'
                and regexp_matches(columns_.heading_text, '(编码|代码)$')
                and coalesce(contents.subject_code_count, 0) > 1
                and not coalesce(bool_or(matched.role = 'subject_code') over in_table, false)
                then 'subject_code'
            -- One heading over a column of codes and a column of names.
            when
                matched.role = 'line_name'
                and contents.code_count > 1
                and contents.code_count = contents.number_count
                and contents.text_count <= 1
                then 'subject_code'
            -- 收入 or 支出 over names.
            when
                matched.role in ('measure', 'other_measure')
                and contents.number_count = 0
                and contents.text_count > 2
                then 'text'
            when matched.role is not null then matched.role
            when coalesce(contents.has_percentages, false) then 'text'
            when coalesce(contents.text_count, 0) > coalesce(contents.number_count, 0) then 'text'
            else 'measure'
        end as role,
    from columns_
    left join matched
        on
            columns_.table_no = matched.table_no
            and columns_.budget_stage is not distinct from matched.budget_stage
            and columns_.heading_text = matched.heading_text
    left join contents
        on
            columns_.document_key = contents.document_key
            and columns_.table_index = contents.table_index
            and columns_.column_index = contents.column_index
    window in_table as (partition by columns_.document_key, columns_.table_index)

)

select * from final
