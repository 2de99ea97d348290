"""Read what a PDF page draws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pdfplumber.page import Page as PdfPage

from extract.page_objects import Box, Edge, PageObjects, PrintedGlyph
from extract.pdf.placement import place_as_displayed

# Rules are drawn as lines, or as filled rectangles no thicker than this; a thicker filled rectangle is a
# background (Word shades each paragraph of a cell), and its edges would cut rows in two.
_MAX_RULE_THICKNESS = 2.0


def read_objects(page: PdfPage, page_no: int) -> PageObjects:
    """Read a pdfplumber page not read before; leaves nothing cached behind once the page is closed."""
    place_as_displayed(page)
    ruled = page.filter(_is_rule)
    return PageObjects(
        page_no,
        float(page.width),
        float(page.height),
        int(page.rotation or 0),
        tuple(_printed(char) for char in page.chars if char["text"]),
        tuple(_edge(edge) for edge in ruled.edges),
        tuple(_box(rect) for rect in page.rects if not _is_rule(rect)),
        tuple(_box(image) for image in page.images),
    )


def _is_rule(obj: dict[str, Any]) -> bool:
    match obj["object_type"]:
        case "line" | "curve":
            return True
        case "rect":
            return min(obj["width"], obj["height"]) <= _MAX_RULE_THICKNESS or bool(obj.get("stroke"))
        case _:
            return False


def _edge(edge: dict[str, Any]) -> Edge:
    return Edge(*_box(edge))


def _box(obj: dict[str, Any]) -> Box:
    return float(obj["x0"]), float(obj["top"]), float(obj["x1"]), float(obj["bottom"])


def _printed(char: dict[str, Any]) -> PrintedGlyph:
    sine, cosine = _direction(char["matrix"])
    size = float(char["size"]) or float(char["bottom"] - char["top"])
    return PrintedGlyph(char["text"], *_box(char), size, sine, cosine, _luminance(char["non_stroking_color"]))


def _direction(matrix: Sequence[float]) -> tuple[float, float]:
    """Sine and cosine of a glyph's line, without signs; a sheared glyph (fake italic) stands on a level line."""
    a, b = matrix[:2]
    norm = (a * a + b * b) ** 0.5
    return (abs(b) / norm, abs(a) / norm) if norm else (0.0, 1.0)


def _luminance(color: object) -> float:
    """Brightness 0 (black) to 1 (white); black where the colour space is not a plain one."""
    if isinstance(color, int | float):
        return float(color)
    if not isinstance(color, Iterable):
        return 0.0
    parts = [float(v) for v in color if isinstance(v, int | float)]
    match parts:
        case [grey]:
            return grey
        case [red, green, blue]:
            return 0.299 * red + 0.587 * green + 0.114 * blue
        case [cyan, magenta, yellow, black]:
            return (1 - black) * (1 - (cyan + magenta + yellow) / 3)
        case _:
            return 0.0
