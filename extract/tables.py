"""Join the grids that are one table over several pages, and number its columns, rows and spans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.headings import count_heading_rows, heading_paths, is_column_number_row, is_number, same_texts
from extract.model import Cell, TableRow
from extract.page_grid import EDGE_TOLERANCE, GridCell, PageGrid, cluster_edges, nearest_edge
from extract.patterns import squeeze

# Left edges and widths of one table wander by some points from page to page (centred print areas).
_COLUMN_DRIFT = 12.0
# A text stands in the column that holds this share of its width.
_INSIDE = 0.6
_MAX_HEADING_ROWS = 4
# A line this near (in em) to the cell's right edge was broken because the cell was full.
_FULL_LINE_EM = 1.3
_LINE_START = re.compile(
    r"[一二三四五六七八九十百]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．]|[①-⑳]|其中|注|合计|总计"
)


@dataclass(frozen=True, slots=True)
class JoinedTable:
    """A table over all its pages: rows with roles and spans, and the heading path of each column."""

    column_count: int
    rows: tuple[TableRow, ...]
    heading_paths: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row before numbering: its page, cells, and how near the text comes to each cell's right edge."""

    page_no: int
    cells: tuple[Cell, ...]
    full: frozenset[int]


def columns_match(before: PageGrid, after: PageGrid) -> bool:
    """Tell whether a grid may continue another: the same columns at nearly the same places.

    Slivers and merged cells give one of them columns that the other lacks; then the borders of the one with fewer are
    all among the other's.
    """
    if len(before.column_edges) != len(after.column_edges):
        fewer, more = sorted((before.column_edges, after.column_edges), key=len)
        same_extent = max(abs(before.x0 - after.x0), abs(before.x1 - after.x1)) <= EDGE_TOLERANCE
        return same_extent and all(min(abs(edge - other) for other in more) <= _COLUMN_DRIFT for edge in fewer)
    shift = after.x0 - before.x0
    return all(
        abs(b + shift - a) <= _COLUMN_DRIFT for b, a in zip(before.column_edges, after.column_edges, strict=True)
    )


def repeats_heading(before: PageGrid, after: PageGrid) -> bool:
    """Tell whether a grid begins with the heading of another and then goes on with other lines.

    One that begins with the same line under the same heading is a table of its own: another department's, or year's.
    """
    first, rows = (_indexed_rows(grid, 0.0, grid.column_edges) for grid in (before, after))
    count = count_heading_rows([row.cells for row in first])
    if not 0 < count < min(len(first), len(rows)):
        return False
    alike = all(same_texts(a.cells, b.cells) for a, b in zip(first[:count], rows, strict=False))
    return alike and _words(first[count]) != _words(rows[count])


def _words(row: _Row) -> list[str]:
    return [squeeze(cell.text) for cell in row.cells if squeeze(cell.text) and not is_number(cell.text)]


def fit_columns(before: PageGrid, after: PageGrid) -> PageGrid | None:
    """Give a grid the columns of the one it may go on from, where no rules show them in one of the two.

    Returns:
        The grid with the columns of the other; None where a text of it stands in none of them, or two in one.
    """
    if not (before.is_aligned or after.is_aligned):
        return None
    edges = before.column_edges
    if len(edges) == len(after.column_edges) and _texts(before.rows[0]) == _texts(after.rows[0]):
        place = dict(zip(after.column_edges, edges, strict=True))
        return replace(after, x0=edges[0], x1=edges[-1], column_edges=edges, rows=_moved(after.rows, place))
    printed = _printed_columns(before) if before.is_aligned else {}
    own = _printed_columns(after)
    # The outer columns reach as far as texts do.
    within = (min(edges[0], after.x0), *edges[1:-1], max(edges[-1], after.x1))
    rows: list[tuple[GridCell, ...]] = []
    for index, row in enumerate(after.rows):
        top, bottom = after.row_edges[index], after.row_edges[index + 1]
        cells = {i: GridCell(x0, top, x1, bottom, "", None, None) for i, (x0, x1) in enumerate(pairwise(edges))}
        for cell in row:
            if cell.text_x0 is None or cell.text_x1 is None:
                continue
            reach = cell.text_x0, cell.text_x1
            whole = own.get(nearest_edge(after.column_edges, cell.x0), reach)
            column = _column_under(whole, printed)
            column = _column_under(reach, printed) if column is None else column
            column = _column_between(reach, within) if column is None else column
            if column is None or cells[column].text:
                return None
            cells[column] = replace(cell, x0=edges[column], x1=edges[column + 1])
        rows.append(tuple(cells[i] for i in range(len(edges) - 1)))
    return replace(after, x0=edges[0], x1=edges[-1], column_edges=edges, rows=tuple(rows))


def _printed_columns(grid: PageGrid) -> dict[int, tuple[float, float]]:
    """From where to where the texts of each column reach that holds some of its own."""
    found: dict[int, tuple[float, float]] = {}
    for cell in (cell for row in grid.rows for cell in row):
        column = nearest_edge(grid.column_edges, cell.x0)
        if cell.text_x0 is None or cell.text_x1 is None or nearest_edge(grid.column_edges, cell.x1) != column + 1:
            continue
        x0, x1 = found.get(column, (cell.text_x0, cell.text_x1))
        found[column] = min(x0, cell.text_x0), max(x1, cell.text_x1)
    return found


def _column_under(reach: tuple[float, float], printed: dict[int, tuple[float, float]]) -> int | None:
    """The only column whose texts stand over a stretch."""
    under = [column for column, (x0, x1) in printed.items() if min(reach[1], x1) > max(reach[0], x0)]
    return under[0] if len(under) == 1 else None


def _column_between(reach: tuple[float, float], edges: Sequence[float]) -> int | None:
    """The column whose edges hold most of a stretch; None where none does."""
    shared = [min(reach[1], x1) - max(reach[0], x0) for x0, x1 in pairwise(edges)]
    column = max(range(len(shared)), key=lambda i: shared[i])
    return column if shared[column] >= _INSIDE * (reach[1] - reach[0]) else None


def prints_heading_of(texts: Sequence[str], grid: PageGrid) -> bool:
    """Tell whether texts without white space, one at least, are all headings of a grid."""
    rows = _indexed_rows(grid, 0.0, grid.column_edges)
    heading = rows[: count_heading_rows([row.cells for row in rows])]
    return bool(texts) and {squeeze(cell.text) for row in heading for cell in row.cells}.issuperset(texts)


def _texts(row: Sequence[GridCell]) -> list[str]:
    return [squeeze(cell.text) for cell in row if cell.text]


def _moved(rows: Sequence[Sequence[GridCell]], place: dict[float, float]) -> tuple[tuple[GridCell, ...], ...]:
    """Cells whose sides stand at other places."""
    return tuple(
        tuple(replace(cell, x0=place.get(cell.x0, cell.x0), x1=place.get(cell.x1, cell.x1)) for cell in row)
        for row in rows
    )


def join_grids(table_index: int, grids: Sequence[PageGrid]) -> JoinedTable:
    """Make one table of the grids printed one after another.

    Args:
        table_index: the number that the rows carry.
        grids: the parts of the table in reading order; at least one.

    Returns:
        Rows in printed order. A heading repeated after a page break keeps its rows, marked `repeated_heading`;
        a row broken by the page end is one row, on the page where it starts.
    """
    shifts = [g.x0 - grids[0].x0 if abs(g.x0 - grids[0].x0) <= _COLUMN_DRIFT else 0.0 for g in grids]
    edges = cluster_edges(e - s for g, s in zip(grids, shifts, strict=True) for e in g.column_edges)
    parts = [_indexed_rows(g, s, edges) for g, s in zip(grids, shifts, strict=True)]
    parts = _with_whole_heading(parts)
    first = [r.cells for r in parts[0]]
    heading_count = count_heading_rows(first)
    numbered = heading_count < len(first) and is_column_number_row(first[heading_count])
    block = heading_count + numbered
    rows: list[tuple[_Row, str]] = [
        (row, "heading" if i < heading_count else "column_number" if i < block else "body")
        for i, row in enumerate(parts[0])
    ]
    for part in parts[1:]:
        repeated = _count_repeated(part, parts[0][:block]) or _count_repeated(part, parts[0][:heading_count])
        rest = part[repeated:]
        if rest and rows[-1][1] == "body" and _continues(rows[-1][0], rest[0]):
            rows[-1] = (_merge_rows(rows[-1][0], rest[0]), "body")
            rest = rest[1:]
        rows += [(row, "repeated_heading") for row in part[:repeated]]
        rows += [(row, "body") for row in rest]
    cells, column_count = _merge_phantom_columns([row.cells for row, _ in rows], len(edges) - 1)
    table_rows = tuple(
        TableRow(table_index, i, row.page_no, role, row_cells)
        for i, ((row, role), row_cells) in enumerate(zip(rows, cells, strict=True))
    )
    heading_rows = [row.cells for row in table_rows if row.role == "heading"]
    return JoinedTable(column_count, table_rows, heading_paths(heading_rows, column_count))


def _with_whole_heading(parts: list[list[_Row]]) -> list[list[_Row]]:
    """Join the rest of a heading that a page's end cut to its first rows: no part begins with a half of it."""
    while len(parts) > 1 and _is_heading_only(parts[0]) and not _count_repeated(parts[1], parts[0]):
        parts = [[*parts[0], *parts[1]], *parts[2:]]
    return parts


def _is_heading_only(part: Sequence[_Row]) -> bool:
    texts = [cell.text for row in part for cell in row.cells]
    return 0 < len(part) <= _MAX_HEADING_ROWS and all(texts) and not any(map(is_number, texts))


def _indexed_rows(grid: PageGrid, shift: float, edges: Sequence[float]) -> list[_Row]:
    rows = []
    for index, grid_cells in enumerate(grid.rows):
        cells, full = [], set()
        for cell in grid_cells:
            column = nearest_edge(edges, cell.x0 - shift)
            column_span = max(nearest_edge(edges, cell.x1 - shift) - column, 1)
            row_span = max(nearest_edge(grid.row_edges, cell.bottom) - index, 1)
            cells.append(
                Cell(column, column_span, row_span, cell.text, cell.x0, cell.top, cell.x1, cell.bottom, cell.text_x0)
            )
            if _is_full(cell):
                full.add(column)
        rows.append(_Row(grid.page_no, tuple(cells), frozenset(full)))
    return rows


def _is_full(cell: GridCell) -> bool:
    if cell.text_x1 is None or cell.text_x0 is None:
        return False
    line_count = cell.text.count("\n") + 1
    widest = max((len(t) for t in cell.text.split("\n")), default=1)
    em = (cell.text_x1 - cell.text_x0) / max(widest, 1)
    return line_count > 1 or cell.x1 - cell.text_x1 <= _FULL_LINE_EM * em + 6


def _count_repeated(part: Sequence[_Row], block: Sequence[_Row]) -> int:
    """Number of leading rows of a part that repeat the table's heading (some printers repeat its last rows only)."""
    for skip in range(len(block)):
        expected = block[skip:]
        if len(part) >= len(expected) and all(
            same_texts(a.cells, b.cells) or _is_cut_heading(a, b) for a, b in zip(part, expected, strict=False)
        ):
            return len(expected)
    return int(bool(part) and _is_lowest_headings(part[0], block))


def _is_cut_heading(row: _Row, heading: _Row) -> bool:
    """Tell whether a row prints a heading again, some of its texts cut short."""
    texts, whole = ([squeeze(c.text) for c in r.cells if squeeze(c.text)] for r in (row, heading))
    same = sum(a == b for a, b in zip(texts, whole, strict=False))
    return (
        len(texts) == len(whole)
        and 2 * same > len(whole)
        and all(b.startswith(a) for a, b in zip(texts, whole, strict=True))
        and not any(map(is_number, texts))
    )


def _is_lowest_headings(row: _Row, block: Sequence[_Row]) -> bool:
    """Tell whether a row prints the headings next to the body side by side, those over them left out."""
    count = max((c.column_index + c.column_span for r in block for c in r.cells), default=0)
    lowest = [squeeze(path[-1]) for path in heading_paths([r.cells for r in block], count) if path]
    return len(lowest) > 1 and [squeeze(c.text) for c in row.cells if c.text] == lowest


def _continues(before: _Row, after: _Row) -> bool:
    """Tell whether a page's first row is the rest of the last row of the page before.

    So it is where it holds text only in cells whose text above filled its line, starts no line of its own, and
    carries nothing where the row above was blank.
    """
    texts = [c for c in after.cells if c.text.strip()]
    if not texts or len(texts) == len(after.cells) > 1:
        return False
    return all(
        c.column_index in before.full and not _LINE_START.match(c.text.strip()) and not c.text.strip()[:1].isdigit()
        for c in texts
    )


def _merge_rows(before: _Row, after: _Row) -> _Row:
    rest = {c.column_index: c.text for c in after.cells if c.text.strip()}
    cells = tuple(
        replace(c, text=f"{c.text}\n{rest[c.column_index]}") if c.column_index in rest else c for c in before.cells
    )
    return _Row(before.page_no, cells, after.full)


def _merge_phantom_columns(rows: Sequence[Sequence[Cell]], column_count: int) -> tuple[list[tuple[Cell, ...]], int]:
    """Join neighbouring columns that never hold two texts in one row.

    Word tables carry sliver columns, and cell borders that wander by a few points between rows: such columns are
    one column to a reader. Columns with headings of their own always hold two texts, in the heading row. What counts
    is the whole group joined so far: an empty column would otherwise join what stands at its two sides.
    """
    places = _places_of_texts(rows)
    new_index, count, group_start = [0] * (column_count + 1), 0, 0
    for column in range(column_count):
        if column > 0 and _holds_two_texts(places, group_start, column):
            count += 1
            group_start = column
        new_index[column] = count
    new_index[column_count] = count + 1
    result = []
    for row in rows:
        cells: dict[int, Cell] = {}
        beside: list[Cell] = []
        for cell in row:
            start = new_index[cell.column_index]
            end = max(new_index[min(cell.column_index + cell.column_span, column_count)], start + 1)
            moved = replace(cell, column_index=start, column_span=end - start)
            kept = cells.get(start)
            if kept is not None and kept.text and moved.text:
                beside.append(moved)  # two cells nearer to one border than borders can be told apart: both are printed
            elif kept is None or moved.text:
                cells[start] = _union(moved, kept)
            else:
                cells[start] = _union(kept, moved)
        result.append(tuple(sorted((*cells.values(), *beside), key=lambda c: c.column_index)))
    return result, count + 1


def _places_of_texts(rows: Sequence[Sequence[Cell]]) -> list[list[tuple[int, int]]]:
    """First column, and column after the last, of the texts of each row; a cell over several rows is in each."""
    places: list[list[tuple[int, int]]] = [[] for _ in rows]
    for index, row in enumerate(rows):
        for cell in row:
            if cell.text:
                for reached in places[index : index + cell.row_span]:
                    reached.append((cell.column_index, cell.column_index + cell.column_span))
    return places


def _holds_two_texts(places: Sequence[Sequence[tuple[int, int]]], group_start: int, column: int) -> bool:
    """Tell whether in some row a text begins at a column and another stands in the columns grouped before it."""
    return any(
        any(start == column for start, _ in row) and any(start < column and end > group_start for start, end in row)
        for row in places
    )


def _union(cell: Cell, other: Cell | None) -> Cell:
    if other is None:
        return cell
    return replace(
        cell,
        column_span=max(cell.column_span, other.column_span),
        row_span=max(cell.row_span, other.row_span),
        x0=min(cell.x0, other.x0),
        x1=max(cell.x1, other.x1),
        top=min(cell.top, other.top),
        bottom=max(cell.bottom, other.bottom),
    )
