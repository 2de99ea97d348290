-- The indicators of each form: levels carried down merged cells and page breaks, the value as printed.
{% set in_lines = ['level3', 'value', 'operator', 'value_unit'] %}

with segments as (

    select * from {{ ref('int_form_segments') }}
    where form_row_no is not null and is_indicator_row

),

wide as (

    select
        segments.document_key,
        segments.form_row_no,
        segments.table_index,
        segments.row_no,
        segments.page_no,
        headings.group_no,
        any_value(headings.scope) as scope,
        any_value(headings.is_in_level3) as is_in_level3,
        {%- for level in ['level1', 'level2', 'level3', 'value', 'operator', 'value_unit', 'weight'] %}
            coalesce(string_agg(cells.clean_text, '' order by cells.x0) filter (where cells.role = '{{ level }}'), '')
                as {{ level }},
        {%- endfor %}
        {%- for column in in_lines %}
            coalesce(string_agg(cells.text, chr(10) order by cells.x0) filter (where cells.role = '{{ column }}'), '')
                as {{ column }}_lines,
        {%- endfor %}
        {%- for level in ['level1', 'level2'] %}
            max(cells.own_row_no) filter (where cells.role = '{{ level }}') as {{ level }}_row_no,
        {%- endfor %}
        {%- for edge, pick in [('x0', 'min'), ('top', 'min'), ('x1', 'max'), ('bottom', 'max')] %}
            coalesce(
                {{ pick }}(cells.{{ edge }}) filter (
                    where cells.role in ('value', 'value_unit', 'operator') and cells.clean_text != ''
                ),
                {{ pick }}(cells.{{ edge }}) filter (where cells.role = 'level3')
            ) as {{ edge }},
        {%- endfor %}
    from segments
    inner join {{ ref('int_form_column_cells') }} as cells
        on segments.document_key = cells.document_key and segments.row_no = cells.row_no
    inner join {{ ref('int_form_headings') }} as headings
        on
            cells.document_key = headings.document_key
            and cells.heading_row_no = headings.heading_row_no
            and cells.role = headings.role
            and cells.heading_centre = headings.centre
    group by all

),

-- A merged cell cut by a page break prints its text on one page only: on the next where the blank begins after another
-- cell's text, else on the one before.
broken as (

    select
        *,
        row_no = min(row_no) over on_page as is_first_on_page,
        {%- for level in ['level1', 'level2'] %}
            {{ level }} = ''
            and {{ level }}_row_no is not null
            and {{ level }}_row_no > min(row_no) over on_page
            and count(distinct case when {{ level }} = '' then {{ level }}_row_no end) over on_page = 1
            and first_value(case when {{ level }} != '' then row_no end ignore nulls) over downwards
            = first_value(case when page_no > page_before then row_no end ignore nulls) over downwards
                as {{ level }}_is_overleaf,
            first_value(nullif({{ level }}, '') ignore nulls) over downwards as next_{{ level }},
        {%- endfor %}
    from (
        select
            *,
            lag(page_no) over (partition by document_key, form_row_no, group_no order by row_no) as page_before,
        from wide
    ) as paged
    window
        on_page as (partition by document_key, form_row_no, group_no, page_no),
        downwards as (
            partition by document_key, form_row_no, group_no order by row_no
            rows between 1 following and unbounded following
        )

),

with_level1 as (

    select
        * replace (
            coalesce(
                nullif(level1, ''),
                case when level1_is_overleaf then next_level1 end,
                last_value(nullif(level1, '') ignore nulls) over upwards,
                next_level1,
                ''
            ) as level1
        ),
        level1 as own_level1,
    from broken
    window upwards as (partition by document_key, form_row_no, group_no order by row_no rows unbounded preceding)

),

runs as (

    select
        *,
        sum(cast(is_new_level1 as integer)) over (
            partition by document_key, form_row_no, group_no order by row_no rows unbounded preceding
        ) as level1_run,
    from (
        select
            *,
            level1 != coalesce(
                lag(level1) over (partition by document_key, form_row_no, group_no order by row_no), chr(0)
            ) as is_new_level1,
        from with_level1
    ) as compared

),

with_level2 as (

    select
        * replace (
            coalesce(
                nullif(level2, ''),
                case when level2_is_overleaf then next_level2 end,
                last_value(nullif(level2, '') ignore nulls) over (
                    partition by document_key, form_row_no, group_no, level1_run
                    order by row_no rows unbounded preceding
                ),
                ''
            ) as level2
        ),
        level2 as own_level2,
    from runs

),

-- A row cut by a page break: its second half has only the rest of one text.
pieces as (

    select
        *,
        is_first_on_page
        and page_before < page_no
        and own_level1 = ''
        and own_level2 = ''
        and not is_in_level3
        and (level3 = '') != (value = '')
        and coalesce(lag(level3) over down_the_form, '') != ''
        and coalesce(lag(value) over down_the_form, '') != '' as is_rest,
    from with_level2
    window down_the_form as (partition by document_key, form_row_no, group_no order by row_no)

),

numbered as (

    select
        *,
        sum(cast(not is_rest as integer)) over (
            partition by document_key, form_row_no, group_no order by row_no rows unbounded preceding
        ) as piece_no,
    from pieces

),

joined as (

    select
        document_key,
        form_row_no,
        group_no,
        piece_no,
        any_value(scope) as scope,
        any_value(is_in_level3) as is_in_level3,
        min(row_no) as row_no,
        {%- for column in [
            'table_index', 'page_no', 'level1', 'level2', 'operator', 'value_unit', 'weight', 'x0', 'top', 'x1', 'bottom',
        ] %}
            arg_min({{ column }}, row_no) as {{ column }},
        {%- endfor %}
        string_agg(level3, '' order by row_no) as level3,
        string_agg(value, '' order by row_no) as value,
        {%- for column in in_lines %}
            string_agg({{ column }}_lines, chr(10) order by row_no) as {{ column }}_lines,
        {%- endfor %}
    from numbered
    group by all

),

-- Several indicators in one cell, numbered (指标1：…, 指标2：…), their values numbered likewise or a line each: a row each.
-- Where the counts do not agree nothing says which value is whose, and they stay together.
listed as (

    select
        *,
        {%- for column in in_lines %}
            {{ numbered_items(column ~ '_lines') }} as {{ column }}_items,
            list_filter(
                list_transform(string_split({{ column }}_lines, chr(10)), lambda line: trim(line)),
                lambda line: line != ''
            ) as {{ column }}_printed_lines,
        {%- endfor %}
    from joined

),

counted as (

    select
        *,
        case
            when len(level3_items) < 2 or (not is_in_level3 and len(value_items) not in (0, len(level3_items))) then 1
            when is_in_level3 or len(value_items) > 0 or len(value_printed_lines) = len(level3_items)
                then len(level3_items)
            else 1
        end as item_count,
    from listed

),

items as (

    select
        counted.* replace (
            case when item_count = 1 then level3 else {{ unwrapped('level3_items[item_no]') }} end as level3,
            {%- for column in ['value', 'operator', 'value_unit'] %}
                case
                    when item_count = 1 then {{ column }}
                    when len({{ column }}_items) = item_count
                        then {{ without_number(unwrapped(column ~ '_items[item_no]')) }}
                    when len({{ column }}_printed_lines) = item_count then {{ column }}_printed_lines[item_no]
                    else {{ column }}
                end as {{ column }},
            {%- endfor %}
        ),
        item_no,
    from counted
    cross join unnest(generate_series(1, item_count)) as numbers (item_no)

),

-- 指标1：…… is what the blank form prints.
filled as (

    select *
    from items
    where
        not regexp_full_match(level3 || value, '(指标\d*[:：]?|[…./／、—-])*')

),

operators as (

    select array_to_string(list(regexp_escape(printed) order by length(printed) desc), '|') as pattern,
    from {{ ref('value_operators') }}
    where position = 'before'

),

-- 三级指标 and its value in one cell: 培训人数≥100人, 验收合格率：100%.
split as (

    select
        filled.* replace (
            case
                when not filled.is_in_level3 then filled.level3
                else
                    coalesce(
                        nullif(
                            trim(
                                regexp_extract(
                                    filled.level3,
                                    '^((?:指标\d+[:：])?[^:：]*?)[:：]?\s*(?:' || operators.pattern || ').*$',
                                    1
                                )
                            ), ''
                        ),
                        nullif(trim(regexp_extract(filled.level3, '^((?:指标\d+[:：])?[^:：]+)[:：].+$', 1)), ''),
                        filled.level3
                    )
            end as level3
        ),
        filled.level3 as whole_level3,
    from filled
    cross join operators

),

final as (

    select
        document_key,
        form_row_no,
        table_index,
        row_no,
        page_no,
        group_no,
        item_no,
        scope,
        level1,
        level2,
        level3,
        case
            when is_in_level3 then regexp_replace(substr(whole_level3, length(level3) + 1), '^[\s:：]+', '')
            else
                concat(
                    case
                        when
                            regexp_full_match({{ normalised('operator') }}, '[≥≤><=＞＜⩾⩽≧≦]+')
                            and not regexp_matches(value, '^\s*[≥≤><=＞＜＝⩾⩽≧≦]')
                            and value != ''
                            then operator
                        else ''
                    end,
                    value,
                    case
                        when
                            value = ''
                            or ends_with({{ normalised('value') }}, {{ normalised('value_unit') }})
                            or {{ normalised('value_unit') }} in ('/', '-', '无')
                            then ''
                        else value_unit
                    end
                )
        end as value,
        weight,
        x0,
        top,
        x1,
        bottom,
    from split

)

select * from final
