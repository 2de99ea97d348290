"""What extraction yields: plain, immutable rows of the physical layer.

All boxes are in PDF points, measured from the top left of the page as displayed (after /Rotate); all indices
start at 0, page numbers at 1. Text stands as printed: a wrapped cell keeps a newline at each printed line's end.
A page whose text runs up, down or backwards is read turned, its rows and columns being those of the text; boxes stand
on the displayed page all the same.

On a sheet of a workbook boxes are ranges of cells: columns and rows counted from the top left, so that the cell C5 has
the edges 2, 4, 3 and 5, and `text_x0` is as far from `x0` as the text stands in, in points.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a ruled grid; `text_x0` is the left edge of the first visible glyph, None in an empty cell.

    Where the text runs up or down the page, `text_x0` is as far from `x0` as the text is indented along its line.
    """

    column_index: int
    column_span: int
    row_span: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    text_x0: float | None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table, `row_index` counted over the whole table, page breaks ignored.

    `role` is `heading`, `column_number` (the row 1 2 3 … under a heading), `body`, or `repeated_heading`
    (the heading printed again after a page break).
    """

    table_index: int
    row_index: int
    page_no: int
    role: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A whole table, joined over its pages, with the lines printed around it. The box is that on its first page."""

    table_index: int
    first_page: int
    last_page: int
    title: str
    label: str
    unit_line: str
    department_line: str
    column_count: int
    heading_paths: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    `method` is `text`, `ocr` (a picture that was recognised), `scanned` (one that was not), `blank`, or `unmapped`
    (text whose fonts do not say which characters they show, and that was not recognised).

    `set_aside` is the text of glyphs kept out of `text` and of the tables: watermarks, stamps turned against the page,
    and what lies off it; on a sheet of a workbook hidden cells, and formulas without a result. `sheet_name` is None on
    a page of paper.
    """

    page_no: int
    printed_page_no: str | None
    width: float
    height: float
    rotation: int
    method: str
    text: str
    set_aside: str
    sheet_name: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside the tables, un-wrapped, under its headings. The box is that of its first page's part."""

    page_no: int
    paragraph_no: int
    heading_path: tuple[str, ...]
    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class ReadCharacter:
    """A recognised character and how likely it is (0 to 1); `second` is the next likely, empty where there is none."""

    text: str
    confidence: float
    second: str
    second_confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A piece of text as it was recognised; `confidence` is that of its least sure character."""

    page_no: int
    reading_no: int
    text: str
    confidence: float
    characters: tuple[ReadCharacter, ...]
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class ExtractedDocument:
    """Everything read from one file; `content_kind` is `text`, `scanned` (every page a picture) or `mixed`.

    `is_mended` says that the file was damaged and a mended copy was read, of which nothing is missing.
    """

    page_count: int
    producer: str
    creator: str
    content_kind: str
    pages: tuple[Page, ...]
    tables: tuple[TableGrid, ...]
    rows: tuple[TableRow, ...]
    paragraphs: tuple[Paragraph, ...]
    readings: tuple[Reading, ...]
    is_mended: bool = False
