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
# The middle of a name is this near (in em) to its figures.
_MIDDLE_EM = 0.35
# Lines of one name are nearer than this share of what usually parts two rows.
_WRAP_SHARE = 0.6
# Signs that no line begins with, and that none ends with: the text next to them is broken before its place is full.
_CLOSING = "）)、，。：；”’》"
_OPENING = "（(“‘《"
_MAX_ROOM_EM = 3.0
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
    figures = _columns_of_figures(columns)
    rows = _rows_of_figures(lines, figures)
    words = [ln for ln in lines if ln.column not in figures]
    heights = [row[0].mid_y for row in rows]
    named: set[int] = set()
    for column in sorted({line.column for line in words}):
        for block, row in _centred([ln for ln in words if ln.column == column], heights, columns[column].x1):
            rows[row] += block
            named |= {id(line) for line in block}
    floating: list[_Line] = []
    for line in (ln for ln in words if id(ln) not in named):
        near = min(range(len(rows)), key=lambda i: abs(heights[i] - line.mid_y), default=None)
        if near is not None and abs(heights[near] - line.mid_y) <= _SAME_ROW_EM * line.size:
            rows[near].append(line)
        else:
            floating.append(line)
    floating = _around(floating, rows, heights)
    gap = _row_gap(words, rows)
    for column in sorted({line.column for line in floating}):
        _wrap(column, floating, rows, columns[column].x1, gap)
    _give_codes([i for i, c in enumerate(columns) if c.is_figures and i not in figures], rows)
    result = [[t for line in row for t in line.tokens] for row in rows if row]
    return sorted(result, key=lambda row: median(t.mid_y for t in row))


def wrap_gap(tokens: Sequence[Token], columns: Sequence[Column]) -> float:
    """What parts the lines of one name, in points; 0 where no name stands around its figures.

    Args:
        tokens: the tokens of a body.
        columns: the columns they stand in.
    """
    lines = _lines(tokens, columns)
    figures = _columns_of_figures(columns)
    heights = [row[0].mid_y for row in _rows_of_figures(lines, figures)]
    gaps = [
        after.top - before.bottom
        for column, found in enumerate(columns)
        if column not in figures
        for block, _ in _centred([ln for ln in lines if ln.column == column], heights, found.x1)
        for before, after in pairwise(block)
    ]
    return median(gaps) if gaps else 0.0


def _rows_of_figures(lines: Sequence[_Line], figures: frozenset[int]) -> list[list[_Line]]:
    rows: list[list[_Line]] = []
    for line in sorted((ln for ln in lines if ln.column in figures), key=lambda ln: ln.mid_y):
        if rows and line.mid_y - rows[-1][0].mid_y <= _SAME_ROW_EM * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _columns_of_figures(columns: Sequence[Column]) -> frozenset[int]:
    """The columns whose lines make rows: those of amounts, and where they hold none, of any figures.

    A code beside its name wraps like the name.
    """
    figures = [index for index, column in enumerate(columns) if column.is_figures]
    of_amounts = frozenset(i for i in figures if any(t.is_amount for t in columns[i].tokens))
    beside_names = {i for i in figures if i + 1 < len(columns) and not columns[i + 1].is_figures}
    return frozenset(figures) - (beside_names if of_amounts else frozenset()) | of_amounts


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


def _centred(lines: Sequence[_Line], heights: Sequence[float], right: float) -> list[tuple[list[_Line], int]]:
    """The names of a column over several lines, each with the row at whose height its middle stands.

    They show where lines of one name are nearer to each other than names are, and no row but its own is beside one.
    """
    ordered = sorted(lines, key=lambda ln: ln.mid_y)
    gaps = [after.top - before.bottom for before, after in pairwise(ordered)]
    best: list[tuple[list[_Line], int]] = []
    for limit in sorted({round(gap) + 1 for gap in gaps}):
        blocks = [ordered[:1]]
        for gap, line in zip(gaps, ordered[1:], strict=True):
            if gap <= limit:
                blocks[-1].append(line)
            else:
                blocks.append([line])
        found = [(block, _row_at_middle(block, heights, right)) for block in blocks if len(block) > 1]
        # The page's end may cut the first and the last.
        if any(row is None and block is not blocks[0] and block is not blocks[-1] for block, row in found):
            break
        placed = [(block, row) for block, row in found if row is not None]
        if sum(len(block) for block, _ in placed) > sum(len(block) for block, _ in best):
            best = placed
    return best


def _row_at_middle(block: Sequence[_Line], heights: Sequence[float], right: float) -> int | None:
    """The only row beside lines that are one name, at their middle."""
    beside = [index for index, height in enumerate(heights) if block[0].top <= height <= block[-1].bottom]
    middle = (block[0].mid_y + block[-1].mid_y) / 2
    if len(beside) != 1 or abs(heights[beside[0]] - middle) > _MIDDLE_EM * block[0].size:
        return None
    is_name = all(not after.starts and _is_full(before, after, right) for before, after in pairwise(block))
    return beside[0] if is_name else None


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


def _give_codes(columns: Sequence[int], rows: list[list[_Line]]) -> None:
    """Give a code that stands alone to the row next to it that has none: a blank line over it in its cell lowers it."""
    for alone in [row for row in rows if len(row) == 1 and row[0].column in columns]:
        code = alone[0]
        near = [row for row in rows if row is not alone and abs(row[0].mid_y - code.mid_y) <= _AROUND_EM * code.size]
        if len(near) == 1 and not any(line.column == code.column for line in near[0]):
            near[0].append(code)
            rows.remove(alone)


def _middle(row: Sequence[_Line]) -> float:
    return (min(line.top for line in row) + max(line.bottom for line in row)) / 2


def _is_wrapped(before: _Line, after: _Line, right: float, gap: float | None, *, upwards: bool) -> bool:
    """Tell whether a line goes on in the next."""
    apart = after.top - before.bottom
    full = _is_full(before, after, right)
    if gap is not None and apart <= _WRAP_SHARE * gap:
        return full or apart <= _WRAP_SHARE * gap / 2
    # Where rows stand further apart than lines do, a line as far away as a row is a row.
    usual = gap is not None and gap <= _LINE_GAP_EM * before.size and apart <= 1.25 * gap + 1
    return full and not upwards and (usual or (gap is None and apart <= _LINE_GAP_EM * before.size))


def _is_full(before: _Line, after: _Line, right: float) -> bool:
    """Tell whether a line was broken because what follows had no room: its first sign, and those that stay with it."""
    texts = ["".join(t.text for t in line.tokens) for line in (before, after)]
    if all(text.isdigit() for text in texts) and len(texts[0]) == len(texts[1]):
        return False  # two codes
    room = right - before.x1
    glyphs = after.tokens[0].glyphs
    kept = 1 + (glyphs[0].text in _OPENING)
    while kept < len(glyphs) and glyphs[kept].text in _CLOSING:
        kept += 1
    return room < min(glyphs[kept - 1 if kept <= len(glyphs) else -1].x1 - glyphs[0].x0, _MAX_ROOM_EM * before.size)
