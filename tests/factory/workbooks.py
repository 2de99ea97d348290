"""Budgets as workbooks: the figures of a department on sheets, in several styles, as .xlsx and as .xls.

A style says how a table stands on its sheet, and how its numbers are stored; what the cells show is the same.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

import openpyxl
import xlwt
from openpyxl.styles import Alignment, Border, Font, Side

from tests.factory.expected import BuiltDocument, expect
from tests.factory.figures import Figures
from tests.factory.grid import Column, heading
from tests.factory.shanxi import ALL_TABLES, TITLES, columns_of, heading_of
from tests.factory.tables import Line, Row, Table, derive, measured

Value = str | Decimal | int | None
Numbers = Literal["formatted", "general", "accounting", "text"]
_FORMATS = {
    "formatted": "#,##0.00",
    "general": "General",
    "accounting": '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    "text": "@",
}


@dataclass(frozen=True, slots=True)
class Put:
    """A cell: row and column from 0, what is stored, and over how many rows and columns it is merged."""

    row: int
    column: int
    value: Value
    row_span: int = 1
    column_span: int = 1
    number_format: str = "General"
    indent: int = 0
    centred: bool = False


@dataclass(slots=True)
class PutSheet:
    """A sheet to write."""

    name: str
    cells: list[Put] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    bordered: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class WorkbookStyle:
    """How a budget stands in its workbook.

    Attributes:
        tables: which of the thirteen are there.
        one_sheet: all tables below one another on one sheet, instead of a sheet each.
        borders: whether cells of tables have borders.
        numbers: how amounts are stored: as numbers with a format, or as text.
        codes_as_numbers: codes are stored as numbers.
        titles_merged: titles are merged over the table's columns; else they stand in its first.
        indent: how 单位 and 项目 stand in: by the cells' alignment, or by spaces.
        hidden: a hidden sheet, hidden rows and columns with old figures.
        totals_only: tables that print their 合计 and no funds, in a column headed 预算数 without a level above it.
        first: row and column (from 0) at which each sheet begins.
    """

    tables: tuple[int, ...] = ALL_TABLES
    one_sheet: bool = False
    borders: bool = True
    numbers: Numbers = "formatted"
    codes_as_numbers: bool = True
    titles_merged: bool = True
    indent: Literal["alignment", "spaces"] = "alignment"
    hidden: bool = False
    first: tuple[int, int] = (0, 0)
    totals_only: frozenset[int] = frozenset()


def workbook_sheets(figures: Figures, style: WorkbookStyle) -> tuple[list[PutSheet], dict[int, Table]]:
    """The sheets of a budget, a cover first, and the tables on them."""
    tables = {
        number: tuple(measured([line for line in row if line is not None], 合计="合计") for row in table)
        if number in style.totals_only
        else table
        for number, table in derive(figures).items()
        if number in style.tables
    }
    cover = PutSheet("封面")
    cover.cells += [
        Put(3, 1, figures.printed_department, centred=True),
        Put(5, 1, f"{figures.year}年度部门预算公开", column_span=4, centred=True),
    ]
    sheets = [cover]
    together = PutSheet("预算公开表")
    row = style.first[0]
    for number, table in tables.items():
        sheet = together if style.one_sheet else PutSheet(f"表{number}")
        end = _put_table(sheet, figures, style, number, table, row if style.one_sheet else style.first[0])
        row = end + 2
        if not style.one_sheet:
            sheets.append(sheet)
    if style.one_sheet:
        sheets.append(together)
    if style.hidden:
        _hide(sheets)
    return sheets, tables


def workbook(
    figures: Figures, style: WorkbookStyle | None = None, *, kind: Literal["xlsx", "xls"] = "xlsx", file_name: str = ""
) -> BuiltDocument:
    """Write a budget as a workbook, with the cells that must be read from it."""
    sheets, tables = workbook_sheets(figures, style or WorkbookStyle())
    data = write_xlsx(sheets) if kind == "xlsx" else write_xls(sheets)
    return BuiltDocument(file_name or f"budget.{kind}", data, expect(tables))


def _put_table(sheet: PutSheet, figures: Figures, style: WorkbookStyle, number: int, table: Table, top: int) -> int:
    """Put a table with its caption on a sheet; returns the row after it."""
    columns, left = columns_of(number), style.first[1]
    drawn_heading = heading_of(number, f"{figures.year}年")
    if number in style.totals_only:
        columns = tuple(column for column in columns if column.source in ("name", "合计"))
        drawn_heading = heading(f"{drawn_heading[0][0].text}|{figures.year}年预算数")
    width = len(columns)
    title = f"{figures.year}年{TITLES[number]}"
    sheet.cells += [
        Put(top, left, f"预算公开表{number}"),
        Put(top + 1, left, title, column_span=width if style.titles_merged else 1, centred=style.titles_merged),
        Put(
            top + 2,
            left,
            f"部门名称：{figures.printed_department}",
            column_span=2 if style.titles_merged and width > 2 else 1,
        ),
        Put(top + 2, left + width - 1, "单位：万元"),
    ]
    row = top + 3
    for drawn in drawn_heading:
        sheet.cells += [
            Put(row, left + cell.column, cell.text, cell.row_span, cell.column_span, centred=True) for cell in drawn
        ]
        row += 1
    for body_row in table:
        sheet.cells += _put_row(body_row, columns, row, left, style)
        row += 1
    if style.borders:
        sheet.bordered += ((top + 3, left, row, left + width),)
    if not any(line.amounts for body_row in table for line in body_row if line is not None):
        sheet.cells.append(Put(row, left, "注：本表无数据"))
        row += 1
    return row


def _put_row(body_row: Row, columns: tuple[Column, ...], row: int, left: int, style: WorkbookStyle) -> Iterator[Put]:
    coded = {column.half for column in columns if column.source == "code"}
    for index, column in enumerate(columns):
        line = body_row[column.half] if column.half < len(body_row) else None
        if line is None:
            continue
        if column.source == "code":
            # 合计 stands where codes do, as published.
            code: Value = int(line.code) if line.code and style.codes_as_numbers else line.code or line.name
            yield Put(row, left + index, code)
        elif column.source in ("name", "name2"):
            yield from _put_name(line, column, row, left + index, style, is_coded=column.half in coded)
        elif column.source in line.amounts:
            amount = line.amounts[column.source]
            value: Value = f"{amount:,.2f}" if style.numbers == "text" else amount
            yield Put(row, left + index, value, number_format=_FORMATS[style.numbers])


def _put_name(line: Line, column: Column, row: int, at: int, style: WorkbookStyle, *, is_coded: bool) -> Iterator[Put]:
    if is_coded and not line.code and column.source == "name":
        return
    text = getattr(line, column.source)
    if not text:
        return
    spaces = "  " * line.indent if style.indent == "spaces" else ""
    yield Put(row, at, spaces + text, indent=line.indent if style.indent == "alignment" else 0)


def _hide(sheets: list[PutSheet]) -> None:
    """Leave last year's figures behind: on a hidden sheet, in a hidden row in a table, and in a hidden column."""
    for sheet in sheets[1:]:
        right = max(put.column + put.column_span for put in sheet.cells)
        bottom = max(put.row for put in sheet.cells) + 1
        sheet.cells += [Put(row, right, Decimal("777.77")) for row in range(4, bottom)]
        sheet.cells += [Put(bottom, column, Decimal("888.88")) for column in range(right)]
        sheet.hidden_rows, sheet.hidden_columns = (bottom,), (right,)
    old = PutSheet("上年", [Put(0, 0, "2001年预算支出总表"), Put(1, 0, "科目名称"), Put(1, 1, "合计")], hidden=True)
    old.cells += [Put(2, 0, "合计"), Put(2, 1, Decimal("999.99"))]
    sheets.insert(1, old)


def write_xlsx(sheets: list[PutSheet]) -> bytes:
    """Write sheets with openpyxl."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    thin = Side(style="thin")
    for put_sheet in sheets:
        sheet = book.create_sheet(put_sheet.name)
        sheet.sheet_state = "hidden" if put_sheet.hidden else "visible"
        for top, left, bottom, right in put_sheet.bordered:
            for cells in sheet.iter_rows(top + 1, bottom, left + 1, right):
                for cell in cells:
                    cell.border = Border(thin, thin, thin, thin)
        for put in put_sheet.cells:
            cell = sheet.cell(
                put.row + 1, put.column + 1, float(put.value) if isinstance(put.value, Decimal) else put.value
            )
            cell.number_format = put.number_format
            cell.alignment = Alignment(horizontal="center" if put.centred else None, indent=put.indent)
            cell.font = Font(bold=put.centred)
            if put.row_span > 1 or put.column_span > 1:
                sheet.merge_cells(
                    start_row=put.row + 1,
                    start_column=put.column + 1,
                    end_row=put.row + put.row_span,
                    end_column=put.column + put.column_span,
                )
        for row in put_sheet.hidden_rows:
            sheet.row_dimensions[row + 1].hidden = True
        for column in put_sheet.hidden_columns:
            sheet.column_dimensions[openpyxl.utils.get_column_letter(column + 1)].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def write_xls(sheets: list[PutSheet]) -> bytes:
    """Write sheets with xlwt."""
    book = xlwt.Workbook(encoding="utf-8")
    for put_sheet in sheets:
        sheet = book.add_sheet(put_sheet.name)
        sheet.visibility = int(put_sheet.hidden)
        styles: dict[Any, Any] = {}
        taken = set()
        for put in put_sheet.cells:
            key = (put.number_format, put.indent, put.centred)
            if key not in styles:
                styles[key] = _xls_style(*key)
            value = float(put.value) if isinstance(put.value, Decimal) else put.value
            if put.row_span > 1 or put.column_span > 1:
                last = put.row + put.row_span - 1, put.column + put.column_span - 1
                sheet.write_merge(put.row, last[0], put.column, last[1], value, styles[key])
            else:
                sheet.write(put.row, put.column, value, styles[key])
            taken |= {(put.row + r, put.column + c) for r in range(put.row_span) for c in range(put.column_span)}
        for top, left, bottom, right in put_sheet.bordered:
            blank = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin")
            for row in range(top, bottom):
                for column in range(left, right):
                    if (row, column) not in taken:
                        sheet.write(row, column, None, blank)
        for row in put_sheet.hidden_rows:
            sheet.row(row).hidden = True
        for column in put_sheet.hidden_columns:
            sheet.col(column).hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _xls_style(number_format: str, indent: int, centred: bool) -> Any:
    style = xlwt.XFStyle()
    style.num_format_str = number_format
    style.alignment.horz = xlwt.Alignment.HORZ_CENTER if centred else xlwt.Alignment.HORZ_GENERAL
    style.alignment.inde = indent
    for side in ("left", "right", "top", "bottom"):
        setattr(style.borders, side, xlwt.Borders.THIN)
    return style
