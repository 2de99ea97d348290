"""Make paragraphs under their headings of the lines outside the tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extract.lines import Line
from extract.model import Paragraph
from extract.patterns import patterns, squeeze

# A paragraph's first line is indented by two ems; half of that is enough to tell.
_INDENT_EM = 1.0
# A line that ends this far (in em) before the text's right edge ends its paragraph.
_SHORT_EM = 2.5
# Width of a digit, and what is printed without a break: a number that does not fit goes to the next line as a whole.
_DIGIT_EM = 0.5
_UNBROKEN = re.compile(r"[\d.,]*\d(?:[%％]|[百千万亿]*元|[万亿])?[，。；、）)]?")
# A bracket that the next line closes: nobody ends a paragraph in it.
_OPENED = re.compile(r"[（(][^（）()]{0,10}$")
_CLOSED = re.compile(r"[^（）()]{0,10}[）)]")


@dataclass(slots=True)
class _Open:
    page_no: int
    lines: list[Line]
    right: float


def make_paragraphs(lines_by_page: Sequence[tuple[int, Sequence[Line]]]) -> tuple[Paragraph, ...]:
    """Join lines to paragraphs, over page breaks too.

    Args:
        lines_by_page: page number and its lines in reading order, tables' captions and running lines left out.

    Returns:
        Paragraphs in order, each with the headings it stands under, outermost first. A heading is a paragraph too.
    """
    paragraphs: list[Paragraph] = []
    headings: list[tuple[int, str]] = []
    current: _Open | None = None

    def close() -> None:
        nonlocal current
        if current is None:
            return
        text = "".join(line.text for line in current.lines)
        level = _heading_level(text)
        if level is not None:
            while headings and headings[-1][0] >= level:
                headings.pop()
        first_page = [line for line in current.lines if line.top >= current.lines[0].top] or current.lines
        paragraphs.append(
            Paragraph(
                current.page_no,
                len(paragraphs) + 1,
                tuple(h for _, h in headings),
                text,
                min(line.x0 for line in first_page),
                current.lines[0].top,
                max(line.x1 for line in first_page),
                max(line.bottom for line in first_page),
            )
        )
        if level is not None:
            headings.append((level, text))
        current = None

    written = [lines for _, lines in lines_by_page if lines]
    usual_left = median([min(line.x0 for line in lines) for lines in written] or [0.0])
    usual_right = median([max(line.x1 for line in lines) for lines in written] or [0.0])
    for page_no, lines in lines_by_page:
        if not lines:
            continue
        # A page with short lines only does not show its margins: the other pages do.
        left = min(usual_left, *(line.x0 for line in lines))
        right = max(usual_right, *(line.x1 for line in lines))
        for line in lines:
            if current is not None and (
                _starts_new(current.lines[-1], line, left) or _ends(current.lines[-1], line, current.right)
            ):
                close()
            if current is None:
                current = _Open(page_no, [line], right)
            else:
                current.lines.append(line)
                current.right = right
    close()
    return tuple(paragraphs)


def _starts_new(before: Line, line: Line, left: float) -> bool:
    if _OPENED.search(before.text) and _CLOSED.match(line.text):
        return False
    return line.x0 - left > _INDENT_EM * line.size or abs(line.size - before.size) > 1.0


def _ends(before: Line, line: Line, right: float) -> bool:
    """Tell whether the line before ends its paragraph: the next one's first number would still have fitted in it."""
    number = _UNBROKEN.match(line.text.lstrip())
    unbroken = sum(_DIGIT_EM if char.isascii() else 1.0 for char in number.group()) if number else 0.0
    return before.is_whole or right - before.x1 > max(_SHORT_EM, unbroken + _DIGIT_EM) * before.size


def _heading_level(text: str) -> int | None:
    flat = squeeze(text)
    p = patterns()
    if len(flat) > p.heading_max_length or p.sentence_end.search(flat):
        return None
    return next((level for level, pattern in enumerate(p.headings) if pattern.match(flat)), None)
