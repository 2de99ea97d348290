"""Headings whose cells nobody merged: a text stands over the blank cells right of it and below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.headings import is_number
from extract.workbook.regions import Row, Text
from extract.workbook.sheets import Span

_MAX_HEADING_ROWS = 4


def span_headings(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Let the texts of a table's heading span what they stand over, as if their cells were merged.

    The rows are a heading of several levels where all are words and the later ones name the columns that those before
    leave open: blank, or under a text over several.
    """
    columns = sorted({text.span.column for row in rows for text in row.texts})
    count = _heading_rows(rows, columns)
    if count < 2:
        return tuple(rows)
    last = rows[count - 1].number
    taken = {
        (number, column)
        for row in rows[:count]
        for text in row.texts
        for number in range(text.span.row, text.span.row_end)
        for column in range(text.span.column, text.span.column_end)
    }
    heading = []
    for row in rows[:count]:
        texts = []
        for text in row.texts:
            span = _widened(text.span, taken, columns, last)
            taken |= {(r, c) for r in range(span.row, span.row_end) for c in range(span.column, span.column_end)}
            texts.append(Text(text.cell, span))
        heading.append(replace(row, texts=tuple(texts)))
    return (*heading, *rows[count:])


def _heading_rows(rows: Sequence[Row], columns: Sequence[int]) -> int:
    """Number of rows that together name every column; 0 where the first does, or no few rows do."""
    open_columns = set(columns)
    for index, row in enumerate(rows[:_MAX_HEADING_ROWS]):
        named = {c for text in row.texts for c in range(text.span.column, text.span.column_end)}
        if any(is_number(text.flat) for text in row.texts) or not open_columns & named:
            return 0
        wide = [_columns_under(text.span, columns) for text in row.texts]
        open_columns = (open_columns - named) | {c for under in wide if len(under) > 1 for c in under}
        if not open_columns:
            return index + 1 if index else 0
    return 0


def _columns_under(span: Span, columns: Sequence[int]) -> list[int]:
    return [column for column in columns if span.column <= column < span.column_end]


def _widened(span: Span, taken: set[tuple[int, int]], columns: Sequence[int], last: int) -> Span:
    def is_over_text(column: int) -> bool:
        return any((number, column) in taken for number in range(span.row_end, last + 1))

    if is_over_text(span.column):
        for column in (c for c in columns if c >= span.column_end):
            if (span.row, column) in taken or not is_over_text(column):
                break
            span = span._replace(column_end=column + 1)
    while span.row_end <= last and not any((span.row_end, c) in taken for c in range(span.column, span.column_end)):
        span = span._replace(row_end=span.row_end + 1)
    return span
