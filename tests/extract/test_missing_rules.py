"""A cell that lacks one of its rules keeps its text, in its row and column."""

from __future__ import annotations

from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from extract import ExtractedDocument, read_document
from tests.factory.drawing import A4

XS = (60.0, 200.0, 330.0, 460.0)
YS = (700.0, 680.0, 660.0, 640.0)
TEXTS = (("name", "plan", "final"), ("first", "11.00", "12.00"), ("second", "21.00", "22.00"))
Rule = tuple[str, int, int]  # "h": under row edge i in column j; "v": at column edge j in row i


def _document(missing: set[Rule], texts: tuple[tuple[str, ...], ...] = TEXTS) -> ExtractedDocument:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for i, y in enumerate(YS):
        for j in range(len(XS) - 1):
            if ("h", i, j) not in missing:
                canvas.line(XS[j], y, XS[j + 1], y)
    for i in range(len(YS) - 1):
        for j, x in enumerate(XS):
            if ("v", i, j) not in missing:
                canvas.line(x, YS[i], x, YS[i + 1])
    for i, line in enumerate(texts):
        for j, text in enumerate(line):
            canvas.drawString(XS[j] + 8, YS[i + 1] + 5, text)
    canvas.save()
    return read_document(buffer.getvalue())


def _places(document: ExtractedDocument) -> dict[str, tuple[int, int]]:
    return {
        cell.text: (row.row_index, cell.column_index)
        for row in document.rows
        for cell in row.cells
        if cell.text.strip()
    }


OUTER: list[Rule] = [
    *(("v", i, 0) for i in range(3)),
    *(("v", i, 3) for i in range(3)),
    *(("h", 0, j) for j in range(3)),
    *(("h", 3, j) for j in range(3)),
]


@pytest.mark.parametrize("rule", OUTER)
def test_a_cell_without_one_of_its_outer_rules_keeps_row_and_column(rule: Rule) -> None:
    """pdfplumber makes no cell of it, and its glyphs were neither in the table nor in the text around it."""
    assert _places(_document({rule})) == {
        text: (i, j) for i, line in enumerate(TEXTS) for j, text in enumerate(line) if text
    }


@pytest.mark.parametrize("i", range(4))
@pytest.mark.parametrize("j", range(4))
@pytest.mark.parametrize("kind", ["h", "v"])
def test_no_missing_rule_loses_a_text(kind: str, i: int, j: int) -> None:
    document = _document({(kind, i, j)})
    found = " ".join(cell.text for row in document.rows for cell in row.cells).split()
    assert sorted(found) == sorted(text for line in TEXTS for text in line)


def test_a_text_that_runs_over_a_column_edge_without_a_rule_is_not_cut() -> None:
    """The two lower cells of the last columns are one whose right rule is missing."""
    texts = (TEXTS[0], TEXTS[1], ("second", "a remark that runs over the edge", ""))
    document = _document({("v", 2, 2), ("v", 2, 3)}, texts)
    assert [cell.text for cell in document.rows[-1].cells] == ["second", "a remark that runs over the edge"]
    assert [cell.column_span for cell in document.rows[-1].cells] == [1, 2]


def test_two_rows_without_their_right_rules_stay_two() -> None:
    texts = (TEXTS[0], TEXTS[1], ("second", "21.00", "22.00"))
    document = _document({("v", 1, 3), ("v", 2, 3)}, texts)
    assert _places(document)["12.00"] == (1, 2)
    assert _places(document)["22.00"] == (2, 2)
