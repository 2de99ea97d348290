-- Lines whose economic subject no list names: they stand in the facts without a subject key.
with lines as (

    select
        coded.document_key,
        lines.table_no,
        lines.line_no,
        lines.line_name,
        lines.gov_economic_name,
        coded.dept_code,
        coded.gov_code,
        coded.gov_candidates,
    from {{ ref('int_economic_lines_coded') }} as coded
    inner join {{ ref('int_lines_structured') }} as lines on coded.line_key = lines.line_key
    where coded.dept_code is null or (lines.gov_economic_name != '' and coded.gov_code is null)

),

documents as (

    select * from {{ ref('int_documents_identified') }}
    where refusal_reason is null

),

final as (

    select
        lines.document_key,
        documents.file_name,
        lines.table_no,
        lines.line_no,
        lines.line_name,
        lines.gov_economic_name,
        case when lines.dept_code is null then 'unknown_department_subject' else 'unknown_government_subject' end
            as reason,
    from lines
    inner join documents on lines.document_key = documents.document_key

)

select * from final
