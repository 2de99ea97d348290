"""The grids of a page: cells in rows and columns, whatever showed where they end."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Edges nearer than this (points) are one rule drawn twice.
EDGE_TOLERANCE = 4.0


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
    """A grid on one page: its box, and its cells by row (`rows[i]` holds the cells that start in row i).

    `is_aligned` where no rules part some of its columns: their edges lie somewhere between the texts.
    """

    page_no: int
    x0: float
    top: float
    x1: float
    bottom: float
    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    is_aligned: bool = False


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
    """Index of the edge nearest to a value, of edges in ascending order."""
    after = bisect_left(edges, value)
    if after in (0, len(edges)):
        return max(after - 1, 0)
    return after - 1 if value - edges[after - 1] <= edges[after] - value else after
