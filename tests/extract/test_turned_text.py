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


def test_a_page_turned_as_a_whole_keeps_its_text() -> None:
    turned = [char(sign, 100, 100.0 + 10 * at, sine=1.0, cosine=0.0) for at, sign in enumerate("支出总表")]
    assert cleaned(*turned, char("7", 300, 780.0)) == ("支出总表7", "")


def test_a_level_page_sets_a_few_turned_signs_aside() -> None:
    level = [char(sign, 100 + 10 * at) for at, sign in enumerate("支出总表")]
    assert cleaned(*level, char("印", 300, sine=1.0, cosine=0.0)) == ("支出总表", "印")
