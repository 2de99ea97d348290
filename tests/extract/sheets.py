"""Workbooks of a few cells and what extraction reads of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

from extract import ExtractedDocument, read_document

Grid = Sequence[Sequence[Any]]

BODY: Grid = (
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    (None, "合计", 540.46, 420.16, 120.3),
    (201, "一般公共服务支出", 432.76, 312.46, 120.3),
    (20126, "档案事务", 107.7, 107.7, None),
)


def caption(title: str, department: str = "云岭县档案馆") -> Grid:
    """A title, and under it department and unit."""
    return ((title,), (f"部门名称：{department}", None, None, None, "单位：万元"))


def xlsx(*sheets: Grid, names: Sequence[str] = (), merged: Mapping[int, Sequence[str]] | None = None) -> bytes:
    """A workbook of sheets given as rows; `merged` are ranges by the sheet's place from 0."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for index, rows in enumerate(sheets):
        sheet = book.create_sheet(names[index] if names else f"Sheet{index + 1}")
        for row_no, row in enumerate(rows, 1):
            for column_no, value in enumerate(row, 1):
                if value is not None:
                    sheet.cell(row_no, column_no, value)
        for reference in (merged or {}).get(index, ()):
            sheet.merge_cells(reference)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook's bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(
    *sheets: Grid, names: Sequence[str] = (), merged: Mapping[int, Sequence[str]] | None = None
) -> ExtractedDocument:
    """What is read of such a workbook."""
    return read_document(xlsx(*sheets, names=names, merged=merged))


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one part replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, content)
    return buffer.getvalue()


def texts(document: ExtractedDocument, table_index: int = 0, role: str = "body") -> list[list[str]]:
    """The texts of a table's rows."""
    return [
        [cell.text for cell in row.cells]
        for row in document.rows
        if row.table_index == table_index and row.role == role
    ]
