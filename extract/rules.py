"""The rules that a table leaves out: upright lines at its two sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from extract.page_objects import Edge

# Open sides: horizontal rules of one extent, at least so many and so wide, with no upright rule at their ends.
_MIN_OPEN_RULES = 3
_MIN_OPEN_WIDTH = 100.0
_NEAR = 3.0
# Pieces of one rule stand on one height to this, the two edges of a thin rectangle too.
_SAME_HEIGHT = 1.0


def open_sides(edges: Iterable[Edge]) -> list[Edge]:
    """Upright lines that close the tables printed without rules at their left and right.

    Args:
        edges: a page's rules.

    Returns:
        Upright edges to add; none where the sides are ruled.
    """
    edges = list(edges)
    upright = [e for e in edges if e.is_upright]
    level = _join_pieces(e for e in edges if not e.is_upright)
    groups: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in level:
        if edge.x1 - edge.x0 >= _MIN_OPEN_WIDTH:
            groups[round(edge.x0 / _NEAR), round(edge.x1 / _NEAR)].append(edge)
    sides = []
    for group in groups.values():
        if len({round(e.top / _NEAR) for e in group}) < _MIN_OPEN_RULES:
            continue
        top, bottom = min(e.top for e in group), max(e.bottom for e in group)
        sides += [
            Edge(x, top, x, bottom)
            for x in (min(e.x0 for e in group), max(e.x1 for e in group))
            if not _is_ruled(x, top, bottom, upright) and not _is_crossed(x, top, bottom, level)
        ]
    return sides


def _is_crossed(x: float, top: float, bottom: float, level: Sequence[Edge]) -> bool:
    """Tell whether a rule runs on over a place: rules end inside a table too, beside a cell over several rows."""
    return any(e.x0 < x - _NEAR and e.x1 > x + _NEAR and top + _NEAR < e.top < bottom - _NEAR for e in level)


def _join_pieces(level: Iterable[Edge]) -> list[Edge]:
    """Make one edge of horizontal edges that touch on one height: a rule may be drawn cell by cell."""
    heights: list[list[Edge]] = []
    for edge in sorted(level, key=lambda e: e.top):
        if heights and edge.top - heights[-1][0].top <= _SAME_HEIGHT:
            heights[-1].append(edge)
        else:
            heights.append([edge])
    joined: list[Edge] = []
    for height in heights:
        first = len(joined)
        for edge in sorted(height, key=lambda e: e.x0):
            if len(joined) > first and edge.x0 - joined[-1].x1 <= _NEAR:
                last = joined[-1]
                joined[-1] = Edge(
                    last.x0, min(last.top, edge.top), max(last.x1, edge.x1), max(last.bottom, edge.bottom)
                )
            else:
                joined.append(edge)
    return joined


def _is_ruled(x: float, top: float, bottom: float, upright: Sequence[Edge]) -> bool:
    covered = sum(
        min(e.bottom, bottom) - max(e.top, top)
        for e in upright
        if abs(e.x0 - x) <= _NEAR and e.bottom > top and e.top < bottom
    )
    return bool(covered > (bottom - top) / 2)
