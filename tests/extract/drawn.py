"""Pages drawn by the factory and what extraction reads of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extract import ExtractedDocument, TableRow, read_document
from tests.factory.drawing import A4, DrawnCell, DrawnRow, DrawnTable, Pages, Style
from tests.factory.grid import heading

WIDTHS = (80.0, 180.0, 80.0, 80.0, 67.28)
HEADING = ("项目|<|2026年预算数|<|<", "科目编码|科目名称|合计|基本支出|项目支出")
BODY = (
    ("", "合计", "540.46", "420.16", "120.30"),
    ("201", "一般公共服务支出", "432.76", "312.46", "120.30"),
    ("20126", "档案事务", "432.76", "312.46", "120.30"),
    ("2012601", "行政运行", "312.46", "312.46", ""),
    ("2012604", "档案馆", "96.50", "", "96.50"),
    ("2012699", "其他档案事务支出", "23.80", "", "23.80"),
)


def row(*texts: str, bold: bool = False) -> DrawnRow:
    """A body row, a cell a column."""
    return tuple(DrawnCell(text, column, bold=bold) for column, text in enumerate(texts))


def table(
    body: Sequence[Sequence[str]] = BODY,
    sketch: Sequence[str] = HEADING,
    *,
    widths: tuple[float, ...] = WIDTHS,
    repeat_heading: bool = False,
    break_before: frozenset[int] = frozenset(),
    split_row: int | None = None,
    bold: bool = False,
) -> DrawnTable:
    """A ruled table."""
    rows = tuple(row(*texts, bold=bold) for texts in body)
    return DrawnTable(widths, heading(*sketch), rows, repeat_heading, break_before, split_row)


def pdf(draw: Callable[[Pages], None], style: Style | None = None) -> bytes:
    """A document of what `draw` puts on its pages, the first begun."""
    pages = Pages(style or Style())
    pages.new_page(A4)
    draw(pages)
    return pages.finish()


def read(draw: Callable[[Pages], None], style: Style | None = None) -> ExtractedDocument:
    """What is read of such a document."""
    return read_document(pdf(draw, style))


def rows(document: ExtractedDocument, role: str = "body", table_index: int = 0) -> list[TableRow]:
    """The rows of one role of a table."""
    return [found for found in document.rows if found.table_index == table_index and found.role == role]


def texts(document: ExtractedDocument, role: str = "body", table_index: int = 0) -> list[tuple[str, ...]]:
    """The texts of these rows, a cell each."""
    return [tuple(cell.text for cell in found.cells) for found in rows(document, role, table_index)]
