-- Stated figures whose subject no pattern of the seeds knows, and stated amounts of a known subject that no table of
-- the disclosure prints. They are kept and never guessed.

with figures as (

    select * from {{ ref('int_fact_stated_figure') }}

),

final as (

    select
        stated_figure_key,
        document_key,
        file_name,
        page_no,
        'warn' as severity,
        case when subject is null then 'unknown_subject' else 'no_table_figure' end as reason,
        subject_label,
        stated_as,
        value_text,
        sentence_text,
    from figures
    where subject is null or (stated_as = 'level' and value_kind = 'amount' and match_outcome is null)

)

select * from final
