-- The lines of the tables by the name that a sentence may give them, with the names they stand under and the amounts a
-- sentence may state of them: the line's total, the current year's part, and in table 4 the general budget's.

with amounts as (

    select * from {{ ref('int_reported_amounts') }}
    where is_first_of_kind and line_role = 'line'

),

lines as (

    select
        line_key,
        parent_line_key,
        {{ subject_key('line_name') }} as subject_key,
    from {{ ref('int_lines_structured') }}

),

final as (

    select
        amounts.disclosure_key,
        amounts.table_no,
        amounts.section,
        amounts.line_key,
        amounts.line_name,
        amounts.measure,
        amounts.amount_yuan,
        amounts.last_place_yuan,
        amounts.reported_amount_key,
        lines.subject_key,
        [parents.subject_key, grandparents.subject_key] as upper_keys,
    from amounts
    inner join lines on amounts.line_key = lines.line_key
    left join lines as parents on lines.parent_line_key = parents.line_key
    left join lines as grandparents on parents.parent_line_key = grandparents.line_key
    where
        (
            amounts.measure_kind = 'main'
            and (amounts.measure not in ('预算数', '决算数') or amounts.measure = amounts.budget_stage || '数')
        )
        or amounts.measure = '当年预算安排'
        or (amounts.table_no = 4 and amounts.measure = '一般公共预算')

)

select * from final
