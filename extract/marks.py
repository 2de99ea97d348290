"""Find the level watermarks of a document: what stands over its text at the same place on most pages.

A slanted watermark is told by its slant, and a pale and large one by that; this finds those of the text's own size, and
dark ones. A heading or a title printed again on every page is no mark, whatever its colour and size: nothing is printed
through it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import median

from extract.page_objects import PageObjects, PrintedGlyph

# The text, the place, the size and the colour of a glyph of a mark, all but the first in steps.
Mark = tuple[str, int, int, int, int]

_MIN_PAGES = 3
# A mark is larger than the text by this, or paler by this.
_LARGER = 1.2
_PALER = 0.2
# A glyph is printed through another where the boxes share this of the smaller one's sides.
_SHARED = 0.3
# On some page this share of a mark's glyphs is printed through, two at least: much of it stands in blank cells.
_PRINTED_THROUGH = 0.1


def mark_of(glyph: PrintedGlyph) -> Mark:
    """What a glyph has in common with those of a mark on other pages."""
    return glyph.text, round(glyph.x0), round(glyph.top), round(glyph.size), round(glyph.luminance * 10)


def find_marks(pages: Sequence[PageObjects]) -> frozenset[Mark]:
    """Find the glyphs of level watermarks.

    Args:
        pages: pages of one document; marks are looked for among those of one size.

    Returns:
        The marks, for `mark_of` to tell the glyphs of any page by.
    """
    found: set[Mark] = set()
    by_size: dict[tuple[int, int], list[PageObjects]] = defaultdict(list)
    for page in pages:
        by_size[round(page.width), round(page.height)].append(page)
    for alike in by_size.values():
        if len(alike) >= _MIN_PAGES:
            found |= _repeated(alike)
    return frozenset(found)


def _repeated(pages: Sequence[PageObjects]) -> set[Mark]:
    candidates = [_candidates(page) for page in pages]
    counts = Counter(mark for page in candidates for mark in page)
    repeated = {mark for mark, count in counts.items() if count >= _MIN_PAGES and 2 * count > len(pages)}
    by_style: dict[tuple[int, int], set[Mark]] = defaultdict(set)
    for mark in repeated:
        by_style[mark[3:]].add(mark)
    marks: set[Mark] = set()
    for style in by_style.values():
        if any(_is_printed_through(page, style) for page in pages):
            marks |= style
    return marks


def _candidates(page: PageObjects) -> dict[Mark, PrintedGlyph]:
    printed = [g for g in page.glyphs if not g.text.isspace()]
    if not printed:
        return {}
    size, luminance = median([g.size for g in printed]), median([g.luminance for g in printed])
    return {mark_of(g): g for g in printed if g.size > _LARGER * size or g.luminance > luminance + _PALER}


def _is_printed_through(page: PageObjects, style: set[Mark]) -> bool:
    marks: list[PrintedGlyph] = []
    others: list[PrintedGlyph] = []
    for glyph in page.glyphs:
        if not glyph.text.isspace():
            (marks if mark_of(glyph) in style else others).append(glyph)
    through = sum(_is_over_any(glyph, others) for glyph in marks)
    return through >= 2 and through >= _PRINTED_THROUGH * len(marks)


def _is_over_any(glyph: PrintedGlyph, others: Iterable[PrintedGlyph]) -> bool:
    def shared(low: float, high: float, other_low: float, other_high: float) -> bool:
        return min(high, other_high) - max(low, other_low) > _SHARED * min(high - low, other_high - other_low)

    return any(
        shared(glyph.x0, glyph.x1, other.x0, other.x1) and shared(glyph.top, glyph.bottom, other.top, other.bottom)
        for other in others
        if other.text != glyph.text
    )
