"""Scanned pages: what was printed is what is recognised."""

from __future__ import annotations

import socket
import subprocess
import sys
from math import cos, radians, sin

import pytest

from extract import read_document
from extract.ocr import is_installed
from tests.extract.drawn import BODY, pdf, read, table, texts
from tests.factory.drawing import Pages
from tests.factory.scanning import Scanner, scan

pytestmark = pytest.mark.skipif(not is_installed(), reason="recognition is not installed")

SCANNERS = {
    "150 dpi askew": Scanner(dpi=150, skew=1.5),
    "200 dpi askew the other way, noisy": Scanner(dpi=200, skew=-1.5, noise=12.0),
    "300 dpi on grey paper under a seal": Scanner(dpi=300, skew=0.4, paper=215, has_stamp=True),
    "on its side": Scanner(turns=1, skew=0.6),
    "on its head": Scanner(dpi=150, turns=2),
}


def draw(pages: Pages) -> None:
    pages.table(table())


@pytest.mark.parametrize("scanner", SCANNERS.values(), ids=SCANNERS)
def test_every_cell_of_a_scanned_table_is_read(scanner: Scanner) -> None:
    document = read_document(scan(pdf(draw), scanner))
    assert texts(document) == list(BODY)
    assert [page.method for page in document.pages] == ["ocr"]
    assert document.content_kind == "scanned"


def test_a_scan_gives_the_boxes_of_the_printed_page_and_keeps_how_sure_it_is() -> None:
    printed = read(draw)
    scanned = read_document(scan(pdf(draw), Scanner(turns=3)))
    # On its side the page is displayed landscape; its cells stand there, turned with it.
    assert (scanned.pages[0].width, scanned.pages[0].height) == pytest.approx((842, 595), abs=1.0)
    cell = next(cell for row in scanned.rows for cell in row.cells if cell.text == "420.16")
    upright = next(cell for row in printed.rows for cell in row.cells if cell.text == "420.16")
    turned_back = (842 - upright.bottom, upright.x0, 842 - upright.top, upright.x1)
    assert (cell.x0, cell.top, cell.x1, cell.bottom) == pytest.approx(turned_back, abs=2.0)
    reading = next(r for r in scanned.readings if r.text == "420.16" and cell.x0 < (r.x0 + r.x1) / 2 < cell.x1)
    assert [c.text for c in reading.characters] == list("420.16")
    assert 0.8 < reading.confidence == min(c.confidence for c in reading.characters) <= 1.0


@pytest.mark.parametrize(("skew", "turns"), [(1.5, 0), (-1.5, 3)])
def test_the_boxes_of_a_page_scanned_askew_stand_where_it_shows_the_cells(skew: float, turns: int) -> None:
    printed = read(draw)
    scanned = read_document(scan(pdf(draw), Scanner(skew=skew, turns=turns)))
    across, down = cos(radians(skew)), -sin(radians(skew))
    for text in ("合计", "420.16", "120.30"):
        cell, upright = (
            next(cell for row in document.rows for cell in row.cells if cell.text == text)
            for document in (scanned, printed)
        )
        # The page lies counter-clockwise on the glass: what is right of its middle stands higher.
        x, y = (upright.x0 + upright.x1) / 2 - 595 / 2, (upright.top + upright.bottom) / 2 - 842 / 2
        middle = (595 / 2 + across * x - down * y, 842 / 2 + down * x + across * y)
        if turns:
            middle = (842 - middle[1], middle[0])
        found = ((cell.x0 + cell.x1) / 2, (cell.top + cell.bottom) / 2)
        assert found == pytest.approx(middle, abs=2.0), text


def test_nothing_is_asked_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert texts(read_document(scan(pdf(draw), Scanner()))) == list(BODY)


def test_without_recognition_scanned_pages_are_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.document.is_installed", lambda: False)
    document = read_document(scan(pdf(draw), Scanner(dpi=150)))
    assert [page.method for page in document.pages] == ["scanned"]
    assert (document.tables, document.readings) == ((), ())


def test_text_pages_import_nothing_of_recognition() -> None:
    code = "import sys, extract; extract.read_document(sys.stdin.buffer.read()); print(sorted(sys.modules))"
    modules = subprocess.run(
        [sys.executable, "-c", code], input=pdf(draw), capture_output=True, check=True
    ).stdout.decode()
    assert "pypdfium2" in modules
    assert not any(f"'{name}'" in modules for name in ("cv2", "onnxruntime", "rapidocr"))
