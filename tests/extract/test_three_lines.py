"""Tables of three rules: what their rules and headings show of columns, and what the page's end leaves of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.extract.drawn import rows
from tests.extract.ruled_pages import Block, Pen, nothing, read_ruled, three_lines
from tests.factory.drawing import DrawnCell, DrawnTable, Pages, Style
from tests.factory.grid import heading

A3_LANDSCAPE = (1190.55, 841.89)


def drawn(sketch: tuple[str, ...], body: Sequence[Sequence[str]], widths: tuple[float, ...]) -> DrawnTable:
    """A table with figures at the right of their columns."""
    return DrawnTable(
        widths,
        heading(*sketch),
        tuple(
            tuple(DrawnCell(text, column, align="right" if "." in text else "left") for column, text in enumerate(line))
            for line in body
        ),
    )


def three_lines_in_pieces(pen: Pen, block: Block) -> None:
    """Three rules, each drawn cell by cell, as word processors and browsers do."""
    ends = (block.tops[0], block.tops[-1]) if block.is_heading else (block.tops[-1],)
    for y in ends:
        for x0, x1 in pairwise(block.lefts):
            pen.level(y, x0, x1)


def test_a_figure_stands_in_the_column_whose_rules_are_drawn_over_and_under_it() -> None:
    """The heading of the narrow column beside it is nearer to the figure than its own."""
    sketch = ("项目|合计|其中|国有资本经营预算拨款",)
    body = [("公务接待费", "10.00", "", "10.00")]

    def draw(pages: Pages) -> None:
        pages.title("2026年“三公”经费支出表")
        pages.line("部门：云岭县档案馆", right="单位：万元")
        pages.table(drawn(sketch, body, (130.0, 200.0, 40.0, 117.28)))

    document = read_ruled(three_lines_in_pieces, draw)
    assert [tuple(cell.text for cell in row.cells) for row in rows(document)] == body
    assert document.tables[0].heading_paths == tuple((name,) for name in sketch[0].split("|"))


@pytest.mark.parametrize("height", [14.0, 20.0])
def test_headings_at_the_middle_of_two_levels_stand_beside_a_group(height: float) -> None:
    sketch = (
        "单位名称|预算数|<|<|<|<|<",
        "^|合计|因公出国费|公务用车购置及运行费|<|<|公务接待费",
        "^|^|^|小计|购置费|运行费|^",
    )
    body = [("档案馆", "22.07", "7.15", "11.48", "", "11.48", "3.44")]

    def draw(pages: Pages) -> None:
        pages.title("2026年“三公”经费支出表")
        pages.line("部门：云岭县档案馆", right="单位：万元")
        pages.table(drawn(sketch, body, (67.28, *(70.0,) * 6)))

    document = read_ruled(three_lines, draw, replace(Style(), row_height=height))
    assert document.tables[0].title == "2026年“三公”经费支出表"
    assert document.tables[0].heading_paths == (
        ("单位名称",),
        ("预算数", "合计"),
        ("预算数", "因公出国费"),
        ("预算数", "公务用车购置及运行费", "小计"),
        ("预算数", "公务用车购置及运行费", "购置费"),
        ("预算数", "公务用车购置及运行费", "运行费"),
        ("预算数", "公务接待费"),
    )
    assert [tuple(cell.text for cell in row.cells) for row in rows(document)] == body


def test_the_rows_over_the_page_end_of_a_table_under_another_are_kept() -> None:
    """Its last rule is on the next page; the two over its heading close nothing but the heading."""
    sketch = ("科目编码|科目名称|合计|基本支出|项目支出",)
    body = [(f"20126{n:02d}", "档案事务", f"{n}.10", f"{n}.10", "") for n in range(1, 11)]
    widths = (80.0, 180.0, 80.0, 80.0, 67.28)

    def draw(pages: Pages) -> None:
        for title, breaks in (("2026年预算支出总表", frozenset[int]()), ("2026年一般公共预算支出表", frozenset({4}))):
            pages.title(title)
            pages.line("部门：云岭县档案馆", right="单位：万元")
            pages.table(replace(drawn(sketch, body, widths), break_before=breaks))
            pages.space(12)

    def cut(pen: Pen, block: Block) -> None:
        rest = not block.is_heading and len(block.rows) < len(body)
        ends = (block.tops[0], block.tops[-1]) if block.is_heading else (block.tops[-1],)
        for y in ends if block.page_no > 1 or not rest else ():
            pen.level(y, block.lefts[0], block.lefts[-1])

    document = read_ruled(cut, draw)
    assert [(found.first_page, found.last_page) for found in document.tables] == [(1, 1), (1, 2)]
    for index in range(2):
        assert [tuple(c.text for c in row.cells) for row in rows(document, table_index=index)] == body


def test_headings_that_fill_their_cells_up_to_each_other_are_one_each() -> None:
    """Their first lines look like one text; only the first column has figures under it."""
    sketch = ("项目|决算数|<|<|<", "^|合计|一般公共预算|政府性基金预算|国有资本经营预算")
    body = [
        ("社会保障", "140.70", "140.70", "", ""),
        ("卫生健康", "919.74", "919.74", "", ""),
        ("支出合计", "1060.44", "1060.44", "", ""),
    ]

    def draw(pages: Pages) -> None:
        pages.title("2026年财政拨款支出表")
        pages.line("部门：云岭县档案馆", right="单位：万元")
        pages.table(drawn(sketch, body, (90.0, 90.0, 76.1, 76.1, 76.1)))

    document = read_ruled(nothing, draw, replace(Style(), font_size=14.0, row_height=22.0))
    assert document.tables[0].heading_paths == (
        ("项目",),
        ("决算数", "合计"),
        ("决算数", "一般公共预算"),
        ("决算数", "政府性基金预算"),
        ("决算数", "国有资本经营预算"),
    )
    assert [tuple(cell.text for cell in row.cells) for row in rows(document)] == body


def test_a_heading_over_columns_of_short_figures_is_over_all_of_them() -> None:
    """Between figures at the right of wide columns the bounds of the columns are not seen."""
    sketch = ("项目|预算数|<|<|<", "^|合计|一般公共预算|政府性基金预算|国有资本经营预算")
    body = [("档案事务", "34.13", "", "", "")]

    def draw(pages: Pages) -> None:
        pages.new_page(A3_LANDSCAPE)
        pages.title("2026年一般公共预算支出表")
        pages.line("部门：云岭县档案馆", right="单位：万元")
        pages.table(drawn(sketch, body, (344.0, *(184.0,) * 4)))

    document = read_ruled(nothing, draw)
    assert [path[0] for path in document.tables[0].heading_paths] == ["项目", *["预算数"] * 4]
