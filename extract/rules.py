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
    groups: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge["orientation"] == "h" and edge["x1"] - edge["x0"] >= _MIN_OPEN_WIDTH:
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
            if not _is_ruled(x, top, bottom, upright)
        ]
    return sides


def _is_ruled(x: float, top: float, bottom: float, upright: Sequence[Edge]) -> bool:
    covered = sum(
        min(e["bottom"], bottom) - max(e["top"], top)
        for e in upright
        if abs(e["x0"] - x) <= _NEAR and e["bottom"] > top and e["top"] < bottom
    )
    return bool(covered > (bottom - top) / 2)
