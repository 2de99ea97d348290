"""What pdfium gives makes the same cells as what pdfplumber gives, on the samples and on documents of every layout."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pdfplumber
import pytest

from extract.page_objects import PageObjects
from extract.pages import read_page
from extract.pdf import open_document, read_objects
from tests.extract.reference import reference_objects
from tests.factory.drawing import Rules, Style
from tests.factory.figures import archives, culture, sports
from tests.factory.layouts import ShanxiOptions, jiangsu, shanghai, shanxi

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "samples").glob("*.pdf"))
# Tables of every kind, a title page and narrative, and a performance form; not every page, for pdfplumber is slow.
PAGES = (1, 6, 7, 9, 12, 15, 20, 24)
RULES: tuple[Rules, ...] = ("line", "thin_rect", "fragments")


def _cells(page: PageObjects) -> list[tuple[str, ...]]:
    """The texts of the cells of a page's grids and of its lines, without spaces: pdfium folds runs of them."""
    content = read_page(page)
    rows = [tuple(cell.text for cell in row) for grid in content.grids for row in grid.rows]
    rows += [(line.text,) for line in content.lines]
    return [tuple(re.sub(r"\s", "", text) for text in row) for row in rows]


def _compare(data: bytes, page_numbers: tuple[int, ...] | None = None) -> None:
    with pdfplumber.open(io.BytesIO(data)) as reference, open_document(data) as (pdf, _):
        assert len(pdf) == len(reference.pages)
        for page_no in page_numbers or range(1, len(pdf) + 1):
            expected = reference_objects(reference.pages[page_no - 1], page_no)
            found = read_objects(pdf, page_no)
            assert (found.width, found.height) == pytest.approx((expected.width, expected.height), abs=0.1)
            assert _cells(found) == _cells(expected), f"page {page_no}"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[:4])
def test_the_samples_read_as_with_pdfplumber(path: Path) -> None:
    _compare(path.read_bytes(), PAGES)


@pytest.mark.parametrize("rules", RULES)
def test_rules_of_every_kind_read_as_with_pdfplumber(rules: Rules) -> None:
    _compare(shanxi(archives(), ShanxiOptions(style=Style(rules=rules))).data, (2, 3, 4, 6))


@pytest.mark.parametrize(
    "data",
    [jiangsu(culture()).data, shanghai(sports()).data],
    ids=["jiangsu", "shanghai"],
)
def test_layouts_read_as_with_pdfplumber(data: bytes) -> None:
    _compare(data)
