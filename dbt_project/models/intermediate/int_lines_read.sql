with columns_ as (

    select * from {{ ref('int_columns_mapped') }}

),

cells as (

    select * from {{ ref('int_table_cells_unnested') }}
    where role = 'body'

),

-- 类, 款 and 项 in columns of their own, counted from the left.
code_columns as (

    select
        document_key,
        table_index,
        column_index,
        row_number() over (
            partition by document_key, table_index, column_group
            order by column_index
        ) as code_level,
    from columns_
    where role = 'subject_code'

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
        -- 201.03.01 and 201-03-01 are 2010301.
        any_value(regexp_replace({{ normalised('cells.text') }}, '(\d)[.-](\d)', '\1\2', 'g')) as code_text,
        min(code_columns.code_level) as code_level,
    from columns_
    left join code_columns
        on
            columns_.document_key = code_columns.document_key
            and columns_.table_index = code_columns.table_index
            and columns_.column_index = code_columns.column_index
    inner join body_rows
        on columns_.document_key = body_rows.document_key and columns_.table_index = body_rows.table_index
    inner join cells
        on
            columns_.document_key = cells.document_key
            and columns_.table_index = cells.table_index
            and columns_.column_index between cells.column_index and cells.column_index + cells.column_span - 1
            and body_rows.row_index between cells.row_index and cells.row_index + cells.row_span - 1
    where
        trim(cells.text) != ''
        and (
            columns_.role in ('subject_code', 'line_name', 'gov_economic_name', 'unit_name')
            -- 合计 may stand in any column of words.
            or (columns_.role in ('text', 'line_attribute') and {{ normalised('cells.text') }} in ('合计', '总计'))
        )
    group by all

),

named as (

    select
        document_key,
        table_index,
        row_index,
        column_group,
        list(code_text order by column_index)
        filter (where role = 'subject_code' and regexp_full_match(code_text, '\d{2,9}')) as printed_codes,
        min(code_level) filter (where role = 'subject_code' and regexp_full_match(code_text, '\d{2,9}')) as first_level,
        any_value(code_text) filter (where code_level = 1 and regexp_full_match(code_text, '\d{2,9}')) as first_code,
        any_value(code_text) filter (where code_level = 2 and regexp_full_match(code_text, '\d{2}')) as second_code,
        arg_max({{ unwrapped('text') }}, column_index) filter (where role = 'line_name') as name_text,
        arg_max(indent, column_index) filter (where role = 'line_name') as name_indent,
        arg_min({{ unwrapped('text') }}, column_index)
        filter (
            where
            (role = 'subject_code' and not regexp_full_match(code_text, '\d{2,9}'))
            or (
                role in ('gov_economic_name', 'unit_name', 'text', 'line_attribute')
                and {{ normalised('text') }} in ('合计', '总计')
            )
        ) as code_column_text,
        arg_max({{ unwrapped('text') }}, column_index)
        filter (where role = 'gov_economic_name' and {{ normalised('text') }} not in ('合计', '总计'))
            as gov_economic_name,
        arg_max({{ unwrapped('text') }}, column_index)
        filter (where role = 'unit_name' and {{ normalised('text') }} not in ('合计', '总计')) as unit_text,
    from key_cells
    group by all

),

-- 款 and 项 of two digits under a 类 printed once, above them.
codes_above as (

    select
        *,
        last_value(first_code ignore nulls) over above as class_above,
        last_value(second_code ignore nulls) over above as group_above,
    from named
    window above as (
        partition by document_key, table_index, column_group
        order by row_index
        rows between unbounded preceding and 1 preceding
    )

),

coded as (

    select
        * exclude (printed_codes, first_level, first_code, second_code, class_above, group_above),
        case
            when first_level is null or len(printed_codes[1]) != 2 or first_level = 1 then printed_codes
            when first_level = 2 then list_prepend(class_above, printed_codes)
            else [class_above, group_above] || printed_codes
        end as code_parts,
    from codes_above

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
    from coded
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
                then
                    regexp_extract(
                        coalesce(named.name_text, named.code_column_text, ''), {{ var('code_before_name') }}, 1
                    )
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
                and regexp_matches(coalesce(named.name_text, named.code_column_text, ''), {{ var('code_before_name') }})
                then regexp_extract(coalesce(named.name_text, named.code_column_text), {{ var('code_before_name') }}, 2)
            when named.name_text is null and named.code_column_text is null and named.code_parts is null
                then coalesce(shared_totals.line_name, '')
            else coalesce(named.name_text, named.code_column_text, '')
        end as line_name,
        coalesce(named.gov_economic_name, '') as gov_economic_name,
        named.unit_text,
        named.name_indent,
        cast(null as integer) as item_column_index,
    from groups
    inner join body_rows
        on groups.document_key = body_rows.document_key and groups.table_index = body_rows.table_index
    left join coded as named
        on
            groups.document_key = named.document_key
            and groups.table_index = named.table_index
            and groups.column_group = named.column_group
            and body_rows.row_index = named.row_index
    left join shared_totals
        on
            case when groups.section != '' then groups.document_key end = shared_totals.document_key
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
        -- A list of units under headings that are the items: whose row it is.
        coalesce(row_names.name_text, row_names.code_column_text) as unit_text,
        cast(null as double) as name_indent,
        columns_.item_column_index,
    from columns_
    inner join body_rows
        on columns_.document_key = body_rows.document_key and columns_.table_index = body_rows.table_index
    left join coded as row_names
        on
            columns_.document_key = row_names.document_key
            and columns_.table_index = row_names.table_index
            and columns_.column_group = row_names.column_group
            and body_rows.row_index = row_names.row_index
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
