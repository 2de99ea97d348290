-- What each stated number says of its subject: a level, a change on another year, the rate of a change, a share, how
-- much of a budget was carried out; its direction, and the year it is compared with.

with numbers as (

    select
        numbers.*,
        documents.fiscal_year,
        documents.budget_stage,
    from {{ ref('int_stated_numbers') }} as numbers
    inner join {{ ref('int_documents_identified') }} as documents on numbers.document_key = documents.document_key

),

words as (

    select
        '(' || string_agg(word, '|' order by length(word) desc) filter (where direction in ('增加', '减少'))
        || ')' as change_words,
        '(' || string_agg(word, '|' order by length(word) desc) filter (where direction = '增加') || ')' as up_words,
        '(' || string_agg(word, '|' order by length(word) desc) filter (where direction = '持平') || ')' as same_words,
        -- What may stand between such a word and its number.
        '[了额数率各共约近达为的:]*(金额|幅度|比例|比率)?[为约达:]*-?$' as tail,
        '(上年|上一年|去年|20\d\d年)度?(年初|同期|同口径|部门|收支|支出|收入|财政拨款)*'
        || '(预算|决算|执行|完成)*(数|额|情况)?' as other_year,
    from {{ ref('stated_directions') }}

),

told as (

    select
        numbers.*,
        -- The words of the year's own carry-over name no other year.
        regexp_replace(
            numbers.clause, '(上年|上年度|以前年度)(财政拨款)?(资金)?(结转|结余)|20\d\d年\d{1,2}月', '', 'g'
        ) as dated_clause,
        (
            regexp_matches(numbers.clause, words.change_words || words.tail)
            or regexp_matches(
                numbers.clause, '(比|较|与|相比|同比)[^,:]*' || words.change_words || '[^,:()]{0,6}$'
            )
            or regexp_matches(numbers.clause, words.change_words || words.other_year || '$')
        )
        -- 支持稳增长30万元 compares nothing.
        and regexp_matches(numbers.prefix, '比|较|上年|去年|上一年|20\d\d年.*' || words.change_words)
        and not regexp_matches(numbers.clause, '新(增加|增)[^,:]*$') as is_change,
        regexp_extract(numbers.clause, '占([^,:]*?)的?(比重|比例|比)?[为达约的:]*$', 1) as whole_text,
        regexp_matches(numbers.clause, '占([^,:]*?)的?(比重|比例|比)?[为达约的:]*$') as is_share,
        regexp_matches(numbers.clause, '(完成|执行|支出)[^,:]*(预算|决算|年初|全年|调整|预算数)[^,:]*的?[为达约:]*$|(完成|执行)(率|进度)[为达约:]*$')
            as is_completion,
        regexp_matches(numbers.clause, '(增幅|降幅|增长率|增减率|变动率|变化率|幅度)[为达约:]*$') as is_rate,
        regexp_matches(
            numbers.text_behind,
            '^[。,(]*(与|和|同|较|比)?' || words.other_year || '[^,。;；]{0,8}' || words.same_words
        ) as is_same,
        regexp_extract(numbers.text_behind, '^[。,(]*(?:与|和|同|较|比)?(' || words.other_year || ')', 1) as same_base_text,
        words.change_words,
        words.up_words,
        words.tail,
        words.other_year,
    from numbers
    cross join words

),

based as (

    select
        *,
        case
            when value_kind = 'point' then 'point'
            when value_kind = 'percentage'
                then
                    case
                        when is_share then 'share'
                        when is_completion then 'completion'
                        when is_change or is_rate then 'rate'
                        else 'percentage'
                    end
            when is_change then 'change'
            else 'level'
        end as stated_as,
        regexp_extract(dated_clause, other_year) as base_in_clause,
    from told

),

final as (

    select
        document_key,
        page_no,
        paragraph_no,
        sentence_no,
        figure_no,
        sequence_no,
        section_path,
        sentence_text,
        clause,
        prefix,
        text_behind,
        fiscal_year,
        budget_stage,
        value_text,
        number,
        decimals,
        unit,
        value_kind,
        multiplier,
        needs_subject,
        is_in_reason,
        stated_as,
        nullif(whole_text, '') as whole_text,
        case
            when stated_as in ('change', 'rate')
                then
                    case
                        when
                            regexp_matches(clause, up_words || '[^,:()]{0,14}$')
                            and not regexp_matches(clause, '(减少|下降|降低)[^,:()]{0,3}$')
                            then '增加'
                        when regexp_matches(clause, change_words || '[^,:()]{0,14}$') then '减少'
                    end
            when stated_as = 'level' and is_same then '持平'
        end as direction,
        nullif(
            case
                when stated_as in ('change', 'rate') then base_in_clause
                when stated_as = 'level' and is_same then same_base_text
            end, ''
        ) as base_text,
        -- A level of another year is none of this year's tables.
        stated_as = 'level' and value_kind = 'amount' and base_in_clause != ''
        and (
            not regexp_matches(base_in_clause, '^20\d\d')
            or try_cast(regexp_extract(base_in_clause, '20\d\d') as integer) != fiscal_year
        ) as is_of_other_year,
        -- Final accounts state the budget beside the outcome.
        budget_stage = '决算' and regexp_matches(clause, '预算(数|额|金额|安排)*[为是达:约]*$')
            as is_budget_of_final_account,
        -- What is behind a figure opens its parts.
        regexp_matches(
            text_behind, '其中|包括|主要用于|主要是|分别|构成|情况如下|如下|具体|:$'
        ) as is_opener,
    from based

)

select * from final
