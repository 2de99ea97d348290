"""Take the caption off a grid that prints it in merged rows of its own, as Excel does with borders around all cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.captions import is_caption_cell, is_table_name, is_unit_rest
from extract.lines import Line
from extract.page_grid import EDGE_TOLERANCE, GridCell, PageGrid, nearest_edge
from extract.patterns import squeeze

# A heading and a row of the body are left, or the rows are no caption.
_MIN_ROWS_LEFT = 2
_SUBTITLE = re.compile(r"[(（].+[)）]")


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
        texts = [_caption_texts(cell) for cell in cells]
        name = _is_over_all(cells, grid) and (
            any(is_table_name(squeeze(text)) for text in texts[0])
            or (named and bool(_SUBTITLE.fullmatch(squeeze(cells[0].text))))
        )
        flats = [squeeze(t) for cell_texts in texts for t in cell_texts]
        around = [*flats, *(squeeze(line.text) for line in lines)]
        others = [flat for flat in flats if not is_caption_cell(flat) and not is_unit_rest(flat, around)]
        if len(others) > name:
            break
        named = named or name
        lines += [line for cell, cell_texts in zip(cells, texts, strict=True) for line in _lines(cell, cell_texts)]
        count = index + 1
    if not count:
        return grid, ()
    reach = max(nearest_edge(grid.row_edges, cell.bottom) for row in grid.rows[:count] for cell in row)
    rest = grid.rows[reach:]
    used = {nearest_edge(grid.column_edges, x) for row in rest for cell in row for x in (cell.x0, cell.x1)}
    columns = tuple(grid.column_edges[index] for index in sorted(used))
    texts_between = any(cell.text for row in grid.rows[count:reach] for cell in row)
    if texts_between or len(columns) < 3 or sum(any(c.text for c in row) for row in rest) < _MIN_ROWS_LEFT:
        return grid, ()
    body = replace(
        grid,
        x0=columns[0],
        top=grid.row_edges[reach],
        x1=columns[-1],
        row_edges=grid.row_edges[reach:],
        column_edges=columns,
        rows=rest,
    )
    return body, tuple(lines)


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
