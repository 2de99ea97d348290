"""Make rows and columns of a stretch of a page whose rules do not part them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.captions import is_caption_cell, names_department
from extract.columns import Column, find_columns, inner_edges, nearest_column
from extract.glyphs import Glyph
from extract.heading_layout import Block, add_heading_columns, heading_cells, make_blocks, place_spans
from extract.page_objects import Box
from extract.patterns import patterns, squeeze
from extract.row_split import LINE_START, split_rows, wrap_gap
from extract.tokens import Token, token_lines

Placed = tuple[Box, list[Glyph]]

# A table without figures needs so many headings side by side.
_MIN_HEADINGS = 3
# A line that overlaps the first line of figures by this (in em) belongs to its row: a name over two lines.
_OVERLAP_EM = 0.2
# A table of contents leads from its entries to the pages by dots.
LEADERS = re.compile(r"[.．·…⋯。]{4,}")
# No heading begins with it: a table that goes on overleaf without one does.
_ORDINAL = re.compile(r"[一二三四五六七八九十]+、")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Cells without gaps between them, and the edges of their rows and columns."""

    cells: tuple[Placed, ...]
    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    """The tokens of heading and body, the body's by band."""

    heading: list[Token]
    bands: list[tuple[float, float, list[Token]]]
    top: float


def split_bands(edges: Sequence[float], tokens: Sequence[Token]) -> list[list[float]]:
    """Part a stack of level rules where a table ends and another begins under its own caption.

    Args:
        edges: the heights of the rules.
        tokens: what stands between the first and the last.

    Returns:
        The heights of the rules of each table.
    """
    stacks: list[list[float]] = [[edges[0]]]
    for top, bottom in pairwise(edges):
        lines = token_lines(t for t in tokens if top <= t.mid_y < bottom)
        if any(map(_is_outside, lines)) or any(is_caption_cell(t.text) for line in lines for t in line):
            stacks.append([bottom])
        else:
            stacks[-1].append(bottom)
    return [stack for stack in stacks if len(stack) > 1]


def _is_outside(line: Sequence[Token]) -> bool:
    p = patterns()
    flat = squeeze("".join(t.text for t in line))
    is_text = p.note.match(flat) or p.sentence_end.search(flat) or LEADERS.search(flat)
    return bool(is_text) or names_department(flat, line[0].text)


def arrange(
    tokens: Sequence[Token], row_edges: Sequence[float], column_edges: Sequence[float], *, needs_heading: bool = True
) -> Arrangement | None:
    """Lay tokens out in rows and columns.

    Args:
        tokens: what stands between the outer edges.
        row_edges: heights of the level rules, at least those over the first row and under the last.
        column_edges: places of the upright rules, at least those at both sides.
        needs_heading: whether a stretch without a heading is no table.

    Returns:
        The cells; None where the tokens show no columns, or nothing that a table would hold.
    """
    parts = _part(tokens, row_edges)
    body = [t for _, _, band in parts.bands for t in band]
    columns = _columns(body, column_edges)
    blocks = make_blocks(parts.heading, wrap_gap(body, columns))
    columns, leaves = add_heading_columns(columns, blocks)
    if not _is_table(columns, leaves, body, needs_heading):
        return None
    for leaf in leaves:
        column = columns[leaf.first]
        column.x0, column.x1 = min(column.x0, leaf.x0), max(column.x1, leaf.x1)
    edges = _snap((column_edges[0], *inner_edges(columns), column_edges[-1]), column_edges)
    first_row = parts.bands[0][0] if parts.bands else row_edges[-1]
    cells: list[Placed] = []
    tops: list[float] = []
    if parts.heading:
        spans = place_spans(blocks, leaves, columns, first_row)
        cells += heading_cells([*leaves, *spans], edges, parts.top, first_row)
        tops += sorted({box[1] for box, _ in cells})
    for top, bottom, band in parts.bands:
        rows = _rows(band, columns)
        row_tops = [top, *(_between(above, below) for above, below in pairwise(rows))]
        tops += row_tops
        for row, row_top, row_bottom in zip(rows or [[]], row_tops, [*row_tops[1:], bottom], strict=True):
            cells += _row_cells(row, columns, edges, row_top, row_bottom)
    return Arrangement(tuple(cells), (*tops, row_edges[-1]), tuple(edges))


def _part(tokens: Sequence[Token], row_edges: Sequence[float]) -> _Parts:
    """Tell heading and body apart: the body begins with the first figure, or with the first numbered line before it."""
    bands = [(top, bottom, [t for t in tokens if top <= t.mid_y < bottom]) for top, bottom in pairwise(row_edges)]
    heading: list[Token] = []
    for index, (_top, bottom, band) in enumerate(bands):
        begins = any(t.is_figure for t in band) or (_words(heading) and _begins_body(band))
        if begins and _words(heading):
            return _Parts(heading, bands[index:], bands[0][0])
        if begins:
            over, under = _part_band(band)
            if not over:
                return _Parts(heading, bands[index:], bands[0][0])
            cut = _between(over, under)
            return _Parts([*heading, *over], [(cut, bottom, under), *bands[index + 1 :]], bands[0][0])
        heading += band
        if not any(t.is_figure for t in tokens) and _words(heading):
            return _Parts(heading, bands[index + 1 :], bands[0][0])
    return _Parts([], bands, row_edges[0])


def _words(heading: Sequence[Token]) -> bool:
    return len(heading) >= 2


def _begins_body(band: Sequence[Token]) -> bool:
    return bool(band) and bool(LINE_START.match(min(band, key=lambda t: t.x0).text))


def _part_band(band: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Heading and body of a band that holds both."""
    lines = token_lines(band)
    first = next(index for index, line in enumerate(lines) if any(t.is_figure for t in line))
    figure_top = min(t.top for t in lines[first] if t.is_figure)
    for index, line in enumerate(lines[:first]):
        seen = sum(len(above) for above in lines[:index])
        counted = _ORDINAL.match(line[0].text) if index == 0 else seen >= 2 and _begins_body(line)
        if counted or max(t.bottom for t in line) > figure_top + _OVERLAP_EM * line[0].size:
            first = index
            break
    return [t for line in lines[:first] for t in line], [t for line in lines[first:] for t in line]


def _columns(body: Sequence[Token], edges: Sequence[float]) -> list[Column]:
    if len(edges) == 2:
        return find_columns(body) if body else []
    columns: list[Column] = []
    for x0, x1 in pairwise(edges):
        inside = find_columns([t for t in body if x0 <= t.mid_x < x1], least_share=0.5)
        inside = inside or [Column(x0, x1)]
        inside[0].x0, inside[-1].x1 = x0, x1
        columns += inside
    return columns


def _is_table(columns: Sequence[Column], leaves: Sequence[Block], body: Sequence[Token], needs_heading: bool) -> bool:
    if len(columns) < 2 or (needs_heading and len(leaves) < 2):
        return False
    figures = any(column.is_figures for column in columns)
    return figures or (len(leaves) >= _MIN_HEADINGS and not any(LEADERS.search(t.text) for t in body))


def _snap(edges: Sequence[float], ruled: Sequence[float]) -> list[float]:
    """Edges as ruled where a rule is; the others stay between the texts."""
    return [next((rule for rule in ruled if abs(rule - edge) < 1), edge) for edge in edges]


def _rows(band: Sequence[Token], columns: Sequence[Column]) -> list[list[Token]]:
    figure_lines = token_lines(t for t in band if t.is_figure)
    if len(figure_lines) <= 1 and not _may_hold_rows(band):
        return [list(band)]
    return split_rows(band, columns) or [[]]


def _may_hold_rows(band: Sequence[Token]) -> bool:
    """Whether a band with one line of figures at most may still hold several rows."""
    return sum(bool(LINE_START.match(line[0].text)) for line in token_lines(band)) > 1


def _between(above: Sequence[Token], below: Sequence[Token]) -> float:
    """Where one row ends and the next begins."""
    return (max(t.bottom for t in above) + min(t.top for t in below)) / 2


def _row_cells(
    row: Sequence[Token], columns: Sequence[Column], edges: Sequence[float], top: float, bottom: float
) -> list[Placed]:
    contents: list[list[Glyph]] = [[] for _ in columns]
    index_of = {id(column): index for index, column in enumerate(columns)}
    for token in row:
        contents[index_of[id(nearest_column(columns, token))]] += token.glyphs
    return [((x0, top, x1, bottom), content) for (x0, x1), content in zip(pairwise(edges), contents, strict=True)]
