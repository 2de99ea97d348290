"""Pages whose tables are ruled, half ruled, coloured or not ruled at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from extract import ExtractedDocument, read_document
from tests.factory.drawing import A4, DrawnRow, DrawnTable, Pages, Style


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of a table on one page: where columns and rows begin and end, from the page's top left."""

    lefts: tuple[float, ...]
    tops: tuple[float, ...]
    rows: tuple[DrawnRow, ...]
    is_heading: bool
    page_no: int

    def boxes(self) -> list[tuple[float, float, float, float]]:
        """The boxes of the cells."""
        return [
            (
                self.lefts[cell.column],
                self.tops[index],
                self.lefts[cell.column + cell.column_span],
                self.tops[index + cell.row_span],
            )
            for index, row in enumerate(self.rows)
            for cell in row
        ]


class Pen:
    """Draws rules and fills on a page, from its top left."""

    def __init__(self, canvas: Any, height: float) -> None:
        self._canvas, self._height = canvas, height
        canvas.setLineWidth(0.5)

    def level(self, y: float, x0: float, x1: float) -> None:
        """A level rule."""
        self._canvas.line(x0, self._height - y, x1, self._height - y)

    def upright(self, x: float, top: float, bottom: float) -> None:
        """An upright rule."""
        self._canvas.line(x, self._height - top, x, self._height - bottom)

    def box(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Four rules."""
        for y in (top, bottom):
            self.level(y, x0, x1)
        for x in (x0, x1):
            self.upright(x, top, bottom)

    def fill(self, x0: float, top: float, x1: float, bottom: float, grey: float = 0.85) -> None:
        """A coloured box without an outline."""
        self._canvas.saveState()
        self._canvas.setFillGray(grey)
        self._canvas.rect(x0, self._height - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
        self._canvas.restoreState()

    def grey(self, grey: float) -> None:
        """The colour of the rules that follow."""
        self._canvas.setStrokeGray(grey)


Rules = Callable[[Pen, Block], None]


def level_only(pen: Pen, block: Block) -> None:
    """A rule over and under every cell, none upright."""
    for x0, top, x1, bottom in block.boxes():
        pen.level(top, x0, x1)
        pen.level(bottom, x0, x1)


def three_lines(pen: Pen, block: Block) -> None:
    """A rule over the table, one under its heading, one under its last row."""
    ends = (block.tops[0], block.tops[-1]) if block.is_heading or block.page_no > 1 else (block.tops[-1],)
    for y in ends:
        pen.level(y, block.lefts[0], block.lefts[-1])


def three_lines_and_spans(pen: Pen, block: Block) -> None:
    """The same with a short rule under each heading over several columns."""
    three_lines(pen, block)
    if block.is_heading:
        for row, top in zip(block.rows, block.tops[1:], strict=False):
            for cell in row:
                if cell.column_span > 1:
                    pen.level(top, block.lefts[cell.column] + 3, block.lefts[cell.column + cell.column_span] - 3)


def upright_only(pen: Pen, block: Block) -> None:
    """The sides of all cells, and no rule over or under any."""
    for x0, top, x1, bottom in block.boxes():
        pen.upright(x0, top, bottom)
        pen.upright(x1, top, bottom)


def columns_in_a_frame(pen: Pen, block: Block) -> None:
    """The heading ruled; the body a frame with its columns, and no rule between its rows."""
    if block.is_heading:
        for box in block.boxes():
            pen.box(*box)
        return
    for x0, x1 in pairwise(block.lefts):
        pen.box(x0, block.tops[0], x1, block.tops[-1])


def rows_in_a_frame(pen: Pen, block: Block) -> None:
    """The heading ruled; the body a frame with its rows, and no rule between its columns."""
    if block.is_heading:
        for box in block.boxes():
            pen.box(*box)
        return
    for top, bottom in pairwise(block.tops):
        pen.box(block.lefts[0], top, block.lefts[-1], bottom)


def frame_of_rows(pen: Pen, block: Block) -> None:
    """A frame with its rows, and no upright rule inside."""
    for top, bottom in pairwise(block.tops):
        pen.box(block.lefts[0], top, block.lefts[-1], bottom)


def frame_only(pen: Pen, block: Block) -> None:
    """A frame around the heading and one around the body."""
    pen.box(block.lefts[0], block.tops[0], block.lefts[-1], block.tops[-1])


def without_the_last_column_rule(pen: Pen, block: Block) -> None:
    """All rules but the one between the last two columns."""
    for x0, top, x1, bottom in block.boxes():
        for y in (top, bottom):
            pen.level(y, x0, x1)
        for x in (x0, x1):
            if x != block.lefts[-2]:
                pen.upright(x, top, bottom)


def without_column_rules_in_the_body(pen: Pen, block: Block) -> None:
    """All rules of the heading; of the body all but those between the columns of amounts."""
    for x0, top, x1, bottom in block.boxes():
        for y in (top, bottom):
            pen.level(y, x0, x1)
        for x in (x0, x1):
            if block.is_heading or x not in block.lefts[3:-1]:
                pen.upright(x, top, bottom)


def without_every_other_row_rule(pen: Pen, block: Block) -> None:
    """All rules but every other one between two rows of the body."""
    for x0, top, x1, bottom in block.boxes():
        for y in (top, bottom):
            at = block.tops.index(y)
            if block.is_heading or at % 2 == 0 or y == block.tops[-1]:
                pen.level(y, x0, x1)
        for x in (x0, x1):
            pen.upright(x, top, bottom)


def zebra(pen: Pen, block: Block) -> None:
    """Every other row coloured, and the heading; no rules."""
    for index, (top, bottom) in enumerate(pairwise(block.tops)):
        if block.is_heading or index % 2:
            pen.fill(block.lefts[0], top, block.lefts[-1], bottom)


def coloured_cells(pen: Pen, block: Block) -> None:
    """Coloured cells with gaps of a point and a half between them; no rules."""
    for x0, top, x1, bottom in block.boxes():
        pen.fill(x0 + 0.75, top + 0.75, x1 - 0.75, bottom - 0.75, 0.9)


def heading_band(pen: Pen, block: Block) -> None:
    """The heading coloured; no rules."""
    if block.is_heading:
        pen.fill(block.lefts[0], block.tops[0], block.lefts[-1], block.tops[-1])


def white_on_colour(pen: Pen, block: Block) -> None:
    """White rules on a coloured ground."""
    pen.fill(block.lefts[0], block.tops[0], block.lefts[-1], block.tops[-1])
    pen.grey(1.0)
    for box in block.boxes():
        pen.box(*box)
    pen.grey(0.0)


def double(pen: Pen, block: Block) -> None:
    """Every rule twice, two points apart."""
    for x0, top, x1, bottom in block.boxes():
        pen.box(x0, top, x1, bottom)
        pen.box(x0 + 2, top + 2, x1 + 2, bottom + 2)


def nothing(pen: Pen, block: Block) -> None:
    """No rules."""


def ruled(pen: Pen, block: Block) -> None:
    """All rules."""
    for box in block.boxes():
        pen.box(*box)


def open_above(pen: Pen, block: Block) -> None:
    """All rules, but none over the first row of a page that goes on."""
    for x0, top, x1, bottom in block.boxes():
        if block.page_no == 1 or top != block.tops[0]:
            pen.level(top, x0, x1)
        pen.level(bottom, x0, x1)
        for x in (x0, x1):
            pen.upright(x, top, bottom)


def bare_above(pen: Pen, block: Block) -> None:
    """All rules, but none over and beside the first row of a page that goes on."""
    for x0, top, x1, bottom in block.boxes():
        pen.level(bottom, x0, x1)
        if block.page_no == 1 or top != block.tops[0]:
            pen.level(top, x0, x1)
            for x in (x0, x1):
                pen.upright(x, top, bottom)


def open_below(pen: Pen, block: Block) -> None:
    """All rules, but none under the last row of a page."""
    for x0, top, x1, bottom in block.boxes():
        pen.level(top, x0, x1)
        if block.is_heading or bottom != block.tops[-1]:
            pen.level(bottom, x0, x1)
        for x in (x0, x1):
            pen.upright(x, top, bottom)


def open_left(pen: Pen, block: Block) -> None:
    """All rules, but none at the left."""
    for x0, top, x1, bottom in block.boxes():
        pen.level(top, x0, x1)
        pen.level(bottom, x0, x1)
        for x in (x0, x1):
            if x != block.lefts[0]:
                pen.upright(x, top, bottom)


class RuledPages(Pages):
    """Pages whose tables are ruled in a way of their own."""

    def __init__(self, style: Style, rules: Rules) -> None:
        super().__init__(style)
        self._rules = rules
        self._heading: tuple[DrawnRow, ...] = ()

    def table(self, table: DrawnTable) -> None:
        """A table, over as many pages as it needs."""
        self._heading = table.heading
        super().table(table)

    def _draw_block(self, rows: tuple[DrawnRow, ...], heights: tuple[float, ...], widths: tuple[float, ...]) -> None:
        lefts = tuple(self.style.margin + sum(widths[:index]) for index in range(len(widths) + 1))
        tops = tuple(self._top + sum(heights[:index]) for index in range(len(heights) + 1))
        block = Block(lefts, tops, rows, bool(rows) and rows is self._heading, self.page_no)
        if rows:
            self._rules(Pen(self._canvas, self._size[1]), block)
        super()._draw_block(rows, heights, widths)

    def _draw_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """The rules are drawn by block."""


def read_ruled(rules: Rules, draw: Callable[[Pages], None], style: Style | None = None) -> ExtractedDocument:
    """What is read of a document whose tables are ruled so, its first page begun."""
    return read_document(ruled_pdf(rules, draw, style))


def ruled_pdf(rules: Rules, draw: Callable[[Pages], None], style: Style | None = None) -> bytes:
    """Such a document."""
    pages = RuledPages(style or Style(), rules)
    pages.new_page(A4)
    draw(pages)
    return pages.finish()
