"""The same documents as HTML, for browsers, WeasyPrint and LibreOffice Writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape

from tests.factory.drawing import DrawnRow, DrawnTable
from tests.traps.make.document import Paper
from tests.traps.make.sheets import Sheet

GRID = "table.budget td, table.budget th { border: 0.5pt solid #000; }"
THREE_LINES = """
table.budget { border-top: 1.2pt solid #000; border-bottom: 1.2pt solid #000; }
table.budget thead tr:last-child th { border-bottom: 0.6pt solid #000; }
"""
WHITE = """
table.budget td, table.budget th { border: 1pt solid #fff; background: #e8eef6; }
table.budget th { background: #9db8d9; }
"""
_PAGE = """
@page { size: A4 portrait; margin: 18mm 16mm; }
body { font-family: "WenQuanYi Zen Hei"; font-size: 9pt; margin: 0; }
h1 { font-size: 20pt; text-align: center; font-weight: normal; margin: 20pt 0; }
h2 { font-size: 14pt; text-align: center; font-weight: normal; margin: 14pt 0 6pt; }
h3 { font-size: 11pt; font-weight: normal; }
p { text-indent: 2em; line-height: 1.6; }
table { border-collapse: collapse; width: 100%; }
table.budget td, table.budget th { padding: 2pt 3pt; font-weight: normal; font-size: 9pt; }
td.right { text-align: right; white-space: nowrap; }
td.center { text-align: center; }
.new { page-break-before: always; }
tr { page-break-inside: avoid; }
"""


def html(
    paper: Paper,
    css: str = GRID,
    *,
    joined: frozenset[int] = frozenset({3, 5, 8, 10}),
    change: Mapping[int, Callable[[DrawnTable], DrawnTable]] | None = None,
    spelling: Callable[[str], str] = lambda text: text,
    attributes: str = "",
) -> str:
    """The document as one page of HTML.

    Args:
        joined: Tables that begin no new page.
        change: What is done to a table's texts before it is written.
        spelling: How every text of a table and its caption is spelt.
        attributes: Of the tables, for programs that do not read style sheets.
    """
    parts = [f"<h1>{escape(line)}</h1>" for line in paper.cover]
    for heading, text in paper.paragraphs:
        parts += [f"<h3>{escape(heading)}</h3>", f"<p>{escape(text)}</p>"]
    for sheet in paper.sheets:
        table = paper.drawn(sheet)
        if change and sheet.table_no in change:
            table = change[sheet.table_no](table)
        parts.append(_sheet(paper, sheet, table, sheet.table_no not in joined, spelling, attributes))
    return (
        '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">'
        f"<title>{escape(paper.cover[0])}</title><style>{_PAGE}{css}</style></head><body>{''.join(parts)}</body></html>"
    )


def _sheet(
    paper: Paper, sheet: Sheet, table: DrawnTable, starts: bool, spelling: Callable[[str], str], attributes: str
) -> str:
    new = ' class="new" style="page-break-before: always"' if starts else ""
    notes = "".join(f"<p>{escape(note)}</p>" for note in sheet.notes)
    total = sum(table.widths)
    columns = "".join(f'<col width="{width * 100 / total:.1f}%">' for width in table.widths)
    return (
        f'<section id="t{sheet.table_no}">'
        f"<h2{new}>{escape(spelling(paper.title_of(sheet)))}</h2>"
        f'<table class="caption" width="100%"><tr><td>{escape(spelling(paper.department_of()))}</td>'
        f'<td class="right" align="right">{escape(sheet.unit)}</td></tr></table>'
        f'<table class="budget" width="100%" {attributes}><colgroup>{columns}</colgroup>'
        f"<thead>{_rows(table.heading, 'th', spelling)}</thead>"
        f"<tbody>{_rows(table.body, 'td', spelling)}</tbody></table>"
        f"{notes}</section>"
    )


def _rows(rows: Iterable[DrawnRow], tag: str, spelling: Callable[[str], str]) -> str:
    written = []
    for row in rows:
        cells = []
        for cell in row:
            spans = f' colspan="{cell.column_span}"' * (cell.column_span > 1) + f' rowspan="{cell.row_span}"' * (
                cell.row_span > 1
            )
            text = escape(spelling(cell.text)).replace("\n", "<br>") or "&nbsp;"
            cells.append(f'<{tag}{spans} class="{cell.align}" align="{cell.align}">{text}</{tag}>')
        written.append(f"<tr>{''.join(cells)}</tr>")
    return "".join(written)
