"""Reading a page with pdfplumber: the reference that what pdfium gives is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pdfplumber.page import Page as PdfPage

from extract.page_objects import Box, Edge, PageObjects, PrintedGlyph

# Rules are drawn as lines, or as filled rectangles no thicker than this; a thicker filled rectangle is a
# background (Word shades each paragraph of a cell), and its edges would cut rows in two.
_MAX_RULE_THICKNESS = 2.0


def reference_objects(page: PdfPage, page_no: int) -> PageObjects:
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


def place_as_displayed(page: PdfPage) -> None:
    """Let a pdfplumber page give the boxes of its objects from the top left of the page as displayed.

    pdfplumber gives them relative to the MediaBox as stored: a page whose MediaBox does not begin at 0, or that shows
    a part of it, has its glyphs elsewhere than a reader sees them. It reads the two boxes when it first reads the
    objects, so this must come before; afterwards `page.bbox` is that of the displayed page, from 0.

    Args:
        page: a page none of whose objects have been read.
    """
    stored = page.page_obj
    # pdfminer counts from the corner that the MediaBox names first, whichever it is.
    stored.mediabox = media = _ordered(stored.mediabox)
    left, top, right, bottom = _turned(_common(_ordered(stored.cropbox), media), media, stored.rotate)
    _, _, full_width, full_height = _turned(media, media, stored.rotate)
    width, height = right - left, bottom - top
    page.bbox = page.cropbox = (0.0, 0.0, width, height)
    # pdfplumber places an object at (mediabox[0] + x, mediabox[1] + bbox height - y), where x and y count from the
    # lower left of the whole page as turned.
    above = full_height - top - height
    page.mediabox = (-left, above, full_width - left, above + full_height)


def _ordered(box: Box) -> Box:
    """The box by its lower left and upper right; a PDF may name any two opposite corners."""
    x0, x1 = sorted((float(box[0]), float(box[2])))
    y0, y1 = sorted((float(box[1]), float(box[3])))
    return x0, y0, x1, y1


def _common(crop: Box, media: Box) -> Box:
    """What the CropBox shows of the MediaBox; all of it where that would be nothing."""
    box = max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3])
    return box if box[0] < box[2] and box[1] < box[3] else media


def _turned(box: Box, media: Box, rotation: int) -> Box:
    """A box of the stored page, counted from the top left of the page as turned."""
    x0, y0, x1, y1 = box
    left, low, right, high = media
    match rotation:
        case 90:
            return y0 - low, x0 - left, y1 - low, x1 - left
        case 180:
            return right - x1, y0 - low, right - x0, y1 - low
        case 270:
            return high - y1, right - x1, high - y0, right - x0
        case _:
            return x0 - left, high - y1, x1 - left, high - y0
