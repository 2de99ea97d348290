"""Find the tables of a page and read their cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.arrange import Arrangement, arrange, split_bands
from extract.cells import find_cells
from extract.glyphs import Glyph
from extract.headings import is_number
from extract.lines import cell_text, split_lines
from extract.open_grids import find_open_tables
from extract.page_grid import GridCell, PageGrid, cluster_edges, nearest_edge
from extract.page_objects import Box, Edge, PageObjects
from extract.refine import is_crowded, refine
from extract.rules import joints, open_ends, open_sides, upright_places
from extract.tokens import Token, make_tokens, token_lines

# Glyphs nearer than this (in em) run on; the padding of two neighbouring cells is wider.
_RUN_ON_EM = 0.25
# A heading is this near to the middle of its columns, of their width.
_CENTRED_SHARE = 0.05
# Rows without rules are looked for this many rows beyond a grid, each this near (in em) to the row beside it.
_BARE_ROWS = 3
_BARE_GAP_EM = 1.5


@dataclass(frozen=True, slots=True)
class _Frame:
    """The boxes of a grid before they are read, and the edges of its rows and columns."""

    boxes: tuple[Box, ...]
    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]

    @property
    def extent(self) -> Box:
        return self.column_edges[0], self.row_edges[0], self.column_edges[-1], self.row_edges[-1]

    @property
    def area(self) -> float:
        return (self.extent[2] - self.extent[0]) * (self.extent[3] - self.extent[1])


def find_grids(page: PageObjects, glyphs: Sequence[Glyph]) -> list[PageGrid]:
    """Find the tables of a page, top to bottom, with their cells' text.

    What rules enclose comes first, then what level rules alone part into rows, then texts that stand in columns
    without rules. A grid needs two columns and some text: a frame around the page is none. One row is enough, for a
    table may leave a single row to its last page.
    """
    edges = [*page.edges, *open_ends(page.edges, glyphs)]
    cells = [_clip(table, page) for table in find_cells([*edges, *open_sides(edges)])]
    frames = [frame for boxes in cells if (frame := _frame(_drop_enclosing(boxes))) is not None]
    ruled = _ruled_grids([f for f in frames if len(f.column_edges) > 2], glyphs, page, edges)
    left = outside(glyphs, ruled)
    ruled = [_with_bare_rows(grid, left) for grid in ruled]
    left = outside(left, ruled)
    half_ruled = _half_ruled_grids([f for f in frames if len(f.column_edges) == 2], left, page)
    found = [*ruled, *half_ruled]
    tokens = make_tokens(outside(left, half_ruled))
    found += [
        _grid_of(arrangement, page.page_no)
        for arrangement in find_open_tables(page, tokens, [(g.x0, g.top, g.x1, g.bottom) for g in found])
    ]
    return sorted(found, key=lambda g: (g.top, g.x0))


def _ruled_grids(
    frames: Sequence[_Frame], glyphs: Sequence[Glyph], page: PageObjects, edges: Sequence[Edge]
) -> list[PageGrid]:
    shared = [_glyphs_by_box(frame, glyphs) for frame in frames]
    # Frames may overlap: a glyph in a cell of one has its place, and one without a cell is given to the smallest.
    some_homeless = any(homeless for _, homeless in shared)
    placed = {glyph for owned, _ in shared if some_homeless for content in owned for glyph in content}
    grids = []
    for frame, (owned, homeless) in sorted(zip(frames, shared, strict=True), key=lambda pair: pair[0].area):
        left = [glyph for glyph in homeless if glyph not in placed]
        placed.update(left)
        housed, contents = _house(left, frame, owned, edges)
        grid = _read_grid(housed, contents, page.page_no)
        if grid is not None:
            grids.append(_completed(grid, housed, contents, edges))
    return grids


def _completed(grid: PageGrid, frame: _Frame, contents: Sequence[Sequence[Glyph]], edges: Sequence[Edge]) -> PageGrid:
    """The grid with the rows and columns that its rules leave out."""
    if not any(is_crowded(cell.text) for row in grid.rows for cell in row):
        return grid
    if sum(any(cell.text for cell in row) for row in grid.rows) == 1:
        places = cluster_edges([*frame.column_edges, *upright_places(edges, frame.extent)])
        tokens = make_tokens(g for content in contents for g in content)
        ends = frame.row_edges[0], frame.row_edges[-1]
        arrangement = arrange(tokens, ends, places, needs_heading=False)
        return grid if arrangement is None else _grid_of(arrangement, grid.page_no)
    rows, columns = frame.row_edges, frame.column_edges
    cells = [
        (
            (
                nearest_edge(rows, b[1]),
                nearest_edge(columns, b[0]),
                nearest_edge(rows, b[3]),
                nearest_edge(columns, b[2]),
            ),
            (b, list(content)),
        )
        for b, content in zip(frame.boxes, contents, strict=True)
    ]
    refined = refine(cells, rows, columns)
    if refined is None:
        return grid
    parted, row_edges, column_edges = refined
    aligned = len(column_edges) > len(columns)
    completed = _Frame(tuple(box for box, _ in parted), tuple(row_edges), tuple(column_edges))
    return _read_grid(completed, [content for _, content in parted], grid.page_no, is_aligned=aligned) or grid


def _with_bare_rows(grid: PageGrid, glyphs: Sequence[Glyph]) -> PageGrid:
    """The grid with the lines next to it whose texts stand in its columns, figures among them.

    A page's end may leave a row without a rule over and beside it, or under and beside it.
    """
    reach = _BARE_ROWS * max(b - a for a, b in pairwise(grid.row_edges))
    near = [g for g in glyphs if grid.top - reach <= g.mid_y <= grid.bottom + reach and grid.x0 <= g.mid_x <= grid.x1]
    lines = token_lines(make_tokens(near))
    for line in reversed([line for line in lines if line[0].mid_y < grid.top]):
        texts = _texts_in_columns(line, grid)
        if texts is None or grid.top - max(t.bottom for t in line) > _BARE_GAP_EM * line[0].size:
            break
        top = min(t.top for t in line)
        row = _bare_row(texts, grid, top, grid.top)
        grid = replace(grid, top=top, row_edges=(top, *grid.row_edges), rows=(row, *grid.rows))
    for line in (line for line in lines if line[0].mid_y > grid.bottom):
        texts = _texts_in_columns(line, grid)
        if texts is None or min(t.top for t in line) - grid.bottom > _BARE_GAP_EM * line[0].size:
            break
        bottom = max(t.bottom for t in line)
        row = _bare_row(texts, grid, grid.bottom, bottom)
        grid = replace(grid, bottom=bottom, row_edges=(*grid.row_edges, bottom), rows=(*grid.rows, row))
    return grid


def _texts_in_columns(line: Sequence[Token], grid: PageGrid) -> dict[int, Token] | None:
    """The tokens of a line by column; None where it is no row of the grid."""
    texts: dict[int, Token] = {}
    for token in line:
        column = _slot(grid.column_edges, token.mid_x)
        x0, x1 = grid.column_edges[column : column + 2]
        if column in texts or token.x0 < x0 - 1 or token.x1 > x1 + 1:
            return None
        texts[column] = token
    return texts if len(texts) > 1 and any(t.is_figure for t in line) else None


def _bare_row(texts: dict[int, Token], grid: PageGrid, top: float, bottom: float) -> tuple[GridCell, ...]:
    return tuple(
        _read_cell((x0, top, x1, bottom), texts[column].glyphs if column in texts else ())
        for column, (x0, x1) in enumerate(pairwise(grid.column_edges))
    )


def _half_ruled_grids(frames: Sequence[_Frame], glyphs: Sequence[Glyph], page: PageObjects) -> list[PageGrid]:
    """Tables in frames that rules part into rows, and not into columns."""
    grids: list[PageGrid] = []
    for frame in sorted(frames, key=lambda f: f.area):
        tokens = make_tokens(outside((g for g in glyphs if _is_within(g, frame.extent)), grids))
        for row_edges in split_bands(frame.row_edges, tokens):
            inside = [t for t in tokens if row_edges[0] <= t.mid_y < row_edges[-1]]
            if _is_heading_of_more(inside, row_edges[-1], glyphs):
                continue
            x0, x1 = frame.column_edges
            places = joints(page.edges, row_edges, x0, x1)
            if any(t.is_figure and t.x0 < x - 1 and t.x1 > x + 1 for t in inside for x in places):
                places = []
            arrangement = arrange(inside, row_edges, (x0, *places, x1))
            if arrangement is not None:
                grids.append(_grid_of(arrangement, page.page_no))
    return grids


def _is_heading_of_more(inside: Sequence[Token], bottom: float, glyphs: Sequence[Glyph]) -> bool:
    """Tell whether what stands between rules is a heading alone, and the rows under it go on without a rule.

    A table of three rules that the page's end cuts has its last rule on another page. What has no rules finds it.
    """
    if any(t.is_figure for t in inside):
        return False
    reach = bottom + _BARE_ROWS * max((t.bottom - t.top for t in inside), default=0.0)
    under = token_lines(make_tokens(g for g in glyphs if bottom <= g.mid_y <= reach))[:1]
    return any(len(line) > 1 and any(t.is_amount for t in line) for line in under)


def _grid_of(arrangement: Arrangement, page_no: int) -> PageGrid:
    boxes = tuple(box for box, _ in arrangement.cells)
    frame = _Frame(boxes, arrangement.row_edges, arrangement.column_edges)
    grid = _read_grid(frame, [content for _, content in arrangement.cells], page_no, is_aligned=True)
    assert grid is not None, "an arrangement is made of texts"
    return grid


def _clip(boxes: Iterable[Box], page: PageObjects) -> list[Box]:
    """Leave out what of the boxes lies off the page: a print area may be wider than the paper."""
    clipped = ((max(b[0], 0.0), max(b[1], 0.0), min(b[2], page.width), min(b[3], page.height)) for b in boxes)
    return [
        (float(x0), float(top), float(x1), float(bottom)) for x0, top, x1, bottom in clipped if x0 < x1 and top < bottom
    ]


def _drop_enclosing(boxes: Sequence[Box]) -> list[Box]:
    """Leave out a box that holds another: a frame drawn around cells."""
    by_top = sorted(boxes, key=lambda b: b[1])
    tops = [b[1] for b in by_top]

    def holds_any(outer: Box) -> bool:
        x0, top, x1, bottom = outer[0] - 1, outer[1] - 1, outer[2] + 1, outer[3] + 1
        return any(
            b[0] >= x0 and b[2] <= x1 and b[3] <= bottom and b != outer
            for b in by_top[bisect_left(tops, top) : bisect_right(tops, bottom)]
        )

    return [b for b in boxes if not holds_any(b)]


def _frame(boxes: Sequence[Box]) -> _Frame | None:
    column_edges = cluster_edges(v for b in boxes for v in (b[0], b[2]))
    row_edges = cluster_edges(v for b in boxes for v in (b[1], b[3]))
    if len(column_edges) < 2 or len(row_edges) < 2:
        return None
    # A box between two edges that are one rule is the gap of a rule drawn twice: what stands there is its neighbour's.
    rows = [b for b in boxes if nearest_edge(row_edges, b[1]) < nearest_edge(row_edges, b[3])]
    return _Frame(tuple(rows), tuple(row_edges), tuple(column_edges))


def _read_grid(
    frame: _Frame, contents: Sequence[Sequence[Glyph]], page_no: int, *, is_aligned: bool = False
) -> PageGrid | None:
    rows: list[list[GridCell]] = [[] for _ in range(len(frame.row_edges) - 1)]
    for box, content in zip(frame.boxes, contents, strict=True):
        rows[nearest_edge(frame.row_edges, box[1])].append(_read_cell(box, content))
    if not any(cell.text for row in rows for cell in row):
        return None
    return PageGrid(
        page_no,
        *frame.extent,
        frame.row_edges,
        frame.column_edges,
        tuple(tuple(sorted(row, key=lambda c: c.x0)) for row in rows),
        is_aligned,
    )


def _read_cell(box: Box, content: Sequence[Glyph]) -> GridCell:
    text, text_x0 = cell_text(content)
    return GridCell(*box, text, text_x0, max((g.x1 for g in content if not g.text.isspace()), default=None))


def _glyphs_by_box(frame: _Frame, glyphs: Sequence[Glyph]) -> tuple[list[list[Glyph]], list[Glyph]]:
    """Give each glyph to the box that holds its centre; those of the frame that no box holds are returned beside."""
    boxes, edges = frame.boxes, frame.column_edges
    owned: list[list[Glyph]] = [[] for _ in boxes]
    homeless: list[Glyph] = []
    wide = (i for i, box in enumerate(boxes) if nearest_edge(edges, box[0]) < nearest_edge(edges, box[2]))
    by_top = sorted(((*boxes[i], i) for i in wide), key=lambda place: place[1])
    tops = [place[1] for place in by_top]
    reach = max((place[3] - place[1] for place in by_top), default=0.0) + 1
    for glyph in glyphs:
        x, y = glyph.mid_x, glyph.mid_y
        for at in range(bisect_right(tops, y) - 1, bisect_left(tops, y - reach) - 1, -1):
            x0, _, x1, bottom, i = by_top[at]
            if x0 <= x < x1 and y < bottom:
                owned[i].append(glyph)
                break
        else:
            if _is_within(glyph, frame.extent):
                homeless.append(glyph)
    return owned, homeless


def _house(
    homeless: Sequence[Glyph], frame: _Frame, owned: Sequence[Sequence[Glyph]], edges: Sequence[Edge]
) -> tuple[_Frame, list[list[Glyph]]]:
    """Give the glyphs of a frame that no box holds to cells made from the edges of its rows and columns.

    The finder makes no cell of a place that lacks one rule. A text that runs over an edge is in one cell with it, and
    so is the place around words at the middle of columns that no rule parts.
    """
    boxes, contents = list(frame.boxes), [list(content) for content in owned]
    taken = _boxes_by_place(frame) if homeless else {}
    free: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in homeless:
        row = _slot(frame.row_edges, glyph.mid_y)
        box = taken.get((row, _slot(frame.column_edges, glyph.mid_x)))
        if box is None:
            free[row].append(glyph)
        else:
            contents[box].append(glyph)
    for row, glyphs in free.items():
        ranges = _column_ranges(glyphs, frame.column_edges)
        full = {column for at, column in taken if at == row} | {
            c for first, last in ranges for c in range(first, last + 1)
        }
        for first, last in ranges:
            content = [g for g in glyphs if first <= _slot(frame.column_edges, g.mid_x) <= last]
            low, high = _centred_over(content, (first, last), row, frame, full, edges)
            boxes.append(
                (frame.column_edges[low], frame.row_edges[row], frame.column_edges[high + 1], frame.row_edges[row + 1])
            )
            contents.append(content)
    return replace(frame, boxes=tuple(boxes)), contents


def _centred_over(
    content: Sequence[Glyph], own: tuple[int, int], row: int, frame: _Frame, full: set[int], edges: Sequence[Edge]
) -> tuple[int, int]:
    """First and last of the columns that words are the heading of; their own where they are not in the middle."""
    text = "".join(g.text for g in content)
    places, (top, bottom) = frame.column_edges, frame.row_edges[row : row + 2]
    ruled = {nearest_edge(places, x) for x in upright_places(edges, (places[0] - 1, top, places[-1] + 1, bottom))}
    low, high = own
    while low > 0 and low - 1 not in full and low not in ruled:
        low -= 1
    while high < len(places) - 2 and high + 1 not in full and high + 1 not in ruled:
        high += 1
    width = places[high + 1] - places[low]
    middle = (min(g.x0 for g in content) + max(g.x1 for g in content)) / 2
    is_centred = abs(middle - places[low] - width / 2) <= _CENTRED_SHARE * width
    return (low, high) if is_centred and not is_number(text) else own


def _boxes_by_place(frame: _Frame) -> dict[tuple[int, int], int]:
    """The index of the box that covers each row and column."""
    return {
        (row, column): index
        for index, (x0, top, x1, bottom) in enumerate(frame.boxes)
        for row in range(nearest_edge(frame.row_edges, top), nearest_edge(frame.row_edges, bottom))
        for column in range(nearest_edge(frame.column_edges, x0), nearest_edge(frame.column_edges, x1))
    }


def _slot(edges: Sequence[float], value: float) -> int:
    """Index of the row or column between whose edges a value lies."""
    return min(max(bisect_right(edges, value) - 1, 0), len(edges) - 2)


def _column_ranges(glyphs: Sequence[Glyph], column_edges: Sequence[float]) -> list[tuple[int, int]]:
    """First and last column of each text of one row; texts that share a column are one."""
    ranges: list[tuple[int, int]] = []
    for line in split_lines(g for g in glyphs if not g.text.isspace()):
        previous: Glyph | None = None
        for glyph in line:
            column = _slot(column_edges, glyph.mid_x)
            runs_on = previous is not None and glyph.x0 - previous.x1 <= _RUN_ON_EM * min(glyph.size, previous.size)
            if runs_on and ranges:
                ranges[-1] = (ranges[-1][0], max(ranges[-1][1], column))
            else:
                ranges.append((column, column))
            previous = glyph
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def outside(glyphs: Iterable[Glyph], grids: Iterable[PageGrid]) -> list[Glyph]:
    """The glyphs that stand in none of the grids."""
    left = list(glyphs)
    for grid in grids:
        left = [g for g in left if not (grid.x0 <= g.mid_x <= grid.x1 and grid.top <= g.mid_y <= grid.bottom)]
    return left


def _is_within(glyph: Glyph, box: Box) -> bool:
    return box[0] <= glyph.mid_x <= box[2] and box[1] <= glyph.mid_y <= box[3]
