-- Whose number each stated number is: the subject that a pattern of the seed knows, the path of a functional subject
-- (类、款、项), or the very name of a line of the tables; a number that only says 预算数 or 决算数 takes the subject of its
-- paragraph. What is not known stays NULL.

with roles as (

    select
        roles.*,
        disclosures.disclosure_key,
    from {{ ref('int_stated_roles') }} as roles
    inner join {{ ref('int_disclosures') }} as disclosures on roles.document_key = disclosures.document_key

),

words as (

    select
        '(' || string_agg(word, '|' order by length(word) desc) filter (where direction in ('增加', '减少')) || ')'
            as change_words
    from {{ ref('stated_directions') }}

),

-- The paths of functional subjects in each sentence; later sentences of the paragraph speak of them.
paths as (

    select
        document_key,
        paragraph_no,
        sentence_no,
        last_value(
            case when regexp_matches(text, '\((类|款|项)\)') then regexp_extract(text, '^.*\((?:类|款|项)\)') end ignore nulls
        ) over (
            partition by document_key, paragraph_no
            order by sentence_no
            rows between unbounded preceding and 1 preceding
        ) as path_above,
    from {{ ref('int_narrative_sentences') }}

),

cut as (

    select
        roles.*,
        paths.path_above,
        regexp_replace(
            case
                when roles.stated_as in ('change', 'rate')
                    then
                        regexp_replace(
                            regexp_replace(
                                roles.clause,
                                '(与|比|较|同|和)?(上年|上一年|去年|20\d\d年)度?(年初|同期|同口径|部门|预算|决算|执行|完成)*(数|额|情况)?(相比|对比|比较)?',
                                '', 'g'
                            ),
                            '各?' || words.change_words || '[^,:()]{0,6}$', ''
                        )
                when roles.stated_as = 'share' then coalesce(roles.whole_text, '')
                else roles.clause
            end,
            '(约为|为|是|达到|达|约|共计|共|各|[:,(])+$', ''
        ) as cut_clause,
    from roles
    inner join paths
        on
            roles.document_key = paths.document_key
            and roles.paragraph_no = paths.paragraph_no
            and roles.sentence_no = paths.sentence_no
    cross join words

),

nouns as (

    select
        *,
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_extract(cut_clause, '[^,:]*$'), '\((以|含|不含|按|单位|详|见)[^()]*\)$', ''
                ),
                '^(、|和|以及|及)?"?(\d{1,2}[.、]|\([一二三四五六七八九十\d]+\)|[①-⑩]|[一二三四五六七八九十]+、)?"?(其中|包括|主要包括)?', ''
            ),
            '(年初|全年|调整后?)预算', '预算', 'g'
        ) as noun,
        case
            when stated_as = 'level' and regexp_matches(clause, '\((类|款|项)\)')
                then regexp_extract(clause, '^.*\((?:类|款|项)\)')
        end as path_in_clause,
        case when regexp_matches(prefix, '\((类|款|项)\)') then regexp_extract(prefix, '^.*\((?:类|款|项)\)') end
            as path_in_sentence,
        regexp_extract(clause, '"([^"]*-[^"]*)"(?:科目)?$', 1) as dashed_path,
    from cut

),

generic as (

    select
        *,
        regexp_matches(noun, '^(支出|收入)?(预算|决算)?(支出)?(执行)?(数|额|金额)?$') and stated_as = 'level' as is_generic,
        -- The last path of a text: 类 to 项, without what stands before them.
        case
            when dashed_path != '' then string_split(dashed_path, '-')
            else
                list_transform(
                    list_filter(
                        string_split(
                            regexp_replace(
                                coalesce(
                                    path_in_clause,
                                    case
                                        when
                                            stated_as = 'level'
                                            and regexp_matches(
                                                noun, '^(支出|收入)?(预算|决算)?(支出)?(执行)?(数|额|金额)?$'
                                            )
                                            then coalesce(path_in_sentence, path_above)
                                    end
                                ),
                                '\((类|款|项)\)', chr(30), 'g'
                            ), chr(30)
                        ), lambda part: part != ''
                    ), lambda part: {{ bare_name("regexp_extract(replace(part, '\"', ''), '[^:;。]*$')") }}
                )
        end as path_names,
    from nouns

),

-- The same words stand in many narratives.
nouns_printed as (

    select distinct noun
    from generic
    where noun != '' and not is_in_reason

),

noun_patterns as (

    select
        nouns_printed.noun,
        patterns.*,
    from nouns_printed
    inner join {{ ref('stated_subject_patterns') }} as patterns on regexp_matches(nouns_printed.noun, patterns.pattern)

),

patterned as (

    select
        generic.document_key,
        generic.sequence_no,
        patterns.subject_code,
    from generic
    inner join noun_patterns as patterns
        on
            generic.noun = patterns.noun
            and (
                generic.value_kind = patterns.value_kind
                -- What a share is taken of is an amount.
                or (generic.value_kind = 'percentage' and patterns.value_kind = 'amount')
            )
            and (patterns.unit is null or generic.unit = patterns.unit)
            and (
                coalesce(patterns.context_pattern, '') = ''
                or regexp_matches(generic.section_path || '/' || generic.prefix, patterns.context_pattern)
            )
    where not generic.is_in_reason
    qualify
        row_number() over (
            partition by generic.document_key, generic.sequence_no order by patterns.priority
        ) = 1

),

line_names as (

    select distinct
        disclosure_key,
        subject_key,
        section = '收入' as is_revenue,
    from {{ ref('int_stated_lines') }}
    where length(subject_key) >= 2

),

named as (

    select
        generic.document_key,
        generic.sequence_no,
    from generic
    inner join line_names
        on
            generic.disclosure_key = line_names.disclosure_key
            and {{ subject_key('generic.noun') }} = line_names.subject_key
            and regexp_matches(generic.noun, '收入|资金$') = line_names.is_revenue
    where generic.stated_as = 'level' and generic.value_kind = 'amount' and not generic.is_in_reason

),

own as (

    select
        generic.* exclude (path_in_clause, path_in_sentence, path_above, dashed_path, cut_clause),
        case
            when generic.is_in_reason then null
            when generic.value_kind = 'amount' and generic.path_names is not null and len(generic.path_names) > 0
                then 'named_line'
            when generic.is_generic and generic.paragraph_has_subject then null
            when patterned.subject_code is not null then patterned.subject_code
            when named.document_key is not null then 'named_line'
        end as own_subject_code,
    from (
        select
            generic.*,
            generic.sequence_no > min(generic.sequence_no) over (
                partition by generic.document_key, generic.paragraph_no
            ) as paragraph_has_subject,
        from generic
    ) as generic
    left join patterned
        on generic.document_key = patterned.document_key and generic.sequence_no = patterned.sequence_no
    left join named
        on generic.document_key = named.document_key and generic.sequence_no = named.sequence_no

),

carried as (

    select
        *,
        last_value(case when stated_as = 'level' and not is_of_other_year then own_subject_code end ignore nulls)
            over above as subject_above,
        last_value(
            case when stated_as = 'level' and not is_of_other_year and own_subject_code is not null then sequence_no end
            ignore nulls
        ) over above as sequence_above,
    from own
    window above as (
        partition by document_key, paragraph_no
        order by sequence_no
        rows between unbounded preceding and 1 preceding
    )

),

-- Of the words behind a figure's subject those next to it decide; all that its sentence and headings say are kept.
scope_words as (

    select
        carried.document_key,
        carried.sequence_no,
        scopes.scope,
        case
            when regexp_matches(carried.clause, scopes.pattern) then 1
            when regexp_matches(regexp_extract(carried.section_path, '[^/]*$'), scopes.pattern) then 2
            else 3
        end as distance,
        scopes.priority,
    from carried
    inner join {{ ref('stated_scopes') }} as scopes
        on
            regexp_matches(carried.clause, scopes.pattern)
            or regexp_matches({{ normalised('carried.section_path') }}, scopes.pattern)

),

scoped as (

    select
        document_key,
        sequence_no,
        arg_min(scope, (distance, priority)) as scope,
        list(scope order by priority) filter (where distance < 3) as scopes,
    from scope_words
    group by document_key, sequence_no

),

final as (

    select
        carried.* exclude (own_subject_code, subject_above, sequence_above, path_names, paragraph_has_subject),
        coalesce(
            carried.own_subject_code,
            case when carried.is_generic and not carried.is_in_reason then carried.subject_above end
        ) as subject_code,
        case
            when carried.own_subject_code = 'named_line' and len(carried.path_names) > 0
                then carried.path_names
            when carried.own_subject_code = 'named_line'
                then list_value({{ plain_name('carried.noun') }})
        end as line_names,
        -- Whose line names to take where the subject is the one above.
        case
            when carried.own_subject_code is null and carried.is_generic and carried.subject_above = 'named_line'
                then carried.sequence_above
        end as names_from,
        coalesce(scoped.scope, 'total') as scope,
        coalesce(scoped.scopes, ['total']) as scopes,
    from carried
    left join scoped
        on
            carried.document_key = scoped.document_key
            and carried.sequence_no = scoped.sequence_no

)

select
    final.* exclude (line_names, names_from),
    coalesce(final.line_names, above.line_names) as line_names,
from final
left join final as above
    on final.document_key = above.document_key and final.names_from = above.sequence_no
