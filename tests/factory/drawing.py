"""Drawing primitives: pages, running text and ruled tables, with the defects that published documents show.

All positions are in PDF points from the top left of the page *as displayed*. The Chinese font is the CID font
STSong-Light, which a reader supplies; its widths belong to the Adobe-GB1 collection, so no font file is needed.
"""

from __future__ import annotations

import io
import itertools
import math
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase._cidfontdata import CIDFontInfo
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfdoc import PDFString
from reportlab.pdfgen import canvas

FONT = "STSong-Light"
LATIN_FONT = "Helvetica"
A4 = (595.28, 841.89)
A4_LANDSCAPE = (841.89, 595.28)
BOLD_OFFSET = 0.35
FULL_WIDTH_SPACE = "\u3000"

Rules = Literal["line", "thin_rect", "fragments", "none"]
Align = Literal["left", "center", "right"]

pdfmetrics.registerFont(UnicodeCIDFont(FONT))
# reportlab writes these two strings as they are even into an encrypted file; a reader then decrypts them into rubbish,
# does not know the character collection and finds no character behind any glyph.
CIDFontInfo[FONT]["DescendantFonts"][0]["CIDSystemInfo"].update(Registry=PDFString("Adobe"), Ordering=PDFString("GB1"))


@dataclass(frozen=True, slots=True)
class Style:
    """How a document is drawn; every defect is off unless asked for.

    Attributes:
        rules: Table rules as stroked lines, as filled rectangles 0.5 pt thick, or as hundreds of such fragments (Word).
        fake_bold: Bold text is printed twice, a third of a point apart; off, it is printed once, like the rest.
        watermark: Text across every page, grey and rotated.
        watermark_first: Whether the watermark lies under the text in drawing order, or over it.
        line_height: From one line of a wrapped text to the next, in sizes of its font.
        latin_baseline: Points by which digits and Latin letters, in their own font, stand above the Chinese text.
        jitter: Points by which each glyph may stand above or below its line.
        outside_glyphs: Stray figures outside the page box, which no reader sees.
        stored_rotation: 90 stores landscape pages upright with /Rotate 90.
    """

    margin: float = 54.0
    font_size: float = 9.0
    title_size: float = 16.0
    row_height: float = 16.8
    line_height: float = 1.2
    rules: Rules = "line"
    fake_bold: bool = False
    watermark: str = ""
    watermark_first: bool = True
    latin_baseline: float = 0.0
    jitter: float = 0.0
    outside_glyphs: bool = False
    stored_rotation: Literal[0, 90] = 0
    footer: Callable[[int], str] = lambda page_no: str(page_no)
    footer_align: Align = "center"


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """One cell of a table as it is drawn."""

    text: str = ""
    column: int = 0
    column_span: int = 1
    row_span: int = 1
    align: Align = "left"
    bold: bool = False


DrawnRow = tuple[DrawnCell, ...]


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A ruled table.

    Attributes:
        widths: Column widths in points.
        heading: Heading rows; cells may span rows and columns.
        body: Body rows; a cell may span columns, and rows of one page.
        repeat_heading: Whether a page that continues the table repeats the heading.
        break_before: Body rows (from 0) that begin a new page whatever the room.
        split_row: Body row whose wrapped text is cut by a page break, its first line on one page, the rest on the next.
    """

    widths: tuple[float, ...]
    heading: tuple[DrawnRow, ...]
    body: tuple[DrawnRow, ...]
    repeat_heading: bool = False
    break_before: frozenset[int] = frozenset()
    split_row: int | None = None


def text_width(text: str, size: float, *, latin: bool = False) -> float:
    """Width of a text in points."""
    return sum((float(pdfmetrics.stringWidth(run, font, size)) for run, font in _runs(text, latin)), 0.0)


def wrap(text: str, width: float, size: float, *, latin: bool = False) -> tuple[str, ...]:
    """Break a text into lines no wider than ``width``; Chinese breaks anywhere, a figure or Latin word only between."""
    lines, line = [], ""
    for token in re.findall(r"[0-9A-Za-z.,%+-]+|.", text):
        if line and text_width(line + token, size, latin=latin) > width:
            lines.append(line)
            line = ""
        line += token
    return (*lines, line)


def _runs(text: str, latin: bool) -> Iterator[tuple[str, str]]:
    if not latin:
        yield text, FONT
        return
    for match in re.finditer(r"([!-~ ]+)|([^!-~ ]+)", text):
        yield match.group(), LATIN_FONT if match.group(1) else FONT


class Pages:
    """Writes one PDF, page after page, from the top."""

    def __init__(self, style: Style, *, user_password: str | None = None, metadata: tuple[str, str] = ("", "")) -> None:
        self.style = style
        self._buffer = io.BytesIO()
        encryption = StandardEncryption(user_password, "owner", strength=128) if user_password is not None else None
        self._canvas: Any = canvas.Canvas(self._buffer, encrypt=encryption, invariant=1, pageCompression=1)
        title, producer = metadata
        self._canvas.setTitle(title)
        self._canvas.setProducer(producer)
        self._random = random.Random(20260101)
        self._size = A4
        self._top = 0.0
        self._page_no = 0

    @property
    def page_no(self) -> int:
        """Number of the page being written, from 1; 0 before the first."""
        return self._page_no

    @property
    def width(self) -> float:
        """Width between the margins."""
        return self._size[0] - 2 * self.style.margin

    @property
    def room(self) -> float:
        """Height left above the bottom margin."""
        return self._size[1] - self.style.margin - self._top

    def new_page(self, size: tuple[float, float] = A4) -> None:
        """End the page and begin the next."""
        if self._page_no:
            self._end_page()
        self._page_no += 1
        self._size = size
        self._top = self.style.margin
        # The size as displayed: reportlab itself swaps width and height of the stored page when it is rotated.
        self._canvas.setPageSize(size)
        if self.style.stored_rotation == 90 and size[0] > size[1]:
            self._canvas.setPageRotation(90)
            self._canvas.transform(0, 1, -1, 0, size[1], 0)
        else:
            self._canvas.setPageRotation(0)
        if self.style.watermark_first:
            self._draw_watermark()

    def continue_page(self, size: tuple[float, float] = A4, *, height: float = 0.0) -> None:
        """Go on writing on this page, or begin one where there is none, of another size or too full."""
        if not self._page_no or self._size != size or self.room < height:
            self.new_page(size)

    def finish(self) -> bytes:
        """The whole file."""
        if self._page_no:
            self._end_page()
        self._canvas.save()
        return self._buffer.getvalue()

    def space(self, points: float) -> None:
        """Leave room."""
        self._top += points

    def line(
        self, text: str, *, size: float | None = None, align: Align = "left", bold: bool = False, right: str = ""
    ) -> None:
        """One line of text, with another at the right margin if asked for."""
        size = size or self.style.font_size
        if self.room < size * 1.5:
            self.new_page(self._size)
        left, end = self.style.margin, self._size[0] - self.style.margin
        self._draw_text(text, left, end, self._top, size, align, bold)
        if right:
            self._draw_text(right, left, end, self._top, size, "right", bold)
        self._top += size * 1.5

    def title(self, text: str) -> None:
        """A table's title: large, bold, centred, on as many lines as it needs."""
        self._top += 8
        for line in wrap(text, self.width, self.style.title_size):
            self.line(line, size=self.style.title_size, align="center", bold=True)

    def paragraph(self, text: str, *, heading: bool = False, size: float = 12.0) -> None:
        """Running text, indented by two characters, or a heading."""
        indented = text if heading else FULL_WIDTH_SPACE * 2 + text
        for line in wrap(indented, self.width, size):
            self.line(line, size=size, bold=heading)

    def table(self, table: DrawnTable) -> None:
        """A ruled table, over as many pages as it needs."""
        heading_heights = self._heights(table.heading, table.widths)
        body_heights = self._heights(table.body, table.widths)
        if self.room < sum(heading_heights) + (body_heights[0] if body_heights else 0):
            self.new_page(self._size)
        self._draw_block(table.heading, heading_heights, table.widths)
        start = 0
        while start < len(table.body):
            end, taken = start, 0.0
            while end < len(table.body) and taken + body_heights[end] <= self.room:
                if end in table.break_before and end > start:
                    break
                taken += body_heights[end]
                end += 1
                if end == table.split_row:
                    break
            self._draw_block(table.body[start:end], body_heights[start:end], table.widths)
            start = end
            if start == table.split_row and start < len(table.body):
                self._split(table, start)
                start += 1
            elif start < len(table.body):
                self._turn_over(table, heading_heights)
        self.space(4)

    def scanned_page(self) -> None:
        """A page that is one picture: no text, no rules."""
        self.new_page()
        width, height = self._size
        self._canvas.drawImage(ImageReader(_scan()), 0, 0, width, height)

    def _turn_over(self, table: DrawnTable, heading_heights: tuple[float, ...]) -> None:
        self.new_page(self._size)
        if table.repeat_heading:
            self._draw_block(table.heading, heading_heights, table.widths)

    def _split(self, table: DrawnTable, index: int) -> None:
        row, first, rest = table.body[index], [], []
        for cell in row:
            lines = self._wrapped(cell, table.widths)
            first.append(replace(cell, text=lines[0]))
            rest.append(replace(cell, text="".join(lines[1:])))
        self._draw_block((tuple(first),), (self.style.row_height,), table.widths)
        self._turn_over(table, self._heights(table.heading, table.widths))
        self._draw_block((tuple(rest),), self._heights((tuple(rest),), table.widths), table.widths)

    def _wrapped(self, cell: DrawnCell, widths: tuple[float, ...]) -> tuple[str, ...]:
        room = sum(widths[cell.column : cell.column + cell.column_span]) - 6
        size, latin = self.style.font_size, bool(self.style.latin_baseline)
        return tuple(line for part in cell.text.split("\n") for line in wrap(part, room, size, latin=latin))

    def _heights(self, rows: tuple[DrawnRow, ...], widths: tuple[float, ...]) -> tuple[float, ...]:
        leading = self.style.font_size * self.style.line_height
        padding = self.style.row_height - leading
        heights = [self.style.row_height] * len(rows)
        for index, row in enumerate(rows):
            for cell in row:
                needed = len(self._wrapped(cell, widths)) * leading + padding
                if cell.row_span == 1:
                    heights[index] = max(heights[index], needed)
        for index, row in enumerate(rows):
            for cell in row:
                needed = len(self._wrapped(cell, widths)) * leading + padding
                spanned = sum(heights[index : index + cell.row_span])
                heights[index + cell.row_span - 1] += max(0.0, needed - spanned)
        return tuple(heights)

    def _draw_block(self, rows: tuple[DrawnRow, ...], heights: tuple[float, ...], widths: tuple[float, ...]) -> None:
        lefts = [self.style.margin + sum(widths[:index]) for index in range(len(widths) + 1)]
        leading = self.style.font_size * self.style.line_height
        top = self._top
        tops = [top + sum(heights[:index]) for index in range(len(heights) + 1)]
        for index, row in enumerate(rows):
            for cell in row:
                x0, x1 = lefts[cell.column], lefts[cell.column + cell.column_span]
                y0, y1 = tops[index], tops[index + cell.row_span]
                self._draw_box(x0, y0, x1, y1)
                lines = self._wrapped(cell, widths)
                offset = y0 + (y1 - y0 - leading * len(lines)) / 2
                for number, text in enumerate(lines):
                    place = offset + number * leading + (leading - self.style.font_size) / 2
                    self._draw_text(text, x0 + 2, x1 - 2, place, self.style.font_size, cell.align, cell.bold)
        self._top = tops[-1]

    def _draw_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        rules = self.style.rules
        if rules == "none":
            return
        edges = ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
        for edge in edges:
            if rules == "line":
                self._canvas.setLineWidth(0.5)
                self._canvas.line(edge[0], self._up(edge[1]), edge[2], self._up(edge[3]))
                continue
            pieces = [edge] if rules == "thin_rect" else list(self._fragments(edge))
            for piece in pieces:
                self._thin_rect(piece)

    def _fragments(self, edge: tuple[float, float, float, float]) -> Iterator[tuple[float, float, float, float]]:
        x0, y0, x1, y1 = edge
        length = math.hypot(x1 - x0, y1 - y0)
        cuts = [0.0, 0.5]
        while cuts[-1] < length:
            cuts.append(min(length, cuts[-1] + self._random.uniform(8, 40)))
        for start, end in itertools.pairwise(cuts):
            low, high = start / length, end / length
            yield x0 + (x1 - x0) * low, y0 + (y1 - y0) * low, x0 + (x1 - x0) * high, y0 + (y1 - y0) * high

    def _thin_rect(self, edge: tuple[float, float, float, float], thickness: float = 0.48) -> None:
        x0, y0, x1, y1 = edge
        half = thickness / 2
        if y0 == y1:
            box = (x0, self._up(y0) - half, x1 - x0, thickness)
        else:
            box = (x0 - half, self._up(y1), thickness, y1 - y0)
        self._canvas.rect(*box, stroke=0, fill=1)

    def _draw_text(self, text: str, x0: float, x1: float, top: float, size: float, align: Align, bold: bool) -> None:
        latin = bool(self.style.latin_baseline)
        width = text_width(text, size, latin=latin)
        x = {"left": x0, "center": (x0 + x1 - width) / 2, "right": x1 - width}[align]
        baseline = self._up(top + size * 0.86)
        jitter = self.style.jitter
        if jitter and len(text) > 1:
            for at, sign in enumerate(text):
                place = x + text_width(text[:at], size, latin=latin)
                self._draw_text(sign, place, place, top + self._random.uniform(-jitter, jitter), size, "left", bold)
            return
        for offset in (0.0, BOLD_OFFSET) if bold and self.style.fake_bold else (0.0,):
            place = x + offset
            for run, font in _runs(text, latin):
                self._canvas.setFont(font, size)
                self._canvas.drawString(place, baseline + (self.style.latin_baseline if font == LATIN_FONT else 0), run)
                place += pdfmetrics.stringWidth(run, font, size)

    def _end_page(self) -> None:
        style = self.style
        end = self._size[0] - style.margin
        text = style.footer(self._page_no)
        if text:
            self._draw_text(text, style.margin, end, self._size[1] - 36, 9, style.footer_align, bold=False)
        if style.outside_glyphs:
            self._draw_text("88888.88", -120, -60, self._size[1] / 2, 9, "left", bold=False)
            self._draw_text("99999.99", 100, 160, self._size[1] + 40, 9, "left", bold=False)
        if not style.watermark_first:
            self._draw_watermark()
        self._canvas.showPage()

    def _draw_watermark(self) -> None:
        if not self.style.watermark:
            return
        width, height = self._size
        self._canvas.saveState()
        self._canvas.setFillGray(0.85)
        self._canvas.setFont(FONT, 34)
        for x, y in ((0.15, 0.25), (0.4, 0.5), (0.6, 0.75)):
            self._canvas.saveState()
            self._canvas.translate(width * x, height * (1 - y) - 60)
            self._canvas.rotate(40)
            self._canvas.drawString(0, 0, self.style.watermark)
            self._canvas.restoreState()
        self._canvas.restoreState()

    def _up(self, top: float) -> float:
        return self._size[1] - top


def phantom_column(table: DrawnTable, after: int, width: float = 4.0) -> DrawnTable:
    """Put an empty column a few points wide behind a column: merged in the heading, a cell of its own in the body."""

    def shift(cell: DrawnCell, *, merge: bool) -> DrawnCell:
        last = cell.column + cell.column_span - 1
        if cell.column > after:
            return replace(cell, column=cell.column + 1)
        if last > after or (last == after and merge):
            return replace(cell, column_span=cell.column_span + 1)
        return cell

    heading = tuple(tuple(shift(cell, merge=True) for cell in row) for row in table.heading)
    body = tuple((*(shift(cell, merge=False) for cell in row), *_sliver(row, after)) for row in table.body)
    widths = (*table.widths[: after + 1], width, *table.widths[after + 1 :])
    return replace(table, widths=widths, heading=heading, body=body)


def _sliver(row: DrawnRow, after: int) -> DrawnRow:
    covered = any(cell.column <= after < cell.column + cell.column_span - 1 for cell in row)
    return () if covered else (DrawnCell(column=after + 1),)


def _scan() -> Image.Image:
    image = Image.new("L", (827, 1169), 244)
    draw = ImageDraw.Draw(image)
    for top in range(160, 1000, 56):
        draw.rectangle((90, top, 737, top + 56), outline=60)
        draw.text((110, top + 20), f"{top * 37 % 9973}.00", fill=40)
    draw.line((360, 160, 360, 1000), fill=60, width=2)
    return image
