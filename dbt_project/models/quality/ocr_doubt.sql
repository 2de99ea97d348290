-- Figures on scanned pages that may have been misread. The rules point at them; no amount is ever changed.
-- Of each broken rule, every operand that was recognised, with the readings of its cell that would make the rule hold:
-- one digit read for another, a digit or the point lost, or one too many. And every amount with an unsure character.
with amounts as (

    select
        amounts.*,
        units.yuan_multiplier,
        replace({{ normalised('amounts.printed_text') }}, ',', '') as figures,
    from {{ ref('int_reported_amounts_described') }} as amounts
    left join {{ ref('units') }} as units on amounts.printed_unit = units.unit_name
    where amounts.extraction_method = 'ocr'

),

-- A piece of text belongs to the cell that holds its middle.
cells as (

    select
        amounts.reported_amount_key,
        min(readings.confidence) as confidence,
    from amounts
    inner join {{ ref('stg_raw__reading') }} as readings
        on
            amounts.document_key = readings.document_key
            and amounts.page_no = readings.page_no
            and (readings.x0 + readings.x1) / 2 between amounts.x0 and amounts.x1
            and (readings.top + readings.bottom) / 2 between amounts.top and amounts.bottom
    group by all

),

broken as (

    select
        *,
        'left' as side,
        unnest(left_keys) as reported_amount_key,
    from {{ of_batch(ref('reconciliation')) }}
    -- Last year's amount is none that this year's should have been read as.
    where outcome = 'broken' and rule_no != 'R50'
    union all by name
    select
        *,
        'right' as side,
        unnest(right_keys) as reported_amount_key,
    from {{ of_batch(ref('reconciliation')) }}
    where outcome = 'broken' and rule_no != 'R50'

),

operands as (

    select
        broken.reconciliation_key,
        broken.rule_no,
        broken.check_code,
        broken.line_label,
        broken.side,
        broken.tolerance_yuan,
        -- What the side lacks; where the operand stands on the right, what it has too much.
        case broken.side when 'left' then -broken.difference_yuan else broken.difference_yuan end as lacking_yuan,
        amounts.reported_amount_key,
        amounts.figures,
        amounts.yuan_multiplier,
        amounts.amount_yuan,
    from broken
    inner join amounts on broken.reported_amount_key = amounts.reported_amount_key

),

texts as (

    select distinct
        reported_amount_key,
        figures,
        yuan_multiplier,
    from operands
    where regexp_full_match(figures, '-?[0-9]+([.][0-9]+)?') and length(figures) <= 20

),

-- Every other reading of the cell that differs in one character.
variants as (

    select
        texts.reported_amount_key,
        places.place,
        marks.mark,
        kinds.kind,
        texts.yuan_multiplier,
        case kinds.kind
            when 'replaced' then texts.figures[:places.place - 1] || marks.mark || texts.figures[places.place + 1:]
            when 'lost' then texts.figures[:places.place - 1] || marks.mark || texts.figures[places.place:]
            when 'added' then texts.figures[:places.place - 1] || texts.figures[places.place + 1:]
        end as variant,
        texts.figures[places.place] as suspected_character,
    from texts
    cross join (select unnest(range(1, 22)) as place) as places
    cross join (select unnest(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.']) as mark) as marks
    cross join (select unnest(['replaced', 'lost', 'added']) as kind) as kinds
    where
        places.place <= length(texts.figures) + case kinds.kind when 'lost' then 1 else 0 end
        and (kinds.kind != 'added' or marks.mark = '.')
        and (kinds.kind != 'replaced' or marks.mark != '.' and texts.figures[places.place] between '0' and '9')

),

readable as (

    select
        *,
        cast(variant as decimal(30, 6)) * yuan_multiplier as variant_yuan,
    from variants
    where regexp_full_match(variant, '-?(0|[1-9][0-9]*)([.][0-9]{1,6})?')

),

fitting as (

    select
        operands.reconciliation_key,
        operands.side,
        operands.reported_amount_key,
        any_value(readable.suspected_character order by readable.place, readable.variant) as suspected_character,
        list(distinct readable.variant order by readable.variant) as fitting_texts,
    from operands
    inner join readable
        on
            operands.reported_amount_key = readable.reported_amount_key
            and abs(operands.lacking_yuan - (readable.variant_yuan - operands.amount_yuan)) <= operands.tolerance_yuan
    group by all

),

of_rules as (

    select
        'broken_rule' as reason,
        operands.* exclude (figures, yuan_multiplier, amount_yuan, tolerance_yuan, lacking_yuan),
        fitting.suspected_character,
        coalesce(fitting.fitting_texts, []) as fitting_texts,
    from operands
    left join fitting
        on
            operands.reconciliation_key = fitting.reconciliation_key
            and operands.side = fitting.side
            and operands.reported_amount_key = fitting.reported_amount_key

),

unsure as (

    select
        'low_confidence' as reason,
        reported_amount_key,
        cast([] as varchar[]) as fitting_texts,
    from cells
    where confidence < {{ var('least_ocr_confidence') }}

),

doubts as (

    select * from of_rules
    union all by name
    select * from unsure

),

final as (

    select
        {{ key_of(['doubts.reason', 'doubts.reconciliation_key', 'doubts.side', 'doubts.reported_amount_key']) }}
            as ocr_doubt_key,
        amounts.document_key,
        amounts.file_name,
        doubts.reason,
        doubts.reconciliation_key,
        doubts.rule_no,
        doubts.check_code,
        doubts.line_label,
        doubts.side,
        amounts.reported_amount_key,
        amounts.table_no,
        amounts.line_name,
        amounts.measure,
        amounts.page_no,
        amounts.x0,
        amounts.top,
        amounts.x1,
        amounts.bottom,
        amounts.printed_text,
        amounts.amount_yuan,
        cells.confidence,
        doubts.suspected_character,
        doubts.fitting_texts,
    from doubts
    inner join amounts on doubts.reported_amount_key = amounts.reported_amount_key
    left join cells on doubts.reported_amount_key = cells.reported_amount_key

)

select * from final
