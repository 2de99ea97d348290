"""A fault in the warehouse for every expectation: what is done to the tables, and what the message must name."""

from __future__ import annotations

from hashlib import md5
from typing import NamedTuple


class Fault(NamedTuple):
    suite: str
    expectation: str
    sql: str
    named: str
    severity: str = "error"


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def _key_faults() -> list[Fault]:
    dimensions = {
        "department": "unit",
        "fiscal_year": "2026",
        "functional_subject": "2010306",
        "economic_subject": "30101",
        "fund_source": "general",
    }
    faults = []
    for name, value in dimensions.items():
        table = f"marts.dim_{name}"
        key = name if name == "fiscal_year" else f"{name}_key"
        same = f"where {key} = '{value}'"
        faults += [
            Fault("keys", f"dim_{name}_key_not_null", f"update {table} set {key} = null {same}", "=空"),
            Fault("keys", f"dim_{name}_key_unique", f"insert into {table} select * from {table} {same}", value),
        ]
    facts = {
        "reported_amount": ("reported_amount_key", "a1"),
        "revenue_expenditure": ("revenue_expenditure_key", _md5("doc-a支出")),
        "economic_subject": ("economic_subject_amount_key", "economic-1"),
        "project": ("project_amount_key", "project-1"),
        "three_public": ("three_public_key", "three-1"),
        "agency_operating": ("agency_operating_key", "agency-1"),
        "performance_target": ("performance_target_key", "target-1"),
        "project_form": ("project_form_key", "form-1"),
        "stated_figure": ("stated_figure_key", "stated-1"),
    }
    for name, (column, key) in facts.items():
        table = f"marts.fct_{name}"
        same = f"where {column} = '{key}'"
        other = f"insert into {table} select * replace ('twin' as {column}) from {table} {same}"
        faults += [
            Fault("keys", f"fct_{name}_key_not_null", f"update {table} set {column} = null {same}", "=空"),
            Fault("keys", f"fct_{name}_key_unique", f"insert into {table} select * from {table} {same}", key),
            Fault("keys", f"fct_{name}_grain_unique", other, "twin"),
        ]
        superseded = f"insert into {table}_history select * replace ('{{}}' as document_key) from {table} {same}"
        faults.append(
            Fault(
                "keys",
                "history_key_unique",
                f"{superseded.format('doc-d')}; {superseded.format('doc-x')}",
                f"表=fct_{name}_history，文件键=doc-d，行键={key}",
            )
        )
    return faults


_DOCUMENT = "marts.dim_document"
_AMOUNT = "marts.fct_reported_amount"
_REVENUE = "marts.fct_revenue_expenditure"
_ECONOMIC = "marts.fct_economic_subject"
_RULES = "quality.reconciliation"

FAULTS = [
    *_key_faults(),
    Fault(
        "keys", "dim_document_key_not_null", f"update {_DOCUMENT} set document_key = null where sha256 = 'sha-d'", "丁"
    ),
    Fault(
        "keys",
        "dim_document_key_unique",
        f"insert into {_DOCUMENT} select * replace ('sha-x' as sha256) from {_DOCUMENT} where document_key = 'doc-d'",
        "doc-d",
    ),
    Fault(
        "keys",
        "dim_document_version_unique",
        f"insert into {_DOCUMENT} select * replace ('doc-x' as document_key) from {_DOCUMENT} where sha256 = 'sha-d'",
        "doc-x",
    ),
    Fault("keys", "dim_fund_source_has_five_rows", "delete from marts.dim_fund_source where 1 = 1", "实际为 0"),
    Fault(
        "keys",
        "history_key_not_null",
        "update marts.fct_revenue_expenditure_history set revenue_expenditure_key = null",
        "表=fct_revenue_expenditure_history，文件键=doc-d，行键=空",
    ),
    # a subject that no list names is told apart by its name
    Fault(
        "keys",
        "fct_economic_subject_grain_unique",
        f"update {_ECONOMIC} set economic_subject_key = null; "
        f"insert into {_ECONOMIC} select * replace ('twin' as economic_subject_amount_key) from {_ECONOMIC}",
        "无编码科目=基本工资/工资奖金津补贴，行键=twin",
    ),
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
    # totals
    Fault(
        "totals",
        "fact_has_reported_total",
        "delete from quality.fact_total where fact = 'fct_project'",
        "文件=甲.pdf，文件键=doc-a，事实表=fct_project，分组=当年，事实表之和（元）=11000000.00，印出合计（元）=空",
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
        "文件=甲.pdf，文件键=doc-a，事实表=fct_project，分组=当年，事实表之和（元）=11000000.00",
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
        "doc-b",
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
        "文件=甲.pdf，文件键=doc-a，事实表=fct_project，不一致行数=1，行键=project-1",
    ),
    Fault(
        "totals", "fact_amount_equals_its_cells", "update marts.fct_project set reported_amount_keys = []", "project-1"
    ),
    Fault(
        "totals",
        "fact_amount_equals_its_cells",
        "update marts.fct_project set document_key = 'doc-b'",
        "文件=乙.pdf，文件键=doc-b，事实表=fct_project",
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
        "insert into quality.unparsed_amount values ('doc-a', '甲.pdf', '12.3.4')",
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
        "文件=乙.pdf，文件键=doc-b，减少的金额行数=3",
    ),
    Fault(
        "coverage",
        "published_document_keeps_its_amounts",
        f"delete from {_AMOUNT} where table_no = 7",
        "文件=甲.pdf，文件键=doc-a，减少的金额行数=2",
        "warn",
    ),
    # findings: the tiny warehouse has them as it stands
    Fault("reconciliation", "document_is_not_discrepant", "select 1", "文件=乙.pdf", "warn"),
    Fault("reconciliation", "document_is_complete", "select 1", "文件=丙.pdf", "warn"),
    Fault("reconciliation", "rule_is_not_broken", "select 1", "规则=R05，不符次数=1，不符的行=乙.pdf 合计", "warn"),
]
