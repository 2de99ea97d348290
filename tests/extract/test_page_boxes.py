"""Boxes count from the top left of the page as displayed, whatever boxes and rotation it is stored with."""

from __future__ import annotations

import pytest

from extract import ExtractedDocument, read_document

# The displayed page is 595 wide and 842 high; positions count from its top left.
WIDTH, HEIGHT = 595.0, 842.0
COLUMNS = (60.0, 260.0, 460.0)
ROWS = (100.0, 120.0, 140.0)
TEXTS = (("name", "amount"), ("total", "12.00"))


def _content(columns: tuple[float, ...] = COLUMNS) -> str:
    """The table, words below it and two words off the page, from the displayed page's lower left."""
    lines = [f"{columns[0]} {HEIGHT - y} m {columns[-1]} {HEIGHT - y} l S" for y in ROWS]
    lines += [f"{x} {HEIGHT - ROWS[0]} m {x} {HEIGHT - ROWS[-1]} l S" for x in columns]
    words = [
        (x + 8, bottom - 6, text)
        for row, bottom in zip(TEXTS, ROWS[1:], strict=True)
        for x, text in zip(columns, row, strict=False)
    ]
    words += [(60.0, 300.0, "Some words."), (-40.0, 400.0, "off"), (100.0, 870.0, "below")]
    lines += [f"BT /F1 10 Tf {x} {HEIGHT - y} Td ({text}) Tj ET" for x, y, text in words]
    return "\n".join(lines)


def _pdf(boxes: str, matrix: str, content: str, page: str) -> bytes:
    """A one-page document whose content is drawn through a matrix."""
    stream = f"q {matrix} cm\n{content}\nQ"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [3 0 R] /Count 1 {boxes} >>",
        f"<< /Type /Page /Parent 2 0 R {page} /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 6\n0000000000 65535 f \n{table}{trailer}".encode("ascii")


def _read(boxes: str, matrix: str = "1 0 0 1 0 0", content: str = "", page: str = "") -> ExtractedDocument:
    return read_document(_pdf(boxes, matrix, content or _content(), page))


# Each stores the same displayed page; the matrix takes the displayed page's lower left to where it is stored.
STORED = {
    "plain": ("/MediaBox [0 0 595 842]", "1 0 0 1 0 0"),
    "origin": ("/MediaBox [300 200 895 1042]", "1 0 0 1 300 200"),
    "negative origin": ("/MediaBox [-50 -70 545 772]", "1 0 0 1 -50 -70"),
    "other corners": ("/MediaBox [895 1042 300 200]", "1 0 0 1 300 200"),
    "crop": ("/MediaBox [0 0 800 1000] /CropBox [100 50 695 892]", "1 0 0 1 100 50"),
    "crop and origin": ("/MediaBox [10 20 800 1000] /CropBox [100 50 695 892]", "1 0 0 1 100 50"),
    "crop wider than the paper": ("/MediaBox [0 0 595 842] /CropBox [-10 -10 700 900]", "1 0 0 1 0 0"),
    "crop beside the paper": ("/MediaBox [0 0 595 842] /CropBox [1000 1000 1100 1100]", "1 0 0 1 0 0"),
    "90": ("/Rotate 90 /MediaBox [0 0 842 595]", "0 1 -1 0 842 0"),
    "90 crop and origin": ("/Rotate 90 /MediaBox [5 7 1000 900] /CropBox [100 50 942 645]", "0 1 -1 0 942 50"),
    "180 crop and origin": ("/Rotate 180 /MediaBox [5 7 900 1000] /CropBox [100 50 695 892]", "-1 0 0 -1 695 892"),
    "270 crop and origin": ("/Rotate 270 /MediaBox [5 7 1000 900] /CropBox [100 50 942 645]", "0 -1 1 0 100 645"),
    "-90": ("/Rotate -90 /MediaBox [0 0 842 595]", "0 -1 1 0 0 595"),
}


# The same pages in units of two points, of half a point, and of what is no unit.
IN_UNITS = {
    "two points": ("/UserUnit 2 /MediaBox [0 0 297.5 421]", "0.5 0 0 0.5 0 0"),
    "half a point": ("/UserUnit 0.5 /MediaBox [600 400 1790 2084]", "2 0 0 2 600 400"),
    "two points, turned and cropped": (
        "/UserUnit 2 /Rotate 90 /MediaBox [5 7 500 450] /CropBox [50 25 471 322.5]",
        "0 0.5 -0.5 0 471 25",
    ),
    "none": ("/UserUnit 0 /MediaBox [0 0 595 842]", "1 0 0 1 0 0"),
    "no number": ("/UserUnit /Two /MediaBox [0 0 595 842]", "1 0 0 1 0 0"),
}


@pytest.mark.parametrize(("page", "matrix"), IN_UNITS.values(), ids=IN_UNITS.keys())
def test_a_page_that_counts_in_other_units_is_read_in_points(page: str, matrix: str) -> None:
    """A rule of two points would be no rule, and a text of ten would be one of five."""
    found, expected = _read("", matrix, page=page), _read(*STORED["plain"])
    assert (found.pages[0].width, found.pages[0].height) == pytest.approx((WIDTH, HEIGHT), abs=0.01)
    assert [[c.text for c in row.cells] for row in found.rows] == [[c.text for c in row.cells] for row in expected.rows]
    boxes = [
        [side for row in document.rows for c in row.cells for side in (c.x0, c.top, c.x1, c.bottom)]
        for document in (found, expected)
    ]
    assert boxes[0] == pytest.approx(boxes[1], abs=0.5)
    assert not found.is_mended


@pytest.mark.parametrize(("boxes", "matrix"), STORED.values(), ids=STORED.keys())
def test_boxes_count_from_the_displayed_top_left(boxes: str, matrix: str) -> None:
    document = _read(boxes, matrix)
    page = document.pages[0]
    assert (page.width, page.height) == pytest.approx((WIDTH, HEIGHT))
    assert [[cell.text for cell in row.cells] for row in document.rows] == [list(row) for row in TEXTS]
    cell = document.rows[1].cells[1]
    assert (cell.x0, cell.top, cell.x1, cell.bottom) == pytest.approx((260, 120, 460, 140), abs=0.5)
    assert cell.text_x0 == pytest.approx(268, abs=0.5)
    assert document.paragraphs[0].text == "Some words."
    assert document.paragraphs[0].x0 == pytest.approx(60, abs=0.5)


@pytest.mark.parametrize(("boxes", "matrix"), STORED.values(), ids=STORED.keys())
def test_glyphs_outside_the_displayed_page_are_set_aside(boxes: str, matrix: str) -> None:
    page = _read(boxes, matrix).pages[0]
    assert sorted(page.set_aside) == sorted("offbelow")
    assert "off" not in page.text
    assert "below" not in page.text


def test_a_cell_whose_right_rule_is_past_the_paper_ends_with_the_paper() -> None:
    document = _read("/MediaBox [0 0 595 842]", content=_content((60.0, 260.0, 640.0)))
    assert [[cell.text for cell in row.cells] for row in document.rows] == [list(row) for row in TEXTS]
    assert document.rows[1].cells[1].x1 == WIDTH
    assert document.tables[0].x1 == WIDTH
