-- The 部门 and 政府 economic subjects of the lines of tables 6 and 15: by the code printed, else by name under its 类.

with lines as (

    select
        line.*,
        parent.bare_name as class_name,
    from {{ ref('int_lines_structured') }} as line
    left join {{ ref('int_lines_structured') }} as parent
        on line.parent_line_key = parent.line_key and parent.line_role = 'line'
    where line.table_no in (6, 15) and line.line_role = 'line'

),

subjects as (

    select
        code,
        level,
        {{ normalised('name') }} as normal_name,
        parent,
    from {{ ref('dept_economic_subjects') }}

),

by_name as (

    select
        lines.line_key,
        min(subjects.code) as code,
        count(*) as candidates,
    from lines
    inner join subjects on lines.bare_name = subjects.normal_name
    left join subjects as classes on subjects.parent = classes.code
    where
        lines.subject_code = ''
        and (
            (lines.depth = 1 and subjects.level = '类')
            or (lines.depth = 2 and subjects.level = '款' and classes.normal_name = lines.class_name)
        )
    group by all

),

gov_subjects as (

    select
        code,
        {{ normalised('name') }} as normal_name,
    from {{ ref('gov_economic_subjects') }}
    where level = '款'

),

coded as (

    select
        lines.line_key,
        lines.document_key,
        lines.gov_economic_name,
        coalesce(
            case when length(lines.subject_code) in (3, 5) then lines.subject_code end,
            case when by_name.candidates = 1 then by_name.code end
        ) as dept_code,
    from lines
    left join by_name on lines.line_key = by_name.line_key

),

-- 设备购置 and others stand under two government classes: the official correspondence decides, then uniqueness.
by_gov_name as (

    select
        coded.line_key,
        min(gov_subjects.code) filter (where pairs.gov_code is not null) as paired_code,
        count(distinct gov_subjects.code) filter (where pairs.gov_code is not null) as paired_count,
        min(gov_subjects.code) as only_code,
        count(distinct gov_subjects.code) as candidates,
    from coded
    inner join gov_subjects on {{ normalised('coded.gov_economic_name') }} = gov_subjects.normal_name
    left join {{ ref('gov_to_dept_economic') }} as pairs
        on gov_subjects.code = pairs.gov_code and coded.dept_code = pairs.dept_code
    group by all

),

final as (

    select
        coded.line_key,
        coded.document_key,
        coded.dept_code,
        case
            when by_gov_name.paired_count = 1 then by_gov_name.paired_code
            when by_gov_name.candidates = 1 then by_gov_name.only_code
        end as gov_code,
        coalesce(by_gov_name.candidates, 0) as gov_candidates,
    from coded
    left join by_gov_name on coded.line_key = by_gov_name.line_key

)

select * from final
