"""A fault in the warehouse for every expectation: what is done to the tables, and what the message must name."""

from __future__ import annotations

from typing import NamedTuple

from expectations.table_spec import TableSpec, load_table_suites


class Fault(NamedTuple):
    suite: str
    expectation: str
    sql: str
    named: str
    severity: str = "error"


def _copied(table: TableSpec, column: str, value: str) -> str:
    """Add a copy of a row that differs in one column; its key is its own unless that is the column."""
    replaced = {column: value}
    if table.key and column != table.key:
        replaced[table.key] = "1999" if table.key == "fiscal_year" else "'twin'"
    columns = ", ".join(f"{sql} as {name}" for name, sql in replaced.items())
    return f"insert into {table.relation} select * replace ({columns}) from {table.relation} limit 1"


def holes(table: TableSpec) -> dict[str, str]:
    """For each column that is never null, the fault of a row without it."""
    return {column: _copied(table, column, "null") for column in table.required}


def strangers(table: TableSpec) -> dict[str, str]:
    """For each column of few values, the fault of a row with another."""
    return {column: _copied(table, column, "'错'") for column in table.values}


def _faults_of_table(table: TableSpec) -> list[Fault]:
    """What may be wrong with any table; that of each rule is written below."""
    repeated = f"insert into {table.relation} select * from {table.relation} limit 1"
    column = table.required[-1]
    faults = [Fault(table.schema, f"{table.table}_filled", holes(table)[column], f"空着的列={column}")]
    if table.key:
        faults.append(Fault(table.schema, f"{table.table}_key_unique", repeated, "2 处"))
    if table.grain:
        twin = _copied(table, table.key, "'twin'") if table.key else repeated
        named = "twin" if table.key else "2 处"
        faults.append(Fault(table.schema, f"{table.table}_grain_unique", twin, named, table.grain_severity))
    if table.has_history:
        both = f"insert into {table.relation}_history select * from {table.relation} limit 1"
        faults.append(Fault(table.schema, f"{table.table}_key_unique", both, "2 处"))
    if table.values:
        column = list(table.values)[-1]
        faults.append(Fault(table.schema, f"{table.table}_values_known", strangers(table)[column], f"{column}=错"))
    return faults


_RULES_OF_TABLES = {
    "dim_document_is_current_unless_superseded_or_held_back": (
        "update marts.dim_document set is_current = true where document_key = 'doc-d'",
        "文件=丁.pdf",
    ),
    "dim_fiscal_year_is_a_calendar_year": (
        "update marts.dim_fiscal_year set last_day = date '2026-12-30'",
        "年度=2026",
    ),
    "fct_stated_figure_amount_is_given_for_amounts_alone": (
        "update marts.fct_stated_figure set value_kind = 'count'",
        "行键=stated-1",
    ),
    "fct_stated_figure_wan_times_10000_is_yuan": (
        "update marts.fct_stated_figure set amount_wan = 10300",
        "行键=stated-1",
    ),
    "document_status_status_as_in_dim_document": (
        "update quality.document_status set quality_status = 'rounding' where document_key = 'doc-a'",
        "文件=甲.pdf",
    ),
    "document_status_outcomes_add_up": (
        "update quality.document_status set broken_count = broken_count + 1 where document_key = 'doc-b'",
        "文件=乙.pdf",
    ),
    "reconciliation_difference_is_left_minus_right": (
        "update quality.reconciliation set difference_yuan = 0 where reconciliation_key = 'doc-bR05a'",
        "文件=乙.pdf，规则=R05，勾稽键=doc-bR05a",
    ),
    "reconciliation_not_applicable_has_its_reason": (
        "update quality.reconciliation set reason = '' where reconciliation_key = 'doc-aR01b'",
        "勾稽键=doc-aR01b",
    ),
    "reconciliation_broken_is_among_the_findings": (
        "update quality.finding set reconciliation_keys = ['doc-bR01a'] where finding_key = 'finding-b'",
        "文件=乙.pdf，规则=R05，勾稽键=doc-bR05a",
    ),
    "finding_is_a_sentence": (
        "update quality.finding set sentence = '印出的合计' where finding_key = 'finding-b'",
        "发现键=finding-b",
    ),
    "finding_difference_is_left_minus_right": (
        "update quality.finding set difference_yuan = 1 where finding_key = 'finding-b'",
        "发现键=finding-b",
    ),
    "finding_is_superseded_as_its_document": (
        "update quality.finding set is_superseded = true where finding_key = 'finding-b'",
        "发现键=finding-b",
    ),
    "project_form_amount_outcome_follows_figures": (
        "update quality.project_form_amount set outcome = 'rounding'",
        "文件=甲.pdf，页=8，行键=form-1",
    ),
    "version_change_change_follows_amounts": (
        "update quality.version_change set change = 'added'",
        "文件=甲.pdf，表号=1，行=1",
    ),
    "version_change_difference_is_later_minus_earlier": (
        "update quality.version_change set difference_yuan = -302",
        "文件=甲.pdf，表号=1，行=1",
    ),
    "department_link_candidate_has_its_evidence": (
        "update quality.department_link set department_code = null",
        "原名称=某县文化局",
    ),
    "recognised_table_pages_in_order": ("update quality.recognised_table set first_page = 2", "首页=2"),
    "unrecognised_table_is_not_recognised_too": (
        "update quality.unrecognised_table set document_key = 'doc-a'",
        "文件=戊.pdf",
    ),
    "table_unit_doubtful_unit_has_objections": ("update quality.table_unit set objections = ''", "文件=甲.pdf"),
}


def _faults_of_tables() -> list[Fault]:
    rules = {
        f"{table.table}_{rule.name}": (table.schema, rule.severity)
        for suite in load_table_suites()
        for table in suite.tables
        for rule in table.rules
    }
    of_tables = [fault for suite in load_table_suites() for table in suite.tables for fault in _faults_of_table(table)]
    # One without a rule of that name has no suite, and is found by the test that counts them.
    of_rules = []
    for name, (sql, named) in _RULES_OF_TABLES.items():
        schema, severity = rules.get(name, ("none", "error"))
        of_rules.append(Fault(schema, name, sql, named, severity))
    return of_tables + of_rules


_DOCUMENT = "marts.dim_document"
_AMOUNT = "marts.fct_reported_amount"
_REVENUE = "marts.fct_revenue_expenditure"
_ECONOMIC = "marts.fct_economic_subject"
_RULES = "quality.reconciliation"

FAULTS = [
    *_faults_of_tables(),
    # superseded rows are looked at with the others
    Fault(
        "marts",
        "fct_revenue_expenditure_filled",
        "update marts.fct_revenue_expenditure_history set revenue_expenditure_key = null",
        "文件=丁.pdf",
    ),
    # a subject that no list names is told apart by its name
    Fault(
        "marts",
        "fct_economic_subject_grain_unique",
        f"update {_ECONOMIC} set economic_subject_key = null; "
        f"insert into {_ECONOMIC} select * replace ('twin' as economic_subject_amount_key) from {_ECONOMIC}",
        "文件=甲.pdf，行名=基本工资",
    ),
    Fault("coverage", "dim_fund_source_has_five_rows", "delete from marts.dim_fund_source where 1 = 1", "实际为 0"),
    Fault("referential_integrity", "no_orphans", f"update {_AMOUNT} set unit_key = 'x' where table_no = 6", "a3, a4"),
    Fault(
        "referential_integrity",
        "no_orphans",
        "delete from marts.dim_department where department_key = 'unit'",
        "表=fct_project，列=unit_key，维度=dim_department，无对应行数=1，行键=project-1",
    ),
    Fault(
        "referential_integrity",
        "no_orphans",
        "delete from marts.fct_project_form where project_form_key = 'form-1'",
        "表=fct_performance_target，列=project_form_key，维度=fct_project_form，无对应行数=1，行键=target-1",
    ),
    Fault(
        "referential_integrity",
        "no_orphans",
        "update quality.finding set reconciliation_keys = ['doc-bR99a'] where document_key = 'doc-b'",
        "表=finding，列=reconciliation_keys，维度=reconciliation，无对应行数=1，行键=finding-b",
    ),
    # totals
    Fault(
        "totals",
        "fact_has_reported_total",
        "delete from quality.fact_total where fact = 'fct_project'",
        "文件=甲.pdf，事实表=fct_project，分组=当年，事实表之和（元）=11000000.00，印出合计（元）=空",
    ),
    Fault(
        "totals", "fact_has_reported_total", f"delete from {_AMOUNT} where reported_amount_key = 'a6'", "fct_project"
    ),
    Fault(
        "totals",
        "fact_has_reported_total",
        "update quality.fact_total set reported_yuan = 11000000.01 where fact = 'fct_project'",
        "fct_project",
    ),
    Fault(
        "totals",
        "fact_has_reported_total",
        "update quality.fact_total set reported_amount_key = 'b1' where fact = 'fct_project'",
        "fct_project",
    ),
    Fault(
        "totals",
        "document_prints_total",
        "update quality.fact_total set reported_amount_key = null, reported_yuan = null where fact = 'fct_project'",
        "文件=甲.pdf，事实表=fct_project，分组=当年，事实表之和（元）=11000000.00",
        "warn",
    ),
    Fault(
        "totals",
        "fact_sum_within_tolerance",
        "update marts.fct_economic_subject set amount_yuan = 5999.99",
        "差额（元）=100.01",
    ),
    Fault("totals", "fact_sum_within_tolerance", "delete from marts.fct_project", "事实表之和（元）=0.00"),
    Fault(
        "totals",
        "fact_sum_within_tolerance",
        f"insert into {_REVENUE} select * from {_REVENUE} where direction = '收入'",
        "事实表之和（元）=20604.00",
    ),
    # the document is discrepant, so only what the build recorded can tell
    Fault(
        "totals",
        "fact_sum_as_built",
        "delete from marts.fct_revenue_expenditure where document_key = 'doc-b'",
        "文件=乙.pdf",
    ),
    Fault(
        "totals",
        "fact_sum_as_built",
        "delete from quality.fact_total where document_key = 'doc-b'",
        "事实表之和（元）=20000.00，构建时的和（元）=空",
    ),
    Fault(
        "totals",
        "discrepant_document_sum_within_tolerance",
        "update quality.fact_total set reported_amount_key = 'b2', reported_yuan = 30000 where document_key = 'doc-b'",
        "差额（元）=10000.00",
        "warn",
    ),
    Fault("totals", "fact_amount_equals_its_cells", "update marts.fct_three_public set amount_yuan = 5001", "three-1"),
    Fault("totals", "fact_amount_equals_its_cells", f"delete from {_AMOUNT} where table_no = 8", "three-1"),
    Fault(
        "totals",
        "fact_amount_equals_its_cells",
        f"delete from {_AMOUNT} where reported_amount_key = 'a12'",
        "文件=甲.pdf，事实表=fct_project，不一致行数=1，行键=project-1",
    ),
    Fault(
        "totals", "fact_amount_equals_its_cells", "update marts.fct_project set reported_amount_keys = []", "project-1"
    ),
    Fault(
        "totals",
        "fact_amount_equals_its_cells",
        "update marts.fct_project set document_key = 'doc-b'",
        "文件=乙.pdf，事实表=fct_project",
    ),
    Fault(
        "totals",
        "fact_cell_used_once",
        f"update {_REVENUE} set reported_amount_keys = ['a2'] where direction = '收入'",
        "事实表=fct_revenue_expenditure，重复计入行数=2",
    ),
    Fault(
        "totals",
        "fact_cell_used_once",
        "insert into marts.fct_agency_operating "
        "select * replace ('agency-2' as agency_operating_key) from marts.fct_agency_operating",
        "重复计入行数=2，行键=agency-1, agency-2",
    ),
    Fault(
        "totals",
        "fact_cell_used_once",
        "update marts.fct_project set reported_amount_keys = ['a5', 'a5']",
        "重复计入行数=1，行键=project-1",
    ),
    Fault("totals", "fact_cell_count_as_listed", "update marts.fct_project set cell_count = 1", "project-1"),
    # units
    Fault("units", "wan_times_10000_is_yuan", f"update {_AMOUNT} set amount_wan = 10302 where table_no = 2", "a11"),
    Fault("units", "wan_times_10000_is_yuan", f"update {_AMOUNT} set amount_wan = null where table_no = 2", "a11"),
    Fault("units", "fact_wan_times_10000_is_yuan", "update marts.fct_project set amount_wan = 11000000", "project-1"),
    Fault("units", "unit_is_known", f"update {_AMOUNT} set printed_unit = '千元' where table_no = 2", "a11"),
    Fault("units", "unit_is_known", f"update {_AMOUNT} set printed_unit = null where table_no = 2", "a11"),
    Fault("units", "unit_is_known", f"update {_AMOUNT} set printed_text = '10303' where table_no = 2", "a11"),
    Fault(
        "units",
        "one_unit_in_a_table",
        f"update {_AMOUNT} set printed_text = '10,302' where reported_amount_key = 'a2'",
        "单位=万元, 元",
        "warn",
    ),
    Fault("units", "printed_text_present", f"update {_AMOUNT} set printed_text = ' ' where table_no = 7", "a10, a9"),
    Fault("units", "printed_text_present", f"update {_AMOUNT} set printed_text = null where table_no = 7", "a10, a9"),
    Fault("units", "box_on_the_page", f"update {_AMOUNT} set x1 = x0 where table_no = 2", "a11", "warn"),
    Fault("units", "box_on_the_page", f"update {_AMOUNT} set bottom = top - 1 where table_no = 2", "a11", "warn"),
    Fault("units", "box_on_the_page", f"update {_AMOUNT} set x1 = 700 where table_no = 2", "a11", "warn"),
    Fault("units", "box_on_the_page", f"update {_AMOUNT} set top = null where table_no = 2", "a11", "warn"),
    Fault("units", "page_in_document", f"update {_AMOUNT} set page_no = 10 where table_no = 2", "a11"),
    Fault("units", "page_in_document", f"update {_AMOUNT} set page_no = 0 where table_no = 2", "a11"),
    Fault("units", "money_is_decimal", "alter table marts.fct_project alter amount_yuan type double", "DOUBLE"),
    Fault(
        "units",
        "amount_has_contract_type",
        "alter table marts.fct_project alter amount_yuan type decimal(38, 2)",
        "DECIMAL(38,2)",
    ),
    # coverage
    Fault("coverage", "amounts_are_parsed", f"update {_AMOUNT} set amount_yuan = null where table_no = 2", "甲.pdf"),
    Fault(
        "coverage",
        "no_unparsed_amount_in_published_documents",
        "insert into quality.unparsed_amount by name select 'doc-a' as document_key, '甲.pdf' as file_name",
        "甲.pdf",
    ),
    Fault("coverage", "document_has_amounts", f"delete from {_AMOUNT} where document_key = 'doc-b'", "乙.pdf"),
    Fault("coverage", "amount_count_as_recorded", f"delete from {_AMOUNT} where table_no = 2", "金额行数=11"),
    Fault("coverage", "amount_count_as_recorded", "delete from marts.fct_reported_amount_history", "文件=丁.pdf"),
    Fault(
        "coverage",
        "incomplete_document_has_no_fact",
        "update marts.fct_three_public set document_key = 'doc-c'",
        "丙.pdf",
    ),
    Fault(
        "coverage",
        "status_follows_rules",
        f"update {_DOCUMENT} set quality_status = 'rounding' where document_key = 'doc-b'",
        "状态=rounding，应为状态=discrepant，不符的规则=R05",
    ),
    Fault(
        "coverage",
        "status_follows_rules",
        f"delete from {_RULES} where document_key = 'doc-b' and outcome = 'broken'",
        "状态=discrepant，应为状态=rounding",
    ),
    Fault(
        "coverage",
        "status_follows_rules",
        f"update {_RULES} set outcome = 'equal' where rule_no = 'R90'",
        "状态=incomplete，应为状态=discrepant",
    ),
    Fault(
        "coverage",
        "status_follows_rules",
        f"update {_DOCUMENT} set quality_status = null where document_key = 'doc-a'",
        "状态=空，应为状态=reconciled",
    ),
    Fault(
        "coverage",
        "coverage_rule_present",
        f"delete from {_RULES} where document_key = 'doc-a' and rule_no = 'R90'",
        "甲.pdf",
    ),
    Fault(
        "coverage",
        "every_rule_evaluated",
        f"delete from {_RULES} where document_key = 'doc-a' and rule_no in ('R05', 'R25')",
        "未评估的规则=R05, R25",
    ),
    Fault("coverage", "every_rule_evaluated", "insert into seeds.reconciliation_rules values ('R99', 'warn')", "R99"),
    Fault("coverage", "rule_is_in_seed", "delete from seeds.reconciliation_rules where rule_no = 'R25'", "R25"),
    Fault("coverage", "outcome_is_known", f"update {_RULES} set outcome = 'off' where rule_no = 'R25'", "R25"),
    Fault("coverage", "outcome_is_known", f"update {_RULES} set outcome = null where rule_no = 'R25'", "R25"),
    Fault(
        "coverage",
        "outcome_follows_figures",
        f"update {_RULES} set outcome = 'equal' where rule_no = 'R05'",
        "doc-bR05a",
    ),
    Fault("coverage", "outcome_follows_figures", f"update {_RULES} set tolerance_yuan = 99", "doc-bR01a"),
    Fault(
        "coverage",
        "outcome_follows_figures",
        f"update {_RULES} set outcome = 'broken' where rule_no = 'R01'",
        "doc-aR01a",
    ),
    Fault(
        "coverage",
        "outcome_follows_figures",
        f"update {_RULES} set outcome = 'rounding' where rule_no = 'R01'",
        "doc-aR01a",
    ),
    Fault("coverage", "broken_rule_names_cells", f"update {_RULES} set left_keys = [], right_keys = null", "doc-bR05a"),
    Fault(
        "coverage",
        "refused_document_not_in_marts",
        "insert into quality.document_refusal values ('doc-a', '甲.pdf', 'unknown_year')",
        "甲.pdf",
    ),
    Fault(
        "coverage",
        "published_document_still_there",
        f"delete from {_DOCUMENT} where document_key = 'doc-b'",
        "文件=乙.pdf",
    ),
    Fault(
        "coverage",
        "published_document_still_there",
        f"update {_DOCUMENT} set sha256 = 'sha-x', document_key = 'doc-x' where document_key = 'doc-b'",
        "文件=乙.pdf",
    ),
    Fault(
        "coverage",
        "published_document_not_held_back",
        f"update {_DOCUMENT} set quality_status = 'incomplete', is_current = false where document_key = 'doc-b'; "
        f"delete from {_AMOUNT} where document_key = 'doc-b'",
        "文件=乙.pdf，减少的金额行数=3",
    ),
    Fault(
        "coverage",
        "published_document_keeps_its_amounts",
        f"delete from {_AMOUNT} where table_no = 7",
        "文件=甲.pdf，减少的金额行数=2",
        "warn",
    ),
    Fault(
        "coverage",
        "published_department_year_still_covered",
        # superseded by one that is held back: no document is lost, and nothing is left
        f"update {_DOCUMENT} set is_current = false, superseded_by = 'doc-c' where is_current; "
        f"insert into {_AMOUNT}_history from {_AMOUNT}; delete from {_AMOUNT}",
        "部门=某县某局，年度=2026，预决算=预算",
    ),
    Fault(
        "coverage",
        "published_department_year_keeps_its_tables",
        f"update {_AMOUNT} set table_no = 1",
        "部门=某县某局，年度=2026，预决算=预算，原有表数=7，现有表数=2",
        "warn",
    ),
    Fault(
        "coverage",
        "row_count_not_below_expected",
        "delete from marts.fct_project",
        "表=fct_project，年度=2026，应有行数=1，实有行数=0",
    ),
    Fault(
        "coverage",
        "table_and_year_is_registered",
        "update marts.fct_project set fiscal_year = 2027",
        "表=fct_project，年度=2027，实有行数=1",
        "warn",
    ),
    Fault(
        "units",
        "magnitude_is_plausible",
        f"update {_AMOUNT} set amount_yuan = amount_yuan * 10000 where table_no = 1",
        "文件=甲.pdf，表号=1，最大金额（元）=103020000.00，通常不少于（元）=1000.00，通常不多于（元）=1000000.00",
        "warn",
    ),
    # findings: the tiny warehouse has them as it stands
    Fault("reconciliation", "document_is_not_discrepant", "select 1", "文件=乙.pdf", "warn"),
    Fault("reconciliation", "document_is_complete", "select 1", "文件=丙.pdf", "warn"),
    Fault("reconciliation", "rule_is_not_broken", "select 1", "规则=R05，不符次数=1，不符的行=乙.pdf 合计", "warn"),
]
