"""Clean the glyphs of one page: fake bold, watermarks, glyphs off the page, look-alike code points."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any, NamedTuple

from pdfplumber.page import Page as PdfPage

from extract.radicals import RADICAL_SUPPLEMENT

# Fake bold prints a glyph again within a fraction of its size; real neighbours are at least a third of an em apart.
_BOLD_OFFSET_EM = 0.2
# A glyph turned by more than this (sine) is no table text: pages displayed turned (/Rotate) are already upright here.
_MAX_SKEW = 0.05
# A watermark printed level is told by being both pale and much larger than the page's text.
_PALE = 0.6
_LARGE = 1.8


class Glyph(NamedTuple):
    """One visible glyph; `size` is the font size in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def mid_x(self) -> float:
        """Horizontal centre, by which a glyph belongs to a cell."""
        return (self.x0 + self.x1) / 2

    @property
    def mid_y(self) -> float:
        """Vertical centre, by which a glyph belongs to a line; baselines differ between Chinese and digits."""
        return (self.top + self.bottom) / 2


def clean_glyphs(page: PdfPage) -> tuple[list[Glyph], str]:
    """Return the glyphs that belong to the page's text, each once, and the text set aside.

    Args:
        page: a pdfplumber page, boxes as displayed.

    Returns:
        The glyphs in content order, and the characters left out: watermarks, stamps turned up or down the page,
        and what lies off the page.
    """
    left, top, right, bottom = page.bbox
    chars = [c for c in page.chars if c["text"]]
    straight = [c for c in chars if not c["text"].isspace() and not _is_slanted(c)]
    # Level text on a page of turned text is its page number: a page stored turned without saying so keeps all.
    keeps_turned = 2 * sum(map(_is_quarter_turned, straight)) > len(straight)
    turned = [_is_slanted(c) or (not keeps_turned and _is_quarter_turned(c)) for c in chars]
    body_size = median([c["size"] for c, is_turned in zip(chars, turned, strict=True) if not is_turned] or [0.0])
    kept: list[Glyph] = []
    aside: list[str] = []
    for char, is_turned in zip(chars, turned, strict=True):
        glyph = _to_glyph(char)
        on_page = left <= glyph.mid_x <= right and top <= glyph.mid_y <= bottom
        if on_page and not is_turned and not _is_watermark(char, body_size):
            kept.append(glyph)
        else:
            aside.append(_well_formed(char["text"]))
    return _without_reprints(kept), "".join(aside)


def _to_glyph(char: dict[str, Any]) -> Glyph:
    return Glyph(
        _plain(char["text"]),
        float(char["x0"]),
        float(char["top"]),
        float(char["x1"]),
        float(char["bottom"]),
        float(char["size"]) or float(char["bottom"] - char["top"]),
    )


def _plain(text: str) -> str:
    """Map radicals to the ideographs they look like.

    Fonts subset by some printers map 一 or 金 to the radical's code point: the page shows the ideograph, and a
    search for it would find nothing. NFKC knows the Kangxi radicals and only two of the supplement.
    """
    text = _well_formed(text)
    if not any("⺀" <= c <= "⿕" for c in text):
        return text
    return "".join(
        RADICAL_SUPPLEMENT.get(c) or (unicodedata.normalize("NFKC", c) if "⼀" <= c <= "⿕" else c) for c in text
    )


def _well_formed(text: str) -> str:
    """Put the replacement character for half a surrogate pair: damaged character maps give it, UTF-8 cannot hold it."""
    if not any("\ud800" <= c <= "\udfff" for c in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _is_slanted(char: dict[str, Any]) -> bool:
    """Tell whether the line that a glyph stands on runs neither level nor upright."""
    sine, cosine = _direction(char)
    return sine > _MAX_SKEW and cosine > _MAX_SKEW


def _is_quarter_turned(char: dict[str, Any]) -> bool:
    """Tell whether the line that a glyph stands on runs up or down the displayed page."""
    return _direction(char)[1] <= _MAX_SKEW


def _direction(char: dict[str, Any]) -> tuple[float, float]:
    """Sine and cosine of a glyph's line, without signs; a sheared glyph (fake italic) stands on a level line."""
    a, b = char["matrix"][:2]
    norm = (a * a + b * b) ** 0.5
    return (abs(b) / norm, abs(a) / norm) if norm else (0.0, 1.0)


def _is_watermark(char: dict[str, Any], body_size: float) -> bool:
    return bool(char["size"] > _LARGE * body_size > 0 and _luminance(char["non_stroking_color"]) >= _PALE)


def _luminance(color: object) -> float:
    """Brightness 0 (black) to 1 (white); black where the colour space is not a plain one."""
    if isinstance(color, int | float):
        return float(color)
    if not isinstance(color, Sequence) or not all(isinstance(v, int | float) for v in color):
        return 0.0
    match len(color):
        case 1:
            return float(color[0])
        case 3:
            return float(0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2])
        case 4:
            return float((1 - color[3]) * (1 - (color[0] + color[1] + color[2]) / 3))
        case _:
            return 0.0


def _without_reprints(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Drop a glyph printed again over itself, wherever in the content stream the reprint stands."""
    kept: list[Glyph] = []
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        if not glyph.text.strip():
            kept.append(glyph)
            continue
        reach = glyph.size * _BOLD_OFFSET_EM
        column, row = int(glyph.x0 // 4), int(glyph.top // 4)
        near = (g for dx in (-1, 0, 1) for dy in (-1, 0, 1) for g in seen.get((glyph.text, column + dx, row + dy), ()))
        if any(
            abs(g.x0 - glyph.x0) <= reach and abs(g.top - glyph.top) <= reach and abs(g.size - glyph.size) < 0.5
            for g in near
        ):
            continue
        seen.setdefault((glyph.text, column, row), []).append(glyph)
        kept.append(glyph)
    return kept
