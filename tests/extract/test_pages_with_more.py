"""Tables side by side, page numbers in a grid, headings cut or repeated by the page."""

from __future__ import annotations

from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from extract import read_document
from tests.extract import ruled_pages as how
from tests.extract.drawn import BODY, HEADING, WIDTHS, read, row, rows, table, texts
from tests.extract.ruled_pages import Rules, read_ruled
from tests.factory.drawing import A4, FONT, DrawnCell, DrawnTable, Pages, Style
from tests.factory.grid import heading

LEFT = (("项目", "金额"), ("办公费", "1.00"), ("差旅费", "2.00"), ("会议费", "3.00"))
RIGHT = (("车辆", "数量", "金额"), ("轿车", "1", "10.00"), ("客车", "2", "20.00"), ("货车", "3", "30.00"))


def _grid(canvas: Canvas, left: float, top: float, width: float, lines: tuple[tuple[str, ...], ...]) -> None:
    canvas.setFont(FONT, 9)
    for index, line in enumerate(lines):
        for column, text in enumerate(line):
            canvas.rect(left + column * width, top - (index + 1) * 18, width, 18)
            canvas.drawString(left + column * width + 4, top - (index + 1) * 18 + 5, text)


def test_two_tables_side_by_side_have_a_caption_each() -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for left, title, unit in ((50, "运行经费预算表", "单位：万元"), (310, "公务用车情况表", "单位：元")):
        canvas.setFont(FONT, 14)
        canvas.drawString(left + 40, 720, title)
        canvas.setFont(FONT, 9)
        canvas.drawString(left + 130, 700, unit)
        canvas.drawString(left, 600, f"注：{title}以公开数为准。")
    _grid(canvas, 50, 690, 100, LEFT)
    _grid(canvas, 310, 690, 70, RIGHT)
    canvas.save()
    document = read_document(buffer.getvalue())
    assert [(t.title, t.unit_line, t.notes) for t in document.tables] == [
        ("运行经费预算表", "单位：万元", ("注：运行经费预算表以公开数为准。",)),
        ("公务用车情况表", "单位：元", ("注：公务用车情况表以公开数为准。",)),
    ]
    assert texts(document) == list(LEFT[1:])
    assert texts(document, table_index=1) == list(RIGHT[1:])


@pytest.mark.parametrize("number", ["7", "- 7 -", "第7页", "— 7 —"])
def test_a_page_number_in_the_last_row_is_no_text_of_it(number: str) -> None:
    """A print area that goes to the foot of the page has the number in its last, higher row."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setFont(FONT, 9)
    for x in (50, 200, 400, 545):
        canvas.line(x, 30, x, 120)
    for y in (30, 84, 102, 120):
        canvas.line(50, y, 545, y)
    for x, name, amount in ((54, "名称", "办公费"), (204, "去年", "1.00"), (404, "今年", "2.00")):
        canvas.drawString(x, 107, name)
        canvas.drawString(x, 89, amount)
    canvas.drawString(54, 70, "合计")
    canvas.drawString(404, 70, "2.00")
    canvas.drawCentredString(A4[0] / 2, 40, number)
    canvas.save()
    document = read_document(buffer.getvalue())
    assert texts(document) == [("办公费", "1.00", "2.00"), ("合计", "", "2.00")]
    assert document.pages[0].printed_page_no == "7"


def test_a_heading_cut_by_the_page_is_one_heading() -> None:
    def draw(pages: Pages) -> None:
        pages.title("2026年支出预算表")
        pages.table(DrawnTable(WIDTHS, heading(HEADING[0]), ()))
        pages.new_page()
        pages.table(table(sketch=(HEADING[1],)))

    document = read(draw)
    assert len(document.tables) == 1
    assert document.tables[0].heading_paths == (
        ("项目", "科目编码"),
        ("项目", "科目名称"),
        ("2026年预算数", "合计"),
        ("2026年预算数", "基本支出"),
        ("2026年预算数", "项目支出"),
    )
    assert [found.page_no for found in rows(document, "heading")] == [1, 2]
    assert texts(document) == list(BODY)


@pytest.mark.parametrize("rules", [how.ruled, how.three_lines, how.level_only, how.nothing], ids=lambda r: r.__name__)
def test_a_heading_repeated_on_the_second_page_only(rules: Rules) -> None:
    body = tuple(
        tuple(DrawnCell(t, i, align="right" if i > 1 else "left") for i, t in enumerate(line)) for line in BODY
    )

    def draw(pages: Pages) -> None:
        pages.title("2026年支出预算表")
        pages.line("部门：云岭县档案馆", right="单位：万元")
        pages.space(3)
        pages.table(DrawnTable(WIDTHS, heading(*HEADING), body[:2]))
        pages.new_page()
        pages.table(DrawnTable(WIDTHS, heading(*HEADING), body[2:4]))
        pages.new_page()
        pages.table(DrawnTable(WIDTHS, (), body[4:]))

    document = read_ruled(rules, draw)
    assert [(t.first_page, t.last_page) for t in document.tables] == [(1, 3)]
    assert texts(document) == list(BODY)
    assert [found.page_no for found in rows(document, "repeated_heading")] == [2, 2]


def test_a_grid_without_text_between_two_parts_changes_nothing() -> None:
    def draw(pages: Pages) -> None:
        pages.title("2026年支出预算表")
        pages.table(table(BODY))
        pages.new_page()
        pages.table(DrawnTable(WIDTHS, (), (row("", "", "", "", ""), row("", "", "", "", ""))))

    document = read(draw, Style(footer=lambda page_no: ""))
    assert [t.last_page for t in document.tables] == [1]
    assert texts(document) == list(BODY)
