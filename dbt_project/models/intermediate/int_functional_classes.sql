-- What the names of 类 mean in a document: as its own coded tables print them, else as the code list does.

with printed as (

    select
        document_key,
        bare_name,
        min(subject_code) as class_code,
    from {{ ref('int_lines_structured') }}
    where table_no in (2, 3, 5, 8, 14) and length(subject_code) = 3 and bare_name != ''
    group by all

),

listed as (

    select
        bare_name,
        class_code,
    from {{ ref('int_class_names') }}
    where subject_classification = 'functional'

),

lines as (

    select distinct
        document_key,
        bare_name,
    from {{ ref('int_lines_structured') }}
    where table_no in (1, 4) and section = '支出' and axis = 'main' and line_role = 'line' and bare_name != ''

),

final as (

    select
        lines.document_key,
        lines.bare_name,
        coalesce(printed.class_code, listed.class_code) as class_code,
    from lines
    left join printed on lines.document_key = printed.document_key and lines.bare_name = printed.bare_name
    left join listed on lines.bare_name = listed.bare_name
    where coalesce(printed.class_code, listed.class_code) is not null

)

select * from final
