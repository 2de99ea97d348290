"""Level watermarks are told by standing over the text at one place on most pages."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from extract import read_document
from extract.glyphs import clean_glyphs
from extract.marks import find_marks
from extract.page_objects import PageObjects, PrintedGlyph

RED = 0.299


def line(text: str, x0: float, top: float, size: float = 10.0, luminance: float = 0.0) -> list[PrintedGlyph]:
    return [
        PrintedGlyph(sign, x0 + size * at, top, x0 + size * (at + 1), top + size, size, luminance=luminance)
        for at, sign in enumerate(text)
    ]


def pages(*each: list[PrintedGlyph]) -> list[PageObjects]:
    """Pages of two lines of figures and what else is given for each."""
    return [
        PageObjects(
            number,
            600.0,
            800.0,
            0,
            (*line(f"支出{number}{number}5.20", 100, 200), *line(f"收入{number}3.60", 100, 220), *more),
            (),
            (),
            (),
        )
        for number, more in enumerate(each, 1)
    ]


def kept(document: list[PageObjects]) -> list[str]:
    marks = find_marks(document)
    return ["".join(glyph.text for glyph in clean_glyphs(page, marks)[0]) for page in document]


PLAIN = kept(pages([], [], []))


@pytest.mark.parametrize(
    ("size", "luminance"), [(10.0, 0.8), (10.0, RED), (24.0, 0.0), (60.0, 0.0)], ids=["pale", "red", "large", "huge"]
)
def test_what_stands_over_the_text_of_most_pages_is_a_mark(size: float, luminance: float) -> None:
    mark = line("内部资料", 105, 203, size, luminance)
    assert kept(pages(mark, mark, mark)) == PLAIN
    assert kept(pages(mark, [], mark, mark))[1:2] == PLAIN[1:2]


def test_a_mark_goes_where_it_stands_over_no_text_too() -> None:
    mark = line("内部资料", 105, 203, 24.0, RED)
    empty = PageObjects(4, 600.0, 800.0, 0, (*line("说明", 100, 500), *mark), (), (), ())
    assert kept([*pages(mark, mark, mark), empty])[3] == "说明"


@pytest.mark.parametrize(
    "more",
    [
        line("项目支出绩效目标表", 100, 100, 22.0),
        line("科目编码", 100, 180, 10.0, 1.0),
        line("某局年度预算", 100, 20, 8.0, 0.5),
    ],
    ids=["a title", "a white heading", "a grey running head"],
)
def test_what_is_printed_again_on_every_page_beside_the_text_stays(more: list[PrintedGlyph]) -> None:
    added = "".join(glyph.text for glyph in more)
    assert kept(pages(more, more, more)) == [text + added for text in PLAIN]


@pytest.mark.parametrize("luminance", [0.0, RED])
def test_a_stamp_on_one_page_and_black_words_over_others_stay(luminance: float) -> None:
    """Nothing tells them from text that runs together: what is not understood is not left out."""
    stamp = line("已阅", 105, 203, 10.0, luminance)
    assert kept(pages(stamp, [], []))[0] == PLAIN[0] + "已阅"
    black = line("已阅", 105, 203)
    assert kept(pages(black, black, black)) == [text + "已阅" for text in PLAIN]


def test_cells_are_read_without_the_mark_printed_over_them() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, (600, 800), invariant=1)
    for page in range(3):
        for y in (700, 680, 660, 640):
            canvas.line(100, y, 400, y)
        for x in (100, 250, 400):
            canvas.line(x, 640, x, 700)
        canvas.setFont("Helvetica", 10)
        for y, name in ((686, "item"), (666, "wages"), (646, "goods")):
            canvas.drawString(104, y, name)
            canvas.drawString(300, y, "amount" if name == "item" else f"{page + 1}2.50")
        canvas.setFillColorRGB(1, 0, 0)
        canvas.setFont("Helvetica", 14)
        canvas.drawString(112, 667, "CONFIDENTIAL CONFIDENTIAL")
        canvas.setFillColorRGB(0, 0, 0)
        canvas.showPage()
    canvas.save()
    document = read_document(buffer.getvalue())
    cells = [[cell.text for cell in row.cells] for row in document.rows if row.role == "body"]
    assert cells == [[name, f"{page}2.50"] for page in (1, 2, 3) for name in ("wages", "goods")]
    assert all("CONFIDENTIAL" in page.set_aside.replace(" ", "") for page in document.pages)
