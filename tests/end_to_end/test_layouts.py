"""Each layout and each defect of a page gives every amount, and none that is not printed."""

from __future__ import annotations

import pytest

from tests.end_to_end.amounts import built_amounts, differences, warehouse_amounts
from tests.end_to_end.loading import Load, ask
from tests.factory.expected import BuiltDocument

NAMES = (
    "fake_bold",
    "watermark_wrong_labels_repeated_heading",
    "three_units_and_carryover",
    "jiangsu",
    "jiangsu_empty_fund_table",
    "shanghai",
    "final_accounts",
    "rotated_landscape",
    "thin_rect_rules",
    "fragmented_rules",
    "phantom_columns",
    "empty_password",
)

# Rules whose two sides a document prints, by hand. 表7 to 表9 of a department without funds are empty.
SIX_TABLES = set(range(1, 22))
THIRTEEN_TABLES = SIX_TABLES | {24, 25, 26, 27, 28, 29, 30}
CARRIED = {
    "fake_bold": THIRTEEN_TABLES,
    "watermark_wrong_labels_repeated_heading": THIRTEEN_TABLES,
    "three_units_and_carryover": THIRTEEN_TABLES | {22, 23, 31},
    "rotated_landscape": THIRTEEN_TABLES | {22, 23, 31},
    # Only a 合计 in most tables, no fund sources in columns, 表12 and 表13 not printed.
    "jiangsu": {1, 2, 3, 5, 6, 8, 9, 10, 12, 15, 16, 17, 18, 20, 22, 24, 25, 26},
    "jiangsu_empty_fund_table": {1, 2, 3, 5, 6, 8, 9, 10, 12, 15, 16, 17, 18, 20, 24, 25, 26},
    # No 本年收入合计 and 本年支出合计 in 表1 and 表4.
    "shanghai": {2, 5, 7, 8, 10, 11, 12, 13, 15, 16, 17, 18, 19, 20, 21, 24, 25, 27},
    # 表5 of final accounts holds what was carried over; 表6 has no 合计 of both halves.
    "final_accounts": {1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 22, 23, 24, 25},
}


def test_every_layout_has_its_test(layouts: dict[str, BuiltDocument]) -> None:
    assert tuple(layouts) == NAMES


def test_all_documents_are_loaded(layouts_load: Load, layouts: dict[str, BuiltDocument]) -> None:
    assert layouts_load.answer.exit_code == 0
    assert f"载入 {len(layouts)}" in layouts_load.answer.output


@pytest.mark.parametrize("name", NAMES)
def test_every_printed_amount_is_there_and_no_other(
    name: str, layouts_load: Load, layouts: dict[str, BuiltDocument]
) -> None:
    document = layouts[name]
    printed = built_amounts(document)
    assert len(printed) > 100
    assert differences(printed, warehouse_amounts(layouts_load.database, document.file_name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_figures_that_agree_are_found_to_agree(name: str, layouts_load: Load) -> None:
    """The figures of the fixtures satisfy every rule, so that any other outcome is an amount or a rule misread.

    Their narrative states amounts in 元 rounded to 万元 with two places.
    """
    file_name = f"{name}.pdf"
    off = ask(
        layouts_load.database,
        """
        select check_code, line_label, left_yuan, right_yuan, outcome, reason
        from quality.reconciliation
        where file_name = ? and outcome not in ('equal', 'not_applicable')
            and not (rule_no = 'R40' and outcome = 'rounding')
        """,
        [file_name],
    )
    assert off == []
    status = "select quality_status from marts.dim_document where file_name = ?"
    assert ask(layouts_load.database, status, [file_name]) == [("reconciled",)]


@pytest.mark.parametrize("name", NAMES)
def test_the_rules_that_a_layout_carries_are_evaluated(name: str, layouts_load: Load) -> None:
    """A rule for which nothing was found agrees with everything: what a layout prints must have been compared."""
    evaluated = ask(
        layouts_load.database,
        "select distinct rule_no from quality.reconciliation where file_name = ? and outcome = 'equal'",
        [f"{name}.pdf"],
    )
    expected = {f"R{number:02d}" for number in CARRIED.get(name, SIX_TABLES)}
    assert expected - {rule for (rule,) in evaluated} == set()


@pytest.mark.parametrize(
    ("name", "year", "stage", "department", "unit"),
    [
        ("fake_bold", 2011, "预算", "云岭县档案馆", "万元"),
        ("three_units_and_carryover", 2013, "预算", "云岭县文化和旅游局", "万元"),
        ("jiangsu", 2014, "预算", "云岭县文化和旅游局", "万元"),
        ("shanghai", 2016, "预算", "云岭区体育局", "万元、元"),
        ("final_accounts", 2017, "决算", "云岭县文化和旅游局", "万元"),
    ],
)
def test_year_stage_and_department_are_told_from_what_is_printed(
    name: str, year: int, stage: str, department: str, unit: str, layouts_load: Load
) -> None:
    found = ask(
        layouts_load.database,
        "select fiscal_year, budget_stage, department_name, printed_unit from marts.dim_document where file_name = ?",
        [f"{name}.pdf"],
    )
    assert found == [(year, stage, department, unit)]


def test_pictures_between_text_pages_are_counted_as_scanned(layouts_load: Load) -> None:
    counts = ask(
        layouts_load.database,
        "select file_name, scanned_page_count, content_kind from marts.dim_document where scanned_page_count > 0",
    )
    assert counts == [("watermark_wrong_labels_repeated_heading.pdf", 2, "mixed")]


def test_figures_in_a_picture_that_nothing_names_are_listed(layouts_load: Load) -> None:
    """The two pictures show boxes with a number each, under no title: of all the fixtures the only table not known."""
    unknown = ask(
        layouts_load.database, "select file_name, first_page, last_page, reason from quality.unrecognised_table"
    )
    assert unknown == [("watermark_wrong_labels_repeated_heading.pdf", 12, 13, "no_title")]


def test_a_project_form_is_no_budget_table_and_not_lost(layouts_load: Load) -> None:
    unknown = "select title from quality.unrecognised_table where file_name = 'three_units_and_carryover.pdf'"
    assert ask(layouts_load.database, unknown) == []
    found = ask(
        layouts_load.database,
        "select file_name, scope, level3, value from marts.fct_performance_target order by indicator_no",
    )
    assert found == [
        ("three_units_and_carryover.pdf", scope, *pair)
        for pair in (("完成数量", "≥120件"), ("群众满意度", "≥95%"))
        for scope in ("实施期", "年度")
    ]


def test_amounts_in_yuan_are_exact_to_the_fen(layouts_load: Load) -> None:
    """401.337218 万元 is 4,013,372.18 元: neither is a binary fraction."""
    found = ask(
        layouts_load.database,
        """
        select amount_yuan::varchar, amount_wan::varchar, printed_text
        from marts.fct_reported_amount
        where file_name = 'shanghai.pdf' and table_no = 3 and subject_code = '2070301' and measure = '基本支出'
        """,
    )
    assert found == [("4013372.18", "401.337218", "4,013,372.18")]


def test_the_names_of_three_units_stand_over_their_projects(layouts_load: Load) -> None:
    """Two 单位 have a project of one name; only the indent says whose it is."""
    found = ask(
        layouts_load.database,
        """
        select unit_name, carryover_status, amount_wan::varchar
        from marts.fct_project inner join marts.dim_document using (document_key)
        where file_name = 'three_units_and_carryover.pdf' and project_name = '乡村文化基础设施'
        order by carryover_status
        """,
    )
    assert found == [
        ("云岭县文化和旅游局", "当年", "150.000000"),
        ("云岭县文化馆", "结转", "18.050000"),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_facts_add_up_to_the_printed_totals(name: str, layouts_load: Load) -> None:
    """A SUM that counts a total and its parts, or loses a leaf, is off; the fixtures' figures are exact."""
    totals = ask(
        layouts_load.database,
        'select fact, "grouping", fact_yuan, reported_yuan from quality.fact_total where file_name = ?',
        [f"{name}.pdf"],
    )
    assert {fact for fact, *_ in totals} >= {"fct_revenue_expenditure"}
    assert [row for row in totals if row[2] != row[3]] == []
