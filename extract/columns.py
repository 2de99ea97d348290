"""The columns of texts without rules between them, told from how the texts stand over each other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extract.tokens import Token, overlap, token_lines

# A column is one of figures where this share of its texts are.
_FIGURE_SHARE = 0.6
# Two columns of words are two where the right one's lines begin within this (in em) of each other.
_ALIGNED_EM = 0.4
_ALIGNED_SHARE = 0.8
_WORD_GAP_EM = 1.0
_BESIDE_EM = 0.85
# Two lines of one name are as far above its figures as below them, by this (in em).
_EVEN_EM = 0.3


@dataclass(slots=True, eq=False)
class Column:
    """A stretch of the page that holds the texts of one column."""

    x0: float
    x1: float
    tokens: list[Token] = field(default_factory=list)

    @property
    def is_figures(self) -> bool:
        """Whether most of its texts are figures."""
        return sum(t.is_figure for t in self.tokens) >= _FIGURE_SHARE * len(self.tokens) > 0


def find_columns(tokens: Sequence[Token], *, least_share: float = 0.0) -> list[Column]:
    """The columns of a body's tokens, left to right.

    Args:
        tokens: the tokens of the body, headings left out.
        least_share: share of the lines with text in which two neighbours must both have one to be two columns.

    Returns:
        Columns without overlap; one where nothing parts the tokens.
    """
    figures = column_runs([t for t in tokens if t.is_figure])
    solid = [run for run in figures if len(run.tokens) >= 2 and not _is_mostly_words(run, tokens)]
    bridging = {id(t) for t in tokens if not t.is_figure and any(overlap(t.x0, t.x1, r.x0, r.x1) > 0 for r in solid)}
    runs = column_runs([t for t in tokens if id(t) not in bridging])
    enough = max(2.0, least_share * len(token_lines(tokens)))
    columns = _merge(runs, lambda left, right: _are_two(left, right, enough))
    for token in tokens:
        if id(token) in bridging:
            nearest_column(columns, token).tokens.append(token)
    return columns


def _is_mostly_words(run: Column, tokens: Sequence[Token]) -> bool:
    words = sum(not t.is_figure and overlap(t.x0, t.x1, run.x0, run.x1) > 0 for t in tokens)
    return words > len(run.tokens)


def _merge(runs: Sequence[Column], are_two: Callable[[Column, Column], bool]) -> list[Column]:
    merged: list[Column] = []
    for run in runs:
        if not merged or are_two(merged[-1], run):
            merged.append(run)
        else:
            last = merged[-1]
            last.x1 = max(last.x1, run.x1)
            last.tokens += run.tokens
    return merged


def _are_two(left: Column, right: Column, enough: float) -> bool:
    if enough <= 2.0 and left.is_figures and right.is_figures:
        return True  # the figures of one column stand over each other
    both = _side_by_side(left, right)
    if left.is_figures or right.is_figures:
        fewer = min(len(token_lines(left.tokens)), len(token_lines(right.tokens)))
        return both >= enough or (enough <= 2.0 and both == fewer)
    size = median(t.size for t in right.tokens)
    start = median(t.x0 for t in right.tokens)
    aligned = sum(abs(t.x0 - start) <= _ALIGNED_EM * size for t in right.tokens)
    return (
        both >= max(enough, 3.0)
        and aligned >= _ALIGNED_SHARE * len(right.tokens)
        and right.x0 - left.x1 >= _WORD_GAP_EM * size
    )


def _side_by_side(left: Column, right: Column) -> int:
    """Number of lines of the column with fewer that have a text beside them in the other.

    A name over two lines stands half a line above and below its code and figures, further where lines are far apart.
    """
    fewer, more = sorted((left.tokens, right.tokens), key=lambda tokens: len(token_lines(tokens)))
    heights = sorted(t.mid_y for t in more)
    count = 0
    for line in token_lines(fewer):
        reach = _BESIDE_EM * line[0].size
        middle = line[0].mid_y
        at = bisect_left(heights, middle - reach)
        if at < len(heights) and heights[at] <= middle + reach:
            count += 1
        elif 0 < at < len(heights):
            above, below = middle - heights[at - 1], heights[at] - middle
            count += below <= 2 * reach and abs(below - above) <= _EVEN_EM * line[0].size
    return count


def column_runs(tokens: Iterable[Token]) -> list[Column]:
    """Stretches that tokens cover without a gap, left to right."""
    runs: list[Column] = []
    for token in sorted(tokens, key=lambda t: t.x0):
        if runs and token.x0 < runs[-1].x1:
            runs[-1].x1 = max(runs[-1].x1, token.x1)
            runs[-1].tokens.append(token)
        else:
            runs.append(Column(token.x0, token.x1, [token]))
    return runs


def nearest_column(columns: Sequence[Column], token: Token) -> Column:
    """The column that has most of a token, or is nearest to it."""
    return max(columns, key=lambda c: (overlap(token.x0, token.x1, c.x0, c.x1), -abs(token.mid_x - (c.x0 + c.x1) / 2)))


def inner_edges(columns: Sequence[Column]) -> list[float]:
    """Where one column ends and the next begins: the middle of the gap between them."""
    return [(a.x1 + b.x0) / 2 for a, b in pairwise(columns)]
