"""A table reads alike whether its rules are all drawn, some, or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import pytest

from extract import ExtractedDocument
from tests.extract import ruled_pages as how
from tests.extract.drawn import BODY, HEADING, WIDTHS
from tests.extract.ruled_pages import Rules, read_ruled
from tests.factory.drawing import DrawnCell, DrawnTable, Pages, Style
from tests.factory.grid import heading

TITLE = "2026年部门预算支出总表"


@dataclass(frozen=True, slots=True)
class Sketch:
    """A table as its author thinks of it."""

    heading: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    paths: tuple[tuple[str, ...], ...]

    def drawn(self, break_before: int | None = None) -> DrawnTable:
        """The table with figures at the right of their columns, and names at the left."""
        rows = tuple(
            tuple(
                DrawnCell(text, column, align="right" if re.fullmatch(r"-?[\d,]+\.\d\d", text) else "left")
                for column, text in enumerate(texts)
            )
            for texts in self.body
        )
        breaks = frozenset() if break_before is None else frozenset({break_before})
        return DrawnTable(self.widths, heading(*self.heading), rows, break_before=breaks)


SKETCHES = {
    "two levels": Sketch(
        HEADING,
        BODY,
        WIDTHS,
        (
            ("项目", "科目编码"),
            ("项目", "科目名称"),
            ("2026年预算数", "合计"),
            ("2026年预算数", "基本支出"),
            ("2026年预算数", "项目支出"),
        ),
    ),
    "two halves": Sketch(
        ("收入|<|支出|<", "项目|预算数|项目|预算数"),
        (
            ("一、一般公共预算拨款收入", "780.00", "一、一般公共服务支出", "600.00"),
            ("二、政府性基金预算拨款收入", "", "二、社会保障和就业支出", "80.00"),
            ("三、国有资本经营预算拨款收入", "", "三、卫生健康支出", "40.00"),
            ("四、单位资金收入", "", "四、住房保障支出", "60.00"),
            ("本年收入合计", "780.00", "本年支出合计", "780.00"),
            ("上年结转结余", "", "年终结转结余", ""),
            ("收入总计", "780.00", "支出总计", "780.00"),
        ),
        (160.0, 80.0, 160.0, 87.28),
        (("收入", "项目"), ("收入", "预算数"), ("支出", "项目"), ("支出", "预算数")),
    ),
    "blank columns and wrapped names": Sketch(
        ("科目编码|科目名称|合计|一般公共预算|政府性基金预算|国有资本经营预算|财政专户管理资金|单位资金|上年结转",),
        (
            ("", "合计", "780.00", "780.00", "", "", "", "", ""),
            ("201", "一般公共服务支出", "600.00", "600.00", "", "", "", "", ""),
            ("20103", "政府办公厅（室）及相关机构事务", "600.00", "600.00", "", "", "", "", ""),
            ("2010301", "行政运行", "450.00", "450.00", "", "", "", "", ""),
            ("208", "社会保障和就业支出", "80.00", "80.00", "", "", "", "", ""),
            ("2080505", "机关事业单位基本养老保险缴费支出", "80.00", "80.00", "", "", "", "", ""),
        ),
        (55.0, 110.28, *(46.0,) * 7),
        tuple(
            (name,)
            for name in (
                "科目编码",
                "科目名称",
                "合计",
                "一般公共预算",
                "政府性基金预算",
                "国有资本经营预算",
                "财政专户管理资金",
                "单位资金",
                "上年结转",
            )
        ),
    ),
    "two columns": Sketch(
        ("项目|预算数",),
        (
            ("合计", "30.00"),
            ("1、因公出国（境）费用", ""),
            ("2、公务接待费", "10.00"),
            ("3、公务用车购置及运行费", "20.00"),
            ("其中：公务用车运行维护费", "20.00"),
            ("公务用车购置费", ""),
        ),
        (300.0, 187.28),
        (("项目",), ("预算数",)),
    ),
    "three levels and split codes": Sketch(
        ("功能科目|<|<|<|合计|基本支出|项目支出", "科目编码|<|<|科目名称|^|^|^", "类|款|项|^|^|^|^"),
        (
            ("", "", "", "合计", "780.00", "630.00", "150.00"),
            ("201", "", "", "一般公共服务支出", "600.00", "450.00", "150.00"),
            ("201", "03", "", "政府办公厅（室）及相关机构事务", "600.00", "450.00", "150.00"),
            ("201", "03", "01", "行政运行", "450.00", "450.00", ""),
            ("201", "03", "02", "一般行政管理事务", "150.00", "", "150.00"),
            ("221", "", "", "住房保障支出", "180.00", "180.00", ""),
        ),
        (35.0, 30.0, 30.0, 160.0, 77.0, 77.0, 78.28),
        (
            ("功能科目", "科目编码", "类"),
            ("功能科目", "科目编码", "款"),
            ("功能科目", "科目编码", "项"),
            ("功能科目", "科目名称"),
            ("合计",),
            ("基本支出",),
            ("项目支出",),
        ),
    ),
}
RULES: list[Rules] = [
    how.ruled,
    how.level_only,
    how.three_lines,
    how.three_lines_and_spans,
    how.upright_only,
    how.columns_in_a_frame,
    how.rows_in_a_frame,
    how.frame_of_rows,
    how.frame_only,
    how.without_column_rules_in_the_body,
    how.zebra,
    how.coloured_cells,
    how.heading_band,
    how.white_on_colour,
    how.double,
    how.nothing,
    how.open_above,
    how.bare_above,
    how.open_below,
    how.open_left,
]


def captioned(pages: Pages, table: DrawnTable) -> None:
    pages.title(TITLE)
    pages.line("部门名称：云岭县档案馆", right="单位：万元")
    pages.space(3)
    pages.table(table)


def body(document: ExtractedDocument, width: int) -> list[tuple[str, ...]]:
    """The texts of the body by column, wrapped lines joined."""
    found = []
    for row in document.rows:
        if row.role == "body":
            texts = [""] * width
            for cell in row.cells:
                texts[cell.column_index] = cell.text.replace("\n", "")
            found.append(tuple(texts))
    return found


def assert_reads(document: ExtractedDocument, sketch: Sketch, rows: Sequence[tuple[str, ...]] = ()) -> None:
    """The document holds this table, with its caption, and nothing else in tables."""
    assert [(t.title, t.department_line, t.unit_line) for t in document.tables] == [
        (TITLE, "部门名称：云岭县档案馆", "单位：万元")
    ]
    assert document.tables[0].heading_paths == sketch.paths
    assert body(document, len(sketch.widths)) == list(rows or sketch.body)


@pytest.mark.parametrize("name", SKETCHES)
@pytest.mark.parametrize("rules", RULES, ids=lambda rules: rules.__name__)
def test_a_table_on_one_page(rules: Rules, name: str) -> None:
    sketch = SKETCHES[name]
    assert_reads(read_ruled(rules, lambda pages: captioned(pages, sketch.drawn())), sketch)


@pytest.mark.parametrize("name", SKETCHES)
@pytest.mark.parametrize("rules", RULES, ids=lambda rules: rules.__name__)
def test_a_table_over_two_pages(rules: Rules, name: str) -> None:
    """The second page shows neither heading nor caption, and fewer of the texts that columns are told by."""
    sketch = SKETCHES[name]
    assert_reads(read_ruled(rules, lambda pages: captioned(pages, sketch.drawn(3))), sketch)


@pytest.mark.parametrize("rules", [how.three_lines, how.nothing, how.columns_in_a_frame], ids=lambda r: r.__name__)
@pytest.mark.parametrize("style", [Style(latin_baseline=1.2), Style(row_height=13.5), Style(font_size=7.5)])
def test_digits_on_a_baseline_of_their_own_and_narrow_rows(rules: Rules, style: Style) -> None:
    for sketch in SKETCHES.values():
        drawn = sketch.drawn()
        assert_reads(read_ruled(rules, partial(captioned, table=drawn), style), sketch)


@pytest.mark.parametrize("rules", [how.three_lines, how.nothing, how.upright_only], ids=lambda r: r.__name__)
@pytest.mark.parametrize("swapped", [False, True])
def test_rows_without_figures_and_a_name_over_two_lines_in_one_half(rules: Rules, swapped: bool) -> None:
    """The lines of the one stand above and below the other: no height, and no figure, ties the halves together."""
    sketch = SKETCHES["two halves"]
    long, short = "二、国有土地使用权出让收入安排的支出", "二、办公费"
    rows = list(sketch.body)
    rows[2] = (short, "", long, "") if swapped else (long, "", short, "")
    changed = replace(sketch, body=tuple(rows))
    document = read_ruled(rules, lambda pages: captioned(pages, changed.drawn()), Style(font_size=10.5, row_height=20))
    assert_reads(document, changed)


def test_a_first_row_without_figures_on_a_page_that_goes_on_without_rules() -> None:
    sketch = SKETCHES["two halves"]
    rows = list(sketch.body)
    rows[3] = ("四、单位资金收入", "", "", "")
    changed = replace(sketch, body=tuple(rows))
    assert_reads(read_ruled(how.nothing, lambda pages: captioned(pages, changed.drawn(3))), changed)
