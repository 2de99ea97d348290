-- Every parsed amount of every document that is not refused, all versions, with everything that is said of it.

with amounts as (

    select * from {{ ref('int_amounts_parsed') }}
    where unparsed_reason is null

),

lines as (

    select * from {{ ref('int_lines_structured') }}

),

documents as (

    select * from {{ ref('int_documents_identified') }}
    where refusal_reason is null

),

tables as (

    select * from {{ ref('int_tables_classified') }}

),

-- Whether a line's total column stands beside columns it is the total of.
part_columns as (

    select distinct
        document_key,
        table_index,
        column_group,
    from {{ ref('int_columns_mapped') }}
    where role = 'measure' and measure_kind = 'part'

),

joined as (

    select
        amounts.document_key,
        documents.file_name,
        documents.fiscal_year,
        documents.budget_stage,
        documents.department_text as department_name,
        departments.department_key,
        amounts.table_index,
        amounts.table_no,
        kinds.table_kind,
        lines.line_key,
        lines.line_no,
        lines.column_group,
        lines.section,
        lines.axis,
        lines.subject_code,
        lines.line_name,
        lines.bare_name,
        lines.gov_economic_name,
        lines.line_role,
        lines.item_code,
        lines.depth,
        lines.parent_line_key,
        lines.is_top_line,
        lines.is_leaf,
        lines.unit_name,
        lines.project_name,
        units.unit_key,
        case
            when
                tables.subject_classification = 'functional'
                and regexp_full_match(lines.subject_code, '[12]\d{2}(\d{2}){0,2}')
                then lines.subject_code
            when tables.subject_classification = 'functional_class' and lines.line_role = 'line' then classes.class_code
        end as functional_code,
        economic.dept_code,
        economic.gov_code,
        amounts.measure,
        amounts.measure_kind,
        amounts.is_unmapped,
        coalesce(amounts.measure_fund_source, lines.line_fund_source, kinds.fund_source) as fund_source,
        lines.line_role in ('total', 'repeated_total', 'unit_total', 'grand_total', 'current_total', 'subtotal')
        or lines.has_parts
        or (amounts.measure_kind = 'main' and part_columns.document_key is not null) as is_total,
        amounts.amount_yuan,
        -- A table is as exact as its finest amount: Excel drops trailing zeros (80 beside 101.26).
        min(amounts.last_place_yuan) over (partition by amounts.document_key, amounts.table_index) as last_place_yuan,
        amounts.printed_text,
        amounts.unit_name as printed_unit,
        amounts.page_no,
        amounts.x0,
        amounts.top,
        amounts.x1,
        amounts.bottom,
        tables.is_first_of_kind and spoken.document_key is not null as is_first_of_kind,
        disclosures.disclosure_key,
    from amounts
    inner join lines on amounts.line_key = lines.line_key
    inner join documents on amounts.document_key = documents.document_key
    inner join tables
        on
            amounts.document_key = tables.document_key
            and amounts.table_index = tables.table_index
    inner join {{ ref('table_kinds') }} as kinds on amounts.table_no = kinds.table_no
    inner join {{ ref('int_disclosures') }} as disclosures on amounts.document_key = disclosures.document_key
    left join {{ ref('int_disclosure_tables') }} as spoken
        on
            disclosures.disclosure_key = spoken.disclosure_key
            and amounts.table_no = spoken.table_no
            and amounts.document_key = spoken.document_key
    left join {{ ref('int_departments_located') }} as departments
        on documents.document_key = departments.document_key
    left join {{ of_batch(ref('int_units_listed')) }} as units
        on
            case when not (lines.table_no in (12, 13) and lines.depth = 0) then lines.document_key end
            = units.document_key
            and regexp_replace({{ normalised('lines.unit_name') }}, '\[部门\]$', '') = units.unit_name
    left join {{ ref('int_functional_classes') }} as classes
        on lines.document_key = classes.document_key and lines.bare_name = classes.bare_name
    left join {{ ref('int_economic_lines_coded') }} as economic on lines.line_key = economic.line_key
    left join part_columns
        on
            amounts.document_key = part_columns.document_key
            and amounts.table_index = part_columns.table_index
            and lines.column_group = part_columns.column_group

),

final as (

    select
        {{ key_of(['line_key', 'measure']) }} as reported_amount_key,
        *,
        {{ key_of_subject('functional_code', 'fiscal_year') }} as functional_subject_key,
        {{ key_of_subject('dept_code', 'fiscal_year') }} as economic_subject_key,
        {{ key_of_subject('gov_code', 'fiscal_year') }} as gov_economic_subject_key,
        -- Exact: DECIMAL times DECIMAL; a division would go through floating point.
        cast(amount_yuan * cast(0.0001 as decimal(5, 4)) as decimal(20, 6)) as amount_wan,
    from joined

)

select * from final
