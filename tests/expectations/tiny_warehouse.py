"""A tiny, consistent build database: four documents, every mart with a row or two, every rule evaluated.

Its tables have the columns that the checks read, named and typed as the dbt project declares them.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pandas as pd

from expectations import EXPECTED_ROW_COUNTS, PREVIOUS_FRAMES, REQUIRED_FRAMES, ROW_COUNTS

# Document 甲 agrees with itself; document 乙 prints a total that its lines do not give, and is published as discrepant;
# document 丙 lacks a total and is held back; 丁 was superseded by 甲.
_SCHEMA_AND_ROWS = """
create schema marts;
create schema quality;
create schema seeds;
create schema raw;

create table marts.dim_document as
select
    * replace (page_count::integer as page_count, fiscal_year::integer as fiscal_year),
    case document_key when 'doc-d' then 'doc-a' end as superseded_by,
    document_key as disclosure_key,
    'tables' as document_part,
    '预算' as budget_stage
from (values
    ('doc-a', 'sha-a', '甲.pdf', 9, 2026, 'dep', 'reconciled', true, 12, '1'),
    ('doc-b', 'sha-b', '乙.pdf', 9, 2026, 'dep', 'discrepant', true, 3, '1'),
    ('doc-c', 'sha-c', '丙.pdf', 9, 2026, 'dep', 'incomplete', false, 0, '1'),
    ('doc-d', 'sha-d', '丁.pdf', 9, 2026, 'dep', 'reconciled', false, 1, '1')
) as t (document_key, sha256, file_name, page_count, fiscal_year, department_key, quality_status, is_current,
    reported_amount_count, extractor_version);

create table marts.dim_department as
select *, null::varchar as successor_key
from (
    values ('dep', '部门', null, '某县某局'), ('unit', '单位', 'dep', '某县某站')
) as t (department_key, level, parent_key, department_name);
create table marts.dim_fiscal_year as
select 2026 as fiscal_year, date '2026-01-01' as first_day, date '2026-12-31' as last_day;
create table marts.dim_functional_subject as
select *, functional_subject_key as subject_code, null::integer as valid_from_year, null::integer as valid_to_year
from (
    values ('201', null, '类', '一般公共服务支出'), ('20103', '201', '款', '政府办公厅（室）'),
        ('2010306', '20103', '项', '政务公开审批')
) as t (functional_subject_key, parent_key, level, subject_name);
create table marts.dim_economic_subject as
select *, economic_subject_key as subject_code, null::integer as valid_from_year, null::integer as valid_to_year,
    case when economic_subject_key < '5' then '部门预算支出经济分类' else '政府预算支出经济分类' end as classification
from (
    values ('301', null, '类', '工资福利支出'), ('30101', '301', '款', '基本工资'),
        ('501', null, '类', '机关工资福利支出'), ('50101', '501', '款', '工资奖金津补贴')
) as t (economic_subject_key, parent_key, level, subject_name);
create table marts.dim_fund_source as
select fund_source_key, fund_source_key as fund_source_name, true as is_fiscal_appropriation
from (select unnest(['general', 'gov_fund', 'state_capital', 'special_account', 'unit_funds']) as fund_source_key);

create table raw.page as
select sha256, '1' as extractor_version, page_no::integer as page_no, 595.0::double as width, 842.0::double as height
from (values ('sha-a'), ('sha-b'), ('sha-c'), ('sha-d')) as t (sha256), range(1, 10) as p (page_no);

create table marts.fct_reported_amount as
select
    reported_amount_key,
    document_key,
    case document_key when 'doc-a' then '甲.pdf' when 'doc-b' then '乙.pdf' else '丁.pdf' end as file_name,
    2026 as fiscal_year,
    '预算' as budget_stage,
    'dep' as department_key,
    null::varchar as unit_key,
    null::varchar as functional_subject_key,
    null::varchar as economic_subject_key,
    null::varchar as gov_economic_subject_key,
    null::varchar as fund_source_key,
    table_no::smallint as table_no,
    row_number() over ()::integer as line_no,
    '' as section,
    '合计' as measure,
    false as is_total,
    'text' as extraction_method,
    amount_yuan::decimal(20, 2) as amount_yuan,
    (amount_yuan / 10000)::decimal(20, 6) as amount_wan,
    printed_text,
    case when table_no = 2 then '元' else '万元' end as printed_unit,
    table_no::integer as page_no,
    50.0::double as x0,
    (20.0 * row_number() over ())::double as top,
    120.0::double as x1,
    (20.0 * row_number() over () + 15)::double as bottom
from (values
    ('a1', 'doc-a', 1, 10302.00::decimal(20, 2), '1.0302'),
    ('a2', 'doc-a', 1, 10302.00::decimal(20, 2), '1.0302'),
    ('a3', 'doc-a', 6, 6000.00::decimal(20, 2), '0.60'),
    ('a4', 'doc-a', 6, 6100.00::decimal(20, 2), '0.61'),
    ('a5', 'doc-a', 9, 6000000.00::decimal(20, 2), '600.00'),
    ('a6', 'doc-a', 9, 11000000.00::decimal(20, 2), '１，１００.00'),
    ('a7', 'doc-a', 8, 5000.00::decimal(20, 2), '0.50'),
    ('a8', 'doc-a', 8, 5000.00::decimal(20, 2), '0.5'),
    ('a9', 'doc-a', 7, 0.00::decimal(20, 2), '-'),
    ('a10', 'doc-a', 7, 0.00::decimal(20, 2), '0.00'),
    ('a11', 'doc-a', 2, 10302.00::decimal(20, 2), '10302'),
    ('a12', 'doc-a', 9, 5000000.00::decimal(20, 2), '500.00'),
    ('b1', 'doc-b', 1, 20000.00::decimal(20, 2), '2.00'),
    ('b2', 'doc-b', 1, 30000.00::decimal(20, 2), '3.00'),
    ('b3', 'doc-b', 1, 20000.00::decimal(20, 2), '2.00'),
    ('d1', 'doc-d', 1, 10000.00::decimal(20, 2), '1.00')
) as t (reported_amount_key, document_key, table_no, amount_yuan, printed_text);

create table marts.fct_revenue_expenditure as
select
    md5(document_key || direction) as revenue_expenditure_key,
    document_key,
    2026 as fiscal_year,
    '预算' as budget_stage,
    'dep' as department_key,
    '合计' as line_name,
    1 as page_no,
    direction,
    functional_subject_key,
    'general' as fund_source_key,
    '当年' as carryover_status,
    amount_yuan::decimal(20, 2) as amount_yuan,
    (amount_yuan / 10000)::decimal(20, 6) as amount_wan,
    len(reported_amount_keys)::integer as cell_count,
    reported_amount_keys
from (values
    ('doc-a', '收入', null, 10302.00, ['a1']),
    ('doc-a', '支出', '2010306', 10302.00, ['a2']),
    ('doc-b', '支出', '2010306', 20000.00, ['b1']),
    ('doc-d', '收入', null, 10000.00, ['d1'])
) as t (document_key, direction, functional_subject_key, amount_yuan, reported_amount_keys);

create table marts.fct_economic_subject as
select 'economic-1' as economic_subject_amount_key, 'doc-a' as document_key, 2026 as fiscal_year,
    '预算' as budget_stage, 6 as page_no,
    'dep' as department_key, '30101' as economic_subject_key, '50101' as gov_economic_subject_key,
    null::varchar as fund_source_key, '人员经费' as expense_kind, '基本工资' as line_name,
    '工资奖金津补贴' as gov_economic_name, 6000.00::decimal(20, 2) as amount_yuan, 0.6::decimal(20, 6) as amount_wan,
    1 as cell_count, ['a3'] as reported_amount_keys;

-- two printed lines of one meaning are one row
create table marts.fct_project as
select 'project-1' as project_amount_key, 'doc-a' as document_key, 2026 as fiscal_year, 'dep' as department_key,
    '预算' as budget_stage, 9 as page_no,
    'unit' as unit_key, '单位' as unit_name, '办证' as project_name, 'general' as fund_source_key,
    '当年' as carryover_status, 12::smallint as source_table_no,
    11000000.00::decimal(20, 2) as amount_yuan, 1100::decimal(20, 6) as amount_wan,
    2 as cell_count, ['a5', 'a12'] as reported_amount_keys;

create table marts.fct_three_public as
select 'three-1' as three_public_key, 'doc-a' as document_key, 2026 as fiscal_year, 'dep' as department_key,
    '预算' as budget_stage, 8 as page_no, '公务接待费' as line_name,
    'reception' as item_code, '公务接待费' as item, 'general' as fund_source_key,
    5000.00::decimal(20, 2) as amount_yuan, 0.5::decimal(20, 6) as amount_wan,
    1 as cell_count, ['a7'] as reported_amount_keys;

create table marts.fct_agency_operating as
select 'agency-1' as agency_operating_key, 'doc-a' as document_key, 2026 as fiscal_year, 'dep' as department_key,
    '预算' as budget_stage, 7 as page_no,
    'unit' as unit_key, '单位' as unit_name, 'general' as fund_source_key,
    0.00::decimal(20, 2) as amount_yuan, 0::decimal(20, 6) as amount_wan,
    1 as cell_count, ['a9'] as reported_amount_keys;

create table marts.fct_project_form as
select 'form-1' as project_form_key, 'doc-a' as document_key, '甲.pdf' as file_name, 2026 as fiscal_year,
    '预算' as budget_stage, 'project' as form_kind, null::varchar as superseded_by,
    'dep' as department_key, 1 as form_no, '办证' as project_name, 8 as page_no,
    11000000.00::decimal(20, 2) as year_amount_yuan;

create table marts.fct_performance_target as
select 'target-1' as performance_target_key, 'form-1' as project_form_key, 'doc-a' as document_key,
    '预算' as budget_stage, 1 as form_no, 'project' as form_kind, '≥' as operator, 'text' as extraction_method,
    '甲.pdf' as file_name, 2026 as fiscal_year, 'dep' as department_key, '年度' as scope, 1 as indicator_no,
    '办证数量' as level3, '≥100件' as value, 8 as page_no;

create table marts.fct_stated_figure as
select 'stated-1' as stated_figure_key, 'doc-a' as document_key, '甲.pdf' as file_name, 2026 as fiscal_year,
    '预算' as budget_stage, '收入1.03万元。' as sentence_text, 'level' as stated_as, 'amount' as value_kind,
    1.03::decimal(20, 6) as number, null::varchar as direction, 'equal' as match_outcome,
    'dep' as department_key, 3 as paragraph_no, 1 as sentence_no, 1 as figure_no, '1.03万元' as value_text,
    10300.00::decimal(20, 2) as amount_yuan, 1.03::decimal(20, 6) as amount_wan, 9 as page_no;

-- what was superseded stands in the histories alone
create table marts.fct_reported_amount_history as select * from marts.fct_reported_amount where document_key = 'doc-d';
create table marts.fct_revenue_expenditure_history as
select * from marts.fct_revenue_expenditure where document_key = 'doc-d';
delete from marts.fct_reported_amount where document_key = 'doc-d';
delete from marts.fct_revenue_expenditure where document_key = 'doc-d';
create table marts.fct_economic_subject_history as select * from marts.fct_economic_subject limit 0;
create table marts.fct_project_history as select * from marts.fct_project limit 0;
create table marts.fct_three_public_history as select * from marts.fct_three_public limit 0;
create table marts.fct_agency_operating_history as select * from marts.fct_agency_operating limit 0;
create table marts.fct_project_form_history as select * from marts.fct_project_form limit 0;
create table marts.fct_stated_figure_history as select * from marts.fct_stated_figure limit 0;
create table marts.fct_performance_target_history as select * from marts.fct_performance_target limit 0;

create table quality.fact_total as
select
    document_key,
    document_key as disclosure_key,
    case document_key when 'doc-a' then '甲.pdf' when 'doc-b' then '乙.pdf'
        when 'doc-c' then '丙.pdf' else '丁.pdf' end as file_name,
    fact,
    grouping,
    fact_yuan::decimal(20, 2) as fact_yuan,
    reported_yuan::decimal(20, 2) as reported_yuan,
    tolerance_yuan::decimal(20, 6) as tolerance_yuan,
    reported_amount_key
from (values
    ('doc-a', 'fct_revenue_expenditure', '收入', 10302.00, 10302.00, 100.00, 'a11'),
    ('doc-a', 'fct_revenue_expenditure', '支出', 10302.00, 10302.00, 100.00, 'a11'),
    -- rounded: the sum leaves the total by exactly the tolerance
    ('doc-a', 'fct_economic_subject', '合计', 6000.00, 6100.00, 100.00, 'a4'),
    ('doc-a', 'fct_project', '当年', 11000000.00, 11000000.00, 100.00, 'a6'),
    ('doc-a', 'fct_three_public', '合计', 5000.00, 5000.00, 100.00, 'a8'),
    ('doc-a', 'fct_agency_operating', '合计', 0.00, 0.00, 100.00, 'a10'),
    ('doc-b', 'fct_revenue_expenditure', '支出', 20000.00, 20000.00, 100.00, 'b3'),
    -- totals of documents that are not current, with which no mart is compared
    ('doc-c', 'fct_revenue_expenditure', '支出', 0.00, 1.00, 0.00, 'c1'),
    ('doc-d', 'fct_revenue_expenditure', '收入', 10000.00, 10000.00, 100.00, 'd1')
) as t (document_key, fact, grouping, fact_yuan, reported_yuan, tolerance_yuan, reported_amount_key);

create table seeds.units as
select * from (values ('元', 1), ('千元', 1000), ('万元', 10000)) as t (unit_name, yuan_multiplier);

create table seeds.reconciliation_rules as
select * from (values ('R01', 'error'), ('R05', 'error'), ('R25', 'warn'), ('R90', 'error')) as t (rule_no, severity);

create table quality.reconciliation as
select
    document_key || rule_no || check_code as reconciliation_key,
    document_key,
    case document_key when 'doc-a' then '甲.pdf' when 'doc-b' then '乙.pdf'
        when 'doc-c' then '丙.pdf' else '丁.pdf' end as file_name,
    rule_no,
    rule_no || check_code as check_code,
    severity,
    '合计' as line_label,
    2026 as fiscal_year,
    case outcome when 'not_applicable' then '没有这张表' end as reason,
    (left_yuan - right_yuan)::decimal(20, 2) as difference_yuan,
    left_yuan::decimal(20, 2) as left_yuan,
    right_yuan::decimal(20, 2) as right_yuan,
    100.00::decimal(20, 6) as tolerance_yuan,
    outcome,
    left_keys::varchar[] as left_keys,
    right_keys::varchar[] as right_keys
from (values
    ('doc-a', 'R01', 'a', 'error', 10302.00, 10302.00, 'equal', ['a1'], ['a2']),
    ('doc-a', 'R01', 'b', 'error', null, null, 'not_applicable', null, null),
    ('doc-a', 'R05', 'a', 'error', 10302.00, 10302.00, 'equal', ['a1'], ['a2']),
    ('doc-a', 'R25', 'a', 'warn', 6000.00, 5000.00, 'equal', ['a3'], ['a7']),
    ('doc-a', 'R90', 'a', 'error', null, null, 'equal', null, null),
    ('doc-b', 'R01', 'a', 'error', 20000.00, 20100.00, 'rounding', ['b1'], ['b3']),
    ('doc-b', 'R05', 'a', 'error', 20000.00, 30000.00, 'broken', ['b1'], ['b2']),
    ('doc-b', 'R25', 'a', 'warn', null, null, 'not_applicable', null, null),
    ('doc-b', 'R90', 'a', 'error', null, null, 'equal', null, null),
    ('doc-c', 'R01', 'a', 'error', null, 1.00, 'broken', null, ['c1']),
    ('doc-c', 'R05', 'a', 'error', null, null, 'not_applicable', null, null),
    ('doc-c', 'R25', 'a', 'warn', null, null, 'not_applicable', null, null),
    ('doc-c', 'R90', 'a', 'error', null, null, 'broken', null, null),
    ('doc-d', 'R01', 'a', 'error', 10000.00, 10000.00, 'equal', ['d1'], ['d1']),
    ('doc-d', 'R05', 'a', 'error', null, null, 'not_applicable', null, null),
    ('doc-d', 'R25', 'a', 'warn', null, null, 'not_applicable', null, null),
    ('doc-d', 'R90', 'a', 'error', null, null, 'equal', null, null)
) as t (document_key, rule_no, check_code, severity, left_yuan, right_yuan, outcome, left_keys, right_keys);

create table seeds.unit_magnitudes as
select 1 as table_no, 1000 as min_yuan, 1000000 as max_yuan;

create table quality.document_status as
select document_key, file_name, fiscal_year, budget_stage, quality_status, '某事' as summary,
    evaluation_count::integer as evaluation_count, equal_count::integer as equal_count,
    rounding_count::integer as rounding_count, broken_count::integer as broken_count,
    not_applicable_count::integer as not_applicable_count
from marts.dim_document
inner join (
    select
        document_key,
        count(*) as evaluation_count,
        count(*) filter (where outcome = 'equal') as equal_count,
        count(*) filter (where outcome = 'rounding') as rounding_count,
        count(*) filter (where outcome = 'broken') as broken_count,
        count(*) filter (where outcome = 'not_applicable') as not_applicable_count
    from quality.reconciliation
    group by document_key
) using (document_key);
create table quality.document_refusal as
select 'doc-e' as document_key, '戊.pdf' as file_name, 'no_budget_table' as reason;

-- The finding of 丙 names a cell that no mart has: the document is held back.
create table quality.finding as
select
    finding_key, document_key, file_name, 'rule' as kind, '勾稽不符' as kind_name, 'error' as severity, 1 as page_no,
    '印出的合计与各行之和不符。' as sentence, left_yuan::decimal(20, 2) as left_yuan,
    right_yuan::decimal(20, 2) as right_yuan, (left_yuan - right_yuan)::decimal(20, 2) as difference_yuan,
    '文件差错' as likely_cause, '高' as likelihood, '其余金额彼此相符' as cause_reason, 90 as weight,
    false as is_superseded, reported_amount_keys, reconciliation_keys
from (values
    ('finding-b', 'doc-b', '乙.pdf', 20000.00, 30000.00, ['b1', 'b2'], ['doc-bR05a']),
    ('finding-c', 'doc-c', '丙.pdf', null, 1.00, ['c1'], ['doc-cR01a', 'doc-cR90a'])
) as t (finding_key, document_key, file_name, left_yuan, right_yuan, reported_amount_keys, reconciliation_keys);

create table quality.ocr_doubt as
select 'doubt-1' as ocr_doubt_key, 'doc-b' as document_key, '乙.pdf' as file_name, 'broken_rule' as reason,
    'left' as side, 'doc-bR05a' as reconciliation_key, 'b1' as reported_amount_key, 1 as page_no;
create table quality.project_form_amount as
select 'form-1' as project_form_key, 'doc-a' as document_key, '甲.pdf' as file_name, 1 as form_no, 8 as page_no,
    11000000.00::decimal(20, 2) as form_yuan, 11000000.00::decimal(20, 2) as project_yuan,
    50.00::decimal(20, 6) as tolerance_yuan, 'equal' as outcome;
create table quality.form_finding as
select 'doc-a' as document_key, '甲.pdf' as file_name, 1 as form_no, 8 as page_no, 'warn' as severity,
    'no_indicator' as reason, '第8页的绩效目标表没有读出绩效指标' as detail;
create table quality.version_change as
select 'doc-a' as document_key, '甲.pdf' as file_name, 'doc-d' as earlier_document_key, 1::smallint as table_no,
    1 as line_no, '合计' as measure, 'changed' as change, 10000.00::decimal(20, 2) as earlier_yuan,
    10302.00::decimal(20, 2) as later_yuan, 302.00::decimal(20, 2) as difference_yuan,
    'd1' as earlier_reported_amount_key, 'a1' as reported_amount_key;
create table quality.unmatched_stated_figure as
select 'stated-1' as stated_figure_key, 'doc-a' as document_key, '甲.pdf' as file_name, 9 as page_no,
    'warn' as severity, 'no_table_figure' as reason, '1.03万元' as value_text, '收入1.03万元。' as sentence_text;
create table quality.recognised_table as
select 'doc-a' as document_key, '甲.pdf' as file_name, 1 as table_index, 1 as first_page, 1 as last_page,
    1::smallint as table_no, 'title' as told_by, true as is_first_of_kind;
create table quality.unrecognised_table as
select 'doc-e' as document_key, '戊.pdf' as file_name, 1 as table_index, 1 as first_page, 1 as last_page,
    'unknown_title' as reason;
create table quality.table_unit as
select 'doc-a' as document_key, '甲.pdf' as file_name, 1 as table_index, 1::smallint as table_no, 1 as first_page,
    '万元' as unit_name, true as is_unit_doubtful, '表6：元' as objections;
create table quality.unmapped_heading as
select 'doc-a' as document_key, '甲.pdf' as file_name, 1::smallint as table_no, 1 as table_index, 7 as column_index;
create table quality.unmapped_subject as
select 'doc-a' as document_key, '甲.pdf' as file_name, 6::smallint as table_no, 3 as line_no, '其他' as line_name,
    '' as gov_economic_name, 'unknown_department_subject' as reason;
create table quality.unparsed_amount as
select 'doc-c' as document_key, '丙.pdf' as file_name, 1::smallint as table_no, '合计' as measure,
    '1O.2' as printed_text, 1 as page_no, 50.0::double as x0, 20.0::double as top, 'not_a_number' as reason;
create table quality.unplaced_department as
select 'doc-a' as document_key, '甲.pdf' as file_name, '某县某局' as department_name, 'none_named' as reason;
create table quality.department_link as
select 'link-a' as department_link_key, 'candidate' as status, '某县文旅局' as department_name,
    '某县文化局' as former_name, 1 as document_count, 2 as former_document_count, '081' as department_code,
    []::varchar[] as unit_names;
create table quality.unread_form_cell as
select 'doc-a' as document_key, '甲.pdf' as file_name, 8 as page_no, 50.0::double as x0, 20.0::double as top,
    'no_label' as reason;
"""


def new_warehouse() -> duckdb.DuckDBPyConnection:
    """The database in memory; the caller closes it."""
    connection = duckdb.connect()
    connection.execute(_SCHEMA_AND_ROWS)
    return connection


def read_frames(connection: duckdb.DuckDBPyConnection, queries: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """The result of each query, its decimals kept as they are."""
    frames: dict[str, pd.DataFrame] = {}
    for name, query in queries.items():
        # not `df()`, which makes floats of decimals
        frames[name] = connection.execute(query).to_arrow_table().to_pandas(integer_object_nulls=True)
    return frames


def frames_of(connection: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """All frames, with the same database standing for the one published before, its row counts registered."""
    frames = read_frames(connection, REQUIRED_FRAMES) | read_frames(connection, PREVIOUS_FRAMES)
    return frames | {EXPECTED_ROW_COUNTS: frames[ROW_COUNTS].rename(columns={"row_count": "expected_count"})}
