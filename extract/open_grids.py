"""Find the tables that no rules enclose: texts that stand in columns under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from extract.arrange import LEADERS, Arrangement, arrange
from extract.captions import is_caption_cell, is_table_name, names_department
from extract.page_objects import Box, PageObjects
from extract.patterns import patterns, squeeze
from extract.row_split import LINE_START
from extract.rules import join_pieces
from extract.tokens import Token, token_lines

# Lines of one table follow at this distance (in em) or less, those of its heading too.
_LINE_GAP_EM = 3.0
_HEADING_GAP_EM = 2.5
_MAX_HEADING_LINES = 12
# So many lines without figures may stand between two lines of figures.
_MAX_BLANK_LINES = 8
# A text wider than this share of the page is narrative.
_WIDE_SHARE = 0.5
_TITLE_SIZE = 1.15
# A caption stands within so many lines over the heading.
_CAPTION_LINES = 4
_MIN_LINES_ALONE = 3
# The lines of a name that wraps around its figures overlap theirs, or are this near (in em).
_AROUND_EM = 0.2
_MIN_TEXTS_BESIDE = 3
_MARGIN_SHARE = 0.1
_HAIR = 0.1
# What a text beside a figure says in narrative, and no cell of a table does.
_PROSE = re.compile(r"[。；]|^([百千万亿]|百万|千万)?元")


@dataclass(frozen=True, slots=True)
class _Line:
    tokens: list[Token]
    flat: str
    top: float
    bottom: float
    size: float
    in_margin: bool
    is_under_rule: bool

    @property
    def figures(self) -> int:
        return sum(t.is_figure for t in self.tokens)

    @property
    def amounts(self) -> int:
        return sum(t.is_amount for t in self.tokens)


def find_open_tables(page: PageObjects, tokens: Iterable[Token], taken: Sequence[Box]) -> list[Arrangement]:
    """Find tables in the text outside the ruled grids.

    A table has a heading of several texts side by side over lines of figures, and a caption (its name, or a unit)
    or several lines with amounts. At the top of a page it may go on without heading or caption.

    Args:
        page: the page.
        tokens: what stands outside its ruled grids.
        taken: the boxes of these grids, which no table reaches over.
    """
    lines = [_line(line, page) for line in token_lines(tokens)]
    lines = [line for line in lines if not (line.in_margin and patterns().page_number.match(line.flat))]
    found: list[Arrangement] = []
    start = 0
    while start < len(lines):
        if not _is_anchor(lines[start], page.width):
            start += 1
            continue
        first, last = _heading_start(lines, start, page.width, taken), _body_end(lines, start, page.width, taken)
        table = _table(lines, first, start, last, taken)
        if table is not None:
            found.append(table)
        start = last + 1
    return found


def _line(tokens: list[Token], page: PageObjects) -> _Line:
    top, bottom = min(t.top for t in tokens), max(t.bottom for t in tokens)
    in_margin = bottom <= _MARGIN_SHARE * page.height or top >= (1 - _MARGIN_SHARE) * page.height
    flat = squeeze("".join(t.text for t in tokens))
    size = median(t.size for t in tokens)
    return _Line(tokens, flat, top, bottom, size, in_margin, in_margin and _has_rule_above(page, tokens, top, size))


def _has_rule_above(page: PageObjects, tokens: Sequence[Token], top: float, size: float) -> bool:
    """Tell whether a rule wider than the texts stands right over them: a running head has its rule under it."""
    x0, x1 = min(t.x0 for t in tokens), max(t.x1 for t in tokens)
    over = join_pieces(e for e in page.edges if not e.is_upright and 0 <= top - e.bottom <= _LINE_GAP_EM / 2 * size)
    return any(e.x0 < x0 and e.x1 > x1 for e in over)


def _is_anchor(line: _Line, page_width: float) -> bool:
    """Tell whether a line may be one of a table's: figures beside other texts."""
    return len(line.tokens) >= 2 and line.figures > 0 and _is_cells(line, page_width)


def _is_cells(line: _Line, page_width: float) -> bool:
    return (
        not any(t.x1 - t.x0 > _WIDE_SHARE * page_width for t in line.tokens)
        and not patterns().sentence_end.search(line.flat)
        and not LEADERS.search(line.flat)
        and not any(_PROSE.search(t.text) for t in line.tokens)
        and not _is_caption(line)
        and not patterns().note.match(line.flat)
    )


def _is_caption(line: _Line) -> bool:
    p = patterns()
    return (
        bool(p.unit_line.match(line.flat))
        or names_department(line.flat, line.tokens[0].text)
        or any(is_caption_cell(t.text) for t in line.tokens)
        or (len(line.tokens) == 1 and is_table_name(line.flat))
    )


def _parted(above: _Line, below: _Line, taken: Sequence[Box]) -> bool:
    return any(above.top < box[3] and below.bottom > box[1] for box in taken)


def _body_end(lines: Sequence[_Line], start: int, page_width: float, taken: Sequence[Box]) -> int:
    """Index of the last line of a table whose first line of figures is given."""
    last = start
    for index in range(start + 1, len(lines)):
        line, before = lines[index], lines[index - 1]
        far = line.top - before.bottom > _LINE_GAP_EM * line.size
        if far or index - last > _MAX_BLANK_LINES or _parted(before, line, taken) or not _is_cells(line, page_width):
            break
        if _is_anchor(line, page_width):
            last = index
    return _trailing(lines, start, last, page_width, taken)


def _trailing(lines: Sequence[_Line], start: int, last: int, page_width: float, taken: Sequence[Box]) -> int:
    """Go on over lines without figures under a table: the rest of a wrapped name, or lines left blank."""
    gaps = [b.top - a.bottom for a, b in zip(lines[start:last], lines[start + 1 : last + 1], strict=True)]
    usual = median(gaps) if gaps else lines[last].size
    words = [t.x0 for line in lines[start : last + 1] for t in line.tokens if not t.is_amount]
    figures = [t.x0 for line in lines[start : last + 1] for t in line.tokens if t.is_amount]
    ordinals = [t.x0 for line in lines[start : last + 1] for t in line.tokens if LINE_START.match(t.text)]
    end = last
    for index in range(last + 1, min(last + _MAX_BLANK_LINES, len(lines))):
        line, before = lines[index], lines[index - 1]
        # A line numbered under numbered lines is one of them, however far rows are apart.
        counted = all(LINE_START.match(t.text) and any(abs(t.x0 - x) <= 1 for x in ordinals) for t in line.tokens)
        beside = words and figures and min(words) - 2 <= line.tokens[0].x0 and line.tokens[0].x1 < max(figures)
        rest = _is_rest(line, lines[max(start - 1, 0) : index])
        far = line.top - before.bottom > (_LINE_GAP_EM * line.size if counted else 1.3 * usual + 1)
        if (
            not (beside or rest)
            or (far and not rest)
            or abs(line.size - lines[last].size) > 0.6
            or (line.in_margin and not rest)
            or _parted(before, line, taken)
            or not _is_cells(line, page_width)
        ):
            break
        end = index
    return end


def _is_rest(line: _Line, above: Sequence[_Line]) -> bool:
    """Tell whether a line is the last of a name that wraps around its figures: as near as the lines of names are."""

    def is_over(text: Token) -> bool:
        return any(
            abs(t.x0 - text.x0) <= 1 and t.x1 >= text.x1 for around in above for t in around.tokens if not t.is_figure
        )

    before = above[-1]
    leading = before.top - above[-2].bottom if len(above) > 1 and not above[-2].amounts else 0.0
    near = line.top - before.bottom <= max(_AROUND_EM * line.size, leading + 1 if leading else 0.0)
    return near and not line.figures and is_over(line.tokens[0])


def _heading_start(lines: Sequence[_Line], start: int, page_width: float, taken: Sequence[Box]) -> int:
    """Index of the first line of the heading over a first line of figures."""
    first = start
    for index in range(start - 1, max(start - 1 - _MAX_HEADING_LINES, -1), -1):
        line, below = lines[index], lines[index + 1]
        if (
            below.top - line.bottom > _HEADING_GAP_EM * line.size
            or line.size > _TITLE_SIZE * lines[start].size
            or _parted(line, below, taken)
            or not _is_cells(line, page_width)
            or (line.in_margin and _is_running(line, below))
        ):
            break
        first = index
    return first


def _is_running(line: _Line, below: _Line) -> bool:
    """Tell whether a line at a page's edge may be a running head over a heading, and not a name around its figures."""
    is_around = below.top - line.bottom <= _AROUND_EM * line.size
    return len(line.tokens) == 1 and not line.is_under_rule and not is_around and not LINE_START.match(line.flat)


def _table(lines: Sequence[_Line], first: int, start: int, last: int, taken: Sequence[Box]) -> Arrangement | None:
    body = lines[start : last + 1]
    heading = lines[first:start]
    over = lines[max(0, first - _CAPTION_LINES) : first]
    captioned = any(map(_is_caption, over)) and not any(_parted(line, lines[first], taken) for line in over[-1:])
    at_top = not any(not line.in_margin for line in lines[:first]) and not any(b[1] < lines[first].top for b in taken)
    headed = any(len(line.tokens) >= 2 for line in heading)
    with_amounts = sum(line.amounts > 0 for line in body)
    goes_on = at_top and _goes_on(body, lines[first : last + 1])
    is_table = goes_on or (headed and (captioned or with_amounts >= _MIN_LINES_ALONE))
    if not is_table or (not with_amounts and not captioned):
        return None
    tokens = [t for line in lines[first : last + 1] for t in line.tokens]
    # The text beside the table that reaches over the height of its first or last line is not in it.
    top, bottom = lines[first].top - 1, max(t.bottom for t in tokens) + 1
    top = max([top, *(t.mid_y + _HAIR for line in lines[first - 1 : first] for t in line.tokens)])
    bottom = min([bottom, *(t.mid_y - _HAIR for line in lines[last + 1 : last + 2] for t in line.tokens)])
    sides = min(t.x0 for t in tokens) - 2, max(t.x1 for t in tokens) + 2
    return arrange(tokens, (top, bottom), sides, needs_heading=headed)


def _goes_on(body: Sequence[_Line], whole: Sequence[_Line]) -> bool:
    """Tell whether lines at the top of a page may be the rest of a table.

    They are where they hold several amounts, or one with a code before it or several texts beside it: a name that wraps
    begins over the line of its figures.
    """
    amounts = sum(line.amounts for line in body)
    if amounts and sum(len(line.tokens) for line in whole) >= _MIN_TEXTS_BESIDE:
        return True
    coded = bool(re.fullmatch(r"\d{3,7}", body[0].tokens[0].text))
    numbered = bool(LINE_START.match(body[0].tokens[0].text))
    return amounts >= 2 or (amounts == 1 and (coded or numbered))
