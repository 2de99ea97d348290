"""Which drawn objects of a page are the rules of a table, and which rules a table leaves out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

# Rules are drawn as lines, or as filled rectangles no thicker than this; a thicker filled rectangle is a
# background (Word shades each paragraph of a cell), and its edges would cut rows in two.
_MAX_RULE_THICKNESS = 2.0
# Open sides: horizontal rules of one extent, at least so many and so wide, with no upright rule at their ends.
_MIN_OPEN_RULES = 3
_MIN_OPEN_WIDTH = 100.0
_NEAR = 3.0
# Pieces of one rule stand on one height to this, the two edges of a thin rectangle too.
_SAME_HEIGHT = 1.0

Edge = dict[str, Any]


def is_rule(obj: dict[str, Any]) -> bool:
    """Tell whether a pdfplumber object may be (part of) a table rule; made for `Page.filter`."""
    match obj["object_type"]:
        case "line" | "curve":
            return True
        case "rect":
            return min(obj["width"], obj["height"]) <= _MAX_RULE_THICKNESS or bool(obj.get("stroke"))
        case _:
            return False


def open_sides(edges: Iterable[Edge]) -> list[Edge]:
    """Upright lines that close the tables printed without rules at their left and right.

    Args:
        edges: a pdfplumber page's edges.

    Returns:
        Line objects for the finder's explicit lines; none where the sides are ruled.
    """
    edges = list(edges)
    upright = [e for e in edges if e["orientation"] == "v"]
    level = _join_pieces(e for e in edges if e["orientation"] == "h")
    groups: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in level:
        if edge["x1"] - edge["x0"] >= _MIN_OPEN_WIDTH:
            groups[round(edge["x0"] / _NEAR), round(edge["x1"] / _NEAR)].append(edge)
    sides = []
    for group in groups.values():
        if len({round(e["top"] / _NEAR) for e in group}) < _MIN_OPEN_RULES:
            continue
        top, bottom = min(e["top"] for e in group), max(e["bottom"] for e in group)
        sides += [
            {
                "x0": x,
                "x1": x,
                "top": top,
                "bottom": bottom,
                "width": 0.0,
                "height": bottom - top,
                "object_type": "line",
            }
            for x in (min(e["x0"] for e in group), max(e["x1"] for e in group))
            if not _is_ruled(x, top, bottom, upright) and not _is_crossed(x, top, bottom, level)
        ]
    return sides


def _is_crossed(x: float, top: float, bottom: float, level: Sequence[Edge]) -> bool:
    """Tell whether a rule runs on over a place: rules end inside a table too, beside a cell over several rows."""
    return any(e["x0"] < x - _NEAR and e["x1"] > x + _NEAR and top + _NEAR < e["top"] < bottom - _NEAR for e in level)


def _join_pieces(level: Iterable[Edge]) -> list[Edge]:
    """Make one edge of horizontal edges that touch on one height: a rule may be drawn cell by cell."""
    heights: list[list[Edge]] = []
    for edge in sorted(level, key=lambda e: float(e["top"])):
        if heights and edge["top"] - heights[-1][0]["top"] <= _SAME_HEIGHT:
            heights[-1].append(edge)
        else:
            heights.append([edge])
    joined: list[Edge] = []
    for height in heights:
        first = len(joined)
        for edge in sorted(height, key=lambda e: float(e["x0"])):
            if len(joined) > first and edge["x0"] - joined[-1]["x1"] <= _NEAR:
                last = joined[-1]
                joined[-1] = {
                    **last,
                    "x1": max(last["x1"], edge["x1"]),
                    "top": min(last["top"], edge["top"]),
                    "bottom": max(last["bottom"], edge["bottom"]),
                }
            else:
                joined.append(edge)
    return joined


def _is_ruled(x: float, top: float, bottom: float, upright: Sequence[Edge]) -> bool:
    covered = sum(
        min(e["bottom"], bottom) - max(e["top"], top)
        for e in upright
        if abs(e["x0"] - x) <= _NEAR and e["bottom"] > top and e["top"] < bottom
    )
    return bool(covered > (bottom - top) / 2)
