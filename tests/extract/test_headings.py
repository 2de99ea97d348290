"""Which rows of a table are heading, by form alone."""

from __future__ import annotations

import pytest

from extract.headings import count_heading_rows, heading_paths, is_column_number_row
from extract.model import Cell


def cells(sketch: str) -> list[Cell]:
    """Cells from a sketch: apart by |, < joins the cell to its left, `text~2` spans two rows, _ is an empty cell."""
    found: list[Cell] = []
    for column, text in enumerate(sketch.split("|")):
        if text == "^":
            continue
        if text == "<":
            last = found[-1]
            found[-1] = Cell(last.column_index, last.column_span + 1, last.row_span, last.text, 0, 0, 0, 0, None)
            continue
        name, _, span = text.partition("~")
        found.append(Cell(column, 1, int(span or 1), name.replace("_", ""), 0, 0, 0, 0, None))
    return found


@pytest.mark.parametrize(
    ("sketches", "count"),
    [
        (["编码|名称|合计", "201|支出|1.00"], 1),
        (["项目|<|2026年预算数|<", "编码|名称|合计|基本", "201|支出|1.00|1.00"], 2),
        # A year is no amount.
        (["项目|2026", "支出|1.00"], 1),
        # The corner is blank.
        (["_|合计|基本支出", "支出|1.00|1.00"], 1),
        # The first row of the body has blanks, no number.
        (["编码|名称|合计", "_|支出|_", "201|支出|1.00"], 1),
        # Spans of the first row reach into the second, which has a blank.
        (["项目~2|预算数|<", "^|_|基本支出", "支出|1.00|1.00"], 2),
        # 合计 of the body stands in the row of the sub-headings.
        (["项目|<|本年支出|<|<|年末结转", "合计|_|合计|基本支出|项目支出|_", "201|支出|1.00|1.00|_|_"], 2),
        # Words alone.
        (["指标|内容", "数量|完成", "质量|合格"], 1),
        # No heading at all: a form.
        (["1.00|2.00", "3.00|4.00"], 0),
        # A row of column numbers ends the heading.
        (["编码|名称|合计", "1|2|3", "201|支出|1.00"], 1),
    ],
)
def test_heading_rows_end_where_the_body_begins(sketches: list[str], count: int) -> None:
    assert count_heading_rows([cells(sketch) for sketch in sketches]) == count


@pytest.mark.parametrize(
    ("sketch", "is_numbers"),
    [
        ("1|2|3", True),
        ("栏次|1|2", True),
        ("A|B|1|2", True),
        ("甲|1|2=3+4", True),
        ("类|款|项|栏次|1|2", True),
        ("1|3|5", False),
        ("201|支出|1.00", False),
        ("2|3|4", False),
        ("1|_|_", False),
    ],
)
def test_a_row_of_column_numbers_is_told_from_figures(sketch: str, is_numbers: bool) -> None:
    assert is_column_number_row(cells(sketch)) is is_numbers


def test_paths_lead_from_the_top_and_reach_unmerged_neighbours() -> None:
    """Printers leave the cell beside a merged heading unmerged: it stands under its left neighbour's."""
    rows = [cells("项目|<|预算数|<|_"), cells("编码|名称|合计|基本\n支出|_")]
    assert heading_paths(rows, 5) == (
        ("项目", "编码"),
        ("项目", "名称"),
        ("预算数", "合计"),
        ("预算数", "基本支出"),
        ("预算数", "基本支出"),
    )


@pytest.mark.parametrize(
    "amount", ["￥780.00", "¥1,000", "¥-1,000", "-¥1,000", "780.00万元", "780元", "负20.00", "（20.00元）", "△20.00"]
)
def test_an_amount_with_its_currency_or_sign_ends_the_heading(amount: str) -> None:
    """The rows of the body were swallowed into the heading until one had a blank."""
    assert count_heading_rows([cells("项目|合计"), cells(f"人员经费|{amount}"), cells(f"公用经费|{amount}")]) == 1


@pytest.mark.parametrize("text", ["万元", "¥", "负", "负债", "2026年", "2026", "百元"])
def test_a_unit_or_a_sign_without_an_amount_is_no_number(text: str) -> None:
    assert count_heading_rows([cells("项目|预算数"), cells(f"名称|{text}"), cells("人员经费|1.00")]) == 2
