"""Tell a table's heading rows from its body, and give each column its heading path, by form alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from extract.model import Cell

Row = Sequence[Cell]

# In the form that `_flat` gives: ￥ is ¥. The sign of the currency stands on either side of that of the amount.
_NUMBER = re.compile(r"[-+△▲(]?负?¥?[-+△▲负]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?(%|([百千万亿]|百万|千万)?元)?\)?")
_YEAR = re.compile(r"(19|20)\d\d")
# 类, 款 and 项 head the columns of a code in the row of column numbers.
_COLUMN_NUMBER = re.compile(r"\d{1,2}|[A-Za-z甲乙丙丁类款项]|栏次|\d{1,2}=[\d+\-*/()]+")


def count_heading_rows(rows: Sequence[Row]) -> int:
    """Number of leading rows that are heading (a row of column numbers not counted).

    A heading ends before the first row that holds a number or an empty cell and that no cell from above reaches
    into. The very first row may have an empty cell: a heading often leaves its corner blank.
    """
    reach = 0  # the row index that cells seen so far extend to
    for index, row in enumerate(rows):
        may_end = index >= reach and index > 0 and (is_column_number_row(row) or _is_data_like(row))
        if may_end and not _completed_columns(row, rows[:index]):
            return index
        if index == 0 and any(is_number(c.text) for c in row):
            return 0
        reach = max([reach, *(index + c.row_span for c in row)])
    # No row looks like data: a table of words alone has the one heading row that its spans reach over.
    return min((max(c.row_span for c in rows[0]) if rows and rows[0] else 0), max(len(rows) - 1, 0))


def is_column_number_row(row: Row) -> bool:
    """Tell whether a row numbers the columns (1 2 3 …, A B 1 2, 栏次 1 2), each cell a number above the one before."""
    texts = [_flat(c.text) for c in row if _flat(c.text)]
    if len(texts) < 2 or not all(_COLUMN_NUMBER.fullmatch(t) for t in texts):
        return False
    numbers = [int(re.match(r"\d+", t).group()) for t in texts if t[0].isdigit()]  # type: ignore[union-attr]
    return len(numbers) >= 2 and numbers[0] == 1 and all(b == a + 1 for a, b in pairwise(numbers))


def _completed_columns(row: Row, above: Sequence[Row]) -> frozenset[int]:
    """Columns that a row with blanks still gives a heading: all those under a heading that spans several.

    Some final accounts print 合计 of the body and the sub-headings 合计, 基本支出, 项目支出 in one row. Empty where it
    is an ordinary row of the body.
    """
    if any(is_number(c.text) for c in row):
        return frozenset()
    named = {c.column_index for c in row if c.column_span == 1 and _flat(c.text)}
    spans = (
        range(c.column_index, c.column_index + c.column_span)
        for heading_row in above
        for c in heading_row
        if c.column_span > 2 and _flat(c.text)
    )
    return frozenset(column for span in spans if named.issuperset(span) for column in span)


def heading_paths(heading_rows: Sequence[Row], column_count: int) -> tuple[tuple[str, ...], ...]:
    """The heading texts over each column, from the top; a cell over several rows stands once.

    A column without any heading stands under its left neighbour's: printers leave such cells unmerged.
    """
    paths: list[list[str]] = [[] for _ in range(column_count)]
    for index, row in enumerate(heading_rows):
        completed = _completed_columns(row, heading_rows[:index]) if index and _is_data_like(row) else frozenset()
        for cell in row:
            text = cell.text.replace("\n", "").strip()
            if not text or (completed and cell.column_index not in completed):
                continue
            for column in range(cell.column_index, min(cell.column_index + cell.column_span, column_count)):
                paths[column].append(text)
    for column in range(1, column_count):
        paths[column] = paths[column] or list(paths[column - 1])
    return tuple(tuple(p) for p in paths)


def same_texts(row: Row, other: Row) -> bool:
    """Tell whether two rows print the same: a heading repeated on the next page."""
    return [_flat(c.text) for c in row if _flat(c.text)] == [_flat(c.text) for c in other if _flat(c.text)]


def _is_data_like(row: Row) -> bool:
    return not row or any(not _flat(c.text) or is_number(c.text) for c in row)


def is_number(text: str) -> bool:
    """Tell whether a text is a number as tables print them, and no year."""
    flat = _flat(text)
    return bool(_NUMBER.fullmatch(flat)) and not _YEAR.fullmatch(flat)


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
