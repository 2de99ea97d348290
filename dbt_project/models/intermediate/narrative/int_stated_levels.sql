-- The amounts that a stated share, change or rate may be of: for each of them the levels stated before it in its
-- section, nearest first, with what the tables print for them.

with figures as (

    select
        subjects.*,
        coalesce(codes.is_compared, true) as is_compared,
    from {{ ref('int_stated_subjects') }} as subjects
    left join {{ ref('stated_subjects') }} as codes on subjects.subject_code = codes.subject_code

),

levels as (

    select
        figures.*,
        cast(figures.number * figures.multiplier as decimal(20, 2)) as stated_yuan,
        cast({{ last_place('figures.decimals') }} * figures.multiplier as decimal(20, 6)) as place_yuan,
        matches.table_yuan,
        matches.last_place_yuan,
        matches.reported_amount_keys,
        matches.table_no,
    from figures
    left join {{ ref('int_stated_matches') }} as matches
        on figures.document_key = matches.document_key and figures.sequence_no = matches.sequence_no
    where figures.stated_as = 'level' and figures.value_kind = 'amount' and not figures.is_in_reason

),

final as (

    select
        figures.document_key,
        figures.sequence_no,
        figures.stated_as,
        levels.sequence_no as level_sequence_no,
        levels.subject_code as level_subject_code,
        levels.is_compared,
        levels.is_opener,
        levels.is_of_other_year,
        levels.is_budget_of_final_account,
        levels.stated_yuan,
        levels.place_yuan,
        levels.table_yuan,
        levels.last_place_yuan,
        levels.reported_amount_keys,
        levels.table_no,
        levels.paragraph_no = figures.paragraph_no as is_in_paragraph,
        levels.paragraph_no = figures.paragraph_no and levels.sentence_no = figures.sentence_no as is_in_sentence,
        row_number() over (
            partition by figures.document_key, figures.sequence_no order by levels.sequence_no desc
        ) as nearness,
    from figures
    inner join levels
        on
            figures.document_key = levels.document_key
            and figures.section_path = levels.section_path
            and figures.sequence_no > levels.sequence_no
    where figures.stated_as in ('share', 'completion', 'change', 'rate') and not figures.is_in_reason

)

select * from final
