"""Tables as other provinces print them give every amount under its line and measure, and no false broken sum."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.end_to_end.amounts import Amount, built_amounts, differences, warehouse_amounts
from tests.end_to_end.loading import Load, ask, load
from tests.end_to_end.province_documents import documents
from tests.factory.expected import BuiltDocument
from warehouse.home import Home

PRINTED = documents()


@pytest.fixture(scope="module")
def provinces(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Load:
    """All the documents in one warehouse."""
    root: Path = tmp_path_factory.mktemp("provinces")
    (root / "files").mkdir()
    for document in PRINTED.values():
        document.write(root / "files")
    return load(Home(root / "home"), root / "files")


@pytest.mark.parametrize("document", PRINTED.values(), ids=PRINTED.keys())
def test_every_printed_amount_is_there_and_no_other(document: BuiltDocument, provinces: Load) -> None:
    printed = built_amounts(document)
    held = warehouse_amounts(provinces.database, document.file_name)
    assert len(printed) > 100
    assert differences(_without_units(printed), _without_units(held)) == []


@pytest.mark.parametrize("document", PRINTED.values(), ids=PRINTED.keys())
def test_what_agrees_is_found_to_agree(document: BuiltDocument, provinces: Load) -> None:
    broken = (
        "select check_code, line_label, reason from quality.reconciliation where file_name = ? and outcome = 'broken'"
    )
    assert ask(provinces.database, broken, [document.file_name]) == []
    status = "select quality_status from marts.dim_document where file_name = ?"
    assert ask(provinces.database, status, [document.file_name]) == [("reconciled",)]


def test_lines_without_codes_are_part_of_what_their_sums_tell(provinces: Load) -> None:
    """Flat lists are compared level by level: 合计 = 类之和, 类 = 款之和, as with codes."""
    rows = ask(
        provinces.database,
        """
        select file_name, check_code, line_label from quality.reconciliation
        where file_name in ('no_codes.pdf', 'no_codes_ordinals.pdf') and check_code in ('R11a', 'R17b')
            and outcome = 'equal' and line_label like '% · 合计'
        order by all
        """,
    )
    labels = {(file, check): {label for f, c, label in rows if (f, c) == (file, check)} for file, check, _ in rows}
    assert labels["no_codes.pdf", "R11a"] == {
        f"{name} · 合计"
        for name in (
            "合计",
            "一般公共服务支出",
            "政府办公厅（室）及相关机构事务",
            "社会保障和就业支出",
            "行政事业单位养老支出",
            "卫生健康支出",
            "行政事业单位医疗",
            "住房保障支出",
            "住房改革支出",
        )
    }
    assert labels["no_codes_ordinals.pdf", "R17b"] == {
        f"{name} · 合计" for name in ("合计", "一般公共服务", "机关事务", "社会保障与就业")
    }


def test_a_flat_list_of_projects_counts_each_project_once_under_its_unit(provinces: Load) -> None:
    projects = ask(
        provinces.database,
        """
        select unit_name, project_name, amount_wan from marts.fct_project as fact
        inner join marts.dim_document as document using (document_key)
        where document.file_name = 'nested_projects.pdf' order by all
        """,
    )
    assert [(unit, name, f"{wan:.2f}") for unit, name, wan in projects] == [
        ("湘阴县体育局本级", "群众体育活动经费", "60.00"),
        ("湘阴县体育局本级", "设备更新", "30.00"),
        ("青少年体校", "训练补助", "45.00"),
        ("青少年体校", "赛事经费", "15.00"),
    ]


def test_what_was_carried_over_is_within_the_total_and_a_row_of_its_own(provinces: Load) -> None:
    """合计 = 上年结转 + 各资金来源: the variants of the rules for such tables hold, the others do not apply."""
    projects = ask(
        provinces.database,
        """
        select project_name, fund_source_key, carryover_status, amount_wan from marts.fct_project as fact
        inner join marts.dim_document as document using (document_key)
        where document.file_name = 'carryover_within.pdf' order by all
        """,
    )
    assert [(name, fund, status, f"{wan:.2f}") for name, fund, status, wan in projects] == [
        ("台网运行经费", "一般公共预算", "当年", "60.00"),
        ("台网运行经费", "一般公共预算", "结转", "40.00"),
        ("科普宣传经费", "一般公共预算", "当年", "10.00"),
        ("科普宣传经费", "一般公共预算", "结转", "40.00"),
    ]
    checks = ask(
        provinces.database,
        """
        select check_code, any_value(outcome), count(*) from quality.reconciliation
        where file_name = 'carryover_within.pdf' and check_code in ('R07a', 'R07b', 'R09a', 'R09f', 'R28b')
        group by all order by all
        """,
    )
    assert checks == [
        ("R07a", "not_applicable", 1),
        ("R07b", "equal", 14),
        ("R09a", "not_applicable", 1),
        ("R09f", "equal", 1),
        ("R28b", "equal", 3),
    ]


def test_the_items_of_units_are_not_added_to_those_of_the_department(provinces: Load) -> None:
    items = ask(
        provinces.database,
        """
        select item, amount_wan from marts.fct_three_public as fact
        inner join marts.dim_document as document using (document_key)
        where document.file_name = 'units_of_three_public.pdf' and amount_wan != 0 order by all
        """,
    )
    assert [(item, f"{wan:.2f}") for item, wan in items] == [
        ("公务接待费", "10.00"),
        ("公务用车运行维护费", "20.00"),
    ]


def test_last_years_figures_stay_out_of_the_facts(provinces: Load) -> None:
    total = ask(
        provinces.database,
        """
        select sum(amount_wan) from marts.fct_three_public as fact
        inner join marts.dim_document as document using (document_key)
        where document.file_name = 'last_year.pdf'
        """,
    )
    assert [f"{wan:.2f}" for (wan,) in total] == ["30.00"]


def _without_units(amounts: list[Amount]) -> list[Amount]:
    return [replace(amount, unit="") for amount in amounts]
