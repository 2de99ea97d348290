"""Tables ruled in the ways that producers rule them, on pages of any size, turn and box.

:class:`RuledPages` draws the same :class:`~tests.factory.drawing.DrawnTable` as :class:`~tests.factory.drawing.Pages`,
with the parts that differ between Word, Excel, browsers and scanners as options of :class:`Ruling`.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from tests.factory.drawing import A4, DrawnCell, DrawnRow, DrawnTable, Pages, Style

Kind = Literal["grid", "horizontal", "three_line", "none"]
Stroke = Literal["line", "rect", "fragments", "double"]
Edge = tuple[float, float, float, float]
Turn = Literal[0, 90, 180, 270]


@dataclass(frozen=True, slots=True)
class Ruling:
    """How a table is ruled.

    Attributes:
        kind: All edges of all cells; only those between rows; only over and under the heading and under the table;
            none at all.
        stroke: Stroked lines, filled rectangles half a point thick, hundreds of fragments, or hairline double rules.
        gray: Of the rules, 0 black to 1 white.
        heading_fill: Grey behind the heading; 1 is none.
        stripes: Grey behind every second body row; 1 is none.
        cell_fill: Grey behind every cell, a little smaller than the cell, so that the paper between is the rule.
        open_sides: Whether the left and right border are missing.
        open_top: Whether a page that continues a table lacks the rule above its first row.
        open_bottom: Whether a page that a table leaves lacks the rule under its last row.
        wander: Points by which the frame of a cell stands beside those of its neighbours, up and down and sideways.
        sliver: Height of an empty row and width of an empty column drawn behind each row and column; 0 draws none.
    """

    kind: Kind = "grid"
    stroke: Stroke = "line"
    gray: float = 0.0
    heading_fill: float = 1.0
    stripes: float = 1.0
    cell_fill: float = 1.0
    open_sides: bool = False
    open_top: bool = False
    open_bottom: bool = False
    wander: float = 0.0
    sliver: float = 0.0


class RuledPages(Pages):
    """Pages whose tables are ruled as asked, with a box and a turn of their own."""

    def __init__(self, style: Style, ruling: Ruling | None = None, *, user_password: str | None = None) -> None:
        super().__init__(style, user_password=user_password)
        self.ruling = ruling or Ruling()
        self.turn: Turn = 0
        self.turned_content = False
        self.crop_inset = 0.0
        self._dice = random.Random(7)

    @property
    def top(self) -> float:
        """How far from the page's top the next thing is drawn."""
        return self._top

    def new_page(self, size: tuple[float, float] = A4) -> None:
        """End the page and begin the next, stored as :attr:`turn` says and displayed upright.

        With :attr:`turned_content` the page is displayed as it is stored: everything on it lies on its side.
        """
        if self._page_no:
            self._end_page()
        self._page_no += 1
        self._size = size
        self._top = self.style.margin
        width, height = size
        turn = self.turn
        # reportlab swaps the sides of a page that it stores turned.
        stored = (height, width) if self.turned_content else size
        self._canvas.setPageSize(stored)
        inset = self.crop_inset
        self._canvas.setCropBox((inset, inset, stored[0] - inset, stored[1] - inset) if inset else None)
        self._canvas.setPageRotation(0 if self.turned_content else turn)
        if self.turned_content or turn == 90:
            self._canvas.transform(0, 1, -1, 0, height, 0)
        elif turn == 270:
            self._canvas.transform(0, -1, 1, 0, 0, width)
        elif turn == 180:
            self._canvas.transform(-1, 0, 0, -1, width, height)
        if self.style.watermark_first:
            self._draw_watermark()

    def text_at(self, text: str, x: float, top: float, size: float | None = None) -> None:
        """A text anywhere, on the page or beside it."""
        size = size or self.style.font_size
        self._draw_text(text, x, x + 1, top, size, "left", bold=False)

    def table(self, table: DrawnTable) -> None:
        """A table over as many pages as it needs."""
        if self.ruling.sliver:
            table = _with_slivers(table)
        heading, body = self._row_heights(table.heading, table.widths), self._row_heights(table.body, table.widths)
        if self.room < sum(heading) + (body[0] if body else 0):
            self.new_page(self._size)
        self._rows(table.heading, heading, table.widths, first=True, last=not body, heading=True)
        start = 0
        while start < len(table.body):
            end, taken = start, 0.0
            while end < len(table.body) and taken + body[end] <= self.room:
                if end in table.break_before and end > start:
                    break
                taken += body[end]
                end += 1
            leaves = end < len(table.body)
            self._rows(
                table.body[start:end],
                body[start:end],
                table.widths,
                first=start == 0 and not table.heading,
                last=not leaves,
                continued=start > 0 and not table.repeat_heading,
                leaves=leaves,
            )
            start = end
            if leaves:
                self.new_page(self._size)
                if table.repeat_heading:
                    self._rows(table.heading, heading, table.widths, first=True, heading=True)
        self.space(4)

    def _row_heights(self, rows: tuple[DrawnRow, ...], widths: tuple[float, ...]) -> tuple[float, ...]:
        heights = self._heights(rows, widths)
        if not self.ruling.sliver:
            return heights
        return tuple(self.ruling.sliver if not row else height for row, height in zip(rows, heights, strict=True))

    def _rows(
        self,
        rows: tuple[DrawnRow, ...],
        heights: tuple[float, ...],
        widths: tuple[float, ...],
        *,
        first: bool = False,
        last: bool = False,
        heading: bool = False,
        continued: bool = False,
        leaves: bool = False,
    ) -> None:
        if not rows:
            return
        top = self._top
        self._fill_rows(rows, heights, widths, heading=heading)
        self._rule_rows(rows, heights, widths, first, last, heading, continued, leaves)
        # The texts are the parent's; its own rules are off.
        style = self.style
        self.style = replace(style, rules="none")
        self._draw_block(rows, heights, widths)
        self.style = style
        assert self._top > top

    def _fill_rows(
        self, rows: tuple[DrawnRow, ...], heights: tuple[float, ...], widths: tuple[float, ...], *, heading: bool
    ) -> None:
        ruling = self.ruling
        lefts, tops = self._places(heights, widths)
        for index, row in enumerate(rows):
            gray = ruling.heading_fill if heading else ruling.stripes if index % 2 else 1.0
            if gray < 1:
                self._fill(lefts[0], tops[index], lefts[-1], tops[index + 1], gray)
            if ruling.cell_fill < 1:
                for cell in row:
                    x0, x1 = lefts[cell.column], lefts[cell.column + cell.column_span]
                    y0, y1 = tops[index], tops[index + cell.row_span]
                    self._fill(x0 + 0.5, y0 + 0.5, x1 - 0.5, y1 - 0.5, ruling.cell_fill)

    def _rule_rows(
        self,
        rows: tuple[DrawnRow, ...],
        heights: tuple[float, ...],
        widths: tuple[float, ...],
        first: bool,
        last: bool,
        heading: bool,
        continued: bool,
        leaves: bool,
    ) -> None:
        ruling = self.ruling
        lefts, tops = self._places(heights, widths)
        left, right, top, bottom = lefts[0], lefts[-1], tops[0], tops[-1]
        if ruling.kind == "three_line":
            at = ([top] if first else []) + ([bottom] if heading or last else [])
            self._strokes((left, y, right, y) for y in at)
            return
        if ruling.kind == "none":
            return
        edges: set[Edge] = set()
        wander = (-ruling.wander, 0.0, ruling.wander)
        for index, row in enumerate(rows):
            for cell in row:
                aside, down = wander[index % 3], wander[cell.column % 3]
                x0, x1 = lefts[cell.column] + aside, lefts[cell.column + cell.column_span] + aside
                y0, y1 = tops[index] + down, tops[index + cell.row_span] + down
                edges |= {(x0, y0, x1, y0), (x0, y1, x1, y1)}
                if ruling.kind == "grid":
                    edges |= {(x0, y0, x0, y1), (x1, y0, x1, y1)}
            if not row:
                edges |= {(left, tops[index], right, tops[index]), (left, tops[index + 1], right, tops[index + 1])}
        if ruling.open_sides:
            edges = {edge for edge in edges if not (edge[0] == edge[2] and edge[0] in (left, right))}
        if ruling.open_top and continued:
            edges = {edge for edge in edges if not (edge[1] == edge[3] == top)}
        if ruling.open_bottom and leaves:
            edges = {edge for edge in edges if not (edge[1] == edge[3] == bottom)}
        self._strokes(sorted(edges))

    def _places(self, heights: tuple[float, ...], widths: tuple[float, ...]) -> tuple[list[float], list[float]]:
        lefts = [self.style.margin + sum(widths[:index]) for index in range(len(widths) + 1)]
        tops = [self._top + sum(heights[:index]) for index in range(len(heights) + 1)]
        return lefts, tops

    def _strokes(self, edges: Iterable[Edge]) -> None:
        self._canvas.saveState()
        self._canvas.setStrokeGray(self.ruling.gray)
        self._canvas.setFillGray(self.ruling.gray)
        for edge in edges:
            x0, y0, x1, y1 = edge
            if self.ruling.stroke == "line":
                self._canvas.setLineWidth(0.5)
                self._canvas.line(x0, self._up(y0), x1, self._up(y1))
            elif self.ruling.stroke == "rect":
                self._thin_rect(edge)
            elif self.ruling.stroke == "double":
                for shift in (-0.7, 0.7):
                    dx, dy = (0.0, shift) if y0 == y1 else (shift, 0.0)
                    self._thin_rect((x0 + dx, y0 + dy, x1 + dx, y1 + dy), 0.24)
            else:
                for piece in self._fragments(edge):
                    self._thin_rect(piece)
        self._canvas.restoreState()

    def _fill(self, x0: float, y0: float, x1: float, y1: float, gray: float) -> None:
        self._canvas.saveState()
        self._canvas.setFillGray(gray)
        self._canvas.rect(x0, self._up(y1), x1 - x0, y1 - y0, stroke=0, fill=1)
        self._canvas.restoreState()


def _with_slivers(table: DrawnTable, width: float = 3.0) -> DrawnTable:
    """An empty column behind each column, and an empty row behind each body row."""
    widths = tuple(part for column in table.widths for part in (column - width, width))

    def spread(row: DrawnRow, *, merged: bool) -> DrawnRow:
        cells: list[DrawnCell] = []
        for cell in row:
            span = 2 * cell.column_span
            wide = merged or cell.column_span > 1
            cells.append(replace(cell, column=2 * cell.column, column_span=span if wide else 1))
            if not wide:
                cells.append(DrawnCell(column=2 * cell.column + 1, row_span=cell.row_span))
        return tuple(cells)

    body: list[DrawnRow] = []
    for row in table.body:
        body += [spread(row, merged=False), ()]
    return replace(
        table,
        widths=widths,
        heading=tuple(spread(row, merged=True) for row in table.heading),
        body=tuple(body),
        break_before=frozenset(2 * index for index in table.break_before),
    )


def widened(table: DrawnTable, width: float) -> DrawnTable:
    """The table over this width."""
    scale = width / sum(table.widths)
    return replace(table, widths=tuple(column * scale for column in table.widths))
