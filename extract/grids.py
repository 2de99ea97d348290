"""Find the ruled grids of a page and read their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pdfplumber.page import Page as PdfPage

from extract.glyphs import Glyph
from extract.lines import cell_text
from extract.rules import is_rule, open_sides

_FINDER = {
    "vertical_strategy": "lines",
    "horizontal_strategy": "lines",
    "snap_tolerance": 3,
    "join_tolerance": 3,
    "edge_min_length": 2,
    "intersection_tolerance": 3,
}
# Edges nearer than this are one rule drawn twice.
EDGE_TOLERANCE = 4.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a page's grid: its box, its text as printed and where the text starts."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    text_x0: float | None
    text_x1: float | None


@dataclass(frozen=True, slots=True)
class PageGrid:
    """A ruled grid on one page: its box, and its cells by row (`rows[i]` holds the cells that start in row i)."""

    page_no: int
    x0: float
    top: float
    x1: float
    bottom: float
    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]
    rows: tuple[tuple[GridCell, ...], ...]


def find_grids(page: PdfPage, page_no: int, glyphs: Sequence[Glyph]) -> list[PageGrid]:
    """Find the ruled grids of a page, top to bottom, with their cells' text.

    A grid needs two columns and some text: a frame around the page is none. One row is enough, for a table may leave
    a single row to its last page.
    """
    grids = []
    ruled = page.filter(is_rule)
    for table in ruled.find_tables({**_FINDER, "explicit_vertical_lines": open_sides(ruled.edges)}):
        boxes = _drop_enclosing([tuple(float(v) for v in c) for c in table.cells])  # type: ignore[misc]
        grid = _read_grid(boxes, page_no, glyphs) if boxes else None
        if grid is not None:
            grids.append(grid)
    return sorted(grids, key=lambda g: (g.top, g.x0))


def _drop_enclosing(boxes: Sequence[Box]) -> list[Box]:
    """Leave out a box that holds another: a frame drawn around cells."""

    def holds(outer: Box, inner: Box) -> bool:
        return (
            outer != inner
            and outer[0] <= inner[0] + 1
            and outer[1] <= inner[1] + 1
            and outer[2] >= inner[2] - 1
            and outer[3] >= inner[3] - 1
        )

    return [b for b in boxes if not any(holds(b, other) for other in boxes)]


def _read_grid(boxes: Sequence[Box], page_no: int, glyphs: Sequence[Glyph]) -> PageGrid | None:
    column_edges = cluster_edges(v for b in boxes for v in (b[0], b[2]))
    row_edges = cluster_edges(v for b in boxes for v in (b[1], b[3]))
    if len(column_edges) < 3 or len(row_edges) < 2:
        return None
    owned = _glyphs_by_box(boxes, glyphs)
    rows: list[list[GridCell]] = [[] for _ in range(len(row_edges) - 1)]
    for box, inside in zip(boxes, owned, strict=True):
        first = nearest_edge(row_edges, box[1])
        if first >= len(rows):
            continue
        text, text_x0 = cell_text(inside)
        text_x1 = max((g.x1 for g in inside if not g.text.isspace()), default=None)
        rows[first].append(GridCell(*box, text, text_x0, text_x1))
    if sum(1 for row in rows if any(c.text for c in row)) < 1:
        return None
    return PageGrid(
        page_no,
        column_edges[0],
        row_edges[0],
        column_edges[-1],
        row_edges[-1],
        tuple(row_edges),
        tuple(column_edges),
        tuple(tuple(sorted(row, key=lambda c: c.x0)) for row in rows),
    )


def _glyphs_by_box(boxes: Sequence[Box], glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Give each glyph to the box that holds its centre."""
    owned: list[list[Glyph]] = [[] for _ in boxes]
    by_top = sorted(range(len(boxes)), key=lambda i: boxes[i][1])
    tops = [boxes[i][1] for i in by_top]
    for glyph in glyphs:
        for i in reversed(by_top[: bisect_right(tops, glyph.mid_y)]):
            x0, _, x1, bottom = boxes[i]
            if x0 <= glyph.mid_x < x1 and glyph.mid_y < bottom:
                owned[i].append(glyph)
                break
    return owned


def cluster_edges(values: Iterable[float]) -> list[float]:
    """Sorted distinct edges; values within `EDGE_TOLERANCE` of their neighbour are one edge, at their mean."""
    clusters: list[list[float]] = []
    for value in sorted(values):
        if clusters and value - clusters[-1][-1] <= EDGE_TOLERANCE:
            clusters[-1].append(value)
        else:
            clusters.append([value])
    return [sum(c) / len(c) for c in clusters]


def nearest_edge(edges: Sequence[float], value: float) -> int:
    """Index of the edge nearest to a value."""
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def in_any_grid(glyph: Glyph, grids: Iterable[PageGrid]) -> bool:
    """Tell whether a glyph stands inside one of the grids."""
    return any(g.x0 <= glyph.mid_x <= g.x1 and g.top <= glyph.mid_y <= g.bottom for g in grids)
