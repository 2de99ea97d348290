"""Cells in frames of their own, each beside its neighbours': Word draws three edges where a reader sees one rule."""

from __future__ import annotations

import io

import pdfplumber
import pytest

from extract import read_document
from tests.factory.drawing import A4, DrawnCell, DrawnTable, Style
from tests.factory.grid import heading
from tests.factory.ruling import RuledPages, Ruling, Stroke

SKETCH = ("项目|<|本年支出|<|<|<", "科目编码|科目名称|合计|基本支出|项目支出|其他支出")
BODY = [
    (f"{2012600 + n}", "行政运行", f"{n}.10", f"{n}.20", f"{n}.30" if n % 4 else "", f"{n}.40") for n in range(1, 26)
]


@pytest.mark.parametrize("stroke", ["rect", "fragments"])
def test_a_grid_of_three_times_as_many_rows_and_columns_is_the_table_that_is_seen(stroke: Stroke) -> None:
    pages = RuledPages(Style(row_height=21.0), Ruling(stroke=stroke, wander=3.5))
    pages.new_page(A4)
    pages.title("2026年预算支出总表")
    pages.line("部门：云岭县档案馆", right="单位：万元")
    rows = tuple(
        tuple(DrawnCell(text, column, align="right" if column > 1 else "left") for column, text in enumerate(line))
        for line in BODY
    )
    pages.table(DrawnTable((80.0, 140.0, 70.0, 70.0, 70.0, 57.28), heading(*SKETCH), rows))
    data = pages.finish()

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        assert [(len(found), len(found[0])) for found in pdf.pages[0].extract_tables()] == [(80, 18)]
    document = read_document(data)
    (table,) = document.tables
    assert table.heading_paths == (
        ("项目", "科目编码"),
        ("项目", "科目名称"),
        ("本年支出", "合计"),
        ("本年支出", "基本支出"),
        ("本年支出", "项目支出"),
        ("本年支出", "其他支出"),
    )
    read = [{c.column_index: c.text for c in row.cells if c.text} for row in document.rows if row.role == "body"]
    assert [row for row in read if row] == [{column: text for column, text in enumerate(line) if text} for line in BODY]
