-- The unit of each recognised table, and on what it rests. A printed unit stands, whatever the figures say against it.
-- Where none is printed: the rules that tie its totals to tables of known unit; a total that the narrative states with
-- its unit; the size of the total, where only one unit makes it a department's. Evidence of a kind that
-- contradicts itself decides nothing, and weaker evidence is not asked then: such a table is held back.

with recursive tables as (

    select * from {{ ref('int_tables_classified') }}
    where table_no is not null

),

units as (

    select
        *,
        length(cast(yuan_multiplier as varchar)) - 1 as exponent,
    from {{ ref('units') }}

),

printed as (

    select
        printed.*,
        units.exponent,
    from {{ ref('int_units_printed') }} as printed
    inner join units on printed.unit_name = units.unit_name

),

-- Numbers that say nothing of their unit themselves, in their cell or column.
numbers as (

    select
        amounts.document_key,
        amounts.table_index,
        amounts.line_key,
        amounts.measure,
        amounts.measure_kind,
        amounts.printed_number,
        amounts.printed_decimals,
        amounts.cell_unit is null and coalesce(columns_.unit_name = printed.unit_name, columns_.unit_name is null)
            as rests_on_table,
    from {{ ref('int_amounts_read') }} as amounts
    left join {{ ref('int_column_units') }} as columns_
        on
            amounts.document_key = columns_.document_key
            and amounts.table_index = columns_.table_index
            and amounts.column_index = columns_.column_index
    left join printed on amounts.document_key = printed.document_key and amounts.table_index = printed.table_index
    where amounts.printed_number is not null

),

sizes as (

    select
        document_key,
        table_index,
        max(printed_decimals) as decimals,
        max(abs(printed_number)) filter (where measure_kind = 'main' and rests_on_table) as largest_number,
        bool_and(printed_number = 0) as is_all_zero,
        bool_and(not rests_on_table) as is_stated_in_all_cells,
    from numbers
    group by all

),

-- The two sides of each rule, where each side comes from one table only.
sides as (

    select
        places.document_key,
        places.check_code,
        places.match_key,
        places.side,
        min(places.table_index) as table_index,
        cast(sum(numbers.printed_number) as decimal(26, 10)) as side_number,
        count(numbers.printed_number) as addend_count,
    from {{ ref('int_rule_places') }} as places
    inner join {{ ref('reconciliation_rules') }} as rules
        on places.check_code = rules.check_code and rules.operator = '=' and rules.severity = 'error'
    left join numbers on places.line_key = numbers.line_key and places.measure = numbers.measure
    where places.side in ('left', 'right') and places.match_key is not null
    group by all
    having
        count(distinct places.table_index) = 1
        and bool_and(coalesce(numbers.rests_on_table, true))
        and sum(numbers.printed_number) != 0

),

-- By how many powers of ten two units can lie apart.
shifts as (

    select distinct
        left_units.exponent - right_units.exponent as shift,
        cast(
            left_units.yuan_multiplier // least(left_units.yuan_multiplier, right_units.yuan_multiplier)
            as decimal(10, 0)
        ) as left_factor,
        cast(
            right_units.yuan_multiplier // least(left_units.yuan_multiplier, right_units.yuan_multiplier)
            as decimal(10, 0)
        ) as right_factor,
    from units as left_units
    cross join units as right_units

),

-- Two sides that are equal, as exactly as they are printed, when their units lie so far apart.
agreements as (

    select
        left_sides.document_key,
        left_sides.check_code,
        left_sides.table_index as left_table,
        right_sides.table_index as right_table,
        shifts.shift,
    from sides as left_sides
    inner join sides as right_sides
        on
            left_sides.document_key = right_sides.document_key
            and left_sides.check_code = right_sides.check_code
            and left_sides.match_key = right_sides.match_key
            and left_sides.table_index != right_sides.table_index
            and left_sides.side = 'left'
            and right_sides.side = 'right'
    inner join sizes as left_sizes
        on left_sides.document_key = left_sizes.document_key and left_sides.table_index = left_sizes.table_index
    inner join sizes as right_sizes
        on right_sides.document_key = right_sizes.document_key and right_sides.table_index = right_sizes.table_index
    cross join shifts
    where
        abs(left_sides.side_number * shifts.left_factor - right_sides.side_number * shifts.right_factor)
        <= greatest(
            {{ last_place('left_sizes.decimals') }} * shifts.left_factor,
            {{ last_place('right_sizes.decimals') }} * shifts.right_factor
        )
        * cast(0.5 as decimal(2, 1)) * cast(left_sides.addend_count + right_sides.addend_count as decimal(6, 0))

),

-- Tables tied by rules that all say the same of their units.
pairs as (

    select
        document_key,
        left_table,
        right_table,
        shift,
        check_code,
    from agreements
    union
    select
        document_key,
        right_table as left_table,
        left_table as right_table,
        -shift as shift,
        check_code,
    from agreements

),

ties as (

    select
        document_key,
        left_table,
        right_table,
        min(shift) as shift,
        list(distinct check_code order by check_code) as check_codes,
    from pairs
    group by all
    having count(distinct shift) = 1

),

-- Figures of the narrative with their unit. Of four significant digits or more: fewer agree with a total by chance.
stated as (

    select distinct
        document_key,
        regexp_extract(figure, '^[\d,.]+') || regexp_extract(figure, '{{ money_unit() }}$') as figure,
        try_cast(replace(regexp_extract(figure, '^[\d,.]+'), ',', '') as decimal(26, 10)) as stated_number,
        length(regexp_extract(figure, '\.(\d*)', 1)) as decimals,
        units.yuan_multiplier,
    from {{ ref('stg_raw__paragraph') }} as paragraphs
    cross join
        unnest(regexp_extract_all({{ normalised('paragraphs.text') }}, '\d[\d,]*(?:\.\d+)?{{ money_unit() }}'))
            as unnested (figure)
    inner join units on regexp_extract(unnested.figure, '{{ money_unit() }}$') = units.unit_name
    where {{ significant_digits("try_cast(replace(regexp_extract(figure, '^[\\d,.]+'), ',', '') as decimal(26, 10))") }}
        >= 4

),

totals as (

    select distinct
        numbers.document_key,
        numbers.table_index,
        numbers.printed_number,
        numbers.printed_decimals,
    from numbers
    inner join {{ ref('int_lines_structured') }} as lines on numbers.line_key = lines.line_key
    where
        numbers.measure_kind = 'main'
        and numbers.rests_on_table
        and numbers.printed_decimals is not null
        and (lines.line_role in ('total', 'grand_total', 'current_total') or lines.is_root)
        and {{ significant_digits('numbers.printed_number') }} >= 4

),

of_narrative as (

    select
        totals.document_key,
        totals.table_index,
        min(units.exponent) as exponent,
        min(stated.figure) as evidence_text,
    from totals
    cross join units
    inner join stated
        on
            totals.document_key = stated.document_key
            and abs(totals.printed_number * units.yuan_multiplier - stated.stated_number * stated.yuan_multiplier)
            <= greatest(
                {{ last_place('totals.printed_decimals') }} * units.yuan_multiplier,
                {{ last_place('stated.decimals') }} * stated.yuan_multiplier
            ) * cast(0.5 as decimal(2, 1))
    group by all
    having count(distinct units.exponent) = 1

),

largest_known as (

    select
        sizes.document_key,
        max(sizes.largest_number * units.yuan_multiplier) as largest_yuan,
    from sizes
    inner join printed on sizes.document_key = printed.document_key and sizes.table_index = printed.table_index
    inner join units on printed.unit_name = units.unit_name
    group by all

),

-- Units that are left unprinted at times and make the largest amount one that such a table can hold: no more than the
-- tables of known unit do, in whole 分.
of_magnitude as (

    select
        tables.document_key,
        tables.table_index,
        min(units.exponent) as exponent,
    from tables
    inner join sizes on tables.document_key = sizes.document_key and tables.table_index = sizes.table_index
    inner join {{ ref('unit_magnitudes') }} as magnitudes on tables.table_no = magnitudes.table_no
    left join largest_known on tables.document_key = largest_known.document_key
    inner join units
        on
            units.may_be_unprinted
            and sizes.largest_number * units.yuan_multiplier between magnitudes.min_yuan and magnitudes.max_yuan
            and sizes.largest_number * units.yuan_multiplier
            <= coalesce(largest_known.largest_yuan, sizes.largest_number * units.yuan_multiplier)
            and sizes.decimals <= 2 + units.exponent
    group by all
    having count(distinct units.exponent) = 1

),

unprinted as (

    select
        tables.document_key,
        tables.table_index,
    from tables
    anti join printed on tables.document_key = printed.document_key and tables.table_index = printed.table_index

),

-- From tables of known unit along the ties to those that print none, kind of evidence by kind.
reached (document_key, table_index, exponent, evidence) as (

    select
        document_key,
        table_index,
        exponent,
        'identity' as evidence,
    from printed
    union
    select
        of_narrative.document_key,
        of_narrative.table_index,
        of_narrative.exponent,
        'narrative' as evidence,
    from of_narrative
    inner join unprinted
        on of_narrative.document_key = unprinted.document_key and of_narrative.table_index = unprinted.table_index
    union
    select
        of_magnitude.document_key,
        of_magnitude.table_index,
        of_magnitude.exponent,
        'magnitude' as evidence,
    from of_magnitude
    inner join unprinted
        on of_magnitude.document_key = unprinted.document_key and of_magnitude.table_index = unprinted.table_index
    union
    select
        reached.document_key,
        ties.right_table as table_index,
        reached.exponent - ties.shift as exponent,
        reached.evidence,
    from reached
    inner join ties on reached.document_key = ties.document_key and reached.table_index = ties.left_table
    inner join unprinted on ties.document_key = unprinted.document_key and ties.right_table = unprinted.table_index
    where reached.exponent - ties.shift between 0 and 8

),

told as (

    select
        unprinted.document_key,
        unprinted.table_index,
        reached.evidence,
        min(reached.exponent) as exponent,
        count(distinct reached.exponent) as exponent_count,
    from unprinted
    inner join reached
        on unprinted.document_key = reached.document_key and unprinted.table_index = reached.table_index
    group by unprinted.document_key, unprinted.table_index, reached.evidence
    qualify row_number() over (
            partition by unprinted.document_key, unprinted.table_index
            order by list_position(['identity', 'narrative', 'magnitude'], reached.evidence)
        ) = 1

),

tied_to as (

    select
        ties.document_key,
        ties.left_table as table_index,
        string_agg(
            '表' || tables.table_no || '（' || array_to_string(ties.check_codes, '、') || '）', '、' order by tables.table_no
        )
            as evidence_text,
    from ties
    inner join tables on ties.document_key = tables.document_key and ties.right_table = tables.table_index
    group by all

),

-- A printed unit against the ties and the narrative: for and against, and what they would have it be.
objections as (

    select
        own.document_key,
        own.table_index,
        other.exponent + ties.shift as exponent,
        '表' || tables.table_no || '（' || array_to_string(ties.check_codes, '、') || '）' as objection,
    from printed as own
    inner join ties on own.document_key = ties.document_key and own.table_index = ties.left_table
    inner join printed as other on ties.document_key = other.document_key and ties.right_table = other.table_index
    inner join tables on other.document_key = tables.document_key and other.table_index = tables.table_index
    union all
    select
        own.document_key,
        own.table_index,
        of_narrative.exponent,
        '文字说明（' || of_narrative.evidence_text || '）' as objection,
    from printed as own
    inner join of_narrative
        on own.document_key = of_narrative.document_key and own.table_index = of_narrative.table_index

),

judged as (

    select
        printed.document_key,
        printed.table_index,
        count(*) filter (where objections.exponent = printed.exponent) as support_count,
        count(*) filter (where objections.exponent != printed.exponent) as objection_count,
        count(distinct objections.exponent) filter (where objections.exponent != printed.exponent) as other_count,
        min(objections.exponent) filter (where objections.exponent != printed.exponent) as exponent,
        string_agg(objections.objection, '、' order by objections.objection)
        filter (where objections.exponent != printed.exponent) as objections,
    from printed
    inner join objections
        on printed.document_key = objections.document_key and printed.table_index = objections.table_index
    group by all

),

final as (

    select
        tables.document_key,
        tables.table_index,
        tables.table_no,
        tables.title,
        tables.first_page,
        tables.unit_line,
        coalesce(printed.unit_name, told_units.unit_name) as unit_name,
        case
            when printed.unit_name is not null then printed.unit_evidence
            when told_units.unit_name is not null then told.evidence
            when sizes.document_key is null or sizes.is_all_zero then 'no_amount'
            when sizes.is_stated_in_all_cells then 'cell'
            when told.exponent_count > 1 then 'contradictory'
            else 'none'
        end as unit_evidence,
        case
            when printed.unit_name is not null or told_units.unit_name is null then null
            when told.evidence = 'identity' then tied_to.evidence_text
            when told.evidence = 'narrative' then coalesce(of_narrative.evidence_text, tied_to.evidence_text)
            else cast(cast(sizes.largest_number as double) as varchar)
        end as evidence_text,
        coalesce(judged.support_count, 0) as support_count,
        -- The table that more speaks against than for; of two alone both.
        coalesce(judged.objection_count > judged.support_count, false) as is_unit_doubtful,
        case when judged.objection_count > judged.support_count then judged.objections end as objections,
        case
            when judged.other_count = 1 and judged.objection_count > judged.support_count then implied_units.unit_name
        end as implied_unit,
    from tables
    left join printed on tables.document_key = printed.document_key and tables.table_index = printed.table_index
    left join sizes on tables.document_key = sizes.document_key and tables.table_index = sizes.table_index
    left join told on tables.document_key = told.document_key and tables.table_index = told.table_index
    left join units as told_units on told.exponent = told_units.exponent and told.exponent_count = 1
    left join tied_to on tables.document_key = tied_to.document_key and tables.table_index = tied_to.table_index
    left join of_narrative
        on tables.document_key = of_narrative.document_key and tables.table_index = of_narrative.table_index
    left join judged on tables.document_key = judged.document_key and tables.table_index = judged.table_index
    left join units as implied_units on judged.exponent = implied_units.exponent

)

select * from final
