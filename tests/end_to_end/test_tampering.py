"""A figure wrong in the document is published as printed and found; one that the warehouse spoils is stopped."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from expectations import CheckReport
from flows import steps
from tests.end_to_end.conftest import CopyHome
from tests.end_to_end.loading import Load, ask, command
from warehouse.home import Home

# A cell by table, line and measure.
Place = tuple[int, str, str]
Sides = tuple[set[Place], set[Place]]

BROKEN: dict[str, dict[tuple[str, str], Sides]] = {
    "leaf": {
        ("R17", "档案馆"): ({(5, "档案馆", "合计")}, {(5, "档案馆", "项目支出")}),
        ("R17", "档案事务 · 项目支出"): (
            {(5, "档案事务", "项目支出")},
            {(5, "档案馆", "项目支出"), (5, "其他档案事务支出", "项目支出")},
        ),
    },
    "total": {
        ("R10", "合计"): ({(3, "合计", "合计")}, {(3, "合计", "基本支出"), (3, "合计", "项目支出")}),
        ("R11", "合计 · 合计"): (
            {(3, "合计", "合计")},
            {(3, name, "合计") for name in ("一般公共服务支出", "社会保障和就业支出", "卫生健康支出", "住房保障支出")},
        ),
        ("R12", ""): ({(3, "合计", "合计")}, {(1, "本年支出合计", "合计")}),
    },
    "blank": {
        ("R24", "合计"): (set(), {(10, "合计", "一般公共预算")}),
        ("R24", "合计 · 合计"): (set(), {(10, "公务接待费", "合计"), (10, "公务用车购置及运行费", "合计")}),
    },
}


def broken(loaded: Load, file_name: str) -> dict[tuple[str, str], Sides]:
    """The broken rules of a document with the cells on both sides, found by their keys."""
    cells = ask(
        loaded.database, "select reported_amount_key, table_no, line_name, measure from marts.fct_reported_amount"
    )
    places: dict[str, Place] = {key: (table_no, line, measure) for key, table_no, line, measure in cells}
    rules = ask(
        loaded.database,
        """
        select rule_no, line_label, left_keys, right_keys from quality.reconciliation
        where file_name = ? and outcome = 'broken'
        """,
        [file_name],
    )
    return {
        (rule, label): ({places[key] for key in left}, {places[key] for key in right})
        for rule, label, left, right in rules
    }


@pytest.mark.parametrize("name", BROKEN)
def test_one_wrong_figure_makes_its_document_discrepant_and_no_other(name: str, mixed_load: Load) -> None:
    statuses = dict(ask(mixed_load.database, "select file_name, quality_status from marts.dim_document"))
    assert statuses[f"{name}.pdf"] == "discrepant"
    assert statuses["sound.pdf"] == "reconciled"


@pytest.mark.parametrize("name", BROKEN)
def test_the_broken_rules_name_the_cells_of_both_sides(name: str, mixed_load: Load) -> None:
    assert broken(mixed_load, f"{name}.pdf") == BROKEN[name]


@pytest.mark.parametrize(
    ("name", "place", "wan", "printed"),
    [
        ("leaf", (5, "档案馆", "项目支出"), "95.60", "95.60"),
        ("total", (3, "合计", "合计"), "530.46", "530.46"),
    ],
)
def test_a_wrong_figure_is_published_as_printed(
    name: str, place: Place, wan: str, printed: str, mixed_load: Load
) -> None:
    found = ask(
        mixed_load.database,
        """
        select amount_wan, printed_text from marts.fct_reported_amount
        where file_name = ? and table_no = ? and line_name = ? and measure = ?
        """,
        [f"{name}.pdf", *place],
    )
    assert found == [(Decimal(wan), printed)]


def test_the_difference_and_its_tolerance_stand_beside_the_rule(mixed_load: Load) -> None:
    found = ask(
        mixed_load.database,
        """
        select left_yuan, right_yuan, difference_yuan, addend_count, tolerance_yuan, severity
        from quality.reconciliation
        where file_name = 'total.pdf' and rule_no = 'R10' and outcome = 'broken'
        """,
    )
    # 530.46 printed where 420.16 + 120.30 = 540.46; two addends and their total, half of 0.01 万元 each.
    assert [tuple(str(value) for value in row) for row in found] == [
        ("5304600.00", "5404600.00", "-100000.00", "2", "150.000000", "error")
    ]


def test_a_reader_finds_the_broken_rules_in_the_chinese_view(mixed_load: Load) -> None:
    found = ask(mixed_load.database, "select distinct 文件名, 规则 from 勾稽检查 where 结果 = 'broken' order by all")
    assert found == [
        ("blank.pdf", "R24"),
        ("incomplete.pdf", "R90"),
        ("leaf.pdf", "R17"),
        ("stated.pdf", "R40"),
        ("stated.pdf", "R41"),
        ("stated.pdf", "R42"),
        ("total.pdf", "R10"),
        ("total.pdf", "R11"),
        ("total.pdf", "R12"),
    ]


@pytest.mark.parametrize(
    ("name", "rules", "sentence"),
    [
        (
            "leaf",
            "R17",
            r"“档案馆”的合计（第\d+页）印为\S+万元，同行的项目支出为95\.60万元，\S+（R17）；2处核对都指向"
            r"表5第\d+行“档案馆”的项目支出（第\d+页），印为95\.60万元",
        ),
        (
            "total",
            "R10、R11、R12",
            r"^表3第\d+行“合计”的合计（第\d+页）印为530\.46万元，同行的基本支出、项目支出之和为540\.46万元，少10\.00万元"
            r"（R10、R11、R12）；3处核对都指向前者，按其余金额推算为540\.46万元。$",
        ),
        ("blank", "R24", r"^“合计”没有印金额，而表10第\d+行“合计”的一般公共预算（第\d+页）为\S+万元（R24）"),
    ],
)
def test_one_wrong_figure_is_one_finding_however_many_rules_it_breaks(
    name: str, rules: str, sentence: str, mixed_load: Load
) -> None:
    found = ask(mixed_load.database, "select 规则, 说明, 可能原因 from 发现 where 文件名 = ?", [f"{name}.pdf"])
    assert [(rule, cause) for rule, _, cause in found] == [(rules, "文件差错")]
    assert re.search(sentence, found[0][1])


def test_a_figure_of_the_narrative_says_how_it_slipped(mixed_load: Load) -> None:
    """540.64 where table 4 prints 540.46, 8.00 where table 6 prints 80.00."""
    found = ask(
        mixed_load.database, "select 差额_万元, 依据 from 发现 where 文件名 = 'stated.pdf' and 规则 = 'R40' order by 1"
    )
    assert [str(difference) for difference, _ in found] == ["-72.000000", "0.180000"]
    assert ["小数点错位" in found[0][1], "两位数字对调" in found[1][1]] == [True, True]


def test_a_sound_document_has_no_finding(mixed_load: Load) -> None:
    found = ask(mixed_load.database, "select distinct 文件名 from 发现 order by 文件名")
    assert found == [("blank.pdf",), ("incomplete.pdf",), ("leaf.pdf",), ("stated.pdf",), ("total.pdf",)]


def change_one_amount(con: duckdb.DuckDBPyConnection) -> None:
    """A fact whose sum leaves its reported total."""
    con.execute(
        """
        update marts.fct_project set amount_yuan = amount_yuan + 10000, amount_wan = amount_wan + 1
        where project_amount_key = (select min(project_amount_key) from marts.fct_project)
        """
    )


def repeat_one_key(con: duckdb.DuckDBPyConnection) -> None:
    """Two amounts under one key."""
    con.execute(
        """
        update marts.fct_reported_amount
        set reported_amount_key = (select min(reported_amount_key) from marts.fct_reported_amount)
        where reported_amount_key = (select max(reported_amount_key) from marts.fct_reported_amount)
        """
    )


def no_failures(frames: Mapping[str, pd.DataFrame], directory: Path, notes: Sequence[str]) -> CheckReport:
    """Checks that find nothing."""
    directory.mkdir(exist_ok=True)
    return CheckReport((), len(frames))


def published_state(home: Home) -> dict[str, str]:
    """A digest of each published file."""
    return {
        str(path.relative_to(home.published)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.published.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("spoil", "named"),
    [(change_one_amount, "fct_project"), (repeat_one_key, "reported_amount_key")],
)
def test_a_fault_of_the_warehouse_itself_stops_the_publishing(
    spoil: Callable[[duckdb.DuckDBPyConnection], None],
    named: str,
    mixed_load: Load,
    copy_home: CopyHome,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The copied home is built already: what would build it again spoils it instead, behind the tests of the models."""
    home = copy_home(mixed_load)
    before = published_state(home)
    assert "budget.duckdb" in before

    def build_and_spoil(home: Home, *, full_refresh: bool) -> None:
        with duckdb.connect(str(home.build_database)) as con:
            spoil(con)

    monkeypatch.setattr(steps, "build_models", build_and_spoil)
    answer = command("build", "--home", home.root)
    assert answer.exit_code == 3
    assert "检查没有通过" in answer.output
    assert named in answer.output
    assert "已发布的数据库保持不变" in answer.output
    assert published_state(home) == before
    runs = ask(home.build_database, "select status from raw.load_run order by run_id")
    assert [status for (status,) in runs][-1] == "failed"


def restate_one_amount(con: duckdb.DuckDBPyConnection) -> None:
    """A printed amount that the build states otherwise than the published one."""
    con.execute(
        """
        update marts.fct_reported_amount set amount_yuan = amount_yuan + 10000, amount_wan = amount_wan + 1
        where file_name = 'total.pdf' and table_no = 3 and line_name = '合计' and measure = '合计'
        """
    )


def test_a_published_amount_changes_only_with_a_new_version_or_where_it_is_accepted(
    mixed_load: Load, copy_home: CopyHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = copy_home(mixed_load)
    before = published_state(home)

    def build_and_restate(home: Home, *, full_refresh: bool) -> None:
        with duckdb.connect(str(home.build_database)) as con:
            restate_one_amount(con)

    monkeypatch.setattr(steps, "build_models", build_and_restate)
    # What sums say of it is not what this is about.
    monkeypatch.setattr(steps, "run_checks", no_failures)
    answer = command("build", "--home", home.root)
    assert answer.exit_code == 3
    assert "1 个已发布的金额会改变" in answer.output
    assert "“合计”合计：5304600.00元 → 5314600.00元" in answer.output
    assert "--accept-changes" in answer.output
    assert "已发布的数据库保持不变" in answer.output
    assert published_state(home) == before

    # The build is spoilt once more: two times 1 万元.
    answer = command("build", "--home", home.root, "--accept-changes")
    assert answer.exit_code == 0
    page = (home.published_docs / "difference.html").read_text(encoding="utf-8")
    assert "5,324,600.00" in page
    data = json.loads((home.published_docs / "difference.json").read_text(encoding="utf-8"))
    assert (data["changed_amount_count"], data["restated_amount_count"]) == (1, 1)
    assert "5304600.00,5324600.00" in (home.published_docs / "difference_amounts.csv").read_text(encoding="utf-8")


def test_fewer_rows_than_registered_are_not_published_unless_a_person_accepts_it(
    mixed_load: Load, copy_home: CopyHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "没有登记各表各年度的应有行数" in mixed_load.answer.output
    assert "没有登记各表各年度的应有行数" in (mixed_load.home.published_docs / "data_docs" / "index.html").read_text(
        encoding="utf-8"
    )
    home = copy_home(mixed_load)
    monkeypatch.setattr(steps, "build_models", lambda home, *, full_refresh: None)
    registered = command("expect-counts", "--home", home.root)
    assert registered.exit_code == 0
    counts = home.expected_row_counts.read_text(encoding="utf-8")
    (projects,) = (line for line in counts.splitlines() if line.startswith("fct_project,"))
    _, year, count = projects.split(",")
    assert [(int(count),)] == ask(
        home.published_database,
        "select count(*) from (select document_key from marts.fct_project "
        "union all select document_key from marts.fct_project_history)",
    )

    home.expected_row_counts.write_text(counts.replace(projects, f"fct_project,{year},{int(count) + 2}"))
    before = published_state(home)
    answer = command("build", "--home", home.root)
    assert answer.exit_code == 3
    assert f"表=fct_project，年度={year}，应有行数={int(count) + 2}，实有行数={count}" in answer.output
    assert "--accept-loss" in answer.output
    assert "yusuan expect-counts" in answer.output
    assert "没有登记" not in answer.output
    assert published_state(home) == before

    assert command("build", "--accept-loss", "--home", home.root).exit_code == 0
    assert command("expect-counts", "--home", home.root).exit_code == 0
    assert home.expected_row_counts.read_text(encoding="utf-8") == counts
