-- Cells of performance forms that no label explains. A person may stand in any of them: short names and long numbers
-- are left out, the place is given.
with segments as (

    select * from {{ ref('int_form_segments') }}

),

cells as (

    select * from {{ ref('int_form_cells') }}

),

read_as_values as (

    select distinct
        document_key,
        value_row_no as row_no,
        value_column_index as column_index,
    from {{ ref('int_form_fields') }}
    where value_row_no is not null

),

read_in_columns as (

    select distinct
        document_key,
        own_row_no as row_no,
        column_index,
    from {{ ref('int_form_column_cells') }}
    where role != 'unknown'

),

unread as (

    select
        cells.*,
        segments.form_row_no,
        {{ normalised('cells.text') }} as plain_text,
        row_number() over (partition by cells.document_key, cells.row_no order by cells.x0) as place_in_row,
    from cells
    inner join segments on cells.document_key = segments.document_key and cells.row_no = segments.row_no
    anti join read_as_values
        on
            cells.document_key = read_as_values.document_key
            and cells.row_no = read_as_values.row_no
            and cells.column_index = read_as_values.column_index
    anti join read_in_columns
        on
            cells.document_key = read_in_columns.document_key
            and cells.row_no = read_in_columns.row_no
            and cells.column_index = read_in_columns.column_index
    where cells.clean_text != '' and (cells.field is null or segments.form_row_no is null)

),

-- What stands behind a person's label is known, and stays in raw.
beside_persons as (

    select
        unread.document_key,
        unread.row_no,
        unread.column_index,
    from unread
    inner join cells as labels
        on
            unread.document_key = labels.document_key
            and unread.row_no between labels.row_no and labels.last_row_no
            and unread.x0 > labels.x0
            and labels.field is not null
    group by all
    having arg_max(labels.field, labels.x0) = 'person'

),

final as (

    select
        unread.document_key,
        documents.file_name,
        unread.table_index,
        unread.page_no,
        unread.x0,
        unread.top,
        unread.x1,
        unread.bottom,
        case
            when
                unread.place_in_row = 1
                and not regexp_full_match(unread.plain_text, '[\p{Han}·]{1,4}([、,;/][\p{Han}·]{1,4})*')
                and not regexp_matches(unread.plain_text, '\d{7}')
                then left({{ without_persons('unread.clean_text') }}, 30)
        end as printed_text,
        case when unread.form_row_no is null then 'before_any_form' else 'no_label' end as reason,
    from unread
    anti join beside_persons
        on
            unread.document_key = beside_persons.document_key
            and unread.row_no = beside_persons.row_no
            and unread.column_index = beside_persons.column_index
    inner join {{ ref('int_documents_identified') }} as documents on unread.document_key = documents.document_key

)

select * from final
