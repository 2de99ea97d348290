with documents as (

    select * from {{ ref('int_documents_identified') }}
    where refusal_reason is null

),

outcomes as (

    select
        document_key,
        count(*) as evaluation_count,
        count(*) filter (where outcome = 'equal') as equal_count,
        count(*) filter (where outcome = 'rounding') as rounding_count,
        count(*) filter (where outcome = 'broken') as broken_count,
        count(*) filter (where outcome = 'not_applicable') as not_applicable_count,
        count(*) filter (where outcome = 'broken' and severity = 'error' and rule_no != 'R90') as broken_error_count,
        count(*) filter (where outcome = 'rounding' and severity = 'error') as rounding_error_count,
        count(*) filter (where outcome = 'broken' and rule_no = 'R90') as coverage_fault_count,
        list(distinct rule_no order by rule_no) filter (where outcome = 'broken') as broken_rules,
    from {{ ref('reconciliation') }}
    group by all

),

final as (

    select
        documents.document_key,
        documents.file_name,
        documents.fiscal_year,
        documents.budget_stage,
        documents.department_text as department_name,
        case
            when outcomes.coverage_fault_count > 0 then 'incomplete'
            when outcomes.broken_error_count > 0 then 'discrepant'
            when outcomes.rounding_error_count > 0 then 'rounding'
            else 'reconciled'
        end as quality_status,
        outcomes.evaluation_count,
        outcomes.equal_count,
        outcomes.rounding_count,
        outcomes.broken_count,
        outcomes.not_applicable_count,
        outcomes.broken_rules,
    from documents
    inner join outcomes on documents.document_key = outcomes.document_key

)

select * from final
