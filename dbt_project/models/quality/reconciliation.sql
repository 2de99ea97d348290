with rules as (

    select * from {{ ref('reconciliation_rules') }}
    where match_on not in ('coverage', 'stated', 'last_year')

),

documents as (

    select
        documents.*,
        disclosures.disclosure_key,
        disclosures.part_no,
    from {{ ref('int_documents_identified') }} as documents
    inner join {{ ref('int_disclosures') }} as disclosures on documents.document_key = disclosures.document_key

),

disclosures as (

    select distinct disclosure_key from documents

),

operands as (

    select * from {{ ref('int_rule_operands') }}

),

terms as (

    select * from {{ ref('int_rule_terms') }}

),

tables as (

    select
        spoken.disclosure_key,
        spoken.table_no,
        coalesce(bool_or(tables.is_marked_no_data), false) as is_marked_no_data,
    from {{ ref('int_disclosure_tables') }} as spoken
    left join {{ ref('int_tables_classified') }} as tables
        on
            spoken.document_key = tables.document_key
            and spoken.table_no = tables.table_no
            and tables.is_first_of_kind
    group by all

),

-- A term can be had of a disclosure where its table prints such lines and columns, or says that it has no data.
term_status as (

    select
        disclosures.disclosure_key,
        terms.check_code,
        terms.side,
        terms.term,
        terms.is_optional,
        terms.table_no,
        present.disclosure_key is not null as has_table,
        coalesce(present.is_marked_no_data, false) as is_marked_no_data,
        count(operands.term) as position_count,
    from disclosures
    cross join terms
    left join
        tables as present
        on disclosures.disclosure_key = present.disclosure_key and terms.table_no = present.table_no
    left join operands
        on
            disclosures.disclosure_key = operands.disclosure_key
            and terms.check_code = operands.check_code
            and terms.side = operands.side
            and terms.term = operands.term
    group by all

),

applicability as (

    select
        disclosure_key,
        check_code,
        bool_and(
            case
                when side = 'not_when' then position_count = 0
                when side = 'only_when' then position_count > 0
                else is_optional or position_count > 0 or is_marked_no_data
            end
        )
        and bool_or(side in ('left', 'right') and position_count > 0)
            as is_applicable,
        coalesce(
            min(case when side in ('left', 'right') and not is_optional and not has_table then '未公开表' || table_no end),
            min(
                case
                    when side = 'not_when' and position_count > 0 or side = 'only_when' and position_count = 0
                        then '另一式适用'
                end
            ),
            min(
                case
                    when side in ('left', 'right') and not is_optional and position_count = 0
                        then '表' || table_no || case when is_marked_no_data then '注明无数据' else '没有这样的行或列' end
                end
            )
        ) as reason,
    from term_status
    group by all

),

sides as (

    select
        disclosure_key,
        min(document_key) as document_key,
        check_code,
        side,
        match_key,
        any_value(match_label order by line_no) as match_label,
        min(line_no) as line_no,
        sum(amount_yuan) as side_yuan,
        count(amount_yuan) as printed_count,
        max(last_place_yuan) as last_place_yuan,
        list(reported_amount_key order by line_no, reported_amount_key) filter (where reported_amount_key is not null)
            as keys,
    from operands
    where side in ('left', 'right') and match_key is not null
    group by all

),

compared as (

    select
        coalesce(left_sides.disclosure_key, right_sides.disclosure_key) as disclosure_key,
        -- The finding is the document's that prints the left side.
        coalesce(left_sides.document_key, right_sides.document_key) as document_key,
        coalesce(left_sides.check_code, right_sides.check_code) as check_code,
        coalesce(left_sides.match_key, right_sides.match_key) as match_key,
        coalesce(left_sides.match_label, right_sides.match_label) as line_label,
        coalesce(left_sides.line_no, right_sides.line_no) as line_no,
        left_sides.side_yuan as left_yuan,
        right_sides.side_yuan as right_yuan,
        coalesce(left_sides.printed_count, 0) as left_count,
        coalesce(right_sides.printed_count, 0) as right_count,
        greatest(
            coalesce(left_sides.last_place_yuan, 0), coalesce(right_sides.last_place_yuan, 0)
        ) as last_place_yuan,
        coalesce(left_sides.keys, []) as left_keys,
        coalesce(right_sides.keys, []) as right_keys,
    from (
        select * from sides
        where side = 'left'
    ) as left_sides
    full outer join (
        select * from sides
        where side = 'right'
    ) as right_sides
        on
            left_sides.disclosure_key = right_sides.disclosure_key
            and left_sides.check_code = right_sides.check_code
            and left_sides.match_key = right_sides.match_key
    inner join rules on coalesce(left_sides.check_code, right_sides.check_code) = rules.check_code
    where
        coalesce(left_sides.printed_count, 0) + coalesce(right_sides.printed_count, 0) > 0
        -- A fund source or an item that one of the tables has no place for is no fault of the other.
        and (
            rules.match_on not in ('fund', 'item')
            or (left_sides.document_key is not null and right_sides.document_key is not null)
        )

),

judged as (

    select
        compared.*,
        coalesce(compared.left_yuan, 0) - coalesce(compared.right_yuan, 0) as difference_yuan,
        -- Half a unit of the last place for each printed amount: n addends and their total.
        cast(
            compared.last_place_yuan
            * cast(0.5 as decimal(2, 1))
            * (compared.left_count + compared.right_count) as decimal(20, 6)
        )
            as tolerance_yuan,
        rules.operator,
    from compared
    inner join rules on compared.check_code = rules.check_code
    inner join applicability
        on compared.disclosure_key = applicability.disclosure_key and compared.check_code = applicability.check_code
    where applicability.is_applicable

),

evaluated as (

    select
        disclosure_key,
        document_key,
        check_code,
        match_key,
        line_label,
        line_no,
        left_yuan,
        right_yuan,
        difference_yuan,
        tolerance_yuan,
        greatest(left_count + right_count - 1, 0) as addend_count,
        case
            when operator = '=' and difference_yuan = 0 then 'equal'
            when operator = '>=' and difference_yuan >= 0 then 'equal'
            when operator = '<=' and difference_yuan <= 0 then 'equal'
            -- What is not printed cannot have been rounded.
            when left_count = 0 or right_count = 0 then 'broken'
            when abs(difference_yuan) <= tolerance_yuan then 'rounding'
            else 'broken'
        end as outcome,
        case
            when left_count = 0 and difference_yuan != 0 then '左侧未印金额'
            when right_count = 0 and difference_yuan != 0 then '右侧未印金额'
        end as reason,
        left_keys,
        right_keys,
    from judged

),

evaluated_disclosures as (

    select distinct
        disclosure_key,
        check_code,
    from evaluated

),

-- Each check of each document has at least one row: one that cannot be evaluated says why.
not_applicable as (

    select
        documents.document_key,
        applicability.check_code,
        '' as match_key,
        '' as line_label,
        'not_applicable' as outcome,
        case
            when documents.document_part = 'narrative' then '本文件只有文字说明'
            when documents.document_part = 'forms' then '本文件只有绩效目标表'
            when applicability.is_applicable and others.disclosure_key is not null then '见同一公开的另一份文件'
            else coalesce(applicability.reason, '两侧均无金额')
        end as reason,
        [] as left_keys,
        [] as right_keys,
    from documents
    inner join applicability on documents.disclosure_key = applicability.disclosure_key
    left join evaluated_disclosures as others
        on documents.disclosure_key = others.disclosure_key and applicability.check_code = others.check_code
    anti join evaluated
        on documents.document_key = evaluated.document_key and applicability.check_code = evaluated.check_code

),

coverage as (

    select * from {{ ref('int_coverage_findings') }}

),

coverage_without_tables as (

    select
        documents.document_key,
        rules.check_code,
        '' as match_key,
        '' as line_label,
        'not_applicable' as outcome,
        case documents.document_part when 'forms' then '本文件只有绩效目标表' else '本文件只有文字说明' end as reason,
        [] as left_keys,
        [] as right_keys,
    from documents
    cross join (
        select * from {{ ref('reconciliation_rules') }}
        where match_on = 'coverage'
    ) as rules
    where documents.document_part in ('narrative', 'forms')

),

-- The largest amount of a table stands for it: it is one of its totals.
table_totals as (

    select
        document_key,
        table_index,
        [arg_max(reported_amount_key, (abs(amount_yuan), reported_amount_key))] as keys,
    from {{ ref('int_reported_amounts') }}
    where measure_kind = 'main'
    group by all

),

-- A printed unit stands; what the figures say against it is a finding.
printed_units as (

    select
        units.document_key,
        'R51a' as check_code,
        cast(units.table_index as varchar) as match_key,
        '表' || units.table_no || coalesce(' ' || units.title, '') as line_label,
        case
            when units.is_unit_doubtful then 'broken'
            when units.support_count > 0 then 'equal'
            else 'not_applicable'
        end as outcome,
        case
            when units.is_unit_doubtful
                then
                    '第' || units.first_page || '页印为' || units.unit_name || '，'
                    || case
                        when units.implied_unit is null then '与' || units.objections || '不符'
                        else units.objections || '所示为' || units.implied_unit
                    end
            when units.support_count = 0 then '没有可对照的金额'
        end as reason,
        coalesce(table_totals.keys, []) as left_keys,
        [] as right_keys,
    from {{ ref('int_table_units') }} as units
    inner join documents on units.document_key = documents.document_key
    left join table_totals
        on units.document_key = table_totals.document_key and units.table_index = table_totals.table_index

),

-- A document whose own figures disagree cannot give its totals; one that agrees and yet leaves a fact's total was
-- misread, and is held back rather than published or allowed to stop all others.
documents_that_disagree as (

    select distinct evaluated.disclosure_key
    from evaluated
    inner join rules on evaluated.check_code = rules.check_code
    where rules.severity = 'error' and evaluated.outcome = 'broken'

),

fact_coverage as (

    select
        totals.document_key,
        'R90d' as check_code,
        totals.fact || '|' || totals.grouping as match_key,
        totals.fact || ' · ' || totals.grouping as line_label,
        totals.fact_yuan as left_yuan,
        totals.reported_yuan as right_yuan,
        totals.fact_yuan - totals.reported_yuan as difference_yuan,
        totals.tolerance_yuan,
        totals.cell_count as addend_count,
        case
            when abs(totals.fact_yuan - totals.reported_yuan) <= totals.tolerance_yuan then 'equal'
            when documents_that_disagree.disclosure_key is not null then 'not_applicable'
            when totals.reported_yuan is null then 'not_applicable'
            else 'broken'
        end as outcome,
        case
            when abs(totals.fact_yuan - totals.reported_yuan) <= totals.tolerance_yuan then null
            when documents_that_disagree.disclosure_key is not null then '文件自身勾稽不平，见各规则'
            when totals.reported_yuan is null then '没有可对照的合计'
            else '末级之和不等于文件所印合计'
        end as reason,
        [] as left_keys,
        case when totals.reported_amount_key is null then [] else [totals.reported_amount_key] end as right_keys,
    from {{ of_batch(ref('fact_total')) }} as totals
    inner join documents on totals.document_key = documents.document_key
    left join documents_that_disagree on totals.disclosure_key = documents_that_disagree.disclosure_key

),

-- R40 to R43: what the narrative and the project forms state. A document of which nothing can be compared says so.
stated as (

    select * from {{ ref('int_stated_checks') }}

),

stated_without_figures as (

    select
        documents.document_key,
        rules.check_code,
        '' as match_key,
        '' as line_label,
        'not_applicable' as outcome,
        case
            when rules.rule_no = 'R43' then '没有可对照的项目绩效目标表'
            when documents.document_part in ('tables', 'forms') then '本文件没有文字说明'
            when rules.rule_no = 'R42' and last_year.document_key is null then '没有可对照的上年文件'
            when rules.rule_no = 'R42' then '文字说明没有可与上年文件对照的增减额'
            else '文字说明没有可对照的数字'
        end as reason,
        [] as left_keys,
        [] as right_keys,
    from documents
    cross join (
        select * from {{ ref('reconciliation_rules') }}
        where match_on = 'stated'
    ) as rules
    left join (
        select distinct document_key
        from {{ ref('int_documents_of_last_year') }}
    ) as last_year on documents.document_key = last_year.document_key
    anti join stated on documents.document_key = stated.document_key and rules.check_code = stated.check_code

),

unioned as (

    select * exclude (disclosure_key) from evaluated
    union all by name
    select * from not_applicable
    union all by name
    select * from coverage
    union all by name
    select * from {{ ref('int_required_tables_found') }}
    union all by name
    select * from coverage_without_tables
    union all by name
    select * from printed_units
    union all by name
    select * from fact_coverage
    union all by name
    select * from stated
    union all by name
    select * from stated_without_figures
    union all by name
    select * from {{ ref('int_years_checks') }}

),

final as (

    select
        {{ key_of(['unioned.document_key', 'unioned.check_code', 'unioned.match_key']) }} as reconciliation_key,
        unioned.document_key,
        documents.file_name,
        documents.fiscal_year,
        documents.department_text as department_name,
        rules.rule_no,
        unioned.check_code,
        rules.severity,
        rules.text as rule_text,
        unioned.line_no,
        unioned.line_label,
        unioned.match_key,
        cast(unioned.left_yuan as decimal(20, 2)) as left_yuan,
        cast(unioned.right_yuan as decimal(20, 2)) as right_yuan,
        cast(unioned.difference_yuan as decimal(20, 2)) as difference_yuan,
        cast(unioned.tolerance_yuan as decimal(20, 6)) as tolerance_yuan,
        cast(unioned.addend_count as integer) as addend_count,
        unioned.outcome,
        unioned.reason,
        cast(unioned.left_keys as varchar[]) as left_keys,
        cast(unioned.right_keys as varchar[]) as right_keys,
    from unioned
    inner join {{ ref('reconciliation_rules') }} as rules on unioned.check_code = rules.check_code
    inner join documents on unioned.document_key = documents.document_key

)

select * from final
