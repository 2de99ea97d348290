-- One row per rule: the outcomes, and the evaluations whose outcome does not follow from their own figures.
-- Only error rules other than coverage (R90) are equalities of amounts; the others compare otherwise.
with evaluations as (
    select
        *,
        severity = 'error' and rule_no <> 'R90' and left_yuan is not null and right_yuan is not null as is_equality,
        abs(left_yuan - right_yuan) as recomputed_yuan
    from quality.reconciliation
),

checked as (
    select
        *,
        coalesce(is_equality and (
            (outcome = 'equal' and recomputed_yuan <> 0)
            or (outcome = 'rounding' and (recomputed_yuan = 0 or recomputed_yuan > tolerance_yuan))
            or (outcome = 'broken' and recomputed_yuan <= tolerance_yuan)
        ), true) as has_wrong_outcome,
        severity = 'error' and rule_no <> 'R90' and outcome = 'broken'
        and coalesce(len(left_keys), 0) + coalesce(len(right_keys), 0) = 0 as names_no_cell
    from evaluations
),

known as (
    select distinct rule_no
    from seeds.reconciliation_rules
)

select
    checked.rule_no,
    checked.severity,
    known.rule_no is not null as is_in_seed,
    count(*) as evaluation_count,
    count(*) filter (where checked.outcome = 'equal') as equal_count,
    count(*) filter (where checked.outcome = 'rounding') as rounding_count,
    count(*) filter (where checked.outcome = 'broken') as broken_count,
    count(*) filter (where checked.outcome = 'not_applicable') as not_applicable_count,
    count(*) filter (
        where checked.outcome is null or checked.outcome not in ('equal', 'rounding', 'broken', 'not_applicable')
    ) as unknown_outcome_count,
    count(*) filter (where checked.has_wrong_outcome) as wrong_outcome_count,
    array_to_string(
        min(checked.reconciliation_key, 5) filter (where checked.has_wrong_outcome), ', '
    ) as wrong_outcome_rows,
    count(*) filter (where checked.names_no_cell) as no_cell_count,
    array_to_string(min(checked.reconciliation_key, 5) filter (where checked.names_no_cell), ', ') as no_cell_rows,
    array_to_string(
        min(checked.file_name || ' ' || coalesce(checked.line_label, ''), 5) filter (where checked.outcome = 'broken'),
        '；'
    ) as broken_lines
from checked
left join known
    on checked.rule_no = known.rule_no
group by checked.rule_no, checked.severity, known.rule_no
order by checked.rule_no
