"""What a page draws is read as it is seen: through forms and matrices, cut to what is shown, without what is not."""

from __future__ import annotations

import io

import pikepdf
import pytest

from extract import ExtractedDocument, read_document
from extract.page_objects import PageObjects
from extract.pdf import open_document, read_objects

HEIGHT = 842
# A table of two rows and two columns: columns at 60, 260, 460, rows at 100, 120, 140 from the top.
RULES = "".join(f"60 {HEIGHT - y} m 460 {HEIGHT - y} l S\n" for y in (100, 120, 140)) + "".join(
    f"{x} {HEIGHT - 100} m {x} {HEIGHT - 140} l S\n" for x in (60, 260, 460)
)
CELLS = [["name", "amount"], ["total", "12.00"]]


def word(text: str, x: float, top: float, mode: str = "") -> str:
    """A word of ten points whose line is so far from the top."""
    return f"BT {mode} /F1 10 Tf {x} {HEIGHT - top} Td ({text}) Tj ET\n"


WORDS = word("name", 70, 115) + word("amount", 270, 115) + word("total", 70, 135) + word("12.00", 270, 135)


def page(content: str, *, form: str = "", matrix: str = "1 0 0 1 0 0", font: str = "") -> bytes:
    """A document of one page; it may draw a form named /X1."""
    buffer = io.BytesIO()
    with pikepdf.new() as document:
        helvetica = pikepdf.Object.parse(font.encode() or b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
        resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(helvetica)))
        if form:
            stream = pikepdf.Stream(document, form.encode())
            stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            stream.BBox, stream.Resources = pikepdf.Array([-2000, -2000, 2000, 2000]), resources
            stream.Matrix = pikepdf.Object.parse(f"[{matrix}]".encode())
            resources = pikepdf.Dictionary(Font=resources.Font, XObject=pikepdf.Dictionary(X1=stream))
        resources.ExtGState = pikepdf.Object.parse(b"<< /Clear << /ca 0 /CA 0 >> >>")
        document.add_blank_page(page_size=(595, HEIGHT))
        document.pages[0].Resources = resources
        document.pages[0].Contents = pikepdf.Stream(document, content.encode())
        document.save(buffer)
    return buffer.getvalue()


def objects(data: bytes) -> PageObjects:
    with open_document(data) as (pdf, _):
        return read_objects(pdf, 1)


def cells(document: ExtractedDocument) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.rows]


def test_the_plain_table_is_read() -> None:
    assert cells(read_document(page(RULES + WORDS))) == CELLS


@pytest.mark.parametrize(
    ("before", "matrix"),
    [("", "1 0 0 1 0 0"), ("1 0 0 1 10 20 cm", "1 0 0 1 -10 -20"), ("2 0 0 2 0 0 cm", ".5 0 0 .5 0 0")],
)
def test_a_table_in_a_form_stands_where_it_is_shown(before: str, matrix: str) -> None:
    document = read_document(page(f"q {before} /X1 Do Q", form=RULES + WORDS, matrix=matrix))
    assert cells(document) == CELLS
    cell = document.rows[1].cells[1]
    assert (cell.x0, cell.top, cell.x1, cell.bottom) == pytest.approx((260, 120, 460, 140), abs=0.5)


def test_text_that_runs_over_what_its_cell_shows_is_no_text_of_the_next() -> None:
    """Spreadsheets cut a text at its cell's edge; the rest of it is in the file and on no paper."""
    long = f"q 60 {HEIGHT - 140} 200 20 re W n {word('total' + 60 * 'x', 70, 135)} Q\n"
    words = word("name", 70, 115) + word("amount", 270, 115) + long + word("12.00", 270, 135)
    document = read_document(page(RULES + words))
    assert cells(document)[1][1] == "12.00"
    assert cells(document)[1][0].startswith("totalx")
    assert "x" in document.pages[0].set_aside


def test_a_clip_around_the_whole_page_cuts_nothing() -> None:
    clipped = f"q 0 0 595 {HEIGHT} re W n {RULES}{WORDS} Q"
    assert cells(read_document(page(clipped))) == CELLS


def test_invisible_text_beside_printed_text_is_set_aside() -> None:
    document = read_document(page(RULES + WORDS + word("99.00", 300, 135, "3 Tr")))
    assert cells(document) == CELLS
    assert "99.00" in document.pages[0].set_aside


def test_invisible_text_that_is_all_there_is_is_read() -> None:
    """The text that a machine laid under a scan."""
    assert cells(read_document(page(RULES + "3 Tr\n" + WORDS.replace("BT ", "BT 3 Tr ")))) == CELLS


def test_the_printed_text_counts_and_not_its_replacement() -> None:
    replaced = f"/Span << /ActualText (99.00) >> BDC {word('12.00', 270, 135)} EMC\n"
    assert cells(read_document(page(RULES + WORDS.replace(word("12.00", 270, 135), replaced)))) == CELLS


def test_a_hyphen_before_a_number_stays_a_hyphen() -> None:
    words = word("name-", 70, 115) + word("20", 110, 115)
    assert "".join(glyph.text for glyph in objects(page(words)).glyphs) == "name-20"


def test_a_space_printed_by_itself_is_read() -> None:
    words = word("1.", 70, 115) + word(" ", 78.3, 115) + word("general", 81, 115)
    assert read_document(page(words)).pages[0].text == "1. general"


@pytest.mark.parametrize(
    ("drawn", "edges", "fills"),
    [
        ("60 700 m 460 700 l S", 1, 0),
        ("60 700 400 0.5 re f", 1, 0),
        ("1 g 60 700 400 0.5 re f", 1, 0),
        ("60 600 400 100 re S", 4, 0),
        ("60 600 400 100 re f", 0, 1),
        ("60 600 400 100 re B", 4, 1),
        ("60 600 m 460 700 l S", 0, 0),
        ("60 600 m 160 700 260 700 360 600 c S", 0, 0),
        ("60 600 400 100 re n", 0, 0),
        ("60 600 400 100 re W n", 0, 0),
        ("/Clear gs 60 700 m 460 700 l S", 0, 0),
        ("/Clear gs 60 700 400 0.5 re f", 0, 0),
        ("12 w 60 700 m 460 700 l S", 0, 1),
        ("60 700 400 0.5 re 60 650 400 0.5 re 60 600 400 50 re f", 2, 1),
        ("0 1 -1 0 500 0 cm 100 60 m 100 460 l S", 1, 0),
    ],
)
def test_rules_and_backgrounds_are_told_apart(drawn: str, edges: int, fills: int) -> None:
    found = objects(page(drawn))
    assert (len(found.edges), len(found.fills)) == (edges, fills)


def test_pictures_stand_where_they_are_shown() -> None:
    inline = "q 200 0 0 100 50 642 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x40 EI Q"
    (found,) = objects(page(inline)).pictures
    assert found == pytest.approx((50, 100, 250, 200))


# Glyphs named so that nothing tells which characters they are.
UNNAMED = """<< /Type /Font /Subtype /Type3
/FontBBox [0 0 10 10] /FontMatrix [.1 0 0 .1 0 0] /FirstChar 97 /LastChar 122
/CharProcs << >> /Encoding << /Type /Encoding /Differences [97 /g1 /g2 /g3 /g4 /g5 /g6 /g7 /g8 /g9] >>
/Widths [5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5] >>"""


def test_a_page_whose_fonts_do_not_say_their_characters_is_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked at like a scan; where nothing can, it is said."""
    monkeypatch.setattr("extract.document.is_installed", lambda: False)
    document = read_document(page(RULES + 6 * word("abcdefgh", 70, 115), font=UNNAMED))
    assert document.pages[0].method == "unmapped"
    assert document.content_kind == "scanned"
    assert document.rows == ()
