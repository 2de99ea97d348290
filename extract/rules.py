"""Which drawn objects of a page are the rules of a table."""

from __future__ import annotations

from typing import Any

# Rules are drawn as lines, or as filled rectangles no thicker than this; a thicker filled rectangle is a
# background (Word shades each paragraph of a cell), and its edges would cut rows in two.
_MAX_RULE_THICKNESS = 2.0


def is_rule(obj: dict[str, Any]) -> bool:
    """Tell whether a pdfplumber object may be (part of) a table rule; made for `Page.filter`."""
    match obj["object_type"]:
        case "line" | "curve":
            return True
        case "rect":
            return min(obj["width"], obj["height"]) <= _MAX_RULE_THICKNESS or bool(obj.get("stroke"))
        case _:
            return False
