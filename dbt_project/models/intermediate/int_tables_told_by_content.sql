-- Tables whose title says nothing, told by their headings, lines, label and neighbours where these leave no doubt.
-- Doubt is: two kinds fit, two tables fit one kind, a title or the name of a sheet names the kind elsewhere in the
-- document, or the table has no heading of its own (the rest of the table before it). Wrong is worse than not told.

with tables as (

    select * from {{ ref('int_tables_titled') }}

),

signatures as (

    select
        table_no,
        note,
        coalesce(headings, '') as headings,
        coalesce(lines, '') as lines,
        nullif(absent_headings, '') as absent_headings,
        nullif(absent_lines, '') as absent_lines,
        nullif(label, '') as label,
        nullif(neighbours, '') as neighbours,
    from {{ ref('table_signatures') }}

),

headed as (

    select
        *,
        list_transform(
            heading_paths,
            heading -> array_to_string(
                list_transform(heading.path, p -> {{ without_unit(without_year(normalised('p'))) }}), '/'
            )
        ) as headings,
    from tables

),

-- Overleaf a table may go on under its heading printed again.
placed as (

    select
        * exclude (headings),
        array_to_string(headings, chr(10)) as heading_lines,
        coalesce(
            title_text = ''
            and coalesce(label, '') = ''
            and headings = lag(headings) over tables_before
            and first_page - lag(last_page) over tables_before between 0 and 1,
            false
        ) as is_rest,
    from headed
    window tables_before as (partition by document_key order by table_index)

),

candidates as (

    select
        document_key,
        table_index,
        heading_lines,
        {{ normalised('label') }} as label_text,
    from placed
    where
        told_by is null
        and form_kind is null
        and is_generic_title
        and not is_rest
        and regexp_matches(heading_lines, '\p{Han}')

),

bodies as (

    select
        cells.document_key,
        cells.table_index,
        string_agg({{ bare_name('cells.text') }}, chr(10)) as body_lines,
    from {{ ref('int_table_cells_unnested') }} as cells
    inner join candidates
        on cells.document_key = candidates.document_key and cells.table_index = candidates.table_index
    where cells.role = 'body' and trim(cells.text) != ''
    group by all

),

fitting as (

    select
        candidates.document_key,
        candidates.table_index,
        signatures.table_no,
        signatures.neighbours,
        signatures.note,
        case when signatures.label is null then 'headings' else 'label' end as told_by,
    from candidates
    inner join bodies
        on candidates.document_key = bodies.document_key and candidates.table_index = bodies.table_index
    inner join signatures
        on
            len(list_filter(
                string_split(signatures.headings, ';'),
                p -> not regexp_matches(candidates.heading_lines, '(?m)' || p)
            )) = 0
            and len(list_filter(
                string_split(signatures.lines, ';'),
                p -> not regexp_matches(bodies.body_lines, '(?m)' || p)
            )) = 0
            and not coalesce(
                regexp_matches(candidates.heading_lines, '(?m)' || signatures.absent_headings), false
            )
            and not coalesce(regexp_matches(bodies.body_lines, '(?m)' || signatures.absent_lines), false)
            and coalesce(regexp_matches(candidates.label_text, signatures.label), true)

),

titled_kinds as (

    select distinct
        document_key,
        table_no,
    from tables
    where table_no is not null

),

by_themselves as (

    select
        document_key,
        table_index,
        min(table_no) as table_no,
    from fitting
    where neighbours is null
    group by all
    having count(distinct table_no) = 1

),

-- What stands beside a table: the kinds of the tables before and after it, those set aside not counted.
known as (

    select * from by_themselves
    qualify count(*) over (partition by document_key, table_no) = 1

),

sequences as (

    select
        placed.document_key,
        placed.table_index,
        row_number() over in_document as position,
        list(coalesce(placed.table_no, known.table_no)) over (
            partition by placed.document_key
            order by placed.table_index
            rows between unbounded preceding and unbounded following
        ) as table_nos,
    from placed
    left join known
        on placed.document_key = known.document_key and placed.table_index = known.table_index
    where placed.form_kind is null and not placed.is_rest and (placed.told_by is null or placed.table_no is not null)
    window in_document as (partition by placed.document_key order by placed.table_index)

),

neighboured as (

    select
        fitting.document_key,
        fitting.table_index,
        fitting.table_no,
        fitting.told_by,
        fitting.note,
    from fitting
    inner join sequences
        on fitting.document_key = sequences.document_key and fitting.table_index = sequences.table_index
    where
        len(list_filter(
            string_split(fitting.neighbours, '|'),
            n -> sequences.position + try_cast(split_part(n, ':', 1) as integer) < 1
            or coalesce(sequences.table_nos[sequences.position + try_cast(split_part(n, ':', 1) as integer)], 0)
            != try_cast(split_part(n, ':', 2) as integer)
        )) = 0
        or fitting.neighbours is null

),

of_one_kind as (

    select
        document_key,
        table_index,
        any_value(table_no) as table_no,
        min(told_by) as told_by,
        arg_min(note, told_by) as note,
    from neighboured
    group by all
    having count(distinct table_no) = 1

),

undoubted as (

    select of_one_kind.*
    from of_one_kind
    anti join titled_kinds
        on of_one_kind.document_key = titled_kinds.document_key and of_one_kind.table_no = titled_kinds.table_no
    qualify count(*) over (partition by of_one_kind.document_key, of_one_kind.table_no) = 1

),

-- A list of purchases or of projects makes no budget of a notice: it counts beside the summary tables alone.
budgets as (

    select kinds_.document_key
    from (
        select * from titled_kinds
        union all
        select
            document_key,
            table_no
        from undoubted
    ) as kinds_
    inner join {{ ref('table_kinds') }} as table_kinds on kinds_.table_no = table_kinds.table_no
    group by all
    having bool_or(table_kinds.is_required)

),

final as (

    select undoubted.*
    from undoubted
    inner join budgets on undoubted.document_key = budgets.document_key

)

select * from final
