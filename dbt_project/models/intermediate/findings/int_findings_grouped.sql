-- Every broken rule with the finding that it belongs to: one cause, one finding.
--   unit: the printed unit of a table is doubted (R51), and the two sides of the rule differ by a power of ten;
--   cell: one amount would mend several rules;
--   line: a line and its parts disagree in several columns, as where a row is missing;
--   tables: the tables that a document lacks;
--   year: one amount differs from last year's by a lost unit, in however many tables; or most amounts of a document do;
--   rule: the rule alone.

with broken as (

    select
        reconciliation.*,
        rules.match_on,
        rules.operator,
    from {{ of_batch(ref('reconciliation')) }} as reconciliation
    inner join {{ ref('reconciliation_rules') }} as rules on reconciliation.check_code = rules.check_code
    where reconciliation.outcome = 'broken'

),

causes as (

    select * from {{ ref('int_finding_causes') }}

),

amounts as (

    select * from {{ ref('int_reported_amounts') }}

),

doubted_tables as (

    select
        document_key,
        cast(match_key as integer) as table_index,
    from broken
    where rule_no = 'R51'

),

cells_of_years as (

    select
        document_key,
        count(*) filter (where outcome = 'broken') * 2 > count(*) as is_most,
    from {{ of_batch(ref('reconciliation')) }}
    where rule_no = 'R50'
    group by all

),

of_doubted_tables as (

    select
        broken.reconciliation_key,
        min(amounts.document_key || '|' || amounts.table_index) as table_key,
    from (
        select
            *,
            unnest(list_concat(left_keys, right_keys)) as cell_key,
        from broken
    ) as broken
    inner join amounts on broken.cell_key = amounts.reported_amount_key
    inner join doubted_tables
        on amounts.document_key = doubted_tables.document_key and amounts.table_index = doubted_tables.table_index
    where
        broken.rule_no = 'R50'
        or list_bool_or(
            list_transform(
                [10, 100, 1000, 10000],
                lambda factor: abs(abs(broken.left_yuan) * factor - abs(broken.right_yuan))
                <= broken.tolerance_yuan * factor
                or abs(abs(broken.right_yuan) * factor - abs(broken.left_yuan)) <= broken.tolerance_yuan * factor
            )
        )
    group by all

),

with_cause as (

    select
        broken.*,
        causes.cell_key as cause_key,
        causes.correction_yuan,
        causes.is_printed,
        causes.mended_count,
        causes.spoilt_count,
        coalesce(causes.is_only_suspect, false) as is_only_suspect,
        of_doubted_tables.table_key,
        coalesce(cells_of_years.is_most, false) as is_most_of_year,
        count(*) over (partition by broken.document_key, causes.cell_key, causes.correction_yuan) as cause_count,
        count(*) over (
            partition by broken.document_key, broken.check_code, split_part(broken.match_key, '|', 1)
        ) as column_count,
    from broken
    left join causes on broken.reconciliation_key = causes.reconciliation_key
    left join cells_of_years on broken.document_key = cells_of_years.document_key
    left join of_doubted_tables on broken.reconciliation_key = of_doubted_tables.reconciliation_key

),

final as (

    select
        * exclude (table_key, cause_count, column_count, is_most_of_year),
        case
            when rule_no = 'R51' then 'unit|' || document_key || '|' || match_key
            when table_key is not null then 'unit|' || table_key
            when rule_no = 'R50' and is_most_of_year then 'year|' || document_key
            when rule_no = 'R50' then 'year|' || document_key || '|' || left_yuan || '|' || right_yuan
            when cause_key is not null and cause_count > 1
                then 'cell|' || document_key || '|' || cause_key || '|' || correction_yuan
            when match_on = 'hierarchy' and column_count > 1
                then 'line|' || document_key || '|' || check_code || '|' || split_part(match_key, '|', 1)
            when check_code = 'R90b' then 'tables|' || document_key
            else 'rule|' || reconciliation_key
        end as group_key,
    from with_cause

)

select * from final
