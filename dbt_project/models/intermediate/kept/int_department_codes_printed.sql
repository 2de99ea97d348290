-- 主管部门及代码: 045-某某局, printed on project forms.

with cells as (

    select
        document_key,
        {{ normalised('text') }} as cell_text,
    from {{ ref('int_table_cells_unnested') }}

),

coded as (

    select
        document_key,
        regexp_extract(cell_text, '^(\d{3,6})-', 1) as department_code,
        regexp_replace(regexp_replace(cell_text, '^\d{3,6}-', ''), '\[部门\]$', '') as department_name,
    from cells
    where regexp_matches(cell_text, '^\d{3,6}-')

),

final as (

    select distinct
        coded.document_key,
        coded.department_name,
        coded.department_code,
    from coded
    inner join {{ ref('int_documents_identified') }} as documents
        on coded.document_key = documents.document_key and coded.department_name = documents.department_text

)

select * from final
