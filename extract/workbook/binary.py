"""Read workbooks of the binary kind (BIFF): .xls of Excel and .et of WPS."""

from __future__ import annotations

import io
from decimal import Decimal

import xlrd
from xlrd.book import Book
from xlrd.sheet import Sheet as BookSheet

from extract.errors import UnreadableDocumentError
from extract.workbook.number_formats import BUILTIN_FORMATS, GENERAL, format_number, format_text
from extract.workbook.sheets import (
    CellCounter,
    CellStyle,
    Place,
    Sheet,
    Span,
    Workbook,
    add_to_ranges,
    styled_cell,
    without_covered,
)

_ALIGNMENTS = {0: "", 1: "left", 2: "center", 3: "right", 4: "fill", 5: "justify", 6: "centerContinuous"}
_LAST_BUILTIN = 163


def read_binary(data: bytes) -> Workbook:
    """Read a workbook.

    Raises:
        UnreadableDocumentError: `truncated`, `password_protected`, `no_pages` or `too_large`.
    """
    try:
        # Programs that write the directory of the file carelessly are read all the same, as Excel does.
        book = xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            logfile=io.StringIO(),
            ignore_workbook_corruption=True,
        )
        if book.nsheets == 0:
            raise UnreadableDocumentError("no_pages", "the workbook lists no sheet")
        counter = CellCounter()
        styles = _styles(book)
        sheets = []
        for index in range(book.nsheets):
            sheets.append(_read_sheet(book, index, styles, counter))
            book.unload_sheet(index)
        return Workbook(tuple(sheets), "")
    except UnreadableDocumentError:
        raise
    except Exception as error:  # xlrd meets damage with errors of any kind
        if isinstance(error, xlrd.XLRDError) and "encrypted" in str(error).lower():
            raise UnreadableDocumentError("password_protected", str(error)) from error
        raise UnreadableDocumentError("truncated", f"{type(error).__name__}: {error}") from error


def _styles(book: Book) -> list[CellStyle]:
    styles = []
    for style in book.xf_list:
        key = style.format_key
        written = book.format_map[key].format_str if key in book.format_map else GENERAL
        # What a built-in number means depends on the language of the program; the file writes it down for few.
        code = BUILTIN_FORMATS.get(key, written) if key <= _LAST_BUILTIN else written
        alignment = style.alignment
        styles.append(CellStyle(code, _ALIGNMENTS.get(alignment.hor_align, ""), alignment.indent_level))
    return styles


def _read_sheet(book: Book, index: int, styles: list[CellStyle], counter: CellCounter) -> Sheet:
    source: BookSheet = book.sheet_by_index(index)
    sheet = Sheet(index + 1, source.name, source.visibility != 0)
    sheet.merged = [Span(row, column, row_end, column_end) for row, row_end, column, column_end in source.merged_cells]
    for row in sorted(row for row, info in source.rowinfo_map.items() if info.hidden):
        add_to_ranges(sheet.hidden_rows, row)
    sheet.hidden_columns = [
        (column, column + 1) for column, info in source.colinfo_map.items() if info.hidden or info.width == 0
    ]
    for row in range(source.nrows):
        for column, found in enumerate(source.row(row)):
            style = styles[found.xf_index or 0] if (found.xf_index or 0) < len(styles) else CellStyle(GENERAL)
            if found.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                if style.alignment == "centerContinuous":
                    sheet.spread.add(Place(row, column))
                continue
            cell = styled_cell(_cell_text(found.ctype, found.value, style, epoch_1904=bool(book.datemode)), style)
            if cell is not None:
                counter.add()
                sheet.cells[Place(row, column)] = cell
    sheet.cells = without_covered(sheet.cells, sheet.merged)
    return sheet


def _cell_text(kind: int, value: object, style: CellStyle, *, epoch_1904: bool) -> str:
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return format_number(Decimal(repr(value)), style.number_format, epoch_1904=epoch_1904)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(int(str(value)), "#N/A"))
    return format_text(str(value), style.number_format)
