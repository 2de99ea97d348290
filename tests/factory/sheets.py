"""Documents written down as text: each table's heading and rows as printed, and beside them what every column is.

Layouts differ in their columns and lines more than in their figures; here a layout is a few lines of text, and the
cells a reader must find follow from the text and the column marks alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from tests.factory.drawing import A4, A4_LANDSCAPE, DrawnCell, DrawnRow, DrawnTable, Pages, Style
from tests.factory.expected import BuiltDocument, ExpectedCell
from tests.factory.grid import heading

_CODE_AND_NAME = re.compile(r"^[\[【(]?(\d{7}|\d{5}|\d{3})(?!\d)[\]】)]?[ \-—._]*(.+)$")
_UNPRINTED = re.compile(r"^\(\d+\)$")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as printed.

    Attributes:
        table_no: Canonical number; ``None`` for a table that none of them is.
        heading: Heading rows as :func:`tests.factory.grid.heading` takes them.
        columns: A mark for each column, apart by spaces: ``code``, ``name``, ``name2``, ``codename`` (both in one
            cell), ``-`` (says nothing), a measure, ``section:measure``; ``=item:measure`` for a column that is an item
            of a transposed table, ``11=item:measure`` where it belongs to table 11.
        rows: A line for each body row, cells apart by ``|``; ``<`` joins the cell to its left. ``(201)`` in a column of
            codes is not printed: the line stands under that 类.
        widths: Relative column widths; by default wide for names, narrow for codes.
        unit: As printed over the table.
    """

    table_no: int | None
    title: str
    heading: tuple[str, ...]
    columns: str
    rows: str
    widths: tuple[float, ...] = ()
    unit: str = "单位：万元"
    label: str = ""
    notes: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """The mark of each column."""
        return tuple(self.columns.split())

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The body's cells as printed; a name keeps its indent of full-width spaces."""
        return tuple(tuple(cell.strip(" ") for cell in line.split("|")) for line in self.rows.strip("\n ").split("\n"))


def sheet_document(
    file_name: str, department: str, year: int, sheets: tuple[Sheet, ...], *, stage: str = "预算", head: str = "部门"
) -> BuiltDocument:
    """Print a document of these tables, each on a page of its own, and say what must be read from it.

    Args:
        head: What stands before the department over each table; empty prints no such line.
    """
    pages = Pages(Style())
    pages.new_page(A4)
    pages.space(200)
    pages.line(f"{department}{year}年度部门{stage}公开", size=20, align="center")
    for sheet in sheets:
        _draw(pages, sheet, f"{head}：{department}" if head else "")
    return BuiltDocument(file_name, pages.finish(), tuple(cell for sheet in sheets for cell in sheet_cells(sheet)))


def _draw(pages: Pages, sheet: Sheet, department_line: str) -> None:
    marks = sheet.marks
    pages.new_page(A4_LANDSCAPE if len(marks) > 7 else A4)
    if sheet.label:
        pages.line(sheet.label)
    if sheet.title:
        pages.title(sheet.title)
    pages.line(department_line, right=sheet.unit)
    relative = sheet.widths or tuple(
        3.0 if mark in ("name", "codename", "name2") else 1.1 if mark == "code" else 1.3 for mark in marks
    )
    scale = pages.width / sum(relative)
    body = tuple(_row(cells, marks) for cells in sheet.texts)
    pages.table(DrawnTable(tuple(width * scale for width in relative), heading(*sheet.heading), body))
    for note in sheet.notes:
        pages.line(note)


def _row(texts: tuple[str, ...], marks: tuple[str, ...]) -> DrawnRow:
    assert len(texts) == len(marks), (texts, marks)
    drawn: list[DrawnCell] = []
    for column, (text, mark) in enumerate(zip(texts, marks, strict=True)):
        if mark == "code" and _UNPRINTED.match(text):
            drawn.append(DrawnCell("", column))
        elif text == "<":
            last = drawn.pop()
            drawn.append(DrawnCell(last.text, last.column, last.column_span + 1, align="center"))
        elif mark in ("name", "name2", "codename", "-"):
            drawn.append(DrawnCell(text, column))
        else:
            drawn.append(DrawnCell(text, column, align="center" if mark == "code" else "right"))
    return tuple(drawn)


def sheet_cells(sheet: Sheet) -> list[ExpectedCell]:
    """The amounts of a table: a measure belongs to the codes and names that stand last before it."""
    if sheet.table_no is None:
        return []
    items = [mark for mark in sheet.marks if "=" in mark]
    item_names = list(dict.fromkeys(mark.split("=")[1].split(":")[0] for mark in items))
    factor = Decimal("0.0001") if "万" not in sheet.unit else Decimal(1)
    found: list[ExpectedCell] = []
    for row_no, texts in enumerate(sheet.texts, start=1):
        codes: list[str] = []
        name = name2 = ""
        after_amount = False
        for text, mark in zip(texts, sheet.marks, strict=True):
            if mark in ("code", "name", "codename"):
                if after_amount:
                    codes, name, name2 = [], "", ""
                after_amount = False
                codes, name = _named(text, mark, codes, name)
            elif mark == "name2":
                name2 = text
            elif mark != "-" and text != "<":
                after_amount = True
                number = text.replace(",", "")
                if not re.fullmatch(r"-?\d+(\.\d+)?", number):
                    continue
                amount = Decimal(number) * factor
                table_no, line_no, section, line, measure = sheet.table_no, row_no, "", name, mark
                if "=" in mark:
                    own, _, rest = mark.partition("=")
                    table_no = int(own) if own else sheet.table_no
                    line, measure = rest.split(":")
                    line_no = (row_no - 1) * len(item_names) + item_names.index(line) + 1
                elif ":" in mark:
                    section, measure = mark.split(":")
                code = codes[-1] if len(codes) > 1 and codes[-1].startswith(codes[0]) else "".join(codes)
                found.append(ExpectedCell(table_no, line_no, section, code, line, name2, "", measure, amount))
    return found


def _named(text: str, mark: str, codes: list[str], name: str) -> tuple[list[str], str]:
    bare = text.strip("　")
    if mark == "code":
        bare = bare.strip("()")
        return ([*codes, re.sub(r"\s", "", bare)] if re.fullmatch(r"[\d\s]+", bare) else codes), (
            name if re.fullmatch(r"[\d\s]*", bare) or bare == "<" else bare
        )
    if mark == "codename" and (match := _CODE_AND_NAME.match(bare)):
        return [match.group(1)], match.group(2)
    return codes, bare if bare not in ("", "<") else name
