-- Each printed amount beside what last year's document of the department, of the same stage, prints in the same cell: a
-- cell is the same by its table, half, line and column, and is left out where either year prints it twice. Last year
-- speaks by the documents that stand; the department itself is one whatever it is called.

with documents as (

    select
        document_key,
        department_text,
    from {{ ref('int_documents_identified') }}

),

-- 某局 and 某局[部门] among the units are the department itself, under whatever name.
amounts as (

    select
        amounts.*,
        amounts.line_role = 'line' and amounts.item_code is null as is_named,
        nullif(bare_name, documents.department_text) as line_text,
        nullif(regexp_replace({{ normalised('amounts.unit_name') }}, '\[部门\]$', ''), documents.department_text)
            as unit_text,
    from {{ ref('int_reported_amounts') }} as amounts
    inner join documents on amounts.document_key = documents.document_key
    where amounts.is_first_of_kind

),

named as (

    select
        *,
        {{ key_of([
            'table_no', 'section', 'axis', 'line_role', 'item_code', 'measure', 'unit_text', 'gov_economic_name',
            'case when is_named then subject_code end', 'case when is_named then ' ~ subject_key('line_text') ~ ' end'
        ]) }} as cell_name,
    from amounts

),

named_once as (

    select *
    from named
    qualify count(*) over (partition by document_key, cell_name) = 1

),

final as (

    select
        this_year.document_key,
        this_year.reported_amount_key,
        this_year.table_no,
        this_year.line_no,
        this_year.line_name,
        this_year.measure,
        this_year.page_no,
        this_year.amount_yuan,
        this_year.last_place_yuan,
        last_year.document_key as last_document_key,
        last_year.reported_amount_key as last_key,
        last_year.page_no as last_year_page_no,
        last_year.amount_yuan as last_yuan,
        last_year.last_place_yuan as last_year_place_yuan,
    from named_once as this_year
    inner join {{ ref('int_documents_of_last_year') }} as documents
        on this_year.document_key = documents.document_key
    inner join named_once as last_year
        on documents.last_document_key = last_year.document_key and this_year.cell_name = last_year.cell_name
    -- Parts of one disclosure that print the same table.
    qualify count(*) over (partition by this_year.reported_amount_key) = 1

)

select * from final
