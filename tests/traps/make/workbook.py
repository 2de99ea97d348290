"""The same documents as workbooks, a sheet a table; they are handed in as they are, or printed by LibreOffice Calc."""

from __future__ import annotations

import io
import math
import re
from dataclasses import dataclass
from decimal import Decimal

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from tests.factory.drawing import DrawnCell
from tests.traps.make.document import Paper

_EDGE = Side(style="thin")
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)


@dataclass(frozen=True, slots=True)
class Look:
    """How the sheets print.

    Attributes:
        font: Named in the file; what prints it must have it.
        repeat_heading: Whether every page repeats title, unit and heading.
        rows_a_page: A page break behind so many body rows; 0 leaves it to the printer.
        gridlines: Whether the sheet's own grid lines print in place of borders.
    """

    font: str = "WenQuanYi Zen Hei"
    repeat_heading: bool = False
    rows_a_page: int = 0
    gridlines: bool = False
    landscape: frozenset[int] = frozenset({2, 4})


def workbook(paper: Paper, look: Look | None = None) -> bytes:
    """An .xlsx with a cover sheet and a sheet a table."""
    look = look or Look()
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "封面"
    for number, text in enumerate((*paper.cover, *(text for pair in paper.paragraphs for text in pair)), start=1):
        cell = cover.cell(number * 2, 1, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center" if number < 3 else "left")
        cell.font = Font(name=look.font, size=20 if number < 3 else 11)
    cover.column_dimensions["A"].width = 84
    for index, sheet in enumerate(paper.sheets, start=1):
        drawn = paper.drawn(sheet)
        page = book.create_sheet(f"{index}")
        count = len(drawn.widths)
        page.cell(1, 1, paper.title_of(sheet)).alignment = Alignment(horizontal="center")
        page.cell(1, 1).font = Font(name=look.font, size=16)
        page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=count)
        page.cell(2, 1, paper.department_of()).font = Font(name=look.font, size=10)
        page.cell(2, count, sheet.unit).alignment = Alignment(horizontal="right")
        page.cell(2, count).font = Font(name=look.font, size=10)
        at = 3
        for row in (*drawn.heading, *drawn.body):
            for cell in row:
                place = page.cell(at, cell.column + 1, _value(cell.text))
                place.alignment = Alignment(horizontal=cell.align, vertical="center", wrap_text=True)
                place.font = Font(name=look.font, size=10)
                if isinstance(place.value, Decimal):
                    place.number_format = "#,##0.00" if "," in cell.text else "0.00"
                for over in range(cell.column_span):
                    for down in range(cell.row_span):
                        if not look.gridlines:
                            page.cell(at + down, cell.column + 1 + over).border = _BOX
                if cell.column_span > 1 or cell.row_span > 1:
                    page.merge_cells(
                        start_row=at,
                        start_column=cell.column + 1,
                        end_row=at + cell.row_span - 1,
                        end_column=cell.column + cell.column_span,
                    )
            lines = max((_lines_of(cell, drawn.widths) for cell in row if cell.row_span == 1), default=1)
            page.row_dimensions[at].height = 4 + 14 * lines
            at += 1
        for number, note in enumerate(sheet.notes):
            page.cell(at + number, 1, note).font = Font(name=look.font, size=10)
        for column, width in enumerate(drawn.widths, start=1):
            page.column_dimensions[get_column_letter(column)].width = width / 5.2
        head = 2 + len(drawn.heading)
        if look.repeat_heading:
            page.print_title_rows = f"1:{head}"
        if look.rows_a_page:
            for row_no in range(head + look.rows_a_page, at - 1, look.rows_a_page):
                page.row_breaks.append(openpyxl.worksheet.pagebreak.Break(id=row_no))
        page.print_options.gridLines = look.gridlines
        page.page_setup.orientation = "landscape" if sheet.table_no in look.landscape else "portrait"
        page.page_setup.paperSize = 9
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _lines_of(cell: DrawnCell, widths: tuple[float, ...]) -> int:
    """How many lines a text takes at 10 pt in its columns."""
    room = sum(widths[cell.column : cell.column + cell.column_span]) - 6
    return max(1, math.ceil(sum(10 if ord(char) > 255 else 5.5 for char in cell.text) / room))


def _value(text: str) -> str | Decimal | None:
    """Amounts are numbers in the file, everything else is text, codes too."""
    if re.fullmatch(r"-?[\d,]+\.\d+", text):
        return Decimal(text.replace(",", ""))
    return text or None
