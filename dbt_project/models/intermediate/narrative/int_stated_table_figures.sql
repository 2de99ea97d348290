-- The figures of the tables that a stated subject may name, disclosure by disclosure: sums of terms over the same
-- places as the reconciliation rules take. In final accounts the budget's column is a figure of its own.

with subjects as (

    select * from {{ ref('stated_table_figures') }}

),

terms as (

    select
        subjects.subject_code,
        subjects.priority,
        subjects.terms,
        {{ term_parts('unnested.term') }},
    from subjects
    cross join unnest(string_split(subjects.terms, ' + ')) as unnested (term)

),

term_counts as (

    select
        subject_code,
        priority,
        count(*) as term_count,
    from terms
    group by all

),

positions as (

    select
        positions.*,
        documents.budget_stage,
        spoken.disclosure_key,
    from {{ ref('int_positions') }} as positions
    inner join {{ ref('int_documents_identified') }} as documents on positions.document_key = documents.document_key
    inner join {{ ref('int_disclosure_tables') }} as spoken
        on positions.document_key = spoken.document_key and positions.table_no = spoken.table_no

),

-- @own: the total column of the document's own stage.
wanted as (

    select
        * exclude (measure),
        case measure when '@own' then '@main' else measure end as measure,
        measure = '@own' as is_own,
    from terms

),

taken as (

    select
        wanted.subject_code,
        wanted.priority,
        wanted.term,
        wanted.fund_filter,
        positions.disclosure_key,
        positions.table_no,
        positions.line_no,
        positions.line_key,
        positions.measure,
        wanted.is_own
        and positions.budget_stage = '决算'
        and positions.measure = '预算数' as is_budget_of_final_account,
        {{ term_fund_source('wanted', 'positions') }} as term_fund_source,
    from wanted
    inner join positions on {{ takes_place('wanted', 'positions') }}
    where
        not wanted.is_own
        or positions.measure not in ('预算数', '决算数')
        or positions.measure = positions.budget_stage || '数'
        or positions.budget_stage = '决算'

),

final as (

    select
        taken.disclosure_key,
        taken.subject_code,
        taken.priority,
        taken.is_budget_of_final_account,
        sum(amounts.amount_yuan) as amount_yuan,
        count(amounts.amount_yuan) as cell_count,
        max(amounts.last_place_yuan) as last_place_yuan,
        min(taken.table_no) as table_no,
        any_value(taken.measure order by taken.table_no, taken.line_no, taken.measure) as measure,
        list(amounts.reported_amount_key order by amounts.table_no, amounts.line_no) filter (
            where amounts.reported_amount_key is not null
        ) as reported_amount_keys,
    from taken
    inner join term_counts
        on taken.subject_code = term_counts.subject_code and taken.priority = term_counts.priority
    left join {{ ref('fund_sources') }} as fund_sources on taken.term_fund_source = fund_sources.fund_source
    left join {{ ref('int_reported_amounts') }} as amounts
        on taken.line_key = amounts.line_key and taken.measure = amounts.measure
    where
        taken.fund_filter is null
        or taken.fund_filter = taken.term_fund_source
        or (taken.fund_filter = '财政拨款' and fund_sources.is_fiscal_appropriation)
    group by taken.disclosure_key, taken.subject_code, taken.priority, taken.is_budget_of_final_account
    having count(distinct taken.term) = any_value(term_counts.term_count)

)

select * from final
