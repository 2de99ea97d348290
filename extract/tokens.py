"""Tokens: glyphs that run on level, the smallest thing that stands in one column."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.glyphs import Glyph
from extract.headings import is_number

# Glyphs whose middles are nearer than this (in em) stand on one line: digits have a baseline of their own.
_SHIFT_EM = 0.35
# A wider gap (in em) ends a token; in narrow columns figures stand nearer to each other than words do.
_GAP_EM = 0.45
_FIGURE_GAP_EM = 0.22
_FIGURE_AND_WORD_GAP_EM = 0.36
_MAX_OVERLAP_EM = 0.6
_BUCKET = 6.0
_FIGURE = "0123456789.,，．-－"
_AMOUNTS = re.compile(r"[-－]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d(?=[-－]?\d|$)")
_AMOUNT_AND_MORE = re.compile(r"[-－]?(?:\d{1,3}(?:,\d{3})+|\d+)\.(?:\d\d(?=\d)|\d+(?=[^\d.,%百千万亿元]))")
_ABUTTING_EM = 0.12
_DASHES = "-—－–─―"


@dataclass(frozen=True, slots=True)
class Token:
    """Glyphs in reading order, and their box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    glyphs: tuple[Glyph, ...]

    @property
    def mid_x(self) -> float:
        """Horizontal centre."""
        return (self.x0 + self.x1) / 2

    @property
    def mid_y(self) -> float:
        """Vertical centre."""
        return (self.top + self.bottom) / 2

    @property
    def is_figure(self) -> bool:
        """Whether it may stand in a column of figures: a number that is no year, or a dash for none."""
        return is_number(self.text) or set(self.text) <= set(_DASHES)

    @property
    def is_amount(self) -> bool:
        """Whether it is a number with decimals or separators: no code and no ordinal."""
        return bool(re.search(r"\d[.,]\d", self.text)) and is_number(self.text) and "%" not in self.text


def make_tokens(glyphs: Iterable[Glyph]) -> list[Token]:
    """Join the glyphs that run on to tokens, by their first glyph's place from the left."""
    runs: list[list[Glyph]] = []
    by_height: dict[int, list[list[Glyph]]] = defaultdict(list)
    for glyph in sorted((g for g in glyphs if not g.text.isspace()), key=lambda g: g.x0):
        middle = glyph.mid_y
        bucket = int(middle // _BUCKET)
        best: list[Glyph] | None = None
        nearest = 0.0
        for near in (bucket - 1, bucket, bucket + 1):
            for run in by_height.get(near, ()):
                apart = abs(run[-1].mid_y - middle)
                if (best is None or apart < nearest) and _runs_on(run[-1], glyph, apart):
                    best, nearest = run, apart
        if best is None:
            best = []
            runs.append(best)
            by_height[bucket].append(best)
        elif int(best[-1].mid_y // _BUCKET) != bucket and best not in by_height[bucket]:
            by_height[bucket].append(best)
        best.append(glyph)
    return [token for run in runs for token in _tokens(run)]


def _runs_on(left: Glyph, right: Glyph, apart: float) -> bool:
    em, gap = min(left.size, right.size), right.x0 - left.x1
    if not -_MAX_OVERLAP_EM * em <= gap <= _GAP_EM * em or apart > _SHIFT_EM * max(left.size, right.size):
        return False
    figures = (left.text[-1] in _FIGURE) + (right.text[0] in _FIGURE)
    return gap <= (_GAP_EM, _FIGURE_AND_WORD_GAP_EM, _FIGURE_GAP_EM)[figures] * em


def _tokens(run: Sequence[Glyph]) -> list[Token]:
    """The run as one token, or as several where complete amounts run together."""
    text = "".join(g.text for g in run)
    if _are_amounts(text):
        parts = [m.end() for m in _AMOUNTS.finditer(text)]
    else:
        parts = [*_end_of_amount(run, text), len(text)]
    tokens, start = [], 0
    position = 0
    for index, glyph in enumerate(run, 1):
        position += len(glyph.text)
        if position == parts[0] or index == len(run):
            tokens.append(_token(run[start:index]))
            start, parts = index, parts[1:] or [len(text)]
    return tokens


def _end_of_amount(run: Sequence[Glyph], text: str) -> list[int]:
    """Where an amount at the right of its column ends and the name or code at the left of the next begins."""
    amount = _AMOUNT_AND_MORE.match(text)
    if amount is None or any(len(g.text) != 1 for g in run):
        return []
    gaps = [right.x0 - left.x1 for left, right in pairwise(run[: amount.end() + 1])]
    # More decimals stand as near to each other as the digits before them.
    widest = max(gaps[:-1]) if text[amount.end()].isdigit() else 0.0
    least = _ABUTTING_EM * run[amount.end()].size
    return [amount.end()] if gaps[-1] > max(widest, 0.0) + least else []


def _are_amounts(text: str) -> bool:
    found = _AMOUNTS.findall(text)
    return len(found) > 1 and "".join(found) == text


def _token(glyphs: Sequence[Glyph]) -> Token:
    return Token(
        "".join(g.text for g in glyphs),
        min(g.x0 for g in glyphs),
        min(g.top for g in glyphs),
        max(g.x1 for g in glyphs),
        max(g.bottom for g in glyphs),
        median(g.size for g in glyphs),
        tuple(glyphs),
    )


def at_gaps(token: Token) -> list[Token]:
    """The pieces of a token between which its glyphs stand a little further apart than within them."""
    gaps = [right.x0 - left.x1 for left, right in pairwise(token.glyphs)]
    if not gaps:
        return [token]
    least = median(gaps) + _ABUTTING_EM * token.size
    starts = [0, *(index for index, gap in enumerate(gaps, 1) if gap > least), len(token.glyphs)]
    return [_token(token.glyphs[start:end]) for start, end in pairwise(starts)]


def token_lines(tokens: Iterable[Token]) -> list[list[Token]]:
    """Tokens by printed line, top to bottom, each from left to right."""
    lines: list[list[Token]] = []
    for token in sorted(tokens, key=lambda t: t.mid_y):
        if lines and token.mid_y - lines[-1][0].mid_y <= _SHIFT_EM * max(token.size, lines[-1][0].size):
            lines[-1].append(token)
        else:
            lines.append([token])
    return [sorted(line, key=lambda t: t.x0) for line in lines]


def overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    """Length that two stretches have in common; negative: how far they are apart."""
    return min(a1, b1) - max(a0, b0)
