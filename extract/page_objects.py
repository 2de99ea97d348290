"""What a page draws, in the one form that a PDF page and a recognised picture hand to the rest of extraction.

All boxes are in PDF points, measured from the top left of the page as it is read: as displayed, and turned where its
text would not run from left to right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

Box = tuple[float, float, float, float]

# Bullets and boxes to tick come from symbol fonts, a few on a page; a share like this means its words.
_UNREADABLE_SHARE = 0.1
_MIN_UNREAD = 5
# Code points of no meaning: private use, half a surrogate pair, none at all.
_NO_MEANING = re.compile("[\ufffd\ud800-\uf8ff\U000f0000-\U0010ffff]")


class PrintedGlyph(NamedTuple):
    """A glyph as the page prints it, watermarks and reprints included.

    `size` is the font size in points; `sine` and `cosine` give the direction of the line it stands on, without signs
    (a level line has 0 and 1); `luminance` is 0 for black and 1 for white. An invisible glyph is printed without ink,
    as the text that a machine recognised under a scan; a clipped one lies outside what its text is cut to.
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
    is_invisible: bool = False
    is_clipped: bool = False


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
        width: width as read, in points.
        height: height as read.
        rotation: /Rotate in degrees.
        glyphs: every glyph, in content order.
        edges: rules: drawn lines, the outlines of stroked shapes, and filled rectangles too thin to be a background.
        fills: filled rectangles too thick to be rules: backgrounds.
        pictures: boxes of the pictures.
        turned: degrees by which the displayed page was turned clockwise to be read.
        skew: degrees by which the lines of a scanned page, turned so, fell to the right before it was straightened.
    """

    page_no: int
    width: float
    height: float
    rotation: int
    glyphs: tuple[PrintedGlyph, ...]
    edges: tuple[Edge, ...]
    fills: tuple[Box, ...]
    pictures: tuple[Box, ...]
    turned: int = 0
    skew: float = 0.0

    @property
    def text_is_readable(self) -> bool:
        """Whether the code points behind the glyphs are those of what they show.

        A font may come without a map to code points, or map to the private use area: the page can be looked at, and
        not read.
        """
        if not _NO_MEANING.search("".join([g.text for g in self.glyphs])):
            return True
        unread = sum(bool(_NO_MEANING.search(g.text)) for g in self.glyphs)
        return unread < _MIN_UNREAD or unread < _UNREADABLE_SHARE * sum(not g.text.isspace() for g in self.glyphs)
