-- The table figure that each stated amount names: of what its subject may mean in the tables, the figure that is equal,
-- else the first in the order of the seed, the stated scope (财政拨款, 一般公共预算) before the others.

with stated as (

    select
        *,
        cast(number * multiplier as decimal(20, 2)) as amount_yuan,
        cast({{ last_place('decimals') }} * multiplier as decimal(20, 6)) as place_yuan,
        list_transform(line_names, lambda name: {{ subject_key('name') }}) as name_keys,
    from {{ ref('int_stated_subjects') }}
    where value_kind = 'amount' and stated_as = 'level' and subject_code is not null and not is_of_other_year

),

of_terms as (

    select
        stated.document_key,
        stated.sequence_no,
        1 as kind,
        case
            when list_contains(stated.scopes, order_of.scope) then 0
            when order_of.scope is null then 1
            else 2
        end as scope_distance,
        figures.priority,
        figures.table_no,
        figures.measure,
        figures.amount_yuan as table_yuan,
        figures.cell_count,
        figures.last_place_yuan,
        figures.reported_amount_keys,
    from stated
    inner join {{ ref('int_stated_table_figures') }} as figures
        on
            stated.disclosure_key = figures.disclosure_key
            and stated.subject_code = figures.subject_code
            and stated.is_budget_of_final_account = figures.is_budget_of_final_account
    inner join {{ ref('stated_table_figures') }} as order_of
        on figures.subject_code = order_of.subject_code and figures.priority = order_of.priority

),

-- Lines of the name; where the sentence names what they stand under, those under it before the others.
of_names as (

    select
        stated.document_key,
        stated.sequence_no,
        2 as kind,
        case stated.scope
            when 'general' then cast(lines.table_no not in (5, 6) as integer)
            when 'fiscal' then cast(lines.table_no not in (4, 14, 15) as integer)
            when 'fund' then cast(lines.table_no not in (7, 8) as integer)
            when 'capital' then cast(lines.table_no != 9 as integer)
            else cast(lines.table_no not in (1, 3) as integer)
        end as scope_distance,
        lines.table_no * 10 + case lines.measure when '当年预算安排' then 1 when '一般公共预算' then 2 else 0 end as priority,
        lines.table_no,
        lines.measure,
        lines.amount_yuan as table_yuan,
        1 as cell_count,
        lines.last_place_yuan,
        [lines.reported_amount_key] as reported_amount_keys,
    from stated
    inner join {{ ref('int_stated_lines') }} as lines
        on
            stated.disclosure_key = lines.disclosure_key
            and stated.name_keys[-1] = lines.subject_key
            and regexp_matches(stated.noun, '收入|资金$') = (lines.section = '收入')
    where
        stated.subject_code = 'named_line'
        and not stated.is_budget_of_final_account
        -- Table 2 lists revenue by the subjects of expenditure.
        and lines.table_no != 2
    qualify
        len(list_intersect(stated.name_keys[:-2], lines.upper_keys)) = max(
            len(list_intersect(stated.name_keys[:-2], lines.upper_keys))
        ) over (partition by stated.document_key, stated.sequence_no)

),

candidates as (

    select * from of_terms
    union all by name
    select * from of_names

),

judged as (

    select
        stated.document_key,
        stated.disclosure_key,
        stated.sequence_no,
        stated.amount_yuan,
        stated.place_yuan,
        candidates.table_no,
        candidates.measure,
        candidates.table_yuan,
        candidates.cell_count,
        candidates.last_place_yuan,
        candidates.reported_amount_keys,
        candidates.scope_distance,
        candidates.kind,
        candidates.priority,
        coalesce(
            {{ quoted_tolerance('stated.place_yuan', 'candidates.last_place_yuan', 'candidates.cell_count') }}, 0
        ) as tolerance_yuan,
    from stated
    inner join candidates
        on stated.document_key = candidates.document_key and stated.sequence_no = candidates.sequence_no

),

final as (

    select
        document_key,
        disclosure_key,
        sequence_no,
        amount_yuan as stated_yuan,
        place_yuan as stated_place_yuan,
        table_no,
        measure,
        -- A place left blank prints no amount: it is none, and says nothing against a stated zero.
        table_yuan,
        cell_count,
        coalesce(last_place_yuan, place_yuan) as last_place_yuan,
        coalesce(reported_amount_keys, []) as reported_amount_keys,
        tolerance_yuan,
        amount_yuan - coalesce(table_yuan, 0) as difference_yuan,
        case
            when amount_yuan = coalesce(table_yuan, 0) then 'equal'
            when table_yuan is null then 'broken'
            when abs(amount_yuan - table_yuan) <= tolerance_yuan then 'rounding'
            else 'broken'
        end as outcome,
    from judged
    qualify
        row_number() over (
            partition by document_key, sequence_no
            order by
                case
                    when amount_yuan = coalesce(table_yuan, 0) then 1
                    when table_yuan is not null and abs(amount_yuan - table_yuan) <= tolerance_yuan then 2
                    else 3
                end,
                table_yuan is null,
                scope_distance,
                kind,
                priority,
                reported_amount_keys
        ) = 1

)

select * from final
