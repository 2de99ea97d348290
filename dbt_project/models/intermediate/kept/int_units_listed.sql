-- The 单位 under each 部门, as tables 11 to 13 of each document name them.

with lines as (

    select
        lines.document_key,
        regexp_replace({{ normalised('lines.unit_name') }}, '\[部门\]$', '') as unit_name,
        ends_with({{ normalised('lines.unit_name') }}, '[部门]')
        or (lines.table_no in (12, 13) and lines.depth = 0) as is_department,
    from {{ ref('int_lines_structured') }} as lines
    where lines.unit_name is not null

),

final as (

    select distinct
        lines.document_key,
        departments.department_key,
        lines.unit_name,
        {{ key_of(["'单位'", 'departments.department_key', 'lines.unit_name']) }} as unit_key,
    from lines
    inner join {{ ref('int_departments_located') }} as departments
        on lines.document_key = departments.document_key
    where not lines.is_department

)

select * from final
