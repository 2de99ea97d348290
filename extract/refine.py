"""Part the cells of a ruled grid that lack a rule between two of their texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.arrange import Placed
from extract.columns import Column, find_columns, inner_edges
from extract.heading_layout import add_heading_columns, heading_cells, make_blocks, place_spans
from extract.page_grid import EDGE_TOLERANCE
from extract.row_split import split_rows
from extract.tokens import Token, make_tokens, overlap, token_lines

# An amount beside another text, or two amounts one under the other, in one cell.
_AMOUNT = r"[-－(（]?[¥￥]?\d[\d,]*\.\d+[)）]?"
_CROWDED = re.compile(
    rf"(?m)^{_AMOUNT}[ \u3000]+\S|\S[ \u3000]+{_AMOUNT}$"
    rf"|^{_AMOUNT}\n(?:.*\n)*{_AMOUNT}$|^{_AMOUNT}[ \u3000]*\d[\d,]*\.\d"
)
# Two columns in one need this share of the lines to hold text in both.
_BOTH_SHARE = 0.5
# A text stands in a column that holds this share of its width.
_INSIDE = 0.7


@dataclass(slots=True, eq=False)
class _Place:
    """A cell by the edges it lies between."""

    row: int
    column: int
    row_end: int
    column_end: int
    placed: Placed
    tokens: list[Token]

    @property
    def is_single(self) -> bool:
        return self.column_end - self.column == 1


def is_crowded(text: str) -> bool:
    """Tell whether a cell's text may be that of several cells."""
    return bool(_CROWDED.search(text))


def refine(
    cells: Sequence[tuple[tuple[int, int, int, int], Placed]], row_edges: Sequence[float], column_edges: Sequence[float]
) -> tuple[list[Placed], list[float], list[float]] | None:
    """Part crowded cells.

    Args:
        cells: each cell's first row and column, the row and column after its last, its box and glyphs.
        row_edges: heights of the level rules.
        column_edges: places of the upright rules.

    Returns:
        Cells, row edges and column edges; None where nothing is to be parted.
    """
    places = [_Place(*at, placed, make_tokens(placed[1])) for at, placed in cells]
    first_body = min((p.row for p in places if any(t.is_figure for t in p.tokens)), default=len(row_edges))
    body = [p for p in places if p.row >= first_body]
    slots = [_slot_columns(places, first_body, slot, column_edges) for slot in range(len(column_edges) - 1)]
    parted = _parted_spans(body, column_edges)
    pieces: list[_Place] = []
    for place in places:
        if id(place) in parted:
            pieces += _part_span(place, column_edges)
        else:
            pieces.append(place)
    bands = _split_bands([p for p in pieces if p.row >= first_body], slots)
    if not parted and not bands and all(len(slot) == 1 for slot in slots):
        return None
    return _rebuild(pieces, slots, bands, first_body, row_edges, column_edges)


def _slot_columns(places: Sequence[_Place], first_body: int, slot: int, edges: Sequence[float]) -> list[Column]:
    """The columns between two upright rules; one but where the texts show more."""
    whole = [Column(edges[slot], edges[slot + 1])]
    mine = [p for p in places if p.is_single and p.column == slot]
    tokens = [t for p in mine if p.row >= first_body for t in p.tokens]
    if sum(t.is_amount for t in tokens) < 2:
        return whole
    columns = find_columns(tokens, least_share=_BOTH_SHARE)
    if len(columns) < 2 or not any(c.is_figures for c in columns):
        return whole
    headings = [t for p in mine if p.row < first_body for t in p.tokens]
    columns, leaves = add_heading_columns(columns, make_blocks(headings))
    for leaf in leaves:
        column = columns[leaf.first]
        column.x0, column.x1 = min(column.x0, leaf.x0), max(column.x1, leaf.x1)
    return columns


def _parted_spans(body: Sequence[_Place], edges: Sequence[float]) -> set[int]:
    """Cells over several columns that are cells of their own, whose rules are missing.

    They are where one of them, or of those over the same columns, holds several texts, each under its heading.
    """
    groups: dict[tuple[int, int], list[_Place]] = {}
    for place in body:
        if not place.is_single:
            groups.setdefault((place.column, place.column_end), []).append(place)
    parted: set[int] = set()
    for group in groups.values():
        inside = [p for p in group if all(_slot_of(t, edges) is not None for t in p.tokens)]
        if any(_is_several(p, edges) for p in inside):
            parted |= {id(p) for p in inside}
        parted |= {id(p) for p in group if _is_an_amount_each(p)}
    return parted


def _is_an_amount_each(place: _Place) -> bool:
    """Tell whether a cell over several columns holds nothing but an amount for each of them, wherever they stand."""
    line = token_lines(place.tokens)
    return len(line) == 1 and len(place.tokens) == place.column_end - place.column and all(t.is_amount for t in line[0])


def _is_several(place: _Place, edges: Sequence[float]) -> bool:
    slots = {_slot_of(t, edges) for t in place.tokens}
    return len(slots) > 1 and any(t.is_amount for t in place.tokens)


def _slot_of(token: Token, edges: Sequence[float]) -> int | None:
    for slot, (x0, x1) in enumerate(pairwise(edges)):
        if overlap(token.x0, token.x1, x0, x1) >= _INSIDE * (token.x1 - token.x0):
            return slot
    return None


def _part_span(place: _Place, edges: Sequence[float]) -> list[_Place]:
    pieces = []
    _, top, _, bottom = place.placed[0]
    in_order = sorted(place.tokens, key=lambda t: t.x0) if _is_an_amount_each(place) else []
    for column in range(place.column, place.column_end):
        if in_order:
            tokens = [in_order[column - place.column]]
        else:
            tokens = [t for t in place.tokens if _slot_of(t, edges) == column]
        box = edges[column], top, edges[column + 1], bottom
        glyphs = [g for t in tokens for g in t.glyphs]
        pieces.append(_Place(place.row, column, place.row_end, column + 1, (box, glyphs), tokens))
    return pieces


def _split_bands(body: Sequence[_Place], slots: Sequence[Sequence[Column]]) -> dict[int, list[list[Token]]]:
    """The rows of each band that holds several, by band."""
    by_band: dict[int, list[_Place]] = {}
    for place in body:
        if place.row_end - place.row == 1:
            by_band.setdefault(place.row, []).append(place)
    bands: dict[int, list[list[Token]]] = {}
    for band, places in by_band.items():
        filled = [p for p in places if p.tokens]
        if not any(_amount_lines(p) > 1 for p in filled) or not all(p.is_single for p in filled):
            continue
        if sum(len(token_lines(p.tokens)) > 1 for p in filled) < 2:
            continue
        columns = []
        for place in filled:
            for column in slots[place.column]:
                tokens = [t for t in place.tokens if overlap(t.x0, t.x1, column.x0, column.x1) > 0]
                columns.append(Column(column.x0, column.x1, tokens))
        rows = split_rows([t for p in filled for t in p.tokens], columns)
        if len(rows) > 1:
            bands[band] = rows
    return bands


def _amount_lines(place: _Place) -> int:
    return len(token_lines(t for t in place.tokens if t.is_amount))


def _rebuild(
    places: Sequence[_Place],
    slots: Sequence[Sequence[Column]],
    bands: dict[int, list[list[Token]]],
    first_body: int,
    row_edges: Sequence[float],
    column_edges: Sequence[float],
) -> tuple[list[Placed], list[float], list[float]]:
    inner = [inner_edges(slot) for slot in slots]
    heights = {
        band: [
            row_edges[band],
            *((max(t.bottom for t in a) + min(t.top for t in b)) / 2 for a, b in pairwise(rows)),
            row_edges[band + 1],
        ]
        for band, rows in bands.items()
    }
    cells: list[Placed] = []
    rows = [*row_edges, *(y for ys in heights.values() for y in ys)]
    for place in places:
        if not place.is_single or (len(slots[place.column]) == 1 and not _is_split(place, bands)):
            cells.append(place.placed)
            continue
        x0, top, x1, bottom = place.placed[0]
        edges = [x0, *inner[place.column], x1]
        if place.row < first_body:
            headings = _heading(place, slots[place.column], edges)
            cells += headings
            rows += [box[1] for box, _ in headings]
            continue
        ys = heights[place.row] if _is_split(place, bands) else [top, bottom]
        for upper, lower in pairwise(ys):
            for left, right in pairwise(edges):
                tokens = [t for t in place.tokens if left <= t.mid_x < right and upper <= t.mid_y < lower]
                cells.append(((left, upper, right, lower), [g for t in tokens for g in t.glyphs]))
    return cells, _distinct(rows), sorted({*column_edges, *(x for slot in inner for x in slot)})


def _is_split(place: _Place, bands: dict[int, list[list[Token]]]) -> bool:
    return place.row_end - place.row == 1 and place.row in bands


def _distinct(values: Sequence[float]) -> list[float]:
    distinct: list[float] = []
    for value in sorted(values):
        if not distinct or value - distinct[-1] > EDGE_TOLERANCE:
            distinct.append(value)
    return distinct


def _heading(place: _Place, columns: Sequence[Column], edges: Sequence[float]) -> list[Placed]:
    """The headings of one cell, over the columns found under it."""
    (_, top, _, bottom), _ = place.placed
    blocks = make_blocks(place.tokens)
    if len(blocks) == 1:
        blocks[0].first, blocks[0].last = 0, len(columns) - 1
        return heading_cells(blocks, edges, top, bottom)
    leaves = []
    for block in blocks:
        over = [i for i, c in enumerate(columns) if overlap(block.x0, block.x1, c.x0, c.x1) > 0]
        if len(over) == 1:
            block.first = block.last = over[0]
            leaves.append(block)
    spans = [b for b in blocks if b.first < 0]
    return heading_cells([*leaves, *place_spans(spans, leaves, columns, bottom)], edges, top, bottom)
