"""What a page draws, in the one form that a PDF page and a recognised picture hand to the rest of extraction.

All boxes are in PDF points, measured from the top left of the page as displayed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

Box = tuple[float, float, float, float]


class PrintedGlyph(NamedTuple):
    """A glyph as the page prints it, watermarks and reprints included.

    `size` is the font size in points; `sine` and `cosine` give the direction of the line it stands on, without signs
    (a level line has 0 and 1); `luminance` is 0 for black and 1 for white.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    sine: float = 0.0
    cosine: float = 1.0
    luminance: float = 0.0


class Edge(NamedTuple):
    """A straight, level or upright stretch of a drawn line, or of the outline of a drawn shape."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def is_upright(self) -> bool:
        """Whether it may part columns; a level edge parts rows."""
        return self.bottom - self.top > self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class PageObjects:
    """A page before anything is understood.

    Attributes:
        page_no: page in the file, from 1.
        width: width as displayed, in points.
        height: height as displayed.
        rotation: /Rotate in degrees.
        glyphs: every glyph, in content order.
        edges: rules: drawn lines, the outlines of stroked shapes, and filled rectangles too thin to be a background.
        fills: filled rectangles too thick to be rules: backgrounds.
        pictures: boxes of the pictures.
    """

    page_no: int
    width: float
    height: float
    rotation: int
    glyphs: tuple[PrintedGlyph, ...]
    edges: tuple[Edge, ...]
    fills: tuple[Box, ...]
    pictures: tuple[Box, ...]
