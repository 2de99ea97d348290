"""A row that is heading for some columns and body for the others (政府性基金 in final accounts)."""

from __future__ import annotations

from extract.headings import count_heading_rows, heading_paths
from extract.model import Cell


def _row(*cells: tuple[int, int, int, str]) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            column,
            span,
            height,
            text,
            column * 50.0,
            0.0,
            (column + span) * 50.0,
            20.0,
            column * 50.0 if text else None,
        )
        for column, span, height, text in cells
    )


ROWS = (
    _row((0, 2, 1, "项目"), (2, 1, 1, "本年收入"), (3, 3, 2, "本年支出"), (6, 1, 1, "年末结转")),
    _row((0, 1, 1, "科目编码"), (1, 1, 1, "科目名称"), (2, 1, 1, ""), (6, 1, 1, "")),
    _row(
        (0, 2, 1, "合计"), (2, 1, 1, ""), (3, 1, 1, "合计"), (4, 1, 1, "基本支出"), (5, 1, 1, "项目支出"), (6, 1, 1, "")
    ),
    _row(
        (0, 1, 1, "212"), (1, 1, 1, "城乡社区"), (2, 1, 1, "3.00"), (3, 1, 1, "3.00"), (4, 1, 1, ""), (5, 1, 1, "3.00")
    ),
)


def test_sub_headings_printed_in_the_row_of_the_total_are_heading() -> None:
    assert count_heading_rows(ROWS) == 3


def test_the_total_of_such_a_row_is_no_heading_of_the_columns_beside() -> None:
    assert heading_paths(ROWS[:3], 7) == (
        ("项目", "科目编码"),
        ("项目", "科目名称"),
        ("本年收入",),
        ("本年支出", "合计"),
        ("本年支出", "基本支出"),
        ("本年支出", "项目支出"),
        ("年末结转",),
    )


def test_an_empty_table_does_not_take_its_total_for_a_heading() -> None:
    rows = (
        _row((0, 2, 1, "项目"), (2, 1, 1, "金额")),
        _row((0, 1, 1, "编码"), (1, 1, 1, "名称"), (2, 1, 1, "")),
        _row((0, 2, 1, "合计"), (2, 1, 1, "")),
    )
    assert count_heading_rows(rows) <= 2
