-- Every number with a unit that a sentence states, with the text before and behind it: what tells whose number it is.

with sentences as (

    select * from {{ ref('int_narrative_sentences') }}

),

units as (

    select string_agg(pattern, '|' order by priority) as pattern
    from {{ ref('stated_units') }}

),

-- A sum that only bounds something (单价100万元以上的设备) is none that is stated: a mark parts it from its unit. A zero
-- without a unit (预算为0) gets one.
guarded as (

    select
        sentences.*,
        '(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(' || units.pattern || ')' as figure_pattern,
        regexp_replace(
            regexp_replace(
                text,
                '(\d)((?:亿|万|千)?元)((?:\([^()]{1,8}\))*(?:以上|以下|以内|及以上|起))', '\1' || chr(28) || '\2\3', 'g'
            ),
            '([为是])0([,。;；)]|$)', '\10␀\2', 'g'
        ) as guarded_text,
    from sentences
    cross join units

),

pieces as (

    select
        * exclude (guarded_text),
        string_split(
            regexp_replace(guarded_text, figure_pattern, chr(30) || '\0' || chr(31), 'g'), chr(30)
        ) as pieces,
    from guarded
    where regexp_matches(guarded_text, figure_pattern)

),

unnested as (

    select
        * exclude (pieces),
        unnest(pieces[2:]) as piece,
        unnest(range(1, len(pieces))) as figure_no,
        unnest(pieces[:-2]) as piece_before,
        unnest(list_transform(range(1, len(pieces)), lambda place: array_to_string(pieces[:place], ''))) as text_before,
    from pieces

),

figures as (

    select
        * exclude (piece, piece_before, text_before, figure_pattern),
        replace(text_before, chr(31), '') as marked_before,
        case
            when figure_no = 1 then replace(piece_before, chr(28), '')
            else replace(split_part(piece_before, chr(31), 2), chr(28), '')
        end as clause,
        replace(split_part(piece, chr(31), 2), chr(28), '') as text_behind,
        split_part(piece, chr(31), 1) as figure,
    from unnested

),

placed as (

    select
        * exclude (marked_before, figure),
        regexp_replace(marked_before, '[␀' || chr(28) || ']', '', 'g') as prefix,
        replace(figure, '␀', '') as figure_text,
        regexp_extract(figure, '^[\d,.]*\d') as number_text,
        regexp_replace(figure, '^[\d,.]*\d', '') as unit_text,
    from figures

),

measured as (

    select
        placed.*,
        nullif(units.unit, '') as unit,
        units.value_kind,
        units.multiplier,
        units.needs_subject,
    from placed
    inner join {{ ref('stated_units') }} as units on regexp_full_match(placed.unit_text, units.pattern)
    qualify
        row_number() over (
            partition by placed.document_key, placed.paragraph_no, placed.sentence_no, placed.figure_no
            order by units.priority
        ) = 1

),

-- What explains a figure states others: they are none of the subjects of the tables.
reasons as (

    select
        document_key,
        paragraph_no,
        sentence_no,
        -- 其中：, or 与上年持平 in a sentence of its own.
        case when not coalesce(has_figure_next, true) then next_text else '' end as text_of_next,
        coalesce(
            continues
            and last_value(case when not continues then has_reason end ignore nulls) over (
                partition by document_key, paragraph_no
                order by sentence_no
                rows between unbounded preceding and 1 preceding
            ), false
        ) as is_reason_throughout,
    from (
        select
            *,
            regexp_matches(text, '{{ var("stated_reason") }}') as has_reason,
            regexp_matches(text, '^(\(?[一二三四五六七八九]是|同时|另外|其次|增减相抵|[①-⑩])') as continues,
            lead(text) over in_paragraph as next_text,
            regexp_matches(lead(text) over in_paragraph, '\d') and not regexp_matches(
                lead(text) over in_paragraph, '^[^\d]*20\d\d年[^\d]*$'
            ) as has_figure_next,
        from sentences
        window in_paragraph as (partition by document_key, paragraph_no order by sentence_no)
    )

),

final as (

    select
        measured.document_key,
        measured.page_no,
        measured.paragraph_no,
        measured.sentence_no,
        cast(
            row_number() over (
                partition by measured.document_key, measured.paragraph_no, measured.sentence_no
                order by measured.figure_no
            ) as integer
        ) as figure_no,
        row_number() over (
            partition by measured.document_key
            order by measured.paragraph_no, measured.sentence_no, measured.figure_no
        ) as sequence_no,
        measured.section_path,
        measured.sentence_text,
        measured.clause,
        measured.prefix,
        case
            when lead(measured.figure_no) over in_sentence is null
                then measured.text_behind || reasons.text_of_next
            else measured.text_behind
        end as text_behind,
        substr(measured.unspaced_text, length(measured.prefix) + 1, length(measured.figure_text)) as value_text,
        cast(
            case when regexp_matches(measured.clause, '(^|[^\d年月日])[-负]$') then -1 else 1 end
            * cast(replace(measured.number_text, ',', '') as decimal(20, 6)) as decimal(20, 6)
        ) as number,
        cast(length(regexp_extract(measured.number_text, '\.(\d*)', 1)) as integer) as decimals,
        measured.unit,
        measured.value_kind,
        measured.multiplier,
        measured.needs_subject,
        reasons.is_reason_throughout
        or regexp_matches(measured.prefix, '{{ var("stated_reason") }}') as is_in_reason,
    from measured
    inner join reasons
        on
            measured.document_key = reasons.document_key
            and measured.paragraph_no = reasons.paragraph_no
            and measured.sentence_no = reasons.sentence_no
    where measured.value_kind != ''
    window in_sentence as (
        partition by measured.document_key, measured.paragraph_no, measured.sentence_no order by measured.figure_no
    )

)

select * from final
