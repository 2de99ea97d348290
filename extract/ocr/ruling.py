"""Find the ruled lines of a picture."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extract.ocr.picture import Image, Picture, as_bytes
from extract.ocr.text_lines import bands
from extract.page_objects import Edge

# A rule is at least so long and at most so thick (points); strokes of characters are shorter or meet no other rule.
_LEAST_LEVEL = 24.0
_FREE_LEVEL = 80.0
_LEAST_UPRIGHT = 9.0
_FREE_UPRIGHT = 40.0
_MAX_THICKNESS = 4.0
# A break in a rule no longer than this is a fault of the picture.
_BREAK = 3.0
# Two rules whose ends are this near meet.
_MEETING = 4.0
# So much of a rule's length must be ink, and no more of what lies just beside it: strokes in a row have gaps between
# them and more strokes beside them.
_LEAST_INK = 0.85
_MAX_FLANK = 0.3


def find_rules(picture: Picture) -> tuple[Edge, ...]:
    """Find the level and upright rules of a straightened picture.

    Returns:
        Edges in points from the picture's top left, each on the middle of its rule, ends drawn out to the rules that
        they nearly meet.
    """
    level = _stretches(picture, upright=False)
    upright = _stretches(picture, upright=True)
    upright = [e for e in upright if e.bottom - e.top >= _FREE_UPRIGHT or _meets_both(e, level)]
    level = [e for e in level if e.x1 - e.x0 >= _FREE_LEVEL or any(_meet(e, other) for other in upright)]
    return (*(_drawn_out(e, upright) for e in level), *(_drawn_out(e, level) for e in upright))


def _stretches(picture: Picture, upright: bool) -> list[Edge]:
    """Straight stretches of ink in one direction."""
    ink = picture.ink.T if upright else picture.ink
    scale = picture.points
    least = _LEAST_UPRIGHT if upright else _LEAST_LEVEL
    gap = max(2, round(_BREAK / scale))
    # A rule a little askew steps from row to row: its neighbours are taken in before its length is measured.
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    joined = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    runs = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, max(3, round(least / scale))), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(as_bytes(runs), connectivity=8)
    found = []
    for index in range(1, count):
        x, y, width, height, _area = (int(v) for v in stats[index])
        part = ink[y : y + height, x : x + width] * (labels[y : y + height, x : x + width] == index)
        found += [
            rule
            for first, last in _rule_rows(part, scale)
            if (rule := _trimmed(ink, x, width, y + first, y + last, scale)) and rule[2] - rule[0] >= least
        ]
    return [Edge(y0, x0, y1, x1) for x0, y0, x1, y1 in found] if upright else [Edge(*e) for e in found]


def _rule_rows(part: Image, scale: float) -> list[tuple[int, int]]:
    """First and one past last row of the rules of one blot: one where it is thin, else its rows inked all along."""
    rows = np.flatnonzero((part > 0).any(axis=1))
    if not len(rows):
        return []
    if (rows[-1] - rows[0] + 1) * scale <= _MAX_THICKNESS:
        return [(int(rows[0]), int(rows[-1]) + 1)]
    # Strokes that touch a rule, or two rules close together, thicken the blot.
    full = np.asarray((part > 0).sum(axis=1) >= 0.6 * part.shape[1])
    return [(first, last) for first, last in bands(full) if (last - first) * scale <= _MAX_THICKNESS]


def _trimmed(
    ink: Image, x: int, width: int, top: int, bottom: int, scale: float
) -> tuple[float, float, float, float] | None:
    """The rule between two rows, from its first ink to its last, or None where it is a row of strokes."""
    covered = np.asarray((ink[top:bottom, x : x + width] > 0).any(axis=0))
    columns = np.flatnonzero(covered)
    if not len(columns) or covered[columns[0] : columns[-1] + 1].mean() < _LEAST_INK:
        return None
    first, last = x + int(columns[0]), x + int(columns[-1]) + 1
    reach = max(2, round(1.5 / scale))
    flanks = [
        ink[max(0, top - 1 - reach) : max(0, top - 1), first:last],
        ink[bottom + 1 : bottom + 1 + reach, first:last],
    ]
    if any(flank.size and (flank > 0).mean() > _MAX_FLANK for flank in flanks):
        return None
    middle = (top + bottom) / 2 * scale
    return first * scale, middle, last * scale, middle


def _meet(level: Edge, upright: Edge) -> bool:
    return (
        level.x0 - _MEETING <= upright.x0 <= level.x1 + _MEETING
        and upright.top - _MEETING <= level.top <= upright.bottom + _MEETING
    )


def _meets_both(edge: Edge, level: Sequence[Edge]) -> bool:
    """Tell whether an upright stretch runs from one level rule to another."""
    near = [r for r in level if r.x0 - _MEETING <= edge.x0 <= r.x1 + _MEETING]
    return any(abs(r.top - edge.top) <= _MEETING for r in near) and any(
        abs(r.top - edge.bottom) <= _MEETING for r in near
    )


def _drawn_out(edge: Edge, others: Sequence[Edge]) -> Edge:
    """Draw the ends of a rule out to the crossing rules that they nearly reach."""
    if edge.is_upright:
        near = [r.top for r in others if r.x0 - _MEETING <= edge.x0 <= r.x1 + _MEETING]
        top = min((v for v in near if abs(v - edge.top) <= _MEETING), default=edge.top)
        bottom = max((v for v in near if abs(v - edge.bottom) <= _MEETING), default=edge.bottom)
        return Edge(edge.x0, top, edge.x1, bottom)
    near = [r.x0 for r in others if r.top - _MEETING <= edge.top <= r.bottom + _MEETING]
    x0 = min((v for v in near if abs(v - edge.x0) <= _MEETING), default=edge.x0)
    x1 = max((v for v in near if abs(v - edge.x1) <= _MEETING), default=edge.x1)
    return Edge(x0, edge.top, x1, edge.bottom)
