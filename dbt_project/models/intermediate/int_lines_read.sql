with columns_ as (

    select * from {{ ref('int_columns_mapped') }}

),

cells as (

    select * from {{ ref('int_table_cells_unnested') }}
    where role = 'body'

),

body_rows as (

    select
        document_key,
        table_index,
        row_index,
        page_no,
        cast(row_number() over (partition by document_key, table_index order by row_index) as integer) as line_no,
    from {{ ref('stg_raw__table_row') }}
    where role = 'body'

),

-- A cell that spans rows or columns names every row and column it covers, once each.
key_cells as (

    select
        columns_.document_key,
        columns_.table_index,
        body_rows.row_index,
        columns_.column_group,
        columns_.role,
        min(columns_.column_index) as column_index,
        cells.row_index as cell_row_index,
        cells.column_index as cell_column_index,
        any_value(cells.text) as text,
        any_value(cells.text_x0 - cells.x0) as indent,
    from columns_
    inner join body_rows
        on columns_.document_key = body_rows.document_key and columns_.table_index = body_rows.table_index
    inner join cells
        on
            columns_.document_key = cells.document_key
            and columns_.table_index = cells.table_index
            and columns_.column_index between cells.column_index and cells.column_index + cells.column_span - 1
            and body_rows.row_index between cells.row_index and cells.row_index + cells.row_span - 1
    where columns_.role in ('subject_code', 'line_name', 'gov_economic_name') and trim(cells.text) != ''
    group by all

),

named as (

    select
        document_key,
        table_index,
        row_index,
        column_group,
        list({{ normalised('text') }} order by column_index)
        filter (where role = 'subject_code' and regexp_full_match({{ normalised('text') }}, '\d{2,9}')) as code_parts,
        arg_max({{ unwrapped('text') }}, column_index) filter (where role = 'line_name') as name_text,
        arg_max(indent, column_index) filter (where role = 'line_name') as name_indent,
        -- 合计 may stand in any column of codes or names.
        arg_min({{ unwrapped('text') }}, column_index)
        filter (
            where
            (role = 'subject_code' and not regexp_full_match({{ normalised('text') }}, '\d{2,9}'))
            or (role = 'gov_economic_name' and {{ normalised('text') }} in ('合计', '总计'))
        ) as code_column_text,
        arg_max({{ unwrapped('text') }}, column_index)
        filter (where role = 'gov_economic_name' and {{ normalised('text') }} not in ('合计', '总计'))
            as gov_economic_name,
    from key_cells
    group by all

),

groups as (

    select
        columns_.document_key,
        columns_.table_index,
        tables.table_no,
        tables.subject_classification,
        columns_.column_group,
        min(columns_.section) as section,
        min(columns_.axis) as axis,
        bool_or(columns_.role in ('subject_code', 'line_name')) as has_key_column,
    from columns_
    inner join {{ ref('int_tables_classified') }} as tables
        on columns_.document_key = tables.document_key and columns_.table_index = tables.table_index
    where columns_.role != 'item'
    group by all
    having bool_or(columns_.role = 'measure')

),

-- A table in halves may print 合计 once, before the first.
shared_totals as (

    select
        document_key,
        table_index,
        row_index,
        min(coalesce(name_text, code_column_text)) as line_name,
    from named
    where {{ normalised('coalesce(name_text, code_column_text)') }} = '合计'
    group by all

),

printed_lines as (

    select
        groups.document_key,
        groups.table_index,
        groups.table_no,
        body_rows.row_index,
        body_rows.page_no,
        body_rows.line_no,
        groups.column_group,
        groups.section,
        groups.axis,
        -- 类, 款, 项 in columns of their own are pieces (201, 03, 01), or repeat the whole (201, 20103, 2010301).
        case
            -- Code and name in one cell: 2010301 行政运行.
            when named.code_parts is null and groups.subject_classification in ('functional', 'economic')
                then regexp_extract(coalesce(named.name_text, ''), '^(\d{7}|\d{5}|\d{3})[\s_.-]*\p{Han}', 1)
            when named.code_parts is null then ''
            when
                len(named.code_parts) > 1
                and starts_with(named.code_parts[-1], named.code_parts[1])
                and len(named.code_parts[-1]) > len(named.code_parts[1])
                then named.code_parts[-1]
            else array_to_string(named.code_parts, '')
        end as subject_code,
        -- A table without any name is one line of totals (江苏 支出预算总表).
        case
            when not groups.has_key_column then '合计'
            when
                named.code_parts is null
                and groups.subject_classification in ('functional', 'economic')
                and regexp_matches(coalesce(named.name_text, ''), '^(\d{7}|\d{5}|\d{3})[\s_.-]*\p{Han}')
                then regexp_replace(named.name_text, '^\d+[\s_.-]*', '')
            when named.name_text is null and named.code_column_text is null and named.code_parts is null
                then coalesce(shared_totals.line_name, '')
            else coalesce(named.name_text, named.code_column_text, '')
        end as line_name,
        coalesce(named.gov_economic_name, '') as gov_economic_name,
        named.name_indent,
        cast(null as integer) as item_column_index,
    from groups
    inner join body_rows
        on groups.document_key = body_rows.document_key and groups.table_index = body_rows.table_index
    left join named
        on
            groups.document_key = named.document_key
            and groups.table_index = named.table_index
            and groups.column_group = named.column_group
            and body_rows.row_index = named.row_index
    left join shared_totals
        on
            groups.section != ''
            and groups.document_key = shared_totals.document_key
            and groups.table_index = shared_totals.table_index
            and body_rows.row_index = shared_totals.row_index

),

-- In a transposed table each heading is a line, counted from the left; 预算数 and 决算数 of one item share a line.
item_lines as (

    select distinct
        columns_.document_key,
        columns_.table_index,
        columns_.table_no,
        body_rows.row_index,
        body_rows.page_no,
        cast(dense_rank() over (
            partition by columns_.document_key, columns_.table_index
            order by body_rows.row_index, columns_.item_column_index
        ) as integer) as line_no,
        columns_.column_group,
        columns_.section,
        columns_.axis,
        '' as subject_code,
        columns_.item_name as line_name,
        '' as gov_economic_name,
        cast(null as double) as name_indent,
        columns_.item_column_index,
    from columns_
    inner join body_rows
        on columns_.document_key = body_rows.document_key and columns_.table_index = body_rows.table_index
    where columns_.role = 'item'

),

all_lines as (

    select * from printed_lines
    union all by name
    select * from item_lines

),

final as (

    select
        {{ key_of(['document_key', 'table_index', 'row_index', 'column_group', 'item_column_index']) }} as line_key,
        *,
    from all_lines

)

select * from final
