"""Tell the tables of a sheet from the lines around them, by the places of its texts alone.

Rules around cells tell nothing that can be relied on: many sheets draw none, others draw them around everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.captions import is_caption_cell, is_label, is_table_name
from extract.headings import is_number
from extract.patterns import patterns, squeeze
from extract.workbook.sheets import Place, SheetCell, Span

# Rows so far apart are no one table; sheets leave a dozen blank rows between the lines and the sums of an empty table.
_MAX_BLANK_ROWS = 30
_MIN_TABLE_ROWS = 2
# A sheet has no more.
_COLUMNS = 16_384
_MIN_SHARE_WITH_NEIGHBOURS = 0.25
# The sums of a table without figures stand apart from its heading.
_SUM = re.compile(r"[合总小]计$")
_SUBTITLE = re.compile(r"[(（].+[)）]")
_COLONS = "：:"


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the rows and columns that it spans."""

    cell: SheetCell
    span: Span

    @property
    def flat(self) -> str:
        """The text without white space."""
        return squeeze(self.cell.text)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds text, its texts from left to right."""

    number: int
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """Rows of a sheet that belong together: a table, or lines of text."""

    is_table: bool
    rows: tuple[Row, ...]


def find_regions(cells: Mapping[Place, tuple[SheetCell, Span]]) -> list[Region]:
    """Part the texts of a sheet into tables and lines.

    Args:
        cells: texts by place, hidden ones left out.

    Returns:
        Regions in reading order: from top to bottom, tables side by side from left to right.
    """
    by_row: dict[int, list[Text]] = {}
    for place, (cell, span) in sorted(cells.items()):
        by_row.setdefault(place.row, []).append(Text(cell, span))
    rows = [Row(number, tuple(texts)) for number, texts in by_row.items()]
    return [region for part in _side_by_side(rows) for region in _stacked(part)]


def _side_by_side(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Part rows at a blank column that has a table with a name of its own at either side."""
    for at, first in enumerate(rows):
        names = [text for text in first.texts if is_table_name(text.flat)]
        if len(names) < 2:
            continue
        # Tables side by side go on as far as the blank column does.
        for left, right in pairwise(names):
            for column in range(left.span.column_end, right.span.column + 1):
                end = next(
                    (i for i in range(at, len(rows)) if any(_crosses(text.span, column) for text in rows[i].texts)),
                    len(rows),
                )
                below = rows[at:end]
                if not _is_gap(below, column):
                    continue
                halves = _half(below, range(column)), _half(below, range(column, _COLUMNS))
                if all(sum(len(row.texts) > 1 for row in half) >= _MIN_TABLE_ROWS for half in halves):
                    if at:
                        yield list(rows[:at])
                    for half in halves:
                        yield from _side_by_side(half)
                    if end < len(rows):
                        yield from _side_by_side(rows[end:])
                    return
    if rows:
        yield list(rows)


def _crosses(span: Span, column: int) -> bool:
    return span.column < column < span.column_end


def _is_gap(rows: Sequence[Row], column: int) -> bool:
    """Tell whether the column before a border is blank, or the one after it."""
    taken = {c for row in rows for text in row.texts for c in range(text.span.column, text.span.column_end)}
    return column - 1 not in taken


def _half(rows: Sequence[Row], columns: range) -> list[Row]:
    halves = (Row(row.number, tuple(text for text in row.texts if text.span.column in columns)) for row in rows)
    return [row for row in halves if row.texts]


def _stacked(rows: Sequence[Row]) -> Iterator[Region]:
    """Part rows into lines and tables below one another."""
    at = 0
    while at < len(rows):
        start = next((i for i in range(at, len(rows)) if _begins_table(rows, i)), len(rows))
        if start > at:
            yield Region(False, tuple(rows[at:start]))
        if start == len(rows):
            return
        end = _table_end(rows, start)
        yield Region(_is_table(rows[start:end], rows[at:start]), tuple(rows[start:end]))
        at = end


def _is_table(rows: Sequence[Row], above: Sequence[Row]) -> bool:
    """Tell a table from text with a few things side by side in it."""
    with_neighbours = sum(len(row.texts) > 1 for row in rows)
    if len(rows) < _MIN_TABLE_ROWS:
        # The heading of a table without lines.
        return len(rows[0].texts) > 2 and any(map(_is_caption_row, above))
    return with_neighbours >= _MIN_SHARE_WITH_NEIGHBOURS * len(rows)


def _begins_table(rows: Sequence[Row], at: int) -> bool:
    row = rows[at]
    if _is_caption_row(row):
        return False
    if len(joined_texts(row)) > 1:
        return True
    # A heading may begin with one cell over all columns; under the unit line nothing else stands.
    text = row.texts[0].flat
    follows_unit = at > 0 and rows[at - 1].number == row.number - 1 and _has_unit(rows[at - 1])
    goes_on = at + 1 < len(rows) and len(rows[at + 1].texts) > 1 and not _is_caption_row(rows[at + 1])
    return follows_unit and goes_on and not _is_name(text) and not _SUBTITLE.fullmatch(text) and not _is_prose(text)


def _table_end(rows: Sequence[Row], start: int) -> int:
    """The row after a table's last."""
    reach = 0
    end = start
    for at in range(start, len(rows)):
        row = rows[at]
        if at > start and row.number >= reach and _begins_caption(rows, at, start):
            break
        reach = max([reach, *(text.span.row_end for text in row.texts)])
        end = at + 1
    # Notes, signatures and narrative after the last line are no part of the table.
    while end - 1 > start and _follows_table(rows[end - 1], rows[end - 2]):
        end -= 1
    return end


def _begins_caption(rows: Sequence[Row], at: int, start: int) -> bool:
    """Tell whether a row within the reach of a table is the first of what stands over another."""
    row, before = rows[at], rows[at - 1]
    blank = row.number - max(text.span.row_end for text in before.texts)
    if blank > _MAX_BLANK_ROWS:
        return True
    texts = joined_texts(row)
    if len(texts) > 1:
        if _is_caption_row(row) and (_has_unit(row) or blank > 0):
            return True
        return blank > 0 and _is_new_heading(rows, at, start)
    text = squeeze(texts[0])
    if patterns().note.match(text):
        return not _goes_on(rows, at)
    if is_number(text):
        return False
    if _is_name(text) or is_caption_cell(text):
        return True
    # A title that is not called 表 is told by the unit line under it.
    below = rows[at + 1 : at + 3]
    return any(_is_caption_row(other) and _has_unit(other) for other in below[:1]) or (
        len(below) > 1 and len(below[0].texts) == 1 and _is_caption_row(below[1]) and _has_unit(below[1])
    )


def _is_new_heading(rows: Sequence[Row], at: int, start: int) -> bool:
    """Tell whether a row after a blank one, of words alone, is the heading of a table without a title."""
    body = rows[start:at]
    if not any(is_number(text.flat) for row in body for text in row.texts):
        return False
    width = max(len(row.texts) for row in body)
    texts = rows[at].texts
    if len(texts) < 3 or len(texts) < width or any(is_number(text.flat) for text in texts):
        return False
    return any(is_number(text.flat) for row in rows[at + 1 : at + 4] for text in row.texts)


def _goes_on(rows: Sequence[Row], at: int) -> bool:
    """Tell whether the table goes on after a note among its lines, without another caption."""
    for row in rows[at + 1 :]:
        if _is_caption_row(row):
            return False
        if len(row.texts) > 1:
            return any(is_number(text.flat) for text in row.texts)
    return False


def _follows_table(row: Row, before: Row) -> bool:
    texts = joined_texts(row)
    if len(texts) > 1:
        return False
    text = squeeze(texts[0])
    if is_number(text) or _SUM.search(text) or row.number < max(t.span.row_end for t in before.texts):
        return False
    is_apart = row.number > max(t.span.row_end for t in before.texts)
    return is_apart or _is_prose(text) or bool(patterns().note.match(text)) or len(row.texts) > 1


def _is_prose(text: str) -> bool:
    p = patterns()
    return len(text) > p.title_max_length or bool(p.sentence_end.search(text)) or bool(p.note.match(text))


def _is_name(text: str) -> bool:
    """Tell whether a text without white space names a table, its label included."""
    return is_table_name(text) or is_label(text)


def _is_caption_row(row: Row) -> bool:
    """Tell whether a row is part of what stands over a table: its name, label, unit or department.

    Whatever stands beside a unit or a department is no heading: a date, the department's name in a cell of its own.
    """
    texts = [squeeze(text) for text in joined_texts(row)]
    named = [text for text in texts if is_caption_cell(text) or _is_name(text)]
    others = [text for text in texts if text not in named]
    if not named or any(is_number(text) for text in others):
        return False
    if not others:
        return True
    return any(is_caption_cell(text) for text in named) and len(others) <= max(len(named), 2) and len(texts) <= 5


def _has_unit(row: Row) -> bool:
    return any(patterns().unit_line.match(squeeze(text)) for text in joined_texts(row))


def joined_texts(row: Row) -> list[str]:
    """The texts of a row as a reader takes them: what follows a colon belongs to it (部门：  某局)."""
    texts: list[str] = []
    open_colon = False
    for text in row.texts:
        belongs = not is_caption_cell(text.flat) and (len(row.texts) == 2 or not is_number(text.flat))
        if open_colon and belongs:
            texts[-1] += text.cell.text
            open_colon = False
        else:
            texts.append(text.cell.text)
            open_colon = text.flat[-1:] in tuple(_COLONS) and len(text.flat) > 1
    return texts
