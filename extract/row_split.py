"""The rows of texts without rules between them: a row a line of figures, with the lines that its names wrap into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.columns import Column, nearest_column
from extract.tokens import Token

# Texts whose middles are nearer than this (in em) stand in one row.
_SAME_ROW_EM = 0.5
# A name over an even number of lines stands this far (in em) above and below its figures.
_AROUND_EM = 1.1
# Lines of one name are nearer than this share of what usually parts two rows.
_WRAP_SHARE = 0.6
# A line this near (in em) to the column's right edge was broken because the column was full.
_FULL_EM = 1.3
_LINE_GAP_EM = 0.5
LINE_START = re.compile(
    r"[一二三四五六七八九十百]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．](?!\d)|[①-⑳]|其中"
)


@dataclass(slots=True, eq=False)
class _Line:
    """The tokens of one column that stand side by side."""

    column: int
    tokens: list[Token]

    @property
    def top(self) -> float:
        return min(t.top for t in self.tokens)

    @property
    def bottom(self) -> float:
        return max(t.bottom for t in self.tokens)

    @property
    def mid_y(self) -> float:
        return median(t.mid_y for t in self.tokens)

    @property
    def x1(self) -> float:
        return max(t.x1 for t in self.tokens)

    @property
    def size(self) -> float:
        return self.tokens[0].size

    @property
    def starts(self) -> bool:
        return bool(LINE_START.match(self.tokens[0].text))


def split_rows(tokens: Sequence[Token], columns: Sequence[Column]) -> list[list[Token]]:
    """Part the tokens of a body into its rows.

    A line of figures is a row. A line of words belongs to the row on its height; else to the one above or below it
    that it wraps from, told by the distance and by whether the line above was full; else it is a row without figures.

    Args:
        tokens: the tokens between two level rules, headings left out.
        columns: the columns they stand in.

    Returns:
        The tokens of each row, top to bottom.
    """
    lines = _lines(tokens, columns)
    rows: list[list[_Line]] = []
    for line in sorted((ln for ln in lines if columns[ln.column].is_figures), key=lambda ln: ln.mid_y):
        if rows and line.mid_y - rows[-1][0].mid_y <= _SAME_ROW_EM * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    words = [ln for ln in lines if not columns[ln.column].is_figures]
    heights = [row[0].mid_y for row in rows]
    floating: list[_Line] = []
    for line in words:
        near = min(range(len(rows)), key=lambda i: abs(heights[i] - line.mid_y), default=None)
        if near is not None and abs(heights[near] - line.mid_y) <= _SAME_ROW_EM * line.size:
            rows[near].append(line)
        else:
            floating.append(line)
    floating = _around(floating, rows, heights)
    gap = _row_gap(words, rows)
    for column in sorted({line.column for line in floating}):
        _wrap(column, floating, rows, columns[column].x1, gap)
    result = [[t for line in row for t in line.tokens] for row in rows if row]
    return sorted(result, key=lambda row: median(t.mid_y for t in row))


def _lines(tokens: Sequence[Token], columns: Sequence[Column]) -> list[_Line]:
    index_of = {id(column): index for index, column in enumerate(columns)}
    by_column: dict[int, list[Token]] = {}
    for token in tokens:
        by_column.setdefault(index_of[id(nearest_column(columns, token))], []).append(token)
    lines: list[_Line] = []
    for column, mine in by_column.items():
        found: list[_Line] = []
        for token in sorted(mine, key=lambda t: t.mid_y):
            if found and token.mid_y - found[-1].tokens[0].mid_y <= _SAME_ROW_EM * token.size:
                found[-1].tokens.append(token)
            else:
                found.append(_Line(column, [token]))
        for line in found:
            line.tokens.sort(key=lambda t: t.x0)
        lines += found
    return lines


def _around(floating: Sequence[_Line], rows: list[list[_Line]], heights: Sequence[float]) -> list[_Line]:
    """Give the lines just above and below its figures to a row that has none on its height in their column."""
    left = list(floating)
    for row, height in zip(rows, heights, strict=True):
        named = {line.column for line in row}
        for column in {line.column for line in left} - named:
            close = [ln for ln in left if ln.column == column and abs(ln.mid_y - height) <= _AROUND_EM * ln.size]
            above = [ln for ln in close if ln.mid_y < height]
            below = [ln for ln in close if ln.mid_y > height]
            if above and below:
                mine = [max(above, key=lambda ln: ln.mid_y), min(below, key=lambda ln: ln.mid_y)]
                row += mine
                left = [ln for ln in left if ln not in mine]
    return left


def _row_gap(words: Sequence[_Line], rows: Sequence[Sequence[_Line]]) -> float | None:
    """What usually parts the words of two rows that follow each other; None where no two do."""
    row_of = {id(line): index for index, row in enumerate(rows) for line in row}
    gaps = []
    for column in {line.column for line in words}:
        mine = sorted((ln for ln in words if ln.column == column), key=lambda ln: ln.mid_y)
        gaps += [
            after.top - before.bottom
            for before, after in pairwise(mine)
            if id(before) in row_of and id(after) in row_of and row_of[id(before)] != row_of[id(after)]
        ]
    return median(gaps) if gaps else None


def _wrap(column: int, floating: Sequence[_Line], rows: list[list[_Line]], right: float, gap: float | None) -> None:
    """Give each line of a column that has no figures on its height to a row, or make one of it."""
    row_of = {id(line): row for row in rows for line in row if line.column == column}
    ordered = sorted(
        [*(ln for row in rows for ln in row if ln.column == column), *(ln for ln in floating if ln.column == column)],
        key=lambda ln: ln.mid_y,
    )
    # From the rows outwards, so that the third line of a name follows its second.
    changed = True
    while changed:
        changed = False
        for before, after in pairwise(ordered):
            if (id(before) in row_of) == (id(after) in row_of) or after.starts:
                continue
            if not _is_wrapped(before, after, right, gap, upwards=id(after) in row_of):
                continue
            known, new = (before, after) if id(before) in row_of else (after, before)
            row_of[id(new)] = row_of[id(known)]
            row_of[id(known)].append(new)
            changed = True
    for index, line in enumerate(ordered):
        if id(line) in row_of:
            continue
        block = [line]
        for after in ordered[index + 1 :]:
            if id(after) in row_of or after.starts or not _is_wrapped(block[-1], after, right, gap, upwards=False):
                break
            block.append(after)
        # A row without figures, which another column may have begun: its names stand at one height, by their middles.
        middle = (block[0].top + block[-1].bottom) / 2
        reach = _SAME_ROW_EM * line.size
        row = next(
            (r for r in rows if any(abs(y - middle) <= reach for y in (_middle(r), *(ln.mid_y for ln in r)))), None
        )
        if row is None or any(ln.column == column for ln in row):
            row = []
            rows.append(row)
        for each in block:
            row.append(each)
            row_of[id(each)] = row


def _middle(row: Sequence[_Line]) -> float:
    return (min(line.top for line in row) + max(line.bottom for line in row)) / 2


def _is_wrapped(before: _Line, after: _Line, right: float, gap: float | None, *, upwards: bool) -> bool:
    """Tell whether a line goes on in the next."""
    apart = after.top - before.bottom
    full = right - before.x1 <= _FULL_EM * before.size
    if gap is not None and apart <= _WRAP_SHARE * gap:
        return full or apart <= _WRAP_SHARE * gap / 2
    # Where rows stand further apart than lines do, a line as far away as a row is a row.
    usual = gap is not None and gap <= _LINE_GAP_EM * before.size and apart <= 1.25 * gap + 1
    return full and not upwards and (usual or (gap is None and apart <= _LINE_GAP_EM * before.size))
