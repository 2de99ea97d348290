"""The two county budgets, from the PDF to the published warehouse: every amount, every rule, every promise."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from base64 import b64encode
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb
import pdfplumber
import pytest
from openpyxl import load_workbook

from docs.generator.declared import published_models, published_views
from docs.generator.diagram import entity_diagram
from docs.generator.notes import meaning_of_table, note_of_column, notes_of_view
from tests.end_to_end.amounts import ROOT, SAMPLES, differences, golden_amounts, warehouse_amounts
from tests.end_to_end.dictionary import untrue_examples
from tests.end_to_end.loading import Load, ask, command

LIULIN = "2023-柳林县行政审批服务管理局-部门预算公开.pdf"
ZEZHOU = "2026-泽州县行政审批服务管理局-部门预算公开.pdf"
FILES = (LIULIN, ZEZHOU)
EXPECTED = ROOT / "tests" / "expected"
RULES = {f"R{number:02d}" for number in (*range(1, 32), *range(40, 44), 50, 51)}


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a committed table."""
    with path.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


# --- the load -------------------------------------------------------------------------------------------------------


def test_both_documents_are_loaded_and_the_way_to_them_is_said(samples: Load) -> None:
    assert samples.answer.exit_code == 0
    assert "共 2 个文件：载入 2" in samples.answer.output
    assert str(samples.database) in samples.answer.output
    assert ask(samples.database, "select count(*) from quality.document_refusal") == [(0,)]
    assert not list(samples.home.quarantine.iterdir())


def test_the_originals_are_kept_under_their_hash(samples: Load) -> None:
    wanted = {hashlib.sha256((SAMPLES / name).read_bytes()).hexdigest() for name in FILES}
    assert {path.stem for path in samples.home.archive.glob("*.pdf")} == wanted
    assert {sha256 for (sha256,) in ask(samples.database, "select sha256 from marts.dim_document")} == wanted


def test_loading_again_is_nothing_to_do_and_says_so(samples: Load) -> None:
    before = (samples.database.stat().st_ino, hashlib.sha256(samples.database.read_bytes()).hexdigest())
    runs = "select count(*) from raw.load_run where status = 'published'"
    published = ask(samples.home.build_database, runs)
    again = command("load", SAMPLES, "--home", samples.home.root)
    assert again.exit_code == 0
    assert "已知 2" in again.output
    assert "没有新内容" in again.output
    assert (samples.database.stat().st_ino, hashlib.sha256(samples.database.read_bytes()).hexdigest()) == before
    assert ask(samples.home.build_database, runs) == published


# --- the amounts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("file_name", "count"), [(LIULIN, 207), (ZEZHOU, 211)])
def test_every_printed_amount_is_right_and_nothing_else_is_there(file_name: str, count: int, samples: Load) -> None:
    """By table, line, section, code, names, unit and measure, each as often as it is printed."""
    printed = golden_amounts()[file_name]
    assert len(printed) == count
    assert differences(printed, warehouse_amounts(samples.database, file_name)) == []


def test_a_golden_file_is_compared_from_the_command_line(samples: Load, tmp_path: Path) -> None:
    golden = (SAMPLES / "golden_cells.csv").read_text(encoding="utf-8")
    answer = command("compare", SAMPLES / "golden_cells.csv", "--home", samples.home.root)
    assert (answer.exit_code, "相符 418 个" in answer.output) == (0, True)
    spoilt = tmp_path / "golden.csv"
    spoilt.write_text(golden.replace("1030.18", "1030.19", 1), encoding="utf-8")
    answer = command("compare", spoilt, "--home", samples.home.root)
    assert (answer.exit_code, "相符 417 个" in answer.output) == (1, True)
    assert "1030.19万元" in answer.output


def test_a_yuan_is_a_ten_thousandth_of_the_amount_in_wan_exactly(samples: Load) -> None:
    off = "select count(*) from marts.fct_reported_amount where amount_yuan <> amount_wan * 10000::decimal(5, 0)"
    assert ask(samples.database, off) == [(0,)]


@pytest.mark.parametrize("file_name", FILES)
def test_the_box_of_each_amount_holds_its_text(file_name: str, samples: Load) -> None:
    """A reader goes from an amount to the page: what stands in the box is what was read."""
    cells: dict[int, list[tuple[str, tuple[float, ...]]]] = defaultdict(list)
    for page_no, printed, *box in ask(
        samples.database,
        "select page_no, printed_text, x0, top, x1, bottom from marts.fct_reported_amount where file_name = ?",
        [file_name],
    ):
        cells[page_no].append((printed, tuple(box)))
    assert sum(len(found) for found in cells.values()) > 200
    off = []
    with pdfplumber.open(SAMPLES / file_name) as pdf:
        for page_no, found in cells.items():
            # Bold print stands twice on the page, and the watermark crosses the cells.
            page = pdf.pages[page_no - 1].filter(lambda thing: thing.get("upright", True)).dedupe_chars(tolerance=1)
            for printed, bounds in found:
                seen = re.sub(r"[^\d.]", "", page.crop(bounds).extract_text())
                if seen != re.sub(r"[^\d.]", "", printed):
                    off.append((page_no, printed, seen))
    assert off == []


@pytest.mark.parametrize(
    ("file_name", "table_no", "line_no", "measure", "section", "is_total"),
    [
        (LIULIN, 1, 1, "当年预算安排", "支出", False),
        (LIULIN, 1, 1, "合计", "支出", True),
        (LIULIN, 1, 32, "预算数", "收入", True),
        (LIULIN, 1, 33, "预算数", "收入", False),
        (LIULIN, 2, 3, "一般公共预算", "", True),
        (LIULIN, 2, 4, "一般公共预算", "", False),
        (LIULIN, 2, 4, "合计", "", True),
        (LIULIN, 4, 34, "金额", "收入", False),
        (LIULIN, 6, 20, "公用经费", "", True),
        (LIULIN, 12, 2, "一般公共预算", "", True),
        (LIULIN, 12, 3, "一般公共预算", "", False),
        (ZEZHOU, 3, 2, "基本支出", "", True),
        (ZEZHOU, 3, 4, "基本支出", "", False),
        (ZEZHOU, 10, 3, "一般公共预算", "", True),
        (ZEZHOU, 10, 5, "一般公共预算", "", False),
        (ZEZHOU, 11, 1, "一般公共预算", "", True),
        (ZEZHOU, 11, 2, "一般公共预算", "", False),
    ],
)
def test_totals_are_told_from_their_parts(
    file_name: str, table_no: int, line_no: int, measure: str, section: str, is_total: bool, samples: Load
) -> None:
    found = ask(
        samples.database,
        """
        select is_total from marts.fct_reported_amount
        where file_name = ? and table_no = ? and line_no = ? and measure = ? and section = ?
        """,
        [file_name, table_no, line_no, measure, section],
    )
    assert found == [(is_total,)]


@pytest.mark.parametrize(
    ("file_name", "sums"),
    [
        (
            LIULIN,
            "1收入 1185.70,1支出 1185.70,2 1185.70,3 1185.70,4收入 1185.70,4支出 1185.70,5 1069.78,6 731.78,10 4.86,"
            "11 42.66,12 338.00,13 115.92",
        ),
        (
            ZEZHOU,
            "1收入 1758.48,1支出 1758.48,2 1758.48,3 1758.48,4收入 1758.48,4支出 1758.48,5 1758.48,6 1167.73,10 3.00,"
            "11 54.17,12 590.76",
        ),
    ],
)
def test_what_is_no_total_adds_up_to_the_printed_total(file_name: str, sums: str, samples: Load) -> None:
    """Each addend and the total may be off by half of the last place; 上年结转 of 表2 stands beside its 合计."""
    found = ask(
        samples.database,
        """
        select table_no || section, sum(amount_wan), count(*) from marts.fct_reported_amount
        where file_name = ? and not is_total
        group by all
        """,
        [file_name],
    )
    totals = {place: Decimal(total) for place, total in (entry.split() for entry in sums.split(","))}
    assert {place for place, *_ in found} == set(totals)
    off = [row for row in found if abs(row[1] - totals[row[0]]) > Decimal("0.005") * (row[2] + 1)]
    assert off == []


def test_projects_stand_under_their_unit(samples: Load) -> None:
    """办公设备购置 is a project of two 单位."""
    found = ask(
        samples.database,
        """
        select line_no, unit_name, project_name, amount_wan::varchar from marts.fct_reported_amount
        where file_name = ? and table_no = 12 and measure = '合计' and line_no in (1, 2, 6, 7, 9) order by line_no
        """,
        [LIULIN],
    )
    assert found == [
        (1, "柳林县行政审批服务管理局[部门]", None, "338.000000"),
        (2, "柳林县行政审批服务管理局", None, "288.000000"),
        (6, "柳林县行政审批服务管理局", "办公设备购置", "50.000000"),
        (7, "柳林县政务服务中心", None, "20.000000"),
        (9, "柳林县政务服务中心", "办公设备购置", "5.000000"),
    ]


# --- the documents --------------------------------------------------------------------------------------------------


def test_each_document_is_described_by_what_it_prints(samples: Load) -> None:
    found = ask(
        samples.database,
        """
        select file_name, fiscal_year, budget_stage, department_name, printed_unit, page_count, scanned_page_count,
            content_kind, reported_amount_count, quality_status, is_current
        from marts.dim_document order by fiscal_year
        """,
    )
    assert found == [
        (LIULIN, 2023, "预算", "柳林县行政审批服务管理局", "万元", 33, 0, "text", 207, "rounding", True),
        (ZEZHOU, 2026, "预算", "泽州县行政审批服务管理局", "万元", 27, 10, "mixed", 211, "rounding", True),
    ]


def test_scanned_pages_are_recognised_each(samples: Load) -> None:
    found = ask(
        samples.home.build_database,
        "select file_name, page_no from raw.page inner join raw.document using (sha256) where method = 'ocr'",
    )
    assert sorted(found) == [(ZEZHOU, page_no) for page_no in range(16, 26)]
    assert ask(samples.database, "select 扫描页数 from 文件 where 文件名 = ?", [ZEZHOU]) == [(10,)]


def test_departments_stand_in_their_place(samples: Load) -> None:
    found = ask(
        samples.database, "select 名称, 级别, 主管部门, 区划代码, 县区, 地市, 省份 from 部门 where 级别 = '部门'"
    )
    assert sorted(found) == [
        ("柳林县行政审批服务管理局", "部门", None, "141125", "柳林县", "吕梁市", "山西省"),
        ("泽州县行政审批服务管理局", "部门", None, "140525", "泽州县", "晋城市", "山西省"),
    ]
    units = ask(samples.database, "select 名称, 主管部门 from 部门 where 级别 = '单位'")
    assert sorted(units) == [
        ("柳林县政务服务中心", "柳林县行政审批服务管理局"),
        ("柳林县政府采购中心", "柳林县行政审批服务管理局"),
        ("柳林县行政审批服务管理局", "柳林县行政审批服务管理局"),
        ("泽州县行政审批服务管理局", "泽州县行政审批服务管理局"),
    ]


def test_facts_have_the_subjects_of_their_year(samples: Load) -> None:
    subjects = ask(
        samples.database,
        """
        select distinct s.subject_code, s.subject_name, s.group_name, s.valid_from_year, s.valid_to_year, s.evidence
        from marts.fct_reported_amount as f
        inner join marts.dim_functional_subject as s using (functional_subject_key)
        where f.subject_code in ('20805', '2080505', '2010306')
        """,
    )
    assert sorted(subjects) == [
        ("2010306", "政务公开审批", "政府办公厅（室）及相关机构事务", None, None, "printed in documents only"),
        ("20805", "行政事业单位养老支出", "行政事业单位养老支出", 2020, None, "code list"),
        ("2080505", "机关事业单位基本养老保险缴费支出", "行政事业单位养老支出", 2020, None, "code list"),
    ]
    names = "select 科目名称, 起始年度, 截止年度, 依据 from 经济分类科目 where 科目编码 = '30311' order by 截止年度"
    assert ask(samples.database, names) == [
        ("住房公积金", None, 2017, "码表（未核实）"),
        ("代缴社会保险费", 2018, None, "码表"),
    ]


def test_nothing_is_left_unread(samples: Load) -> None:
    for model in ("unparsed_amount", "unmapped_heading"):
        assert ask(samples.database, f"select * from quality.{model}") == []
    assert ask(samples.database, "select * from quality.unrecognised_table") == []


# --- what the narrative states -------------------------------------------------------------------------------------


@pytest.mark.parametrize("file_name", FILES)
def test_each_stated_figure_comes_out_as_the_text_has_it(file_name: str, samples: Load) -> None:
    columns = ("page_no", "value_text", "stated_as", "subject_label", "direction", "comparison_base", "table_no")
    found = ask(
        samples.database,
        """
        select page_no, value_text, stated_as, subject_label, direction, comparison_base, table_no, match_outcome
        from marts.fct_stated_figure
        -- What stands before the tables tells of duties and staff.
        where file_name = ? and page_no >= 14
        order by paragraph_no, sentence_no, figure_no
        """,
        [file_name],
    )
    expected = [
        tuple(row[name] for name in (*columns, "match_outcome"))
        for row in rows_of(EXPECTED / "stated_figures_samples.csv")
        if row["file"] in file_name
    ]
    assert [tuple("" if value is None else str(value) for value in row) for row in found] == expected


def test_the_figure_that_the_tables_contradict_is_found_with_its_sentence(samples: Load) -> None:
    """1758.49 in the performance section where 表1 prints 1,758.48; nothing else that is stated is wrong."""
    found = ask(
        samples.database,
        """
        select rule_no, left_yuan::varchar, right_yuan::varchar, reason from quality.reconciliation
        where rule_no between 'R40' and 'R43' and outcome = 'broken'
        """,
    )
    assert found == [
        (
            "R40",
            "17584900.00",
            "17584800.00",
            "第15页：“2026年编报部门整体支出绩效目标，涉及部门预算资金1758.49万元，其中基本支出1167.73万元，"
            "项目支出590.76万元；”，表1是1758.48万元",
        )
    ]


# --- the rules ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file_name", FILES)
def test_each_rule_comes_out_as_worked_out_by_hand(file_name: str, samples: Load) -> None:
    expected = {
        row["rule_no"]: (row["outcome"], Decimal(row["difference_wan"]) if row["difference_wan"] else None)
        for row in rows_of(EXPECTED / "reconciliation_samples.csv")
        if row["file"] == file_name
    }
    assert set(expected) == RULES
    evaluated = ask(
        samples.database,
        """
        select rule_no, outcome, difference_yuan from quality.reconciliation
        where file_name = ? and rule_no <> 'R90'
        order by check_code, line_no
        """,
        [file_name],
    )
    severity = ("not_applicable", "equal", "rounding", "broken")
    worst: dict[str, tuple[str, Decimal | None]] = {}
    for rule, outcome, yuan in evaluated:
        before, off = worst.get(rule, ("not_applicable", None))
        # An inequality that holds (R25, R27) differs by no fault.
        wan = None if outcome == "not_applicable" else Decimal(0) if outcome == "equal" else yuan / 10000
        rank, rank_before = severity.index(outcome), severity.index(before)
        # Of several that are off alike, the first stands for the rule.
        is_worse = rank > rank_before or (rank == rank_before and abs(wan or 0) > abs(off or 0))
        worst[rule] = (outcome, wan) if is_worse else (before, off)
    assert worst == expected


def test_what_agrees_only_by_rounding_is_each_line_found_by_hand(samples: Load) -> None:
    """With both sides' cells: the left key is the total's own, the right keys add up to the right side."""
    cells = {
        key: (place, wan)
        for key, *place, wan in ask(
            samples.database,
            """
            select reported_amount_key, file_name, table_no, line_no, section, subject_code, line_name, measure,
                amount_wan
            from marts.fct_reported_amount
            """,
        )
    }
    found = []
    for rule, left_keys, right_keys, left, right, off, addends, tolerance in ask(
        samples.database,
        """
        select rule_no, left_keys, right_keys, left_yuan, right_yuan, difference_yuan, addend_count, tolerance_yuan
        from quality.reconciliation where outcome = 'rounding' and rule_no <> 'R43'
        """,
    ):
        assert len(left_keys) == 1
        assert len(right_keys) == addends
        place, wan = cells[left_keys[0]]
        assert wan * 10000 == left
        assert sum(cells[key][1] for key in right_keys) * 10000 == right
        values = (left, right, off, tolerance)
        found.append((rule, *(str(part) for part in place), str(addends), *(value / 10000 for value in values)))
    expected = [
        (
            row["rule_no"],
            row["file"],
            row["table_no"],
            row["line_no"],
            row["section"],
            row["code"],
            row["line"],
            row["measure"],
            row["addends"],
            *(Decimal(row[name]) for name in ("left_wan", "right_wan", "difference_wan", "tolerance_wan")),
        )
        for row in rows_of(EXPECTED / "reconciliation_sample_lines.csv")
    ]
    assert sorted(found) == sorted(expected)


def test_coverage_holds_for_both(samples: Load) -> None:
    found = ask(
        samples.database, "select distinct check_code, outcome from quality.reconciliation where rule_no = 'R90'"
    )
    assert {check for check, _ in found} >= {"R90a", "R90b", "R90c"}
    assert {outcome for _, outcome in found} <= {"equal", "not_applicable"}


def test_a_rule_that_does_not_apply_says_why(samples: Load) -> None:
    silent = (
        "select count(*) from quality.reconciliation where outcome = 'not_applicable' and coalesce(reason, '') = ''"
    )
    assert ask(samples.database, silent) == [(0,)]


# --- the facts ------------------------------------------------------------------------------------------------------

# Printed totals in 万元, from the documents: 收入总计, 支出总计, 表6, 表12, 表13, 表10 and 表11.
FACT_TOTALS = {
    ("fct_revenue_expenditure", "direction = '收入'"): {LIULIN: "1185.70", ZEZHOU: "1758.48"},
    ("fct_revenue_expenditure", "direction = '支出'"): {LIULIN: "1185.70", ZEZHOU: "1758.48"},
    ("fct_economic_subject", "true"): {LIULIN: "731.78", ZEZHOU: "1167.73"},
    ("fct_project", "carryover_status = '当年'"): {LIULIN: "338.00", ZEZHOU: "590.76"},
    ("fct_project", "carryover_status = '结转'"): {LIULIN: "115.92"},
    ("fct_three_public", "true"): {LIULIN: "4.86", ZEZHOU: "3.00"},
    ("fct_agency_operating", "true"): {LIULIN: "42.66", ZEZHOU: "54.17"},
}


@pytest.mark.parametrize(("fact", "condition"), FACT_TOTALS)
def test_a_plain_sum_over_a_fact_is_the_printed_total(fact: str, condition: str, samples: Load) -> None:
    found = ask(
        samples.database,
        f"""
        select file_name, sum(amount_wan), sum(cell_count)
        from marts.{fact} inner join marts.dim_document using (document_key)
        where {condition}
        group by file_name
        """,
    )
    printed = FACT_TOTALS[fact, condition]
    assert {file_name for file_name, *_ in found} == set(printed)
    for file_name, total, addends in found:
        assert abs(total - Decimal(printed[file_name])) <= Decimal("0.005") * (addends + 1)


def test_every_fact_comes_from_printed_cells_each_used_once(samples: Load) -> None:
    for fact in sorted({fact for fact, _ in FACT_TOTALS}):
        orphans = ask(
            samples.database,
            f"""
            with used as (select document_key, unnest(reported_amount_keys) as reported_amount_key from marts.{fact})

            select count(*) - count(distinct reported_amount_key), count(*) filter (where cell.amount_yuan is null)
            from used left join marts.fct_reported_amount as cell using (document_key, reported_amount_key)
            """,
        )
        assert orphans == [(0, 0)], fact


def test_the_first_query_of_an_analyst(samples: Load) -> None:
    """What each county's department spends on 2010306 政务公开审批, basic and project, as 表3 prints it."""
    found = ask(
        samples.database,
        """
        select 部门, 年度, sum(金额_万元), sum(基本支出_万元), sum(项目支出_万元) from 收支
        where 收支方向 = '支出' and 科目编码 = '2010306' group by all order by 年度
        """,
    )
    assert found == [
        ("柳林县行政审批服务管理局", 2023, Decimal("1030.18"), Decimal("606.27"), Decimal("423.92")),
        ("泽州县行政审批服务管理局", 2026, Decimal("1402.35"), Decimal("932.35"), Decimal("470.00")),
    ]


# --- what is published ----------------------------------------------------------------------------------------------

CONTRACT = {
    "reported_amount_key": "VARCHAR",
    "document_key": "VARCHAR",
    "department_key": "VARCHAR",
    "unit_key": "VARCHAR",
    "functional_subject_key": "VARCHAR",
    "economic_subject_key": "VARCHAR",
    "fund_source_key": "VARCHAR",
    "file_name": "VARCHAR",
    "fiscal_year": "INTEGER",
    "budget_stage": "VARCHAR",
    "department_name": "VARCHAR",
    "table_no": "SMALLINT",
    "table_kind": "VARCHAR",
    "line_no": "INTEGER",
    "section": "VARCHAR",
    "subject_code": "VARCHAR",
    "line_name": "VARCHAR",
    "gov_economic_name": "VARCHAR",
    "unit_name": "VARCHAR",
    "project_name": "VARCHAR",
    "measure": "VARCHAR",
    "fund_source": "VARCHAR",
    "is_total": "BOOLEAN",
    "amount_yuan": "DECIMAL(20,2)",
    "amount_wan": "DECIMAL(20,6)",
    "printed_text": "VARCHAR",
    "page_no": "INTEGER",
    "x0": "DOUBLE",
    "top": "DOUBLE",
    "x1": "DOUBLE",
    "bottom": "DOUBLE",
    "extraction_method": "VARCHAR",
}
MARTS = {
    "fct_reported_amount",
    "fct_revenue_expenditure",
    "fct_economic_subject",
    "fct_project",
    "fct_three_public",
    "fct_agency_operating",
    "fct_project_form",
    "fct_performance_target",
    "dim_document",
    "dim_department",
    "dim_fiscal_year",
    "dim_functional_subject",
    "dim_economic_subject",
    "dim_fund_source",
}
TABLE_KINDS = {
    1: "revenue_expenditure_summary",
    2: "revenue",
    3: "expenditure",
    4: "fiscal_appropriation_summary",
    5: "general_by_function",
    6: "general_basic_by_economic",
    10: "three_public",
    11: "agency_operating",
    12: "project_current",
    13: "project_carryover",
}
# The columns by which an analyst names what is wanted; a view may have more.
VIEWS = {
    "收支": "部门 年度 预决算 收支方向 科目编码 科目名称 资金来源 当年或结转 金额_万元 金额_元 文件名 页码",
    "经济科目": "部门 年度 部门经济科目名称 政府经济科目名称 经费类别 金额_万元 金额_元",
    "项目": "部门 年度 单位 项目名称 资金来源 当年或结转 金额_万元 金额_元",
    "三公经费": "部门 年度 项目名称 资金来源 金额_万元 金额_元",
    "机关运行经费": "部门 年度 单位 资金来源 金额_万元 金额_元",
    "绩效指标": "部门 年度 单位 项目名称 期间 一级指标 二级指标 三级指标 指标值 比较符 数值 计量单位 文件名 页码",
    "发现": "部门 年度 页码 规则 说明 左侧_万元 右侧_万元 差额_万元 可能原因 权重 位置 文件名",
    "文字说明数字": "部门 年度 章节 主体 含义 原文数字 数值 计量单位 金额_万元 增减 比较基数 表号 与表相符 原句 页码",
    "表中金额": "部门 年度 表号 行号 科目编码 行名 列 是否合计 金额_万元 所印文字 文件名 页码 左 上 右 下 金额键",
    "部门": "名称 级别 主管部门 区划代码 县区 地市 省份",
    "年度": "年度 首日 末日 上年",
    "功能科目": "科目编码 科目名称 级别 上级编码 类名称 款名称 项名称",
    "经济分类科目": "分类 科目编码 科目名称 级别 上级编码",
    "文件": "文件名 部门 年度 预决算 核对状态 是否现行 页数 扫描页数 金额单位 载入时间",
    "勾稽检查": "文件名 规则 级别 行 左侧_万元 右侧_万元 差额_元 容差_元 结果 原因 左侧单元格 右侧单元格",
}


def test_the_fact_has_the_columns_of_the_contract(samples: Load) -> None:
    found = dict(
        ask(
            samples.database,
            """
            select column_name, data_type from duckdb_columns()
            where schema_name = 'marts' and table_name = 'fct_reported_amount'
            """,
        )
    )
    assert {name: found.get(name) for name in CONTRACT} == CONTRACT
    assert [kind for kind in found.values() if kind == "FLOAT"] == []
    # Boxes are the only numbers that may be floating point.
    assert {name for name, kind in found.items() if kind == "DOUBLE"} == {"x0", "top", "x1", "bottom"}


def test_no_floating_point_holds_money_anywhere(samples: Load) -> None:
    floating = ask(
        samples.database,
        "select table_name, column_name from duckdb_columns() where data_type in ('DOUBLE', 'FLOAT') and not internal",
    )
    # Places on a page, and how sure the recognition of a scan is.
    places = {"x0", "top", "x1", "bottom", "左", "上", "右", "下"}
    assert {column for _, column in floating} <= places | {"confidence"}


def test_the_kinds_and_values_of_the_contract(samples: Load) -> None:
    kinds = ask(samples.database, "select distinct table_no, table_kind from marts.fct_reported_amount")
    assert dict(kinds) == TABLE_KINDS
    values = "select distinct budget_stage, extraction_method from marts.fct_reported_amount"
    assert ask(samples.database, values) == [("预算", "text")]
    sections = "select distinct section from marts.fct_reported_amount where table_no in (1, 4)"
    assert sorted(ask(samples.database, sections)) == [("支出",), ("收入",)]
    others = "select distinct section from marts.fct_reported_amount where table_no not in (1, 4, 9)"
    assert ask(samples.database, others) == [("",)]


def test_the_marts_of_the_contract_are_published_and_raw_is_not(samples: Load) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for schema, table in ask(samples.database, "select schema_name, table_name from duckdb_tables()"):
        found[schema].add(table)
    assert found["marts"] >= MARTS
    assert found["quality"] >= {"reconciliation", "unrecognised_table", "document_refusal"}
    assert not set(found) & {"raw", "seeds", "staging", "intermediate"}


@pytest.mark.parametrize("view", VIEWS)
def test_each_chinese_view_answers(view: str, samples: Load) -> None:
    with duckdb.connect(str(samples.database), read_only=True) as con:
        answer = con.execute(f"select * from {view}")
        columns = [column[0] for column in answer.description or ()]
        rows = answer.fetchall()
    assert rows
    assert set(VIEWS[view].split()) - set(columns) == set()
    assert [column for column in columns if not re.match(r"[\u4e00-\u9fff]", column)] == []


def test_every_table_view_and_column_is_commented(samples: Load) -> None:
    for what, query in {
        "tables": "select table_name, comment from duckdb_tables()",
        "views": "select view_name, comment from duckdb_views() where not internal",
        "columns": "select table_name || '.' || column_name, comment from duckdb_columns() where not internal",
    }.items():
        found = ask(samples.database, query)
        assert len(found) >= len(VIEWS), what
        assert [name for name, comment in found if not comment] == [], what


def test_comments_say_what_the_dictionary_says(samples: Load) -> None:
    """Unit, example, printed heading and rules of each column, behind what it means in Chinese."""
    wanted = {}
    for model in published_models().values():
        for column in model.columns:
            note = note_of_column(model, column)
            wanted[model.name, column.name] = f"{note.meaning}。{note.facts} {column.meaning}"
    for view in published_views():
        for name, note in notes_of_view(view).items():
            wanted[view.name, name] = f"{note.meaning}。{note.facts}"
    query = "select table_name, column_name, comment from duckdb_columns() where not internal"
    found = {(table, column): comment for table, column, comment in ask(samples.database, query)}
    assert {place: found.get(place) for place in wanted if found.get(place) != wanted[place]} == {}
    assert set(found) == set(wanted)
    tables = dict(ask(samples.database, "select table_name, comment from duckdb_tables()"))
    assert [m.name for m in published_models().values() if not tables[m.name].startswith(meaning_of_table(m))] == []


def test_each_example_of_the_dictionary_is_a_value_of_the_samples(samples: Load) -> None:
    assert untrue_examples(samples.database, "samples") == [], "run `make examples`"


def test_the_pages_of_dbt_have_the_dictionary_and_the_diagram(samples: Load) -> None:
    page = (samples.home.published_docs / "dbt" / "index.html").read_text(encoding="utf-8")
    model = published_models()["fct_three_public"]
    [amount] = [column for column in model.columns if column.name == "amount_yuan"]
    assert json.dumps(note_of_column(model, amount).facts)[1:-1] in page
    assert b64encode(entity_diagram().encode()).decode()[:2000] in page


def test_parquet_holds_what_the_database_holds(samples: Load) -> None:
    files = {path.stem: path for path in samples.home.published_parquet.glob("*.parquet")}
    with duckdb.connect(str(samples.database), read_only=True) as con:
        tables = {
            name
            for (name,) in con.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
        }
        assert set(files) == tables
        for table, path in files.items():
            both = []
            for source in (f"marts.{table}", f"read_parquet('{path}')"):
                answer = con.execute(f"select * from {source} order by all")
                both.append((answer.description, answer.fetchall()))
            assert both[0] == both[1], table


def test_the_published_database_opens_for_several_readers_and_is_not_written(samples: Load) -> None:
    with (
        duckdb.connect(str(samples.database), read_only=True) as first,
        duckdb.connect(str(samples.database), read_only=True) as second,
    ):
        count = "select count(*) from marts.fct_reported_amount"
        assert first.execute(count).fetchall() == second.execute(count).fetchall() == [(418,)]
        with pytest.raises(duckdb.InvalidInputException, match="read-only"):
            first.execute("delete from marts.fct_reported_amount")


def test_the_documentation_of_the_build_is_published(samples: Load) -> None:
    docs = samples.home.published_docs
    assert "fct_reported_amount" in (docs / "dbt" / "index.html").read_text(encoding="utf-8")
    assert (docs / "data_docs" / "index.html").is_file()
    report = (docs / "load_report.md").read_text(encoding="utf-8")
    assert LIULIN in report
    assert ZEZHOU in report


def test_a_query_on_the_command_line(samples: Load) -> None:
    answer = command("query", "select count(*) as 个数 from marts.fct_reported_amount", "--home", samples.home.root)
    assert answer.exit_code == 0
    assert "418" in answer.output


# --- the findings ---------------------------------------------------------------------------------------------------

FINDINGS = [
    (
        LIULIN,
        25,
        "",
        "项目“拨付市民服务中心信息化升级改造搬迁及政务服务标准化项目资金”有两张绩效目标表："
        "一张（第25页，2023-02-20 17:31填报）的金额是0.00元，"
        "另一张（第26页，2023-02-20 17:50填报）是1680000.00元，以后一张为准。",
        "文件差错",
    ),
    (
        ZEZHOU,
        15,
        "R40",
        "文字说明第15页：“2026年编报部门整体支出绩效目标，涉及部门预算资金1758.49万元，其中基本支出1167.73万元，项目支出590.76万元；”，"
        "表1是1758.48万元，多0.01万元（R40）。",
        "四舍五入",
    ),
    (
        ZEZHOU,
        23,
        "",
        "项目“政务公开审批运行费”的绩效目标表（第23页）中，成本指标“网络维护”实施期为≤50000元/月，年度为≤6000元/月："
        "单价与期限长短无关，两处应当相同。",
        "文件差错",
    ),
]


def test_the_findings_are_those_that_a_reader_of_the_pages_has(samples: Load) -> None:
    found = ask(samples.database, "select 文件名, 页码, 规则, 说明, 可能原因 from 发现 order by 文件名, 页码")
    assert found == FINDINGS


def test_the_findings_are_published_as_a_workbook_and_written_for_a_department(samples: Load, tmp_path: Path) -> None:
    published = load_workbook(samples.home.published_docs / "findings.xlsx")
    assert published.sheetnames == ["摘要", "发现"]
    sheet = published["发现"]
    headings = [cell.value for cell in sheet[1]]
    assert (sheet.max_row, sheet.freeze_panes, sheet.auto_filter.ref) == (4, "A2", f"A1:{sheet.cell(4, 18).coordinate}")
    told = {row[headings.index("说明")].value for row in sheet.iter_rows(min_row=2)}
    assert {row[headings.index("级别")].value for row in sheet.iter_rows(min_row=2)} == {"一般"}
    summary = [cell.value for row in published["摘要"].iter_rows() for cell in row]
    assert summary[summary.index("R40") + 3] == "文字说明中的每个金额 = 该句所指的表中金额"
    assert told == {sentence for *_, sentence, _ in FINDINGS}
    # Of the form that is superseded: 0 and 1,680,000 元.
    first = headings.index("左侧（万元）")
    [amounts] = [
        row[first : first + 3] for row in sheet.iter_rows(min_row=2) if row[headings.index("文件名")].value == LIULIN
    ]
    assert [(cell.value, cell.number_format) for cell in amounts] == [
        (value, "#,##0.00####") for value in (0, 168, -168)
    ]

    target = tmp_path / "泽州.xlsx"
    answer = command("findings", "--department", "泽州", "-o", target, "--home", samples.home.root)
    assert (answer.exit_code, "2 处发现" in answer.output) == (0, True)
    assert load_workbook(target)["发现"].max_row == 3
    answer = command("findings", "--department", "没有这个", "--home", samples.home.root)
    assert (answer.exit_code, "没有这个" in answer.output) == (1, True)
    assert command("findings", "-o", tmp_path / "发现.csv", "--home", samples.home.root).exit_code == 2
    assert "1758.49万元" in command("findings", "--home", samples.home.root).output
