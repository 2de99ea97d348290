"""Clean the glyphs of one page: fake bold, watermarks, glyphs off the page, look-alike code points."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from statistics import median
from typing import NamedTuple

from extract.marks import Mark, mark_of
from extract.page_objects import PageObjects
from extract.radicals import RADICAL_SUPPLEMENT

# Fake bold prints a glyph again within a fraction of its size; real neighbours are at least a third of an em apart.
_BOLD_OFFSET_EM = 0.2
# Sides of the squares (points) by which reprints are looked up.
_NET = 4.0
# A line turned by more than this (sine) does not run level; a page comes turned so that most of its text does.
_MAX_SKEW = 0.05
# A watermark printed level is told by being both pale and much larger than the page's text.
_PALE = 0.6
_LARGE = 1.8
# Radicals of both blocks, compatibility ideographs and their supplement.
_LOOKALIKES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")


class Glyph(NamedTuple):
    """One visible glyph.

    `size` is the font size in points. By the horizontal centre a glyph belongs to a cell, by the vertical one to a
    line: baselines differ between Chinese and digits. Everything asks for the two, so they are worked out once.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    mid_x: float
    mid_y: float


def clean_glyphs(page: PageObjects, marks: frozenset[Mark] = frozenset()) -> tuple[list[Glyph], str]:
    """Return the glyphs that belong to the page's text, each once, and the text set aside.

    Args:
        page: what the page draws.
        marks: the level watermarks of the document.

    Returns:
        The glyphs in content order, and the characters left out: watermarks, stamps turned up or down the page,
        and what lies off the page.
    """
    level = [g for g in page.glyphs if g.sine <= _MAX_SKEW and not g.text.isspace()]
    # What a machine recognised under a scan is all the text that there is; beside printed text it is that text again.
    keeps_invisible = 2 * sum([g.is_invisible for g in level]) > len(level)
    least_mark = _LARGE * median([g.size for g in level] or [0.0]) or float("inf")
    kept: list[Glyph] = []
    aside: list[str] = []
    width, height = page.width, page.height
    for printed in page.glyphs:
        text, x0, top, x1, bottom, size, sine, _, luminance, is_invisible, is_clipped = printed
        mid_x, mid_y = (x0 + x1) / 2, (top + bottom) / 2
        is_shown = 0.0 <= mid_x <= width and 0.0 <= mid_y <= height and not is_clipped
        is_printed = is_shown and (keeps_invisible or not is_invisible)
        is_mark = (luminance >= _PALE and size > least_mark) or (marks and mark_of(printed) in marks)
        # A glyph whose line does not run level is no table text: a page of turned text is read turned.
        if is_printed and sine <= _MAX_SKEW and not is_mark:
            kept.append(Glyph(_plain(text), x0, top, x1, bottom, size, mid_x, mid_y))
        else:
            aside.append(well_formed(text))
    return _without_reprints(kept), "".join(aside)


@lru_cache(maxsize=1 << 14)
def _plain(text: str) -> str:
    """Map radicals and compatibility ideographs to the ideographs they look like.

    Fonts subset by some printers map 一 or 金 to the radical's code point, or 行 to a compatibility one: the page
    shows the ideograph, and a search for it would find nothing. NFKC knows the compatibility ideographs, the Kangxi
    radicals and only two of the supplement.
    """
    return _LOOKALIKES.sub(lambda match: RADICAL_SUPPLEMENT.get(match[0]) or _compatible(match[0]), well_formed(text))


def _compatible(sign: str) -> str:
    """The ideograph of a Kangxi radical or a compatibility ideograph; other signs of the supplement stay."""
    return sign if "⺀" <= sign < "⼀" else unicodedata.normalize("NFKC", sign)


def well_formed(text: str) -> str:
    """Put the replacement character for half a surrogate pair: damaged character maps give it, UTF-8 cannot hold it."""
    if not any("\ud800" <= c <= "\udfff" for c in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _without_reprints(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Drop a glyph printed again over itself, wherever in the content stream the reprint stands."""
    kept: list[Glyph] = []
    # The glyphs of one text by the squares of a net that they stand in.
    seen: dict[str, dict[tuple[int, int], list[Glyph]]] = defaultdict(dict)
    for glyph in glyphs:
        text, x0, top, _, _, size, _, _ = glyph
        if text.isspace() or not text:
            kept.append(glyph)
            continue
        reach = size * _BOLD_OFFSET_EM
        squares = seen[text]
        if squares and _is_reprint(glyph, reach, squares):
            continue
        squares.setdefault((int(x0 // _NET), int(top // _NET)), []).append(glyph)
        kept.append(glyph)
    return kept


def _is_reprint(glyph: Glyph, reach: float, squares: dict[tuple[int, int], list[Glyph]]) -> bool:
    _, x0, top, _, _, size, _, _ = glyph
    near = min(_NET, reach)  # a damaged file may give any size
    for column in range(int((x0 - near) // _NET), int((x0 + near) // _NET) + 1):
        for row in range(int((top - near) // _NET), int((top + near) // _NET) + 1):
            for other in squares.get((column, row), ()):
                if abs(other.x0 - x0) <= reach and abs(other.top - top) <= reach and abs(other.size - size) < 0.5:
                    return True
    return False
