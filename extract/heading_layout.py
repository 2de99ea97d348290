"""Headings without rules: which text stands over which columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import inf
from statistics import median

from extract.columns import Column, column_runs, inner_edges
from extract.glyphs import Glyph
from extract.page_objects import Box
from extract.tokens import Token, at_gaps, overlap, token_lines

# Lines of one heading follow at this distance (in em) or less; headings of two levels stand further apart.
_WRAP_GAP_EM = 0.5
# A heading over this share of another stands over it, or in its column.
_SHARE = 0.2
_RAISED_EM = 0.3
_BESIDE_EM = 0.2
# What a heading over the wrong number of columns costs, in points by which it would be off its middle.
_UNCOVERED = 15.0


@dataclass(slots=True, eq=False)
class Block:
    """A heading, on one line or wrapped over several; `first` and `last` are the columns it stands over."""

    tokens: list[Token]
    first: int = -1
    last: int = -1

    @property
    def x0(self) -> float:
        """Left edge."""
        return min(t.x0 for t in self.tokens)

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(t.x1 for t in self.tokens)

    @property
    def top(self) -> float:
        """Upper edge."""
        return min(t.top for t in self.tokens)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return max(t.bottom for t in self.tokens)

    @property
    def mid_x(self) -> float:
        """Horizontal centre."""
        return (self.x0 + self.x1) / 2

    @property
    def mid_y(self) -> float:
        """Vertical centre."""
        return (self.top + self.bottom) / 2


def make_blocks(tokens: Iterable[Token], wrap_gap: float = 0.0) -> list[Block]:
    """Join the lines that a heading wraps into.

    Args:
        tokens: the tokens of the headings.
        wrap_gap: what parts the lines of one name in the body, in points.
    """
    blocks: list[Block] = []
    for token in sorted(_part_neighbours(list(tokens)), key=lambda t: (t.top, t.x0)):
        above = [
            b
            for b in blocks
            if overlap(token.x0, token.x1, b.x0, b.x1) > 0.5 * min(token.x1 - token.x0, b.x1 - b.x0)
            and -_WRAP_GAP_EM * token.size <= token.top - b.bottom <= max(_WRAP_GAP_EM * token.size, wrap_gap + 1)
        ]
        if above:
            above[-1].tokens.append(token)
        else:
            blocks.append(Block([token]))
    return _part_spans(blocks)


def _part_neighbours(tokens: Sequence[Token]) -> list[Token]:
    """Take apart headings that fill their cells up to each other: each goes on in a line of its own under it."""
    parted: list[Token] = []
    for token in tokens:
        pieces = at_gaps(token)
        under = sorted(
            (
                other
                for other in tokens
                if 0 < other.mid_y - token.mid_y <= (1 + _WRAP_GAP_EM) * token.size
                and overlap(other.x0, other.x1, token.x0, token.x1) > 0
            ),
            key=lambda other: other.x0,
        )
        go_on = len(under) == len(pieces) and all(
            piece.x0 < rest.mid_x < piece.x1 and rest.x0 >= piece.x0 - 1 and rest.x1 <= piece.x1 + 1
            for piece, rest in zip(pieces, under, strict=True)
        )
        parted += pieces if go_on else [token]
    return parted


def _part_spans(blocks: Sequence[Block]) -> list[Block]:
    """Take apart what only looks like wrapped lines: one heading over several that stand side by side."""
    parted: list[Block] = []
    for block in blocks:
        rows = token_lines(block.tokens)
        if any(len(row) > 1 for row in rows):
            parted += [Block([token]) for token in block.tokens]
        elif count := _lines_of_siblings(block, blocks):
            parted += [Block([row[0] for row in rows[:-count]]), Block([row[0] for row in rows[-count:]])]
        else:
            parted.append(block)
    return parted


def _lines_of_siblings(block: Block, blocks: Sequence[Block]) -> int:
    """How many of a heading's last lines stand beside those of another, and not at its middle; 0 for none.

    Then both are under the line above, or the other would stand at the middle of its own cell.
    """
    rows = [row[0] for row in token_lines(block.tokens)]
    reach = _BESIDE_EM * rows[-1].size
    for count in range(1, len(rows)):
        last = rows[-count:]
        for other in blocks:
            lines = sorted(other.tokens, key=lambda t: t.mid_y)
            if (
                other is not block
                and len(lines) == count
                and all(abs(a.mid_y - b.mid_y) <= reach for a, b in zip(lines, last, strict=True))
                and abs(other.mid_y - block.mid_y) > reach
                and not _parts(other, Block(last), blocks)
            ):
                return count
    return 0


def _parts(left: Block, right: Block, blocks: Sequence[Block]) -> bool:
    """Tell whether a heading stands between two."""
    low, high = min(left.x1, right.x1), max(left.x0, right.x0)
    return any(low < t.mid_x < high for b in blocks for t in b.tokens)


def add_heading_columns(columns: Sequence[Column], blocks: Sequence[Block]) -> tuple[list[Column], list[Block]]:
    """Match the lowest headings with the columns of the body.

    Args:
        columns: what the texts of the body show.
        blocks: the headings over them.

    Returns:
        The columns with those added that have a heading and nothing under it, and the headings that stand over one
        column, `first` and `last` set.
    """
    leaves = _leaves(blocks)
    claimed: dict[int, list[Block]] = {}
    alone: list[Block] = []
    found = [Column(c.x0, c.x1, c.tokens) for c in columns]
    for leaf in leaves:
        shared = [overlap(leaf.x0, leaf.x1, c.x0, c.x1) for c in columns]
        if shared and max(shared) > 0:
            claimed.setdefault(shared.index(max(shared)), []).append(leaf)
        else:
            alone.append(leaf)
    for index in sorted(set(range(len(columns))) - set(claimed)):
        beside = _beside(columns, index, alone, leaves)
        if beside is not None:
            claimed[index] = [beside]
            alone.remove(beside)
    result: list[tuple[Column, list[Block]]] = [(Column(leaf.x0, leaf.x1), [leaf]) for leaf in alone]
    for index, column in enumerate(found):
        mine = sorted(claimed.get(index, []), key=lambda b: b.x0)
        if len(mine) > 1 and not _is_one_heading(mine, column):
            result += [(part, [leaf]) for part, leaf in zip(_cut(column, mine), mine, strict=True)]
        else:
            result.append((column, mine))
    result.sort(key=lambda pair: pair[0].x0)
    named = []
    for index, (_, mine) in enumerate(result):
        if mine:
            leaf = Block([t for b in mine for t in b.tokens], index, index) if len(mine) > 1 else mine[0]
            leaf.first = leaf.last = index
            named.append(leaf)
    return [column for column, _ in result], named


def _beside(columns: Sequence[Column], index: int, alone: Sequence[Block], leaves: Sequence[Block]) -> Block | None:
    """The heading of a column that stands beside its texts: centred over figures at the right of a wide column."""
    column = columns[index]
    middle = (column.x0 + column.x1) / 2
    others = [(c.x0 + c.x1) / 2 for i, c in enumerate(columns) if i != index]
    near = sorted(alone, key=lambda leaf: abs(leaf.mid_x - middle))
    for leaf in near[:1]:
        low, high = sorted((leaf.mid_x, middle))
        between = [*others, *(other.mid_x for other in leaves if other is not leaf)]
        if not any(low < x < high for x in between):
            return leaf
    return None


def _leaves(blocks: Sequence[Block]) -> list[Block]:
    """The headings with none under them."""
    if not blocks:
        return []
    middle = (min(b.top for b in blocks) + max(b.bottom for b in blocks)) / 2
    leaves: list[Block] = []
    for block in sorted(blocks, key=lambda b: -b.mid_y):
        size = block.tokens[0].size
        under = [b for b in leaves if b.mid_y > block.mid_y + _RAISED_EM * size]
        covered = any(
            overlap(block.x0, block.x1, b.x0, b.x1) > _SHARE * min(block.x1 - block.x0, b.x1 - b.x0) for b in under
        )
        raised = block.mid_y < middle - _RAISED_EM * size
        left = max((b for b in leaves if b.x1 <= block.mid_x), key=lambda b: b.x1, default=None)
        right = min((b for b in leaves if b.x0 >= block.mid_x), key=lambda b: b.x0, default=None)
        between = left is not None and right is not None and left in under and right in under
        if not covered and not (raised and between):
            leaves.append(block)
    return sorted(leaves, key=lambda b: b.x0)


def _is_one_heading(leaves: Sequence[Block], column: Column) -> bool:
    """Tell whether headings side by side over one column are one with spaces in it (合  计)."""
    if sum(len(t.text) for leaf in leaves for t in leaf.tokens) > 6:
        return False
    lines = [t.mid_y for t in column.tokens]
    alone = len({round(y) for y in lines}) >= 0.8 * len(lines)
    return alone and all(len(leaf.tokens) == 1 for leaf in leaves)


def _cut(column: Column, leaves: Sequence[Block]) -> list[Column]:
    """Part a column under several headings, in the widest gap between the middles of two of them."""
    runs = column_runs(column.tokens)
    cuts = []
    for before, after in pairwise(leaves):
        gaps = [(a.x1, b.x0) for a, b in pairwise(runs) if b.x0 > before.mid_x and a.x1 < after.mid_x]
        left, right = max(gaps, key=lambda gap: gap[1] - gap[0], default=(before.x1, after.x0))
        cuts.append((left + right) / 2)
    bounds = [-inf, *cuts, inf]
    parts = []
    for leaf, (left, right) in zip(leaves, pairwise(bounds), strict=True):
        tokens = [t for t in column.tokens if left <= t.mid_x < right]
        x0, x1 = min([leaf.x0, *(t.x0 for t in tokens)]), max([leaf.x1, *(t.x1 for t in tokens)])
        parts.append(Column(max(x0, left), min(x1, right), tokens))
    return parts


def place_spans(
    blocks: Sequence[Block], leaves: Sequence[Block], columns: Sequence[Column], bottom: float
) -> list[Block]:
    """Find the columns that each heading over several stands over; it is centred over them.

    Args:
        blocks: all headings.
        leaves: those over one column.
        columns: the columns.
        bottom: where the body begins.
    """
    own = {id(t): leaf for leaf in leaves for t in leaf.tokens}
    leaf_of = {leaf.first: leaf for leaf in leaves}
    inner = inner_edges(columns)
    bounds = [columns[0].x0, *inner, columns[-1].x1]
    lines: list[list[Block]] = []
    for block in sorted((b for b in blocks if not any(id(t) in own for t in b.tokens)), key=lambda b: b.mid_y):
        if lines and block.mid_y - lines[-1][0].mid_y <= _RAISED_EM * block.tokens[0].size:
            lines[-1].append(block)
        else:
            lines.append([block])
    placed: list[Block] = []
    for line in lines:
        line.sort(key=lambda b: b.x0)
        height = max(b.mid_y for b in line)
        # A heading at the middle of a cell that begins over this line stands beside the line, not under it.
        under = {c for c in range(len(columns)) if c not in leaf_of or 2 * leaf_of[c].mid_y - bottom > height}
        middles = {column: leaf.mid_x for column, leaf in leaf_of.items()}
        for block, (first, last) in zip(line, _best_ranges(line, bounds, middles, under), strict=True):
            block.first, block.last = first, last
            placed.append(block)
    return placed


def _best_ranges(
    line: Sequence[Block], bounds: Sequence[float], middles: Mapping[int, float], under: set[int]
) -> list[tuple[int, int]]:
    """The columns of each heading of a line: it stands over the middle of their bounds, or of their headings."""
    count = len(bounds) - 1

    @cache
    def best(index: int, start: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if index == len(line):
            return _UNCOVERED * sum(c in under for c in range(start, count)), ()
        block = line[index]
        options = [(1e9, tuple((min(start, count - 1),) * 2 for _ in line[index:]))]
        for first in range(start, count):
            skipped = _UNCOVERED * sum(c in under for c in range(start, first))
            for last in range(first, count):
                off = abs((bounds[first] + bounds[last + 1]) / 2 - block.mid_x)
                if first in middles and last in middles:
                    # Bounds between short figures at the right of wide columns are not those of the columns.
                    off = min(off, abs((middles[first] + middles[last]) / 2 - block.mid_x))
                foreign = 2 * _UNCOVERED * sum(c not in under for c in range(first, last + 1))
                cut = max(0.0, bounds[first] - block.x0) + max(0.0, block.x1 - bounds[last + 1])
                cost, rest = best(index + 1, last + 1)
                options.append((skipped + off + foreign + 2 * cut + cost, ((first, last), *rest)))
        return min(options)

    return list(best(0, 0)[1])


def heading_cells(
    blocks: Sequence[Block], edges: Sequence[float], top: float, bottom: float
) -> list[tuple[Box, list[Glyph]]]:
    """Cells of the headings: a row a level, a heading with none under it down to the bottom.

    Args:
        blocks: headings with their columns.
        edges: left edge of each column, and right edge of the last.
        top: upper edge of the heading.
        bottom: lower edge of the heading.
    """
    ordered = sorted(blocks, key=lambda b: b.mid_y)
    count = len(edges) - 1
    stacks: list[list[Block]] = [[b for b in ordered if b.first <= c <= b.last] for c in range(count)]
    start: dict[int, int] = {}
    for block in ordered:
        above = [
            stack[stack.index(block) - 1] for stack in stacks[block.first : block.last + 1] if stack.index(block) > 0
        ]
        start[id(block)] = max((start[id(b)] + 1 for b in above), default=0)
    levels = max(start.values(), default=0) + 1
    rows = [top + (bottom - top) * level / levels for level in range(levels + 1)]
    cells: list[tuple[Box, list[Glyph]]] = []
    for block in ordered:
        below = [
            start[id(stack[stack.index(block) + 1])]
            for stack in stacks[block.first : block.last + 1]
            if stack.index(block) + 1 < len(stack)
        ]
        end = min(below, default=levels)
        box = edges[block.first], rows[start[id(block)]], edges[block.last + 1], rows[max(end, start[id(block)] + 1)]
        cells.append((box, [g for t in block.tokens for g in t.glyphs]))
    for column in range(count):
        if not stacks[column]:
            cells.append(((edges[column], top, edges[column + 1], bottom), []))
    return cells


def usual_size(tokens: Sequence[Token]) -> float:
    """Usual font size of tokens, in points."""
    return median([t.size for t in tokens] or [0.0])
