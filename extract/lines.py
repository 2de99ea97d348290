"""Turn glyphs into printed lines: of a cell, and of the page around the tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.glyphs import Glyph

# Digits and Chinese of one line sit on baselines up to a third of an em apart (Word, mixed fonts).
_LINE_SHIFT_EM = 0.5
_WORD_GAP_EM = 0.5
# A gap this wide separates things printed side by side (部门名称：… 单位：万元), not words; after a colon it separates
# nothing (部门：  某局).
_SEGMENT_GAP_EM = 3.0
_COLONS = "：:"


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or one of several things printed side by side on it.

    `size` is its usual font size; `is_whole` tells that it wraps into no other line: the text of a sheet's cell.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    is_whole: bool = False


def split_lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Group glyphs to printed lines, top to bottom, each from left to right."""
    lines: list[list[Glyph]] = []
    sizes: list[float] = []
    first = last = 0.0
    for glyph in sorted(glyphs, key=lambda g: g.mid_y):
        middle = glyph.mid_y
        if lines and (middle == first or _reaches(middle, first, last, sizes)):
            lines[-1].append(glyph)
            sizes.append(glyph.size)
        else:
            lines.append([glyph])
            sizes, first = [glyph.size], middle
        last = middle
    return [sorted(line, key=lambda g: g.x0) for line in lines]


def _reaches(middle: float, first: float, last: float, sizes: list[float]) -> bool:
    """Tell whether a height belongs to the line of these; sorts the sizes, which the next call finds nearly sorted."""
    sizes.sort()
    at = len(sizes) // 2
    reach = _LINE_SHIFT_EM * (sizes[at] if len(sizes) % 2 else (sizes[at - 1] + sizes[at]) / 2)
    return middle - last <= reach and middle - first <= 2 * reach


def line_text(glyphs: Sequence[Glyph]) -> str:
    """Text of glyphs sorted from left to right; a visible gap becomes a space where none is printed."""
    if not glyphs:
        return ""
    parts = [glyphs[0].text]
    for left, right in pairwise(glyphs):
        gap = right.x0 - left.x1
        if gap > _WORD_GAP_EM * min(left.size, right.size) and not left.text.isspace() and not right.text.isspace():
            parts.append(" ")
        parts.append(right.text)
    return "".join(parts)


def cell_text(glyphs: Iterable[Glyph]) -> tuple[str, float | None]:
    """Text of a cell as printed, a newline at each printed line's end, and the left edge of its first visible glyph."""
    lines = split_lines(glyphs)
    texts = [line_text(line).rstrip().lstrip(" \t\r\n\xa0") for line in lines]
    visible = [g.x0 for g in lines[0] if not g.text.isspace()] if lines else []
    text = "\n".join(t for t in texts if t.strip())
    return text, (min(visible) if visible and text else None)


def page_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """Lines of the text around the tables, split where things stand side by side, in reading order."""
    segments: list[Line] = []
    for glyph_line in split_lines(glyphs):
        visible = [g for g in glyph_line if not g.text.isspace()]
        if not visible:
            continue
        start = 0
        for i, (left, right) in enumerate(pairwise(visible), 1):
            apart = right.x0 - left.x1 > _SEGMENT_GAP_EM * min(left.size, right.size)
            if apart and left.text not in _COLONS:
                segments.append(_segment(visible[start:i], glyph_line))
                start = i
        segments.append(_segment(visible[start:], glyph_line))
    return segments


def _segment(visible: Sequence[Glyph], glyph_line: Sequence[Glyph]) -> Line:
    x0, x1 = visible[0].x0, max(g.x1 for g in visible)
    within = [g for g in glyph_line if x0 <= g.mid_x <= x1]
    return Line(
        line_text(within).strip(),
        x0,
        min(g.top for g in visible),
        x1,
        max(g.bottom for g in visible),
        median(g.size for g in visible),
    )
