"""The cells that rules enclose.

The rules of this search are those of pdfplumber's finder, which stays the reference that the tests compare it with. Its
own works on dictionaries and compares every rule with every other, every point with every point: on a page of Word's
fragments that takes longer than all the rest of reading.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extract.page_objects import Box, Edge

# How far (points) rules may miss each other and still be one rule, or meet; a shorter piece, or rule, is none.
_REACH = 3.0
_MIN_PIECE_LENGTH = 1.0
_MIN_EDGE_LENGTH = 2.0

# A crossing by the index of its upright rules' place, and of its level rules'.
_Crossing = tuple[int, int]


class _Rule(NamedTuple):
    """A rule by its place (x of an upright one, y of a level one) and where it runs from and to."""

    place: float
    start: float
    end: float


class _Crossings(NamedTuple):
    """Where rules meet: the numbers of the upright and of the level rules that do, by crossing."""

    upright: dict[_Crossing, set[int]]
    level: dict[_Crossing, set[int]]


def find_cells(edges: Iterable[Edge]) -> list[list[Box]]:
    """Find the cells that rules enclose.

    Args:
        edges: the rules of a page, in pieces or whole.

    Returns:
        The cells of each table, by their left and upper edge: cells that touch at a corner are of one table, and one
        cell alone is none. Tables from top to bottom.
    """
    upright, level = [], []
    for edge in edges:
        wide, tall = edge.x1 - edge.x0, edge.bottom - edge.top
        if max(wide, tall) < _MIN_PIECE_LENGTH:
            continue
        if tall > wide:
            upright.append(_Rule(edge.x0, edge.top, edge.bottom))
        else:
            level.append(_Rule(edge.top, edge.x0, edge.x1))
    uprights, levels = _merge(upright), _merge(level)
    xs = sorted({rule.place for rule in uprights})
    ys = sorted({rule.place for rule in levels})
    cells = _cells(_crossings(uprights, levels, xs, ys))
    tables = [[(xs[x0], ys[top], xs[x1], ys[bottom]) for x0, top, x1, bottom in table] for table in _tables(cells)]
    return sorted(tables, key=lambda table: min((top, x0) for x0, top, _, _ in table))


def _merge(pieces: Iterable[_Rule]) -> list[_Rule]:
    """Make one rule of the pieces that stand at nearly one place and nearly touch."""
    groups: list[list[_Rule]] = []
    for piece in sorted(pieces):
        if groups and piece.place - groups[-1][-1].place <= _REACH:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    rules: list[_Rule] = []
    for group in groups:
        place = sum(piece.place for piece in group) / len(group)
        start, end = float("-inf"), float("-inf")
        for _, first, last in sorted(group, key=lambda piece: piece.start):
            if first <= end + _REACH:
                end = max(end, last)
                continue
            if end - start >= _MIN_EDGE_LENGTH:
                rules.append(_Rule(place, start, end))
            start, end = first, last
        if end - start >= _MIN_EDGE_LENGTH:
            rules.append(_Rule(place, start, end))
    return rules


def _crossings(
    uprights: Sequence[_Rule], levels: Sequence[_Rule], xs: Sequence[float], ys: Sequence[float]
) -> _Crossings:
    """Where upright rules meet level ones; both come by place."""
    found = _Crossings(defaultdict(set), defaultdict(set))
    heights = [rule.place for rule in levels]
    for number, (x, top, bottom) in enumerate(uprights):
        column = bisect_left(xs, x)
        for at in range(bisect_left(heights, top - _REACH), bisect_right(heights, bottom + _REACH)):
            y, x0, x1 = levels[at]
            if x0 - _REACH <= x <= x1 + _REACH:
                crossing = column, bisect_left(ys, y)
                found.upright[crossing].add(number)
                found.level[crossing].add(at)
    return found


def _cells(crossings: _Crossings) -> list[tuple[int, int, int, int]]:
    """The smallest cell down and to the right of each crossing, by the indexes of its sides."""
    upright, level = crossings
    by_column: dict[int, list[int]] = defaultdict(list)
    by_row: dict[int, list[int]] = defaultdict(list)
    for column, row in sorted(upright):
        by_column[column].append(row)
        by_row[row].append(column)
    cells = []
    for column, row in sorted(upright):
        down, across = upright[column, row], level[column, row]
        rows, columns = by_column[column], by_row[row]
        right = [
            other for other in columns[bisect_right(columns, column) :] if not across.isdisjoint(level[other, row])
        ]
        corner = next(
            (
                (other, below)
                for below in (rows[bisect_right(rows, row) :] if right else ())
                if not down.isdisjoint(upright[column, below])
                for other in right
                if (other, below) in upright
                and not upright[other, below].isdisjoint(upright[other, row])
                and not level[other, below].isdisjoint(level[column, below])
            ),
            None,
        )
        if corner is not None:
            cells.append((column, row, *corner))
    return cells


def _tables(cells: Iterable[tuple[int, int, int, int]]) -> list[list[tuple[int, int, int, int]]]:
    """Cells that touch at a corner, themselves or through others."""
    table_of: dict[_Crossing, list[tuple[int, int, int, int]]] = {}
    corners_of: dict[int, list[_Crossing]] = {}
    for cell in cells:
        x0, top, x1, bottom = cell
        corners = [(x0, top), (x0, bottom), (x1, top), (x1, bottom)]
        touched = {id(table): table for corner in corners if (table := table_of.get(corner)) is not None}
        # The largest takes in the others.
        table = max(touched.values(), key=len, default=[])
        mine = corners_of.setdefault(id(table), [])
        for other in touched.values():
            if other is not table:
                table += other
                moved = corners_of.pop(id(other))
                mine += moved
                table_of.update(dict.fromkeys(moved, table))
        table.append(cell)
        mine += corners
        table_of.update(dict.fromkeys(corners, table))
    tables = {id(table): table for table in table_of.values()}
    return [sorted(table) for table in tables.values() if len(table) > 1]
