"""Tell running heads and feet, and printed page numbers, from the text of the pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extract.captions import is_side_line
from extract.lines import Line
from extract.pages import PageContent, in_margin
from extract.patterns import patterns, squeeze

_MIN_REPEATS = 3
_TITLE_SIZE = 1.25


def split_running_lines(pages: Sequence[PageContent]) -> tuple[dict[int, list[Line]], dict[int, str]]:
    """Separate running lines from the rest.

    A line in the margin is a running line where it is a page number, or where it repeats, digits aside, on several
    pages. Caption lines (单位：万元) and titles, told by their larger type, repeat too, and are none.

    Returns:
        The remaining lines by page number, and the printed page number of each page that has one.
    """
    repeats: Counter[str] = Counter()
    for page in pages:
        repeats.update({_key(line) for line in page.lines if in_margin(line, page)})
    body: dict[int, list[Line]] = {}
    numbers: dict[int, str] = {}
    for page in pages:
        body[page.page_no] = []
        for line in page.lines:
            flat = squeeze(line.text)
            number = patterns().page_number.match(flat) if in_margin(line, page) else None
            repeated = (
                in_margin(line, page)
                and repeats[_key(line)] >= _MIN_REPEATS
                and line.size <= _TITLE_SIZE * page.text_size
                and not is_side_line(line.text)
            )
            if number:
                digits = re.search(r"\d+", flat)
                numbers[page.page_no] = digits.group() if digits else flat
            if not number and not repeated:
                body[page.page_no].append(line)
    return body, numbers


def _key(line: Line) -> str:
    return re.sub(r"\d+", "", squeeze(line.text))
