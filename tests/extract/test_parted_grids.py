"""One stack of rules may hold several tables, and a caption may be cut by the rules or the page's end."""

from __future__ import annotations

import pytest

from extract import ExtractedDocument
from tests.extract import ruled_pages as how
from tests.extract.drawn import BODY, read, row, table, texts
from tests.extract.ruled_pages import Pen, Rules, read_ruled
from tests.factory.drawing import DrawnCell, DrawnTable, Pages
from tests.factory.grid import heading

SIDE = ("部门：云岭县档案馆", "单位：万元")


def captions(document: ExtractedDocument) -> list[tuple[str, str, str]]:
    return [(t.title, t.department_line, t.unit_line) for t in document.tables]


def open_sides(pen: Pen, block: how.Block) -> None:
    """All rules but those at the left and right."""
    for x0, top, x1, bottom in block.boxes():
        pen.level(top, x0, x1)
        pen.level(bottom, x0, x1)
        for x in (x0, x1):
            if x not in (block.lefts[0], block.lefts[-1]):
                pen.upright(x, top, bottom)


@pytest.mark.parametrize("rules", [open_sides, how.level_only, how.three_lines, how.nothing], ids=lambda r: r.__name__)
def test_tables_under_each_other_with_open_sides_are_two(rules: Rules) -> None:
    """The sides of both stand at the same places: one stack of rules, with the second caption between two of them."""

    def draw(pages: Pages) -> None:
        for title in ("甲县支出预算表", "乙县支出预算表"):
            pages.title(title)
            pages.line(SIDE[0], right=SIDE[1])
            pages.space(3)
            pages.table(table(BODY))

    document = read_ruled(rules, draw)
    assert captions(document) == [("甲县支出预算表", *SIDE), ("乙县支出预算表", *SIDE)]
    assert texts(document) == list(BODY)
    assert texts(document, table_index=1) == list(BODY)


def test_borders_around_two_tables_and_the_caption_between_them() -> None:
    """Excel prints a sheet with two tables as one grid, the second's title and unit in rows of it."""
    lines = (
        row(*BODY[0]),
        row(*BODY[1]),
        (DrawnCell("政府性基金预算支出表", 0, 5, align="center"),),
        (DrawnCell(SIDE[0], 0, 3), DrawnCell(SIDE[1], 3, 2, align="right")),
        row("编码", "名称", "合计", "基本", "项目"),
        row(*BODY[2]),
        row(*BODY[3]),
    )

    def draw(pages: Pages) -> None:
        pages.title("一般公共预算支出表")
        pages.line(SIDE[0], right=SIDE[1])
        grid = table()
        pages.table(DrawnTable(grid.widths, grid.heading, lines))

    document = read(draw)
    assert captions(document) == [("一般公共预算支出表", *SIDE), ("政府性基金预算支出表", *SIDE)]
    assert texts(document) == list(BODY[:2])
    assert texts(document, table_index=1) == list(BODY[2:4])


def test_a_title_left_at_the_foot_of_the_page_before_its_unit_line() -> None:
    def draw(pages: Pages) -> None:
        pages.space(pages.room - 40)
        pages.title("一般公共预算支出表")
        pages.new_page()
        pages.line(SIDE[0], right=SIDE[1])
        pages.table(table())

    document = read(draw)
    assert captions(document) == [("一般公共预算支出表", *SIDE)]


@pytest.mark.parametrize("foot", ["一般公共预算支出情况详见下表", "具体情况见附表，"])
def test_the_last_line_of_a_paragraph_is_no_title_of_the_table_overleaf(foot: str) -> None:
    def draw(pages: Pages) -> None:
        pages.space(pages.room - 40)
        pages.line(foot, size=12)
        pages.new_page()
        pages.line(SIDE[0], right=SIDE[1])
        pages.table(table())

    assert captions(read(draw)) == [("", *SIDE)]


def test_two_amounts_in_a_cell_over_two_columns_are_one_each() -> None:
    """The rule between two columns is missing, and both figures stand at the left."""
    body = (
        row(*BODY[0]),
        (
            DrawnCell("201", 0),
            DrawnCell("一般公共服务支出", 1),
            DrawnCell("432.76 312.46", 2, 2),
            DrawnCell("120.30", 4),
        ),
        row(*BODY[2]),
    )
    grid = table()
    document = read(lambda pages: pages.table(DrawnTable(grid.widths, grid.heading, body)))
    assert texts(document) == list(BODY[:3])


def test_a_second_column_of_figures_that_shares_no_line_with_the_first() -> None:
    """On the last page of a table without rules no line may have both 基本支出 and 项目支出."""
    body = [("201", "一般公共服务支出", "12.00", "12.00", ""), ("202", "外交支出", "8.00", "", "8.00")] * 3

    def draw(pages: Pages) -> None:
        pages.title("2026年支出预算表")
        pages.line(SIDE[0], right=SIDE[1])
        pages.space(3)
        lines = tuple(
            tuple(DrawnCell(t, i, align="right" if i > 1 else "left") for i, t in enumerate(line)) for line in body
        )
        sketch = heading("编码|名称|合计|基本支出|项目支出")
        pages.table(DrawnTable((80.0, 180.0, 80.0, 80.0, 67.28), sketch, lines, break_before=frozenset({4})))

    assert texts(read_ruled(how.nothing, draw)) == body
