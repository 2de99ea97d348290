"""A budget handed in as several files: tables 1 to 6, tables 7 to 13, and the narrative, one after the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.end_to_end.amounts import built_amounts, differences, warehouse_amounts
from tests.end_to_end.loading import Load, ask, load
from tests.factory.bad_files import no_budget_table_pdf
from tests.factory.expected import BuiltDocument
from tests.factory.figures import culture
from tests.factory.layouts import ShanxiOptions, shanxi
from warehouse.home import Home

PARTS = {
    "文字.pdf": ShanxiOptions(tables=(), narrative=True),
    "后七表.pdf": ShanxiOptions(tables=tuple(range(7, 14)), narrative=False),
    "前六表.pdf": ShanxiOptions(tables=tuple(range(1, 7)), narrative=False),
}


@pytest.fixture(scope="module")
def parts() -> dict[str, BuiltDocument]:
    return {name: replace(shanxi(culture(), options), file_name=name) for name, options in PARTS.items()}


@pytest.fixture(scope="module")
def loads(
    prefect_server: None, parts: dict[str, BuiltDocument], tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Load]:
    """The narrative, the later tables and a notice, which is no budget; then the first six tables."""
    root = tmp_path_factory.mktemp("parts")
    paths = [document.write(root) for document in parts.values()]
    notice = root / "通知.pdf"
    notice.write_bytes(no_budget_table_pdf())
    home = Home(root / "home")
    first = load(home, *paths[:2], notice)
    return first.answer.output, load(home, paths[2])


def test_a_part_waits_for_the_others_and_only_what_is_no_budget_is_refused(loads: tuple[str, Load]) -> None:
    output, _ = loads
    assert "载入 1" in output
    assert "暂缓 1" in output
    assert "拒绝 1" in output


def test_the_last_part_completes_the_others_and_replaces_none(loads: tuple[str, Load]) -> None:
    found = ask(
        loads[1].database,
        """
        select file_name, document_part, department_name, fiscal_year, budget_stage, quality_status, is_current
        from marts.dim_document order by file_name
        """,
    )
    alike = ("云岭县文化和旅游局", 2025, "预算", "reconciled", True)
    assert found == [
        ("前六表.pdf", "tables", *alike),
        ("后七表.pdf", "tables", *alike),
        ("文字.pdf", "narrative", *alike),
    ]
    keys = ask(loads[1].database, "select count(distinct disclosure_key), count(*) from marts.dim_document")
    assert keys == [(1, 3)]


@pytest.mark.parametrize("name", ["前六表.pdf", "后七表.pdf"])
def test_each_part_gives_its_amounts(name: str, parts: dict[str, BuiltDocument], loads: tuple[str, Load]) -> None:
    assert differences(built_amounts(parts[name]), warehouse_amounts(loads[1].database, name)) == []


def test_rules_compare_tables_of_two_files(loads: tuple[str, Load]) -> None:
    """表12 and 表13 stand in one file, 表3 with their total in the other: 525.42 万元."""
    found = ask(
        loads[1].database,
        """
        select file_name, left_yuan::varchar, right_yuan::varchar, outcome, len(left_keys), len(right_keys)
        from quality.reconciliation where check_code = 'R30a' and outcome != 'not_applicable'
        """,
    )
    assert found == [("后七表.pdf", "5254200.00", "5254200.00", "equal", 2, 1)]


def test_facts_take_their_total_from_one_file_and_their_parts_from_both(loads: tuple[str, Load]) -> None:
    """支出 of the year: what 表5, 表8 and 表9 say of a subject stands in two files, the total in one."""
    found = ask(
        loads[1].database,
        """
        select sum(f.amount_yuan)::varchar, count(distinct f.document_key)
        from marts.fct_revenue_expenditure as f where f.direction = '支出'
        """,
    )
    total = ask(
        loads[1].database,
        """
        select amount_yuan::varchar from marts.fct_reported_amount
        where table_no = 3 and line_name = '合计' and measure = '合计'
        """,
    )
    assert [(amount, 2) for (amount,) in total] == found
