"""The rules that a table leaves out at its sides, over its first row and under its last."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from extract.glyphs import Glyph
from extract.page_objects import Box, Edge

# Open sides: horizontal rules of one extent, at least so many and so wide, with no upright rule at their ends. One row
# has two, with the upright rules between its columns from one to the other.
_MIN_OPEN_RULES = 3
_ROW_RULES = 2
_MIN_OPEN_WIDTH = 100.0
_NEAR = 3.0
_MIN_ROW_HEIGHT = 8.0
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
    level = join_pieces(e for e in edges if not e.is_upright)
    groups: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in level:
        if edge.x1 - edge.x0 >= _MIN_OPEN_WIDTH:
            groups[round(edge.x0 / _NEAR), round(edge.x1 / _NEAR)].append(edge)
    sides = []
    for group in groups.values():
        top, bottom = min(e.top for e in group), max(e.bottom for e in group)
        x0, x1 = min(e.x0 for e in group), max(e.x1 for e in group)
        count = len({round(e.top / _NEAR) for e in group})
        if count < _MIN_OPEN_RULES and not (count == _ROW_RULES and _is_row((x0, top, x1, bottom), upright)):
            continue
        sides += [
            Edge(x, top, x, bottom)
            for x in (x0, x1)
            if not _is_ruled(x, top, bottom, upright) and not _is_crossed(x, top, bottom, level)
        ]
    return sides


def open_ends(edges: Iterable[Edge], glyphs: Iterable[Glyph]) -> list[Edge]:
    """Level lines that close the tables whose columns run on over their first rule or under their last.

    A table cut by the page's end often has no rule there. Only a row with text in it is closed.

    Args:
        edges: a page's rules.
        glyphs: the page's text.

    Returns:
        Level edges to add.
    """
    edges = list(edges)
    upright = _join_upright(e for e in edges if e.is_upright)
    # The ends of upright pieces are level edges too, as long as the piece is thick.
    level = [e for e in join_pieces(e for e in edges if not e.is_upright) if e.x1 - e.x0 > _NEAR]
    texts = sorted((g.mid_y, g.mid_x) for g in glyphs if not g.text.isspace())
    ends: list[Edge] = []
    for is_top in (True, False):
        for group in _ending_together(upright, is_top=is_top):
            x0, x1 = min(e.x0 for e in group), max(e.x0 for e in group)
            y = min(e.top for e in group) if is_top else max(e.bottom for e in group)
            over = [e.top for e in level if e.x0 < x1 - _NEAR and e.x1 > x0 + _NEAR]
            if x1 - x0 < _MIN_OPEN_WIDTH or _is_inner(x0, y, x1, upright) or any(abs(v - y) <= _NEAR for v in over):
                continue
            if is_top:
                top, bottom = y, min((v for v in over if v > y), default=max(e.bottom for e in group))
            else:
                top, bottom = max((v for v in over if v < y), default=min(e.top for e in group)), y
            within = texts[bisect_left(texts, (top,)) : bisect_left(texts, (bottom,))]
            x0, x1 = _reach(x0, x1, [e for e in level if abs(e.top - (bottom if is_top else top)) <= _NEAR])
            if bottom - top >= _MIN_ROW_HEIGHT and any(x0 < x < x1 for _, x in within):
                ends.append(Edge(x0, y, x1, y))
    return ends


def _reach(x0: float, x1: float, level: Sequence[Edge]) -> tuple[float, float]:
    """From where to where a row reaches whose sides are open: as far as the rule at its other end does."""
    over = [e for e in level if e.x0 <= x0 + _NEAR and e.x1 >= x1 - _NEAR]
    return min([x0, *(e.x0 for e in over)]), max([x1, *(e.x1 for e in over)])


def _ending_together(upright: Iterable[Edge], *, is_top: bool) -> list[list[Edge]]:
    """Upright rules that begin, or end, at one height."""
    groups: list[list[Edge]] = []
    for edge in sorted(upright, key=lambda e: e.top if is_top else e.bottom):
        before = groups[-1][0] if groups else None
        if before and (edge.top - before.top if is_top else edge.bottom - before.bottom) <= _NEAR:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return groups


def _is_inner(x0: float, y: float, x1: float, upright: Sequence[Edge]) -> bool:
    """Tell whether upright rules beside a stretch run on over its height: what ends there is not the table."""
    return any((e.x0 < x0 - _NEAR or e.x0 > x1 + _NEAR) and e.top + _NEAR < y < e.bottom - _NEAR for e in upright)


def upright_places(edges: Iterable[Edge], box: Box) -> list[float]:
    """Where upright rules run through most of a box."""
    x0, top, x1, bottom = box
    return [
        e.x0
        for e in _join_upright(e for e in edges if e.is_upright)
        if x0 < e.x0 < x1 and min(e.bottom, bottom) - max(e.top, top) > (bottom - top) / 2
    ]


def _join_upright(upright: Iterable[Edge]) -> list[Edge]:
    """Make one edge of upright edges that touch at one place."""
    turned = join_pieces(Edge(e.top, e.x0, e.bottom, e.x1) for e in upright)
    return [Edge(e.top, e.x0, e.bottom, e.x1) for e in turned]


def joints(edges: Iterable[Edge], heights: Sequence[float], x0: float, x1: float) -> list[float]:
    """Where the pieces of a table's level rules meet: a rule drawn cell by cell shows the columns it has no rules for.

    Args:
        edges: a page's rules.
        heights: of the table's level rules. The first may be longer pieces, over headings of several columns.
        x0: where the rules begin.
        x1: where they end.

    Returns:
        The places at which all rules after the first are pieced together; none where they differ.
    """
    level = [e for e in edges if not e.is_upright and e.x1 > x0 - _NEAR and e.x0 < x1 + _NEAR]
    found: list[list[float]] = []
    for height in heights[1:]:
        pieces = [e for e in level if abs(e.top - height) <= _NEAR]
        starts = sorted({e.x0 for e in pieces if any(abs(e.x0 - before.x1) <= _SAME_HEIGHT for before in pieces)})
        if not pieces or max(e.x1 for e in pieces) - min(e.x0 for e in pieces) < x1 - x0 - 2 * _NEAR:
            continue  # the rule under a heading of several columns
        places: list[float] = []
        for start in starts:
            if not places or start - places[-1] > _NEAR:
                places.append(start)
        found.append(places)
    if len(found) < 2:
        return []
    same = all(
        len(places) == len(found[0]) and all(abs(a - b) <= _NEAR for a, b in zip(places, found[0], strict=True))
        for places in found
    )
    return [x for x in found[0] if x0 + _NEAR < x < x1 - _NEAR] if same else []


def _is_row(box: Box, upright: Iterable[Edge]) -> bool:
    """Tell whether upright rules part a box into columns, from its top to its bottom."""
    x0, top, x1, bottom = box
    return bottom - top >= _MIN_ROW_HEIGHT and any(
        x0 + _NEAR < e.x0 < x1 - _NEAR and abs(e.top - top) <= _NEAR and abs(e.bottom - bottom) <= _NEAR
        for e in _join_upright(upright)
    )


def _is_crossed(x: float, top: float, bottom: float, level: Sequence[Edge]) -> bool:
    """Tell whether a rule runs on over a place: rules end inside a table too, beside a cell over several rows."""
    return any(e.x0 < x - _NEAR and e.x1 > x + _NEAR and top + _NEAR < e.top < bottom - _NEAR for e in level)


def join_pieces(level: Iterable[Edge]) -> list[Edge]:
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
