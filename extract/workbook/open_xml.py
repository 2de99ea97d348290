"""Read workbooks of the Office Open XML kind: .xlsx and .xlsm.

The parts are read as streams, cells that show nothing are passed over: a sheet whose million rows are formatted and
empty costs no more than its text. Libraries refuse style sheets that Excel opens, and do not tell a formula that was
never calculated from a blank cell.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import IO
from xml.etree import ElementTree

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

# More than any workbook of a budget holds, unpacked: beyond it a file is made to fill the memory.
_MAX_PART_BYTES = 600_000_000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLAIN = CellStyle(GENERAL)
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_SPREAD_CELLS = re.compile(rb"<(?:\w+:)?c (?=[^<>]*r=\"([A-Z]{1,3}\d{1,7})\")(?=[^<>]*s=\"(\d+)\")[^<>]*/>")


def read_open_xml(data: bytes) -> Workbook:
    """Read a workbook.

    Raises:
        UnreadableDocumentError: `truncated`, `password_protected`, `no_pages` or `too_large`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Reader(archive).read()
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        KeyError,
        IndexError,
        ValueError,
        NotImplementedError,
        ElementTree.ParseError,
    ) as error:
        raise UnreadableDocumentError("truncated", f"{type(error).__name__}: {error}") from error
    except RuntimeError as error:  # zipfile's word for a part that needs a password
        raise UnreadableDocumentError("password_protected", str(error)) from error


class _Reader:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        # Some programs write \ for / and do not keep to one case.
        self._parts = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}
        self._left = _MAX_PART_BYTES
        self._counter = CellCounter()

    def read(self) -> Workbook:
        main = self._main_part()
        root = self._tree(main)
        if root is None:
            raise UnreadableDocumentError("truncated", f"no part {main}")
        targets = self._targets(main)
        folder = main.rpartition("/")[0]
        texts = self._shared_texts(targets.get("sharedStrings", f"{folder}/sharedStrings.xml"))
        styles = self._styles(targets.get("styles", f"{folder}/styles.xml"))
        epoch_1904 = any(_name(e) == "workbookPr" and e.get("date1904") in ("1", "true") for e in root)
        sheets = []
        for number, element in enumerate((e for e in root.iter() if _name(e) == "sheet"), 1):
            relation = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
            sheet = Sheet(number, element.get("name", ""), element.get("state", "visible") != "visible")
            self._read_sheet(sheet, targets.get(relation, ""), texts, styles, epoch_1904=epoch_1904)
            sheets.append(sheet)
        if not sheets:
            raise UnreadableDocumentError("no_pages", "the workbook lists no sheet")
        return Workbook(tuple(sheets), self._producer())

    def _main_part(self) -> str:
        relations = self._tree("_rels/.rels")
        for element in relations if relations is not None else ():
            if element.get("Type", "").endswith("/officeDocument"):
                return element.get("Target", "").replace("\\", "/").lstrip("/")
        return "xl/workbook.xml"

    def _targets(self, main: str) -> dict[str, str]:
        """Parts that the workbook refers to: sheets by their relation's id, others by the last word of its type."""
        folder, _, name = main.rpartition("/")
        relations = self._tree(f"{folder}/_rels/{name}.rels")
        targets: dict[str, str] = {}
        for element in relations if relations is not None else ():
            target = element.get("Target", "").replace("\\", "/")
            path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
            while "/../" in path:
                path = re.sub(r"[^/]+/\.\./", "", path, count=1)
            targets[element.get("Id", "")] = path
            targets.setdefault(element.get("Type", "").rpartition("/")[2], path)
        return targets

    def _open(self, part: str) -> IO[bytes] | None:
        name = self._parts.get(part.lower())
        if name is None:
            return None
        info = self._archive.getinfo(name)
        self._left -= info.file_size
        if self._left < 0:
            raise UnreadableDocumentError("too_large", f"解开后超过 {_MAX_PART_BYTES // 1_000_000} MB")
        return self._archive.open(info)

    def _tree(self, part: str) -> ElementTree.Element | None:
        source = self._open(part)
        if source is None:
            return None
        with source:
            return ElementTree.fromstring(_checked(source.read()))

    def _producer(self) -> str:
        try:
            properties = self._tree("docProps/app.xml")
        except ElementTree.ParseError:
            return ""
        found = (e.text for e in (properties if properties is not None else ()) if _name(e) == "Application")
        return next(found, "") or ""

    def _shared_texts(self, part: str) -> list[str]:
        source = self._open(part)
        if source is None:
            return []
        with source:
            data = _checked(source.read())
        texts = []
        for element in _elements(data, "si"):
            texts.append(_rich_text(element))
            element.clear()
        return texts

    def _styles(self, part: str) -> list[CellStyle]:
        root = self._tree(part)
        if root is None:
            return []
        codes = dict(BUILTIN_FORMATS)
        for element in root.iter():
            if _name(element) == "numFmt":
                codes[int(element.get("numFmtId", "0"))] = element.get("formatCode", GENERAL)
        formats = next((e for e in root if _name(e) == "cellXfs"), None)
        styles = []
        for element in formats if formats is not None else ():
            alignment = next((e for e in element if _name(e) == "alignment"), None)
            styles.append(
                CellStyle(
                    codes.get(int(element.get("numFmtId", "0")), GENERAL),
                    alignment.get("horizontal", "") if alignment is not None else "",
                    int(float(alignment.get("indent", "0"))) if alignment is not None else 0,
                )
            )
        return styles

    def _read_sheet(
        self, sheet: Sheet, part: str, texts: list[str], styles: list[CellStyle], *, epoch_1904: bool
    ) -> None:
        source = self._open(part)
        if source is None or "/chartsheets/" in part.lower():
            return
        with source:
            data = _checked(source.read())
        spread = {index for index, style in enumerate(styles) if style.alignment == "centerContinuous"}
        if spread:
            for match in _SPREAD_CELLS.finditer(data):
                place = _place(match[1].decode())
                if int(match[2]) in spread and place is not None:
                    sheet.spread.add(place)
        data = _without_empty_rows(data)
        row_number, column_number = -1, -1
        for event, element in _events(data):
            name = _name(element)
            if event == "start":
                if name == "row":
                    row_number = int(element.get("r", row_number + 2)) - 1
                    column_number = -1
                    if element.get("hidden") in ("1", "true"):
                        add_to_ranges(sheet.hidden_rows, row_number)
                continue
            if name == "c":
                place = _place(element.get("r", "")) or Place(row_number, column_number + 1)
                column_number = place.column
                style = _style(styles, element.get("s"))
                text = _cell_text(element, texts, style, epoch_1904=epoch_1904)
                if text.startswith("=") and not _has_value(element):
                    sheet.remarks.append(f"{element.get('r', '')} 的公式没有计算结果：{text}")
                cell = styled_cell(text, style)
                if cell is not None:
                    self._counter.add()
                    sheet.cells[place] = cell
            elif name == "col":
                if element.get("hidden") in ("1", "true") or element.get("width") == "0":
                    sheet.hidden_columns.append((int(element.get("min", "1")) - 1, int(element.get("max", "1"))))
            elif name == "mergeCell":
                first, _, last = element.get("ref", "").partition(":")
                start, end = _place(first), _place(last)
                if start is not None and end is not None and end >= start:
                    sheet.merged.append(Span(start.row, start.column, end.row + 1, end.column + 1))
            if name in ("row", "mergeCell", "col"):
                element.clear()
        sheet.cells = without_covered(sheet.cells, sheet.merged)


def _checked(data: bytes) -> bytes:
    """Refuse what no workbook has and what lets a few lines of XML unfold into gigabytes."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise UnreadableDocumentError("truncated", "a part of the workbook declares entities")
    return data


def _without_empty_rows(data: bytes) -> bytes:
    """Take out the rows that neither hold a value nor are hidden: parsing a million of them takes minutes."""
    first = re.search(rb"<((?:\w+:)?)row[ />]", data)
    if first is None:
        return data
    head, *rows = data.split(b"<" + first[1] + b"row")
    signs = [b"<" + first[1] + name for name in (b"v>", b"v ", b"is>", b"f>", b"f ", b"f/")]
    kept = [head]
    for row in rows:
        tag = row[: row.find(b">")]
        # What is no row (rowBreaks), or the last one with all that follows the rows, stays.
        if b"sheetData" in row or row[:1] not in b" >/" or b" hidden=" in tag or any(sign in row for sign in signs):
            kept.append(row)
        elif b' r="' not in tag:
            return data  # some programs number no rows: then the empty ones count
    return (b"<" + first[1] + b"row").join(kept)


def _events(data: bytes) -> Iterator[tuple[str, ElementTree.Element]]:
    return ElementTree.iterparse(io.BytesIO(data), events=("start", "end"))


def _elements(data: bytes, name: str) -> Iterator[ElementTree.Element]:
    return (element for event, element in _events(data) if event == "end" and _name(element) == name)


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _place(reference: str) -> Place | None:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return Place(int(match[2]) - 1, column - 1)


def _style(styles: list[CellStyle], index: str | None) -> CellStyle:
    number = int(index) if index and index.isdigit() else 0
    return styles[number] if number < len(styles) else _PLAIN


def _child(element: ElementTree.Element, name: str) -> ElementTree.Element | None:
    return next((child for child in element if _name(child) == name), None)


def _has_value(element: ElementTree.Element) -> bool:
    value = _child(element, "v")
    return value is not None and bool(value.text)


def _rich_text(element: ElementTree.Element) -> str:
    """The text of a string, its runs joined, without the reading aids printed over it (rPh)."""
    parts = []
    for child in element:
        if _name(child) == "t":
            parts.append(child.text or "")
        elif _name(child) == "r":
            parts += [part.text or "" for part in child if _name(part) == "t"]
    # Control characters stand escaped: _x000D_.
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), "".join(parts)) if parts else ""


def _cell_text(element: ElementTree.Element, texts: list[str], style: CellStyle, *, epoch_1904: bool) -> str:
    """What a cell shows: a formula its last result, or the formula itself where it was never calculated."""
    kind = element.get("t", "n")
    if kind == "inlineStr":
        inline = _child(element, "is")
        return format_text(_rich_text(inline), style.number_format) if inline is not None else ""
    value = _child(element, "v")
    content = (value.text or "") if value is not None else ""
    if not content.strip() and kind != "str":
        formula = _child(element, "f")
        return f"={formula.text or ''}" if formula is not None else ""
    if kind == "s":
        index = int(content)
        return format_text(texts[index] if 0 <= index < len(texts) else "", style.number_format)
    if kind == "b":
        return "TRUE" if content.strip() == "1" else "FALSE"
    if kind != "n":
        return format_text(content, style.number_format)
    try:
        return format_number(Decimal(content.strip()), style.number_format, epoch_1904=epoch_1904)
    except InvalidOperation:
        return content
