"""Lay a sheet out as a page, so that the tables of workbooks and of paper are read by the same rules.

Every text gets a place on a page of rows and columns of one size; tables side by side come one under another. When the
document is read, `as_ranges` puts the ranges of the cells in the place of these positions: the only place that knows
both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypedDict

from extract.captions import is_caption_cell, read_caption
from extract.errors import UnreadableDocumentError
from extract.lines import Line
from extract.model import Cell, ExtractedDocument
from extract.page_grid import GridCell, PageGrid
from extract.pages import PageContent
from extract.patterns import patterns, squeeze
from extract.workbook.regions import Region, Row, Text, find_regions, joined_texts
from extract.workbook.sheets import Sheet, SheetCell, Span, hidden_texts, in_ranges, visible_cells
from extract.workbook.unmerged import span_headings

# The size of a cell and of its type on the page, in points; a column is wider than any indent.
_COLUMN, _ROW, _SIZE = 200.0, 20.0, 10.0
_MAX_INDENT = 180.0
_PADDING = 2.0
# Cells of all tables of a sheet, blank ones counted.
_MAX_GRID_CELLS = 1_000_000
# How far merged cells may reach below a table's last line.
_MAX_REACH = 30
# Names that a program gives to a new sheet say nothing.
_DEFAULT_NAME = re.compile(r"(sheet|工作表|表格?)\s*\d*(\s*[(（]\d+[)）])?", re.IGNORECASE)
_COPY_MARK = re.compile(r"[（(](续|\d+|续表?\d*)[)）]$|续表?\d*$|[-_]\d+$")


class _Edges(TypedDict):
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class SheetLayout:
    """Where the rows and texts of a sheet's page stand on the sheet.

    Attributes:
        width: columns of the sheet, to the last that holds text.
        height: rows of the sheet, to the last that holds text.
        rows: for each row of the page the sheet's row.
        columns: for each row of the page the columns that its places stand for.
        spans: the ranges of the texts by row and column of the page.
    """

    width: int = 0
    height: int = 0
    rows: list[int] = field(default_factory=list)
    columns: list[tuple[int, ...]] = field(default_factory=list)
    spans: dict[tuple[int, int], Span] = field(default_factory=dict)


def lay_out(sheet: Sheet, previous: Sheet | None) -> tuple[PageContent, SheetLayout]:
    """Lay a sheet out.

    Args:
        sheet: the sheet.
        previous: the sheet before it, which it may continue.

    Returns:
        The page's content, and where it stands on the sheet.

    Raises:
        UnreadableDocumentError: `too_large`.
    """
    layout = SheetLayout()
    cells = {} if sheet.is_hidden else visible_cells(sheet)
    if cells:
        layout.width = max(span.column_end for _, span in cells.values())
        layout.height = max(span.row_end for _, span in cells.values())
    lines: list[Line] = []
    grids: list[PageGrid] = []
    for region in find_regions(cells):
        _skip_rows(layout, region.rows[0].number)
        if region.is_table:
            if not grids:
                lines = _with_name(lines, sheet, previous)
            grids.append(_grid(sheet, region, layout))
        else:
            for row in region.rows:
                lines += _lines(row, layout)
    content = PageContent(
        page_no=sheet.number,
        width=max((len(c) for c in layout.columns), default=0) * _COLUMN,
        height=len(layout.rows) * _ROW,
        rotation=0,
        method="text" if cells else "blank",
        text=_plain_text(cells.values()),
        text_size=_SIZE,
        set_aside="\n".join([*hidden_texts(sheet), *sheet.remarks]),
        grids=tuple(grids),
        lines=tuple(lines),
        sheet_name=sheet.name,
    )
    return content, layout


def as_ranges(document: ExtractedDocument, layouts: Mapping[int, SheetLayout]) -> ExtractedDocument:
    """Put ranges of cells in the place of positions on the page.

    The box of the cells C5 to D6 has the edges x0 = 2, top = 4, x1 = 4, bottom = 6: columns and rows before, and up to
    its end. Its text begins as far behind x0 as it stands in, in points.

    Args:
        document: read from pages that `lay_out` made.
        layouts: by sheet number.
    """
    return replace(
        document,
        pages=tuple(
            replace(page, width=float(layouts[page.page_no].width), height=float(layouts[page.page_no].height))
            for page in document.pages
        ),
        tables=tuple(
            replace(table, **_box(layouts[table.first_page], table.x0, table.top, table.x1, table.bottom))
            for table in document.tables
        ),
        rows=tuple(
            replace(row, cells=tuple(_cell_as_range(cell, layouts[row.page_no]) for cell in row.cells))
            for row in document.rows
        ),
        paragraphs=tuple(
            replace(paragraph, **_text_box(layouts[paragraph.page_no], paragraph.x0, paragraph.top))
            for paragraph in document.paragraphs
        ),
    )


def _cell_as_range(cell: Cell, layout: SheetLayout) -> Cell:
    if cell.text_x0 is None:
        return replace(cell, **_box(layout, cell.x0, cell.top, cell.x1, cell.bottom))
    # Cells joined with blank neighbours have the box of all: the place of the text tells the cell.
    box = _text_box(layout, cell.text_x0, cell.top)
    return replace(cell, **box, text_x0=box["x0"] + cell.text_x0 - cell.x0)


def _text_box(layout: SheetLayout, x: float, top: float) -> _Edges:
    span = layout.spans.get((int(top // _ROW), int(x // _COLUMN)))
    if span is None:
        return _box(layout, x, top, x + _COLUMN, top + _ROW)
    return _edges(span)


def _box(layout: SheetLayout, x0: float, top: float, x1: float, bottom: float) -> _Edges:
    last_row = len(layout.rows) - 1
    first, last = min(round(top / _ROW), last_row), min(max(round(bottom / _ROW) - 1, 0), last_row)
    columns = layout.columns[first]
    left, right = int(x0 // _COLUMN), max(round(x1 / _COLUMN) - 1, 0)
    start, end = columns[min(left, len(columns) - 1)], columns[min(right, len(columns) - 1)]
    return _edges(Span(layout.rows[first], start, layout.rows[last] + 1, end + 1))


def _edges(span: Span) -> _Edges:
    return _Edges(x0=float(span.column), top=float(span.row), x1=float(span.column_end), bottom=float(span.row_end))


def _skip_rows(layout: SheetLayout, number: int) -> None:
    """Leave a row between what stands apart on the sheet."""
    if layout.rows and number != layout.rows[-1] + 1:
        layout.rows.append(layout.rows[-1])
        layout.columns.append(layout.columns[-1])


def _with_name(lines: list[Line], sheet: Sheet, previous: Sheet | None) -> list[Line]:
    """Put the sheet's name over its first table where no title is written: then the tab is the title."""
    caption = read_caption(lines, 0.0)
    name = squeeze(sheet.name)
    if caption.title or _DEFAULT_NAME.fullmatch(name):
        return lines
    if previous is not None and _COPY_MARK.sub("", name) in (
        squeeze(previous.name),
        _COPY_MARK.sub("", squeeze(previous.name)),
    ):
        return lines
    used = {id(line) for line in caption.used}
    at = next((index for index, line in enumerate(lines) if id(line) in used), len(lines))
    top = lines[at].top if at < len(lines) else lines[-1].bottom if lines else 0.0
    return [*lines[:at], Line(sheet.name.strip(), 0.0, top - 1.0, _COLUMN, top, _SIZE, True), *lines[at:]]


def _lines(row: Row, layout: SheetLayout) -> list[Line]:
    """The lines of a row outside the tables, one for each thing that stands in it."""
    _skip_rows(layout, row.number)
    at = len(layout.rows)
    layout.rows.append(row.number)
    layout.columns.append(tuple(text.span.column for text in row.texts))
    top = at * _ROW
    lines: list[Line] = []
    joined = joined_texts(row)
    place = 0
    for text in joined:
        first = place
        length = 0
        while place < len(row.texts) and length < len(text):
            length += len(row.texts[place].cell.text)
            place += 1
        spans = [found.span for found in row.texts[first:place]]
        layout.spans[at, first] = Span(
            spans[0].row, spans[0].column, max(s.row_end for s in spans), max(s.column_end for s in spans)
        )
        parts = _parts(text)
        step = _ROW / len(parts)
        x0 = first * _COLUMN + _PADDING
        lines += [
            Line(part, x0, top + i * step, x0 + _COLUMN / 2, top + (i + 1) * step, min(_SIZE, step), True)
            for i, part in enumerate(parts)
        ]
    return lines


def _parts(text: str) -> list[str]:
    """The lines of a text: broken after a sentence, and around a unit, department or label, else one."""
    parts: list[str] = []
    ends = True
    for line in text.split("\n"):
        stands_alone = is_caption_cell(squeeze(line))
        if ends or stands_alone:
            parts.append(line.strip())
        else:
            parts[-1] += line.strip()
        ends = stands_alone or bool(patterns().sentence_end.search(squeeze(line)))
    return parts


def _grid(sheet: Sheet, region: Region, layout: SheetLayout) -> PageGrid:
    """The grid of a table: its rows to the last that a text reaches, and the columns in which texts begin."""
    texts = [text for row in span_headings(region.rows) for text in row.texts]
    first = region.rows[0].number
    last = region.rows[-1].number + (1 if len(region.rows) == 1 else 0)
    last = max([last, *(min(text.span.row_end - 1, last + _MAX_REACH) for text in texts)])
    numbers = [n for n in range(first, last + 1) if not in_ranges(n, sheet.hidden_rows)]
    columns = sorted({text.span.column for text in texts})
    if len(numbers) * len(columns) > _MAX_GRID_CELLS:
        raise UnreadableDocumentError("too_large", f"超过 {_MAX_GRID_CELLS} 个单元格", sheet.number)
    start = len(layout.rows)
    layout.rows += numbers
    layout.columns += [tuple(columns)] * len(numbers)
    row_at = {number: index for index, number in enumerate(numbers)}
    column_at = {column: index for index, column in enumerate(columns)}
    taken: set[tuple[int, int]] = set()
    rows: list[list[GridCell]] = [[] for _ in numbers]
    for text in texts:
        row, column = row_at[text.span.row], column_at[text.span.column]
        height = sum(n in row_at for n in range(text.span.row, min(text.span.row_end, last + 1)))
        width = sum(c in column_at for c in range(text.span.column, min(text.span.column_end, columns[-1] + 1)))
        slots = {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
        if slots & taken:  # merged cells that overlap: the text stands in its first
            slots = {(row, column)}
        taken |= slots
        bottom, right = max(r for r, _ in slots) + 1, max(c for _, c in slots) + 1
        layout.spans[start + row, column] = text.span
        rows[row].append(_cell(text, start + row, column, start + bottom, right))
    for row, cells in enumerate(rows):
        cells += [
            GridCell(c * _COLUMN, (start + row) * _ROW, (c + 1) * _COLUMN, (start + row + 1) * _ROW, "", None, None)
            for c in range(len(columns))
            if (row, c) not in taken
        ]
    return PageGrid(
        sheet.number,
        0.0,
        start * _ROW,
        len(columns) * _COLUMN,
        (start + len(numbers)) * _ROW,
        tuple((start + index) * _ROW for index in range(len(numbers) + 1)),
        tuple(index * _COLUMN for index in range(len(columns) + 1)),
        tuple(tuple(sorted(cells, key=lambda cell: cell.x0)) for cells in rows),
    )


def _cell(text: Text, row: int, column: int, bottom: int, right: int) -> GridCell:
    indent = min(text.cell.indent * _SIZE, _MAX_INDENT)
    return GridCell(
        column * _COLUMN,
        row * _ROW,
        right * _COLUMN,
        bottom * _ROW,
        text.cell.text,
        column * _COLUMN + _PADDING + indent,
        None,
    )


def _plain_text(cells: Iterable[tuple[SheetCell, Span]]) -> str:
    """The texts of a sheet, a line a row."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for cell, span in cells:
        rows.setdefault(span.row, []).append((span.column, cell.text))
    return "\n".join(" ".join(text for _, text in sorted(rows[number])) for number in sorted(rows))
