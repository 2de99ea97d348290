-- Economic subjects with their names as each document prints them; documents held back do not speak.

with lines as (

    select * from {{ ref('int_lines_structured') }}

),

final as (

    select
        lines.document_key,
        lines.subject_code,
        lines.line_name as subject_name,
        documents.fiscal_year,
        count(*) as times,
    from lines
    inner join {{ ref('int_document_versions') }} as documents
        on lines.document_key = documents.document_key and documents.quality_status != 'incomplete'
    where
        lines.table_no in (6, 11, 15)
        and length(lines.subject_code) in (3, 5)
    group by all

)

select * from final
