"""Bring what was read on a turned or straightened page back to where the reader of the displayed page sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import cos, radians, sin
from typing import NamedTuple

from extract.model import Cell, Paragraph, Reading, TableGrid, TableRow
from extract.page_objects import Box


class Turn(NamedTuple):
    """How far a displayed page was turned clockwise to be read, and its width and height as read.

    `skew` is by how many degrees its lines then fell to the right, before it was straightened about its middle.
    """

    degrees: int
    skew: float
    width: float
    height: float

    @property
    def displayed_size(self) -> tuple[float, float]:
        """Width and height of the displayed page."""
        return (self.height, self.width) if self.degrees in (90, 270) else (self.width, self.height)

    def displayed(self, box: Box) -> Box:
        """A box of the page as read, on the displayed page."""
        x0, top, x1, bottom = self._askew(box) if self.skew else box
        match self.degrees:
            case 90:
                return top, self.width - x1, bottom, self.width - x0
            case 180:
                return self.width - x1, self.height - bottom, self.width - x0, self.height - top
            case 270:
                return self.height - bottom, x0, self.height - top, x1
            case _:
                return x0, top, x1, bottom

    @property
    def is_none(self) -> bool:
        """Whether the page was read as it is displayed."""
        return not self.degrees and not self.skew

    def _askew(self, box: Box) -> Box:
        """The box around what a box of the straightened page shows, on the page before."""
        across, down = cos(radians(self.skew)), sin(radians(self.skew))
        middle_x, middle_y = self.width / 2, self.height / 2
        corners = [(x - middle_x, y - middle_y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs = [middle_x + across * x - down * y for x, y in corners]
        ys = [middle_y + down * x + across * y for x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


def rows_as_displayed(rows: Iterable[TableRow], turns: Mapping[int, Turn]) -> tuple[TableRow, ...]:
    """Table rows with their cells' boxes on the displayed page."""
    return tuple(
        replace(row, cells=tuple(_cell(cell, turn) for cell in row.cells))
        if not (turn := turns[row.page_no]).is_none
        else row
        for row in rows
    )


def _cell(cell: Cell, turn: Turn) -> Cell:
    x0, top, x1, bottom = turn.displayed((cell.x0, cell.top, cell.x1, cell.bottom))
    # The indent of a text is what its left edge is good for, and runs along the line.
    text_x0 = None if cell.text_x0 is None else x0 + cell.text_x0 - cell.x0
    return replace(cell, x0=x0, top=top, x1=x1, bottom=bottom, text_x0=text_x0)


def table_as_displayed(table: TableGrid, turns: Mapping[int, Turn]) -> TableGrid:
    """A table with its box on the displayed page."""
    x0, top, x1, bottom = turns[table.first_page].displayed((table.x0, table.top, table.x1, table.bottom))
    return replace(table, x0=x0, top=top, x1=x1, bottom=bottom)


def paragraph_as_displayed(paragraph: Paragraph, turns: Mapping[int, Turn]) -> Paragraph:
    """A paragraph with its box on the displayed page."""
    box = paragraph.x0, paragraph.top, paragraph.x1, paragraph.bottom
    x0, top, x1, bottom = turns[paragraph.page_no].displayed(box)
    return replace(paragraph, x0=x0, top=top, x1=x1, bottom=bottom)


def reading_as_displayed(reading: Reading, turns: Mapping[int, Turn]) -> Reading:
    """A recognised piece of text with its box on the displayed page."""
    x0, top, x1, bottom = turns[reading.page_no].displayed((reading.x0, reading.top, reading.x1, reading.bottom))
    return replace(reading, x0=x0, top=top, x1=x1, bottom=bottom)
