-- The 部门 and 政府 economic subjects of the lines of tables 6 and 15: by the code printed, else by name under its 类, as
-- the list of the year has it.

with lines as (

    select
        line.*,
        documents.fiscal_year,
        parent.bare_name as class_name,
    from {{ ref('int_lines_structured') }} as line
    inner join {{ ref('int_documents_identified') }} as documents on line.document_key = documents.document_key
    left join {{ ref('int_lines_structured') }} as parent
        on line.parent_line_key = parent.line_key and parent.line_role = 'line'
    where line.table_no in (6, 15) and line.line_role = 'line'

),

subjects as (

    select
        *,
        {{ normalised('subject_name') }} as normal_name,
    from {{ ref('int_subjects_listed') }}
    where classification != '支出功能分类'

),

class_names as (

    select
        normal_name,
        -- A name of one of the two lists only tells which of them a table is of.
        case when count(distinct classification) = 1 then min(classification) end as classification,
    from subjects
    where level = '类'
    group by all

),

-- Which list the lines of a table are of; 部门 where the names of its 类 do not tell.
tables as (

    select
        lines.document_key,
        lines.table_index,
        case
            when
                count(*) filter (where class_names.classification = '政府预算支出经济分类') > 0
                and count(*) filter (where class_names.classification = '部门预算支出经济分类') = 0
                then '政府预算支出经济分类'
            else '部门预算支出经济分类'
        end as classification,
    from lines
    left join class_names on lines.depth = 1 and lines.bare_name = class_names.normal_name
    group by all

),

by_name as (

    select
        lines.line_key,
        min(subjects.code) as code,
        count(distinct subjects.code) as candidates,
    from lines
    inner join tables on lines.document_key = tables.document_key and lines.table_index = tables.table_index
    inner join subjects
        on
            tables.classification = subjects.classification
            and lines.bare_name = subjects.normal_name
            and lines.fiscal_year between
            coalesce(subjects.valid_from_year, 0) and coalesce(subjects.valid_to_year, 9999)
    left join subjects as classes
        on
            subjects.level = '款'
            and left(subjects.code, 3) = classes.code
            and lines.fiscal_year between
            coalesce(classes.valid_from_year, 0) and coalesce(classes.valid_to_year, 9999)
    where
        lines.subject_code = ''
        and (
            (lines.depth = 1 and subjects.level = '类')
            or (lines.depth = 2 and classes.normal_name = lines.class_name)
        )
    group by all

),

coded as (

    select
        lines.line_key,
        lines.document_key,
        lines.fiscal_year,
        lines.parent_line_key,
        lines.gov_economic_name,
        coalesce(
            case when length(lines.subject_code) in (3, 5) then lines.subject_code end,
            case when by_name.candidates = 1 then by_name.code end
        ) as dept_code,
    from lines
    left join by_name on lines.line_key = by_name.line_key

),

gov_subjects as (

    select *
    from subjects
    where classification = '政府预算支出经济分类'

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
    inner join gov_subjects
        on
            gov_subjects.level = '款'
            and {{ normalised('coded.gov_economic_name') }} = gov_subjects.normal_name
            and coded.fiscal_year between
            coalesce(gov_subjects.valid_from_year, 0) and coalesce(gov_subjects.valid_to_year, 9999)
    left join {{ ref('gov_to_dept_economic') }} as pairs
        on gov_subjects.code = pairs.gov_code and coded.dept_code = pairs.dept_code
    group by all

),

-- A line of a 类 names a government 类, often without the 机关 before it: 工资福利支出 is 501 there.
by_gov_class as (

    select
        coded.line_key,
        min(gov_subjects.code) as only_code,
        count(distinct gov_subjects.code) as candidates,
    from coded
    inner join gov_subjects
        on
            length(coded.dept_code) = 3
            and gov_subjects.level = '类'
            and {{ normalised('coded.gov_economic_name') }}
            in (gov_subjects.normal_name, regexp_replace(gov_subjects.normal_name, '^机关', ''))
            and coded.fiscal_year between
            coalesce(gov_subjects.valid_from_year, 0) and coalesce(gov_subjects.valid_to_year, 9999)
    group by all

),

named as (

    select
        coded.line_key,
        coded.document_key,
        coded.parent_line_key,
        coded.dept_code,
        case
            when by_gov_name.paired_count = 1 then by_gov_name.paired_code
            when by_gov_name.candidates = 1 then by_gov_name.only_code
        end as item_code,
        case when by_gov_class.candidates = 1 then by_gov_class.only_code end as class_code,
        coalesce(by_gov_name.candidates, by_gov_class.candidates, 0) as gov_candidates,
    from coded
    left join by_gov_name on coded.line_key = by_gov_name.line_key
    left join by_gov_class on coded.line_key = by_gov_class.line_key

),

-- The parts of a 类 say whose it is: parts of 事业单位 alone (505) make it theirs, 50501.
parts as (

    select
        parent_line_key,
        list(distinct left(item_code, 3)) as gov_classes,
    from named
    where item_code is not null
    group by all

),

final as (

    select
        named.line_key,
        named.document_key,
        named.dept_code,
        case
            when parts.gov_classes = [left(named.item_code, 3)] then named.item_code
            else coalesce(named.class_code, named.item_code)
        end as gov_code,
        named.gov_candidates,
    from named
    left join parts on named.line_key = parts.parent_line_key

)

select * from final
