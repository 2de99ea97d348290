"""An empty column between two others joins neither their cells nor loses their texts."""

from __future__ import annotations

import pytest

from extract.model import Cell
from extract.tables import _merge_phantom_columns
from tests.extract.drawn import read, table, texts


def _cell(column: int, text: str, *, span: int = 1, row_span: int = 1) -> Cell:
    return Cell(column, span, row_span, text, column * 50.0, 0.0, (column + span) * 50.0, 20.0, None)


@pytest.mark.parametrize("width", [4.5, 12.0, 60.0])
def test_an_empty_column_between_two_halves_of_a_table_joins_neither(width: float) -> None:
    """收入 | 预算数 | (empty) | 支出 | 预算数: every name of the right half was lost."""
    body = [("一、财政拨款", "540.46", "", "一、一般公共服务", "432.76"), ("二、其他收入", "", "", "二、教育支出", "")]
    drawn = table(body, ("收入|预算数||支出|预算数",), widths=(150.0, 80.0, width, 150.0, 80.0))
    document = read(lambda pages: pages.table(drawn))
    printed = [[text for text in line if text] for line in texts(document)]
    assert printed == [[text for text in line if text] for line in body]
    assert [path for path in document.tables[0].heading_paths if path] == [
        ("收入",),
        ("预算数",),
        ("支出",),
        ("预算数",),
    ]


def test_an_empty_column_before_the_amounts_keeps_them() -> None:
    body = [("合计", "", "540.46"), ("基本支出", "", "420.16"), ("项目支出", "", "120.30")]
    document = read(lambda pages: pages.table(table(body, ("项目||预算数",), widths=(200.0, 20.0, 100.0))))
    assert texts(document) == [(name, amount) for name, _, amount in body]
    assert document.tables[0].heading_paths == (("项目",), ("预算数",))


def test_columns_stay_apart_where_a_cell_over_two_rows_stands_beside_a_text() -> None:
    rows = [(_cell(0, "人员经费", row_span=2), _cell(1, "")), (_cell(1, "12.00"),)]
    merged, count = _merge_phantom_columns(rows, 2)
    assert count == 2
    assert [[cell.text for cell in row] for row in merged] == [["人员经费", ""], ["12.00"]]


def test_two_texts_at_one_border_are_both_kept() -> None:
    merged, _ = _merge_phantom_columns([(_cell(0, "12.00"), _cell(0, "34.00"))], 1)
    assert [cell.text for cell in merged[0]] == ["12.00", "34.00"]
