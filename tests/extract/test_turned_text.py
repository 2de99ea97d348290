"""Text that runs up or down the displayed page is a stamp, unless the whole page runs so."""

from __future__ import annotations

from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from extract import ExtractedDocument, read_document
from tests.extract.test_glyphs import char, cleaned
from tests.factory.drawing import A4


def _stamped(angle: int) -> ExtractedDocument:
    """A table of two columns with a small black stamp across its amounts."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for y in (700, 680, 660):
        canvas.line(60, y, 460, y)
    for x in (60, 260, 460):
        canvas.line(x, 660, x, 700)
    for x, y, text in ((70, 685, "name"), (270, 685, "amount"), (70, 665, "total"), (270, 665, "12.00")):
        canvas.drawString(x, y, text)
    canvas.translate(330, 680)
    canvas.rotate(angle)
    canvas.setFont("Helvetica", 8)
    canvas.drawCentredString(0, 0, "PASSED 8")
    canvas.save()
    return read_document(buffer.getvalue())


@pytest.mark.parametrize("angle", [90, 270])
def test_a_stamp_up_or_down_the_page_is_no_text_of_the_cells_under_it(angle: int) -> None:
    document = _stamped(angle)
    assert [[cell.text for cell in row.cells] for row in document.rows] == [["name", "amount"], ["total", "12.00"]]
    assert document.pages[0].set_aside == "PASSED 8"


def _drawn_turned(angle: int, stored_rotation: int = 0) -> ExtractedDocument:
    """A page that is wide as drawn, turned against the upright page that it is stored on; a level page number below.

    Counted from the top left of the wide page, the table's columns are 60, 260, 460 and its rows 100, 120, 140.
    """
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setPageRotation(stored_rotation)
    canvas.drawString(300, 20, "7")
    width, height = A4[1], A4[0]
    match angle:
        case 90:
            canvas.transform(0, 1, -1, 0, A4[0], 0)
        case 270:
            canvas.transform(0, -1, 1, 0, 0, A4[1])
        case _:
            width, height = A4
            canvas.transform(-1, 0, 0, -1, *A4)
    canvas.rect(0, 0, width, height)
    for y in (100, 120, 140):
        canvas.line(60, height - y, 460, height - y)
    for x in (60, 260, 460):
        canvas.line(x, height - 100, x, height - 140)
    for x, y, text in ((70, 115, "name"), (270, 115, "amount"), (90, 135, "total"), (270, 135, "12.00")):
        canvas.drawString(x, height - y, text)
    canvas.drawString(60, height - 200, "Some words.")
    canvas.save()
    return read_document(buffer.getvalue())


# The cell of 12.00 spans 260 to 460 and 120 to 140 on the page as drawn.
PLACES = {
    90: (120.0, A4[1] - 460.0, 140.0, A4[1] - 260.0),
    270: (A4[0] - 140.0, 260.0, A4[0] - 120.0, 460.0),
    180: (A4[0] - 460.0, A4[1] - 140.0, A4[0] - 260.0, A4[1] - 120.0),
}


@pytest.mark.parametrize("angle", PLACES)
def test_a_table_drawn_turned_is_read_along_its_text_and_placed_as_displayed(angle: int) -> None:
    document = _drawn_turned(angle)
    assert [[cell.text for cell in row.cells] for row in document.rows] == [["name", "amount"], ["total", "12.00"]]
    page, cell = document.pages[0], document.rows[1].cells[1]
    assert (page.width, page.height) == pytest.approx(A4, abs=0.1)
    assert page.rotation == 0
    assert (cell.x0, cell.top, cell.x1, cell.bottom) == pytest.approx(PLACES[angle], abs=0.5)
    assert "Some words." in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize("angle", PLACES)
def test_the_indent_of_a_turned_text_is_kept(angle: int) -> None:
    """It tells the levels of lines whose codes are not printed."""
    name, total = (row.cells[0] for row in _drawn_turned(angle).rows)
    assert name.text_x0 is not None
    assert total.text_x0 is not None
    assert (name.text_x0 - name.x0, total.text_x0 - total.x0) == pytest.approx((10, 30), abs=0.5)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_may_be_stored_turned_too(rotation: int) -> None:
    document = _drawn_turned(90, rotation)
    assert [[cell.text for cell in row.cells] for row in document.rows] == [["name", "amount"], ["total", "12.00"]]
    assert document.pages[0].rotation == rotation


def test_a_level_page_sets_a_few_turned_signs_aside() -> None:
    level = [char(sign, 100 + 10 * at) for at, sign in enumerate("支出总表")]
    assert cleaned(*level, char("印", 300, sine=1.0, cosine=0.0)) == ("支出总表", "印")
