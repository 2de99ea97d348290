"""The cells of a ruled grid, whatever draws its rules."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from typing import Literal

import pytest
from reportlab.pdfgen.canvas import Canvas

from extract import read_document
from tests.extract.drawn import BODY, HEADING, WIDTHS, read, rows, table, texts
from tests.factory.drawing import A4, A4_LANDSCAPE, DrawnCell, DrawnTable, Pages, Style
from tests.factory.grid import heading


@pytest.mark.parametrize("rules", ["line", "thin_rect", "fragments"])
def test_rules_of_every_kind_give_the_same_cells(rules: Literal["line", "thin_rect", "fragments"]) -> None:
    """Word draws a rule as hundreds of fragments, Excel as a filled rectangle half a point thick."""
    document = read(lambda pages: pages.table(table()), Style(rules=rules))
    assert texts(document, "heading") == [tuple(line.replace("|<", "").split("|")) for line in HEADING]
    assert texts(document) == list(BODY)


def test_merged_headings_span_their_columns() -> None:
    document = read(lambda pages: pages.table(table()))
    spans = [(cell.text, cell.column_index, cell.column_span) for cell in rows(document, "heading")[0].cells]
    assert spans == [("项目", 0, 2), ("2026年预算数", 2, 3)]
    assert document.tables[0].heading_paths == (
        ("项目", "科目编码"),
        ("项目", "科目名称"),
        ("2026年预算数", "合计"),
        ("2026年预算数", "基本支出"),
        ("2026年预算数", "项目支出"),
    )


def test_a_heading_over_two_rows_stands_once_in_the_path() -> None:
    sketch = ("单位名称|2026年预算数|<", "^|合计|一般公共预算")
    document = read(
        lambda pages: pages.table(table([("档案馆", "80.00", "80.00")], sketch, widths=(200.0, 140.0, 147.28)))
    )
    assert document.tables[0].heading_paths == (
        ("单位名称",),
        ("2026年预算数", "合计"),
        ("2026年预算数", "一般公共预算"),
    )
    assert [cell.row_span for cell in rows(document, "heading")[0].cells] == [2, 1]


def test_a_wrapped_cell_keeps_its_printed_lines() -> None:
    name = "档案库房恒温恒湿设备更新及消防安全改造工程专项经费"
    document = read(lambda pages: pages.table(table([(name, "36.50")], ("项目名称|合计",), widths=(120.0, 367.28))))
    text = rows(document)[0].cells[0].text
    assert text.replace("\n", "") == name
    assert text.count("\n") >= 1


def test_digits_on_a_baseline_of_their_own_are_no_line_of_their_own() -> None:
    """Word sets digits in another font, a point above the Chinese text of the same line."""
    body = [("2012601", "12345热线保障经费", "1,185.70")]
    document = read(
        lambda pages: pages.table(table(body, ("编码|名称|合计",), widths=(100.0, 250.0, 137.28))),
        Style(latin_baseline=1.2),
    )
    assert texts(document) == body


def test_the_indent_of_a_name_is_told_by_its_first_visible_glyph() -> None:
    """部门, 单位 and 项目 are told apart by full-width spaces alone."""
    body = [("云岭县档案馆", "1.00"), ("\u3000云岭县图书馆", "1.00"), ("\u3000\u3000图书采购", "1.00")]
    document = read(lambda pages: pages.table(table(body, ("项目名称|合计",), widths=(300.0, 187.28))))
    starts = [found.cells[0].text_x0 for found in rows(document)]
    assert all(start is not None for start in starts)
    steps = [round((start or 0) - (starts[0] or 0), 1) for start in starts]
    assert steps == [0.0, 9.0, 18.0]


def test_the_box_of_a_cell_is_where_it_is_drawn() -> None:
    style = Style()
    document = read(lambda pages: pages.table(table()), style)
    cell = rows(document)[3].cells[2]
    assert cell.text == "312.46"
    assert (cell.x0, cell.x1) == pytest.approx((style.margin + 260, style.margin + 340), abs=1)
    # Two rows of heading and three of the body stand above it.
    top = style.margin + 5 * style.row_height
    assert (cell.top, cell.bottom) == pytest.approx((top, top + style.row_height), abs=1)


def test_a_page_stored_upright_and_shown_rotated_is_read_as_shown() -> None:
    def draw(pages: Pages) -> None:
        pages.new_page(A4_LANDSCAPE)
        pages.table(table())

    document = read(draw, Style(stored_rotation=90))
    page = document.pages[1]
    assert (page.rotation, round(page.width), round(page.height)) == (90, 842, 595)
    assert texts(document) == list(BODY)
    assert all(cell.x1 <= page.width and cell.bottom <= page.height for row in document.rows for cell in row.cells)


def test_a_frame_around_the_page_is_no_table() -> None:
    def draw(pages: Pages) -> None:
        pages.table(DrawnTable((400.0,), (), ((DrawnCell("只有一栏的框"),), (DrawnCell("不是表"),))))

    assert read(draw).tables == ()


def test_a_grid_without_any_text_is_no_table() -> None:
    assert read(lambda pages: pages.table(table([("", "")], ("|",), widths=(200.0, 287.28)))).tables == ()


def test_a_shaded_cell_is_not_cut_by_its_background() -> None:
    """Word shades each paragraph of a cell: the edges of the shading are no rules."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for y in (700, 660, 620):
        canvas.line(60, y, 460, y)
    for x in (60, 260, 460):
        canvas.line(x, 620, x, 700)
    canvas.setFillGray(0.9)
    canvas.rect(60, 668, 200, 12, stroke=0, fill=1)
    canvas.setFillGray(0)
    for x, y, text in ((80, 670, "abc"), (280, 670, "1.00"), (80, 630, "def"), (280, 630, "2.00")):
        canvas.drawString(x, y, text)
    canvas.save()
    document = read_document(buffer.getvalue())
    assert [[cell.text for cell in found.cells] for found in document.rows] == [["abc", "1.00"], ["def", "2.00"]]


def test_a_table_open_at_its_sides_is_closed_where_its_rules_end() -> None:
    """Some printers draw no rule at the left and right: the first and the last column were lost."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for y in (700, 680, 660, 640):
        canvas.line(60, y, 460, y)
    for x in (200, 330):
        canvas.line(x, 640, x, 700)
    for line, y in enumerate((685, 665, 645)):
        for column, x in enumerate((70, 210, 340)):
            canvas.drawString(x, y, f"{line}{column}.00" if line else "abc"[column])
    canvas.save()
    document = read_document(buffer.getvalue())
    assert [[cell.text for cell in found.cells] for found in document.rows] == [
        ["a", "b", "c"],
        ["10.00", "11.00", "12.00"],
        ["20.00", "21.00", "22.00"],
    ]


@pytest.mark.parametrize("drawn_as", ["line", "thin rectangle"])
def test_a_table_open_at_its_sides_may_be_ruled_cell_by_cell(drawn_as: str) -> None:
    """No piece is as wide as a table's rule must be: the first and the last column were lost."""
    edges = (60, 150, 240, 330, 420)
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for row, top in enumerate((700, 680, 660)):
        for column, (x0, x1) in enumerate(pairwise(edges)):
            for y in (top, top - 20):
                if drawn_as == "line":
                    canvas.line(x0, y, x1, y)
                else:
                    canvas.rect(x0, y - 0.24, x1 - x0, 0.48, stroke=0, fill=1)
            if column:
                canvas.line(x0, top, x0, top - 20)
            canvas.drawString(x0 + 10, top - 15, f"{row}{column}.00" if row else "abcd"[column])
    canvas.save()
    document = read_document(buffer.getvalue())
    assert [[cell.text for cell in found.cells] for found in document.rows] == [
        ["a", "b", "c", "d"],
        ["10.00", "11.00", "12.00", "13.00"],
        ["20.00", "21.00", "22.00", "23.00"],
    ]


def test_rules_that_end_beside_a_cell_over_several_rows_open_no_side() -> None:
    """Joined to one, the pieces beside the names would close a table there and cut the cells between in two."""
    body = (
        (DrawnCell("甲局", 0, 1, 3), DrawnCell("人员", 1), DrawnCell("1.00", 2)),
        (DrawnCell("公用", 1), DrawnCell("2.00", 2)),
        (DrawnCell("项目", 1), DrawnCell("3.00", 2)),
        *((DrawnCell(f"第{at}类支出", 0, 2), DrawnCell("4.00", 2)) for at in range(20)),
        (DrawnCell("乙局", 0, 1, 3), DrawnCell("人员", 1), DrawnCell("5.00", 2)),
        (DrawnCell("公用", 1), DrawnCell("6.00", 2)),
        (DrawnCell("项目", 1), DrawnCell("7.00", 2)),
    )
    drawn = DrawnTable((60.0, 80.0, 90.0), heading("部门|类别|金额"), body)
    document = read(lambda pages: pages.table(drawn))
    assert [found.cells[0].text for found in rows(document)[3:23]] == [f"第{at}类支出" for at in range(20)]
    assert {len(found.cells) for found in rows(document)[3:23]} == {2}
    assert {found.cells[0].column_span for found in rows(document)[3:23]} == {2}


def test_the_widths_of_the_drawn_table_fill_the_page() -> None:
    """The other tests rely on where columns stand."""
    assert sum(WIDTHS) == pytest.approx(A4[0] - 2 * Style().margin)
