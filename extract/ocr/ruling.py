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
# Two rules whose ends are this near meet. What is short enough to be a stroke must reach the other rule in ink: in a
# tight row stems, and the feet of figures, come within two points of the rules around them.
_MEETING = 4.0
_REACHING = 1.2
# Parts of one rule lie this near to its line, and to each other.
_IN_LINE = 0.8
_PARTS_APART = 6.0
# Strokes branch off a stem: more of a stroke's side than this share, and less of a rule's, is ink at these distances.
_MOST_TOUCHED = 0.1
_BESIDE = (1.2, 1.8)
# Open tables end where their level rules end, give or take so much.
_AT_END = 3.0
# So much of a rule's length must be ink, and no more of what lies just beside it: strokes in a row have gaps between
# them and more strokes beside them.
_LEAST_INK = 0.85
_MAX_FLANK = 0.3
# What is longer than any stroke and hardly ever broken is a rule whatever stands beside it, such as figures set close.
_UNBROKEN = 0.97


def find_rules(picture: Picture) -> tuple[Edge, ...]:
    """Find the level and upright rules of a straightened picture.

    Returns:
        Edges in points from the picture's top left, each on the middle of its rule, ends drawn out to the rules that
        they nearly meet.
    """
    level, upright = _without_strokes(picture, _stretches(picture, upright=False), _stretches(picture, upright=True))
    return (*(_drawn_out(e, upright) for e in level), *(_drawn_out(e, level) for e in upright))


def _without_strokes(picture: Picture, level: Sequence[Edge], upright: Sequence[Edge]) -> tuple[list[Edge], list[Edge]]:
    """Leave out the strokes of characters: short stretches that neither join other rules nor continue one."""
    long = {e for e in (*level, *upright) if _is_long(e)}
    found = long | {e for e in (*level, *upright) if e not in long and not _is_touched(e, picture)}
    ends = [v for e in long if not e.is_upright for v in (e.x0, e.x1)]
    while True:
        levels, uprights = [e for e in level if e in found], [e for e in upright if e in found]
        kept = long | {e for e in levels if _spans(e, uprights, ends)} | {e for e in uprights if _spans(e, levels, ())}
        while more := {e for e in found - kept if any(_continues(e, other) for other in kept)}:
            kept |= more
        if kept == found:
            return levels, uprights
        found = kept


def _is_long(edge: Edge) -> bool:
    """Tell whether a stretch is longer than any stroke."""
    return edge.bottom - edge.top >= _FREE_UPRIGHT or edge.x1 - edge.x0 >= _FREE_LEVEL


def _is_touched(edge: Edge, picture: Picture) -> bool:
    """Tell whether ink branches off one side of a stretch, as off a stem."""
    ink, points = (picture.ink.T, picture.points) if edge.is_upright else (picture.ink, picture.points)
    line, first, last = (edge.x0, edge.top, edge.bottom) if edge.is_upright else (edge.top, edge.x0, edge.x1)
    inner = slice(round((first + _REACHING) / points), round((last - _REACHING) / points))
    for side in (-1, 1):
        rows = [min(max(0, int((line + side * off) / points)), len(ink) - 1) for off in _BESIDE]
        if (ink[rows, inner] > 0).all(axis=0).mean() > _MOST_TOUCHED:
            return True
    return False


def _spans(edge: Edge, crossing: Sequence[Edge], ends: Sequence[float]) -> bool:
    """Tell whether a stretch runs from one crossing rule to another, or to where the tables end, without a gap."""
    if edge.is_upright:
        near = [r.top for r in crossing if r.x0 - _MEETING <= edge.x0 <= r.x1 + _MEETING]
        first, last = edge.top, edge.bottom
    else:
        near = [r.x0 for r in crossing if r.top - _MEETING <= edge.top <= r.bottom + _MEETING]
        first, last = edge.x0, edge.x1
    is_begun = any(-_REACHING <= v - first <= _MEETING for v in near) or any(abs(v - first) <= _AT_END for v in ends)
    is_ended = any(-_REACHING <= last - v <= _MEETING for v in near) or any(abs(v - last) <= _AT_END for v in ends)
    return is_begun and is_ended


def _continues(edge: Edge, other: Edge) -> bool:
    """Tell whether two stretches are parts of one rule."""
    if edge.is_upright != other.is_upright:
        return False
    if edge.is_upright:
        return abs(edge.x0 - other.x0) <= _IN_LINE and _are_near(edge.top, edge.bottom, other.top, other.bottom)
    return abs(edge.top - other.top) <= _IN_LINE and _are_near(edge.x0, edge.x1, other.x0, other.x1)


def _are_near(first: float, last: float, other_first: float, other_last: float) -> bool:
    return max(first, other_first) - min(last, other_last) <= _PARTS_APART


def _stretches(picture: Picture, upright: bool) -> list[Edge]:
    """Straight stretches of ink in one direction."""
    ink = picture.ink.T if upright else picture.ink
    scale = picture.points
    least, free = (_LEAST_UPRIGHT, _FREE_UPRIGHT) if upright else (_LEAST_LEVEL, _FREE_LEVEL)
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
            if (rule := _trimmed(ink, x, width, y + first, y + last, scale, free)) and rule[2] - rule[0] >= least
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
    ink: Image, x: int, width: int, top: int, bottom: int, scale: float, free: float
) -> tuple[float, float, float, float] | None:
    """The rule between two rows, from its first ink to its last, or None where it is a row of strokes.

    A stretch of `free` points or more is longer than any stroke.
    """
    covered = np.asarray((ink[top:bottom, x : x + width] > 0).any(axis=0))
    columns = np.flatnonzero(covered)
    if not len(columns):
        return None
    first, last = x + int(columns[0]), x + int(columns[-1]) + 1
    inked = covered[columns[0] : columns[-1] + 1].mean()
    if inked < _LEAST_INK:
        return None
    is_unbroken = inked >= _UNBROKEN and (last - first) * scale >= free
    reach = max(2, round(1.5 / scale))
    flanks = [
        ink[max(0, top - 1 - reach) : max(0, top - 1), first:last],
        ink[bottom + 1 : bottom + 1 + reach, first:last],
    ]
    if not is_unbroken and any(flank.size and (flank > 0).mean() > _MAX_FLANK for flank in flanks):
        return None
    middle = (top + bottom) / 2 * scale
    return first * scale, middle, last * scale, middle


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
