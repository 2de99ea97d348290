"""A random table drawn in a random layout is read back: its cells, under their headings, in their rows.

The examples are the same in each run. ``pytest tests/properties --hypothesis-profile long`` tries thousands of others;
a failure prints the example, and where its PDF is.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import example, given

from extract import ExtractedDocument, read_document
from tests.properties.drawn_tables import TITLE, Layout, Printed, layouts, printed_pdf, tables


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def cells_read(document: ExtractedDocument) -> list[list[tuple[tuple[str, ...], str]]]:
    """The texts of each body row of the only table, each under its headings."""
    (table,) = document.tables
    return [
        [
            (tuple(_flat(part) for part in table.heading_paths[cell.column_index]), _flat(cell.text))
            for cell in row.cells
            if _flat(cell.text)
        ]
        for row in document.rows
        if row.role == "body" and any(_flat(cell.text) for cell in row.cells)
    ]


def read_as_drawn(table: Printed, layout: Layout) -> None:
    """Fail unless the one table of the document has its title, unit and cells; keep the document then."""
    data = printed_pdf(table, layout)
    try:
        document = read_document(data)
        assert [(found.title, _flat(found.unit_line)) for found in document.tables] == [(TITLE, _flat(layout.unit))]
        assert cells_read(document) == table.cells()
    except Exception as fault:
        kept = Path(tempfile.gettempdir()) / "yusuan_property_failure.pdf"
        kept.write_bytes(data)
        fault.add_note(f"The document of this example: {kept}")
        raise


ONE_LINE = ("行政运行", "0.00", "行政运行", "")
HALVES = Printed(("收入|<|支出|<", "项目|预算数|项目|预算数"), (ONE_LINE,) * 4, (90.0, 72.0, 90.0, 72.0), "nana")
THREE_LEVELS = "科目编码|科目名称|合计|基本支出|<|<|项目支出", "^|^|^|小计|人员经费|公用经费|^"
SPARSE = Printed(
    THREE_LEVELS,
    (
        ("201", "行政运行", "39870.86", "", "76.54", "", ""),
        ("201", "因公出国（境）费用", "100.81", "", "2.28", "0.00", "66157.51"),
        ("2010202", "行政运行", "3.30", "288048.21", "", "", "562.92"),
        ("2010303", "一般行政管理事务", "98599.44", "", "123011.49", "97.71", "2.70"),
    ),
    (60.0, 90.0, 72.0, 72.0, 72.0, 72.0, 72.0),
    "cnaaaaa",
)
SOURCES = Printed(
    ("科目编码|科目名称|合计|资金来源|<|<", "^|^|^|一般公共预算|政府性基金预算|单位资金"),
    (
        ("20100", "机关服务", "1441.11", "5.04", "165.48", "24337.10"),
        ("20101", "住房公积金", "14066.48", "467787.40", "579947.77", "13.48"),
        ("20102", "一般行政管理事务", "348.75", "100212.84", "11.35", "2.53"),
    ),
    (60.0, 130.0, 72.0, 72.0, 72.0, 72.0),
    "cnaaaa",
)
WRAPPED = replace(HALVES, rows=(ONE_LINE, ("行政运行", "0.00", "机关事业单位基本养老保险缴费支出", "")))
WRAPPED_FIRST = replace(HALVES, rows=(*WRAPPED.rows, *(ONE_LINE,) * 4))
NARROW = Layout(font_size=7.5, row_height=12.0, margin=36.0)


@given(table=tables(), layout=layouts())
@example(HALVES, replace(NARROW, stroke="fragments", open_top=True, breaks=frozenset({3})))
def test_a_ruled_table_is_read_as_it_is_drawn(table: Printed, layout: Layout) -> None:
    read_as_drawn(table, layout)


@given(table=tables(), layout=layouts())
def test_glyphs_above_and_below_their_line_are_read_in_their_cells(table: Printed, layout: Layout) -> None:
    read_as_drawn(table, replace(layout, jitter=2.0))


@given(table=tables(), layout=layouts(open_sides=True))
@example(SPARSE, replace(NARROW, open_sides=True, breaks=frozenset({2, 3})))
@example(SPARSE, replace(NARROW, open_sides=True, open_top=True, breaks=frozenset({2, 3})))
def test_a_table_without_borders_is_read_as_it_is_drawn(table: Printed, layout: Layout) -> None:
    read_as_drawn(table, layout)


@given(table=tables(), layout=layouts(("horizontal", "three_line", "none")))
@example(SPARSE, replace(NARROW, kind="horizontal"))
@example(SPARSE, replace(NARROW, kind="three_line", breaks=frozenset({1, 2})))
@example(HALVES, replace(NARROW, kind="none", breaks=frozenset({3})))
@example(WRAPPED, replace(NARROW, kind="horizontal", font_size=9.0, row_height=14.4, breaks=frozenset({1})))
@example(
    WRAPPED_FIRST,
    replace(NARROW, kind="horizontal", stroke="fragments", font_size=9.0, row_height=14.4, breaks=frozenset({1})),
)
@example(WRAPPED_FIRST, replace(NARROW, kind="three_line", font_size=9.0, row_height=14.4, breaks=frozenset({1})))
@example(SOURCES, replace(NARROW, kind="three_line", repeat_heading=True, breaks=frozenset({1, 2})))
@example(SOURCES, replace(NARROW, kind="none", repeat_heading=True, breaks=frozenset({1, 2})))
def test_a_table_without_vertical_rules_is_read_as_it_is_drawn(table: Printed, layout: Layout) -> None:
    read_as_drawn(table, layout)
