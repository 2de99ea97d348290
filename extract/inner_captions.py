"""Take the caption off a grid that prints it in merged rows of its own, as Excel does with borders around all cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extract.captions import is_caption_cell, is_table_name, is_unit_rest
from extract.lines import Line
from extract.page_grid import EDGE_TOLERANCE, GridCell, PageGrid, nearest_edge
from extract.patterns import squeeze

# A heading and a row of the body are left, or the rows are no caption.
_MIN_ROWS_LEFT = 2
_SUBTITLE = re.compile(r"[(（].+[)）]")


def part_at_captions(grid: PageGrid) -> list[PageGrid]:
    """Part a grid where the name of another table, or its unit, stands in a row over all columns.

    Such are tables one under the other whose sides are open, or with borders around everything between them.

    Returns:
        The grids, each with the rows of its caption; the grid alone where it holds one table.
    """
    starts = [0]
    body = 0  # rows since the caption of the part, the caption's own left out
    for index, row in enumerate(grid.rows):
        cells = [cell for cell in row if cell.text]
        if not cells or (cells and _caption_row(cells, grid, (), named=False) is None):
            body += bool(cells)
        elif body >= _MIN_ROWS_LEFT and _is_over_all(cells, grid):
            starts.append(index)
            body = 0
    if len(starts) == 1:
        return [grid]
    bounds = [*starts, len(grid.rows)]
    parts = [part for first, last in pairwise(bounds) if (part := _rows_of(grid, first, last)) is not None]
    return parts if len(parts) == len(starts) else [grid]


def take_caption(grid: PageGrid) -> tuple[PageGrid, tuple[Line, ...]]:
    """Part a grid from its leading rows that are caption.

    Such a row holds the name of a table in one cell over all columns, or nothing but unit, department and label cells.

    Returns:
        The grid without these rows, and their lines in reading order; the grid as it is where it has none.
    """
    count = 0
    lines: list[Line] = []
    named = False
    for index, row in enumerate(grid.rows):
        cells = [cell for cell in row if cell.text]
        if not cells:
            continue  # a blank row is caption where the caption goes on under it
        found = _caption_row(cells, grid, lines, named=named)
        if found is None:
            break
        names, row_lines = found
        named = named or names
        lines += row_lines
        count = index + 1
    if not count:
        return grid, ()
    reach = max(nearest_edge(grid.row_edges, cell.bottom) for row in grid.rows[:count] for cell in row)
    body = _rows_of(grid, reach, len(grid.rows))
    if body is None or any(cell.text for row in grid.rows[count:reach] for cell in row):
        return grid, ()
    return body, tuple(lines)


def _rows_of(grid: PageGrid, first: int, last: int) -> PageGrid | None:
    """A stretch of a grid's rows, with the columns that they have; None where that is no table."""
    rows = grid.rows[first:last]
    used = {nearest_edge(grid.column_edges, x) for row in rows for cell in row for x in (cell.x0, cell.x1)}
    columns = tuple(grid.column_edges[index] for index in sorted(used))
    if len(columns) < 3 or sum(any(c.text for c in row) for row in rows) < _MIN_ROWS_LEFT:
        return None
    edges = grid.row_edges[first : last + 1]
    return replace(
        grid,
        x0=columns[0],
        top=edges[0],
        x1=columns[-1],
        bottom=edges[-1],
        row_edges=edges,
        column_edges=columns,
        rows=rows,
    )


def _caption_row(
    cells: Sequence[GridCell], grid: PageGrid, above: Sequence[Line], *, named: bool
) -> tuple[bool, list[Line]] | None:
    """Whether a row names the table, and its lines; None where it is no caption."""
    texts = [_caption_texts(cell) for cell in cells]
    name = _is_over_all(cells, grid) and (
        any(is_table_name(squeeze(text)) for text in texts[0])
        or (named and bool(_SUBTITLE.fullmatch(squeeze(cells[0].text))))
    )
    flats = [squeeze(t) for cell_texts in texts for t in cell_texts]
    around = [*flats, *(squeeze(line.text) for line in above)]
    others = [flat for flat in flats if not is_caption_cell(flat) and not is_unit_rest(flat, around)]
    if len(others) > name:
        return None
    return name, [line for cell, cell_texts in zip(cells, texts, strict=True) for line in _lines(cell, cell_texts)]


def _is_over_all(cells: Sequence[GridCell], grid: PageGrid) -> bool:
    return (
        len(cells) == 1
        and abs(cells[0].x0 - grid.x0) <= EDGE_TOLERANCE
        and abs(cells[0].x1 - grid.x1) <= EDGE_TOLERANCE
    )


def _caption_texts(cell: GridCell) -> list[str]:
    """The texts of a cell: its label, unit and department lines each, and what stands between them as one."""
    texts: list[str] = []
    open_text = False
    for part in cell.text.split("\n"):
        if is_caption_cell(squeeze(part)):
            texts.append(part)
            open_text = False
        elif open_text:
            texts[-1] += part
        else:
            texts.append(part)
            open_text = True
    return texts


def _lines(cell: GridCell, texts: Sequence[str]) -> list[Line]:
    x0 = cell.x0 if cell.text_x0 is None else cell.text_x0
    x1 = cell.x1 if cell.text_x1 is None else cell.text_x1
    step = (cell.bottom - cell.top) / len(texts)
    size = min((x1 - x0) / max(len(part) for part in cell.text.split("\n")), step)
    return [Line(text, x0, cell.top + at * step, x1, cell.top + (at + 1) * step, size) for at, text in enumerate(texts)]
