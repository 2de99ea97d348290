-- One row per printed form with what it says of itself, numbered in the order of the pages.

with fields as (

    select * from {{ ref('int_form_fields') }}
    where coalesce(value_text, '') != ''

),

segments as (

    select * from {{ ref('int_form_segments') }}
    where form_row_no is not null

),

indicators as (

    select
        document_key,
        form_row_no,
        count(*) as indicator_count,
    from {{ ref('int_form_indicators') }}
    group by all

),

spans as (

    select
        segments.document_key,
        segments.form_row_no,
        any_value(segments.form_kind) as form_kind,
        min(segments.table_index) as table_index,
        min(segments.page_no) as page_no,
        max(segments.page_no) as last_page_no,
        bool_or(segments.is_list_row) as is_list,
    from segments
    group by all

),

printed_lines as (

    select
        spans.document_key,
        spans.form_row_no,
        any_value(units.unit_name) filter (where tables.table_index = spans.table_index) as unit_name,
        any_value({{ department_of('tables.department_line') }}) filter (
            where tables.table_index = spans.table_index
            and not regexp_matches(tables.department_line, '(填报|申报|编报|填表|制表)(日期|时间|人)')
        ) as owner_name,
        max(nullif(regexp_extract(
            concat_ws(
                chr(10),
                tables.title,
                tables.department_line,
                tables.unit_line,
                array_to_string(tables.notes, chr(10))
            ),
            '(?:填报|填表|申报|编报|制表)(?:日期|时间)[:：]\s*((?:19|20)\d\d[\d年月日./: -]*)', 1
        ), '')) as filed_at,
    from spans
    inner join segments on spans.document_key = segments.document_key and spans.form_row_no = segments.form_row_no
    inner join {{ ref('int_tables_classified') }} as tables
        on segments.document_key = tables.document_key and segments.table_index = tables.table_index
    left join {{ ref('int_units_printed') }} as units
        on segments.document_key = units.document_key and segments.table_index = units.table_index
    group by all

),

amounts as (

    select
        fields.document_key,
        fields.form_row_no,
        fields.row_no,
        fields.column_index,
        fields.field,
        coalesce(fields.scope, '年度') as scope,
        fields.label_text,
        fields.value_text,
        fields.page_no,
        coalesce(
            nullif(regexp_extract({{ normalised('fields.value_text') }}, '((?:亿|百万|万|千|百)?元)$', 1), ''),
            case when regexp_matches({{ normalised('fields.value_text') }}, '\d万$') then '万元' end,
            fields.unit_name,
            printed_lines.unit_name
        ) as unit_name,
        {{ form_number('fields.value_text') }} as printed_number,
    from fields
    left join printed_lines
        on fields.document_key = printed_lines.document_key and fields.form_row_no = printed_lines.form_row_no
    where fields.field in ('amount', 'amount_part')

),

converted as (

    select
        amounts.*,
        cast(amounts.printed_number * units.yuan_multiplier as decimal(20, 2)) as amount_yuan,
    from amounts
    left join {{ ref('units') }} as units on amounts.unit_name = units.unit_name

),

amounts_by_form as (

    select
        document_key,
        form_row_no,
        arg_min(amount_yuan, row_no) filter (where field = 'amount' and scope = '实施期') as period_amount_yuan,
        arg_min(amount_yuan, row_no) filter (where field = 'amount' and scope = '年度') as year_amount_yuan,
        list(
            {
                'scope': scope,
                'fund_source': regexp_replace({{ unwrapped('label_text') }}, '^其中[:：]|[:：]$', '', 'g'),
                'amount_yuan': amount_yuan
            } order by row_no, column_index
        ) filter (where field = 'amount_part' and amount_yuan is not null) as fund_amounts,
        bool_or(field = 'amount' and printed_number is not null and unit_name is null) as lacks_unit,
        bool_or(field = 'amount' and printed_number is null) as has_unread_amount,
    from converted
    group by all

),

texts as (

    select
        document_key,
        form_row_no,
        {%- for name, condition in [
            ('project_name', "field = 'project_name'"),
            ('project_code', "field = 'project_code'"),
            ('unit_text', "field = 'unit'"),
            ('department_text', "field = 'department'"),
            ('term', "field = 'term'"),
            ('filed_text', "field = 'filed_at'"),
            ('period_goal', "field = 'goal' and scope = '实施期'"),
            ('year_goal', "field = 'goal' and scope = '年度'"),
            ('goal', "field = 'goal' and scope is null"),
        ] %}
            arg_min(value_text, row_no * 1000 + column_index) filter (where {{ condition }}) as {{ name }},
        {%- endfor %}
    from fields
    group by all

),

-- Who the form is of, where no 实施单位 is printed: the department on its own form, the line over the table.
owners as (

    select
        spans.document_key,
        spans.form_row_no,
        coalesce(
            texts.unit_text,
            case when spans.form_kind = 'department' then texts.department_text end,
            nullif(printed_lines.owner_name, '')
        ) as unit_text,
    from spans
    left join texts on spans.document_key = texts.document_key and spans.form_row_no = texts.form_row_no
    left join printed_lines
        on spans.document_key = printed_lines.document_key and spans.form_row_no = printed_lines.form_row_no

),

gathered as (

    select
        spans.document_key,
        spans.form_row_no,
        spans.form_kind,
        spans.table_index,
        spans.page_no,
        spans.last_page_no,
        {{ without_persons("texts.project_name") }} as project_name,
        nullif(texts.project_code, '') as project_code,
        {{ without_persons('owners.unit_text') }} as unit_text,
        {{ without_persons("texts.department_text") }} as department_text,
        texts.term,
        coalesce(
            nullif(trim(regexp_extract(
                {{ digits_of_chinese_years('texts.filed_text') }}, '(?:19|20)\d\d[\d年月日./:：\s-]*'
            )), ''),
            trim(printed_lines.filed_at)
        ) as filed_at,
        {{ without_persons("texts.period_goal") }} as period_goal,
        {{ without_persons("coalesce(texts.year_goal, case when texts.period_goal is null then texts.goal end)") }}
            as year_goal,
        amounts_by_form.period_amount_yuan,
        amounts_by_form.year_amount_yuan,
        amounts_by_form.fund_amounts,
        coalesce(amounts_by_form.lacks_unit, false) as lacks_unit,
        coalesce(amounts_by_form.has_unread_amount, false) as has_unread_amount,
        coalesce(indicators.indicator_count, 0) as indicator_count,
    from spans
    inner join owners on spans.document_key = owners.document_key and spans.form_row_no = owners.form_row_no
    left join texts on spans.document_key = texts.document_key and spans.form_row_no = texts.form_row_no
    left join printed_lines
        on spans.document_key = printed_lines.document_key and spans.form_row_no = printed_lines.form_row_no
    left join amounts_by_form
        on spans.document_key = amounts_by_form.document_key and spans.form_row_no = amounts_by_form.form_row_no
    left join indicators on spans.document_key = indicators.document_key and spans.form_row_no = indicators.form_row_no
    -- A row of a list that names neither a goal nor an indicator is a total or a unit over its projects.
    where
        not spans.is_list
        or indicators.indicator_count > 0
        or coalesce(texts.period_goal, texts.year_goal, texts.goal) is not null

),

final as (

    select
        gathered.* exclude (unit_text, filed_at),
        row_number() over (partition by document_key order by form_row_no) as form_no,
        nullif(regexp_extract(department_text, '^[\[【(（]?(\d{3,})', 1), '') as department_code,
        nullif(
            regexp_replace(
                regexp_replace(unit_text, '^[\[【(（]?\d{3,}[\]】)）]?[-_.—\s]*', ''), '\[(部门|单位)\]$|\[\d+\]$', ''
            ), ''
        ) as unit_name,
        filed_at,
        {{ form_timestamp('filed_at') }} as filed_on,
    from gathered

)

select * from final
