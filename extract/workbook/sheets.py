"""A sheet as its reader sees it: the texts of its cells, what they span, and what is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.errors import UnreadableDocumentError

# More cells than any budget prints: such a file is a data dump or made to fill the memory.
MAX_CELLS = 400_000


class Place(NamedTuple):
    """A cell's row and column, from 0."""

    row: int
    column: int


class SheetCell(NamedTuple):
    """What a cell shows.

    `text` is as displayed; `indent` is how far it stands in, in characters of Chinese width; `is_spread` tells that it
    is centred over the blank cells to its right that are formatted alike.
    """

    text: str
    indent: float = 0.0
    is_spread: bool = False


class Span(NamedTuple):
    """Merged cells: first row and column, and the row and column after the last."""

    row: int
    column: int
    row_end: int
    column_end: int


@dataclass(slots=True)
class Sheet:
    """A sheet of a workbook.

    Attributes:
        number: its place among the workbook's sheets, hidden ones counted, from 1.
        name: as on its tab.
        is_hidden: whether it is left out of print and view.
        cells: by place; only cells that show something.
        merged: merged cells.
        hidden_rows: ranges of row numbers, the second after the last.
        hidden_columns: the same of columns.
        spread: blank cells over which the text to their left is centred.
        remarks: what could not be shown, a line each.
    """

    number: int
    name: str
    is_hidden: bool = False
    cells: dict[Place, SheetCell] = field(default_factory=dict)
    merged: list[Span] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    spread: set[Place] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook's sheets in their order, and the program named in its properties."""

    sheets: tuple[Sheet, ...]
    producer: str


class CellStyle(NamedTuple):
    """What a cell's format says about its text: the number format, the horizontal alignment, and the indent."""

    number_format: str
    alignment: str = ""
    indent: int = 0


class CellCounter:
    """Counts the cells of a workbook."""

    def __init__(self) -> None:
        self._count = 0

    def add(self) -> None:
        """Count one more.

        Raises:
            UnreadableDocumentError: `too_large`.
        """
        self._count += 1
        if self._count > MAX_CELLS:
            raise UnreadableDocumentError("too_large", f"超过 {MAX_CELLS} 个单元格")


# Excel stands a text in by three spaces a step: about one and a half Chinese characters.
_INDENT_STEP = 1.5
_SPREAD = "centerContinuous"


def styled_cell(text: str, style: CellStyle) -> SheetCell | None:
    """The cell that a text in a style shows; None where nothing is to be seen."""
    visible = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    lines = [line.rstrip().lstrip(" \xa0\ufeff\u200b") for line in visible.split("\n")]
    shown = "\n".join(line for line in lines if line.strip())
    if not shown:
        return None
    first = next(line for line in visible.split("\n") if line.strip())
    spaces = first[: len(first) - len(first.lstrip())]
    indent = sum(1.0 if space == "\u3000" else 0.5 for space in spaces)
    # What stands in the middle or at the right edge says nothing by its distance from the left.
    indent += style.indent * _INDENT_STEP if style.alignment in ("", "general", "left", "distributed") else 0.0
    return SheetCell(shown, indent, style.alignment == _SPREAD)


def visible_cells(sheet: Sheet) -> dict[Place, tuple[SheetCell, Span]]:
    """The cells that a reader sees, each with what it spans.

    The text of merged cells is that of the first; where a hidden row or column holds it, what else of the span is to be
    seen still shows it.
    """
    spans = {Place(span.row, span.column): span for span in sheet.merged}
    seen: dict[Place, tuple[SheetCell, Span]] = {}
    for place, cell in sheet.cells.items():
        span = spans.get(place) or _spread_span(sheet, place, cell)
        row = _first_visible(span.row, span.row_end, sheet.hidden_rows)
        column = _first_visible(span.column, span.column_end, sheet.hidden_columns)
        if row is not None and column is not None:
            seen[Place(row, column)] = cell, Span(row, column, span.row_end, span.column_end)
    return seen


def hidden_texts(sheet: Sheet) -> list[str]:
    """The texts of the cells that a reader does not see, in reading order."""
    shown = {id(cell) for cell, _ in visible_cells(sheet).values()} if not sheet.is_hidden else set()
    return [cell.text for _, cell in sorted(sheet.cells.items()) if id(cell) not in shown]


def without_covered(cells: Mapping[Place, SheetCell], merged: Iterable[Span]) -> dict[Place, SheetCell]:
    """Leave out what programs store under merged cells: nobody sees it."""
    kept = dict(cells)
    for span in merged:
        if (span.row_end - span.row) * (span.column_end - span.column) > len(kept):
            inside = [p for p in kept if span.row <= p.row < span.row_end and span.column <= p.column < span.column_end]
        else:
            inside = [
                Place(row, column)
                for row in range(span.row, span.row_end)
                for column in range(span.column, span.column_end)
            ]
        for place in inside:
            if place != (span.row, span.column):
                kept.pop(place, None)
    return kept


def add_to_ranges(ranges: list[tuple[int, int]], number: int) -> None:
    """Add a number, no smaller than those before it, to ranges."""
    if ranges and ranges[-1][1] == number:
        ranges[-1] = (ranges[-1][0], number + 1)
    else:
        ranges.append((number, number + 1))


def in_ranges(number: int, ranges: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a row or column number lies in one of the ranges."""
    return any(first <= number < after for first, after in ranges)


def _first_visible(first: int, after: int, hidden: Iterable[tuple[int, int]]) -> int | None:
    ranges = sorted(hidden)
    for start, end in ranges:
        if start <= first < end:
            first = end
    return first if first < after else None


def _spread_span(sheet: Sheet, place: Place, cell: SheetCell) -> Span:
    column = place.column + 1
    while cell.is_spread and Place(place.row, column) in sheet.spread:
        column += 1
    return Span(place.row, place.column, place.row + 1, column)
