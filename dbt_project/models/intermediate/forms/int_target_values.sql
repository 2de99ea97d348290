-- Printed values of indicators taken apart, each text once: ≤17000元/月 is ≤, 17000 and 元/月; 3-5天 is 3 to 5 天. Words (及时)
-- and dates (10日前, 2026年底) have no number.

with values_ as (

    select distinct
        value as value_text,
        {{ normalised('value') }} as text,
    from {{ ref('int_form_indicators') }}
    where value != ''

),

operators as (

    select * from {{ ref('value_operators') }}

),

with_operator as (

    select
        values_.*,
        operators.operator,
        substr(values_.text, length(coalesce(operators.printed, '')) + 1) as rest,
    from values_
    left join operators on operators.position = 'before' and starts_with(values_.text, operators.printed)
    qualify row_number() over (partition by values_.value_text order by length(operators.printed) desc nulls last) = 1

),

-- 95%以上, 5天内: the comparison behind the number.
with_both as (

    select
        with_operator.value_text,
        coalesce(with_operator.operator, operators.operator) as operator,
        substr(with_operator.rest, 1, length(with_operator.rest) - length(coalesce(operators.printed, ''))) as rest,
    from with_operator
    left join operators
        on
            operators.position = 'after'
            and ends_with(with_operator.rest, operators.printed)
            and regexp_matches(with_operator.rest, '\d')
    qualify
        row_number() over (partition by with_operator.value_text order by length(operators.printed) desc nulls last) = 1

),

{% set number = '\\d[\\d,]*(?:\\.\\d+)?' %}
{% set words = '(?:提高|提升|增长|增加|上升|下降|降低|减少|缩短|达到|达|约|近|共计|共|合计|完成|各)?' %}
matched as (

    select
        value_text,
        operator,
        regexp_extract(
            rest, '^{{ words }}(?:(-?{{ number }})([^\d~～至到-]*)[~～至到-])?(-?{{ number }})([^\d]*)$',
            ['low', 'low_unit', 'high', 'unit']
        ) as part,
        regexp_matches(
            rest, '^(19|20)\d\d(年|[./-]\d)|\d(日|号|月|年)?(前|底|末|初|起|止|旬|中)|月\d|[至到~-]\d+月$'
        ) as is_date,
    from with_both

),

final as (

    select
        value_text,
        operator,
        case
            when not is_date
                then try_cast(replace(coalesce(nullif(part.low, ''), part.high), ',', '') as decimal(20, 6))
        end
            as value_number,
        case when not is_date and part.low != '' then try_cast(replace(part.high, ',', '') as decimal(20, 6)) end
            as value_number_to,
        -- As printed: 台（套）.
        case
            when not is_date
                then nullif(
                        case when contains(value_text, '（') then translate(part.unit, '()', '（）') else part.unit end, ''
                    )
        end as value_unit,
    from matched

)

select * from final
