"""What a build changes against the one published before it, as a page for readers and as data for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from flows.plain_text import plain_line

if TYPE_CHECKING:
    from warehouse.difference import Difference

PAGE_NAME = "difference.html"
DATA_NAME = "difference.json"
AMOUNTS_NAME = "difference_amounts.csv"

_PAGE = """<!DOCTYPE html>
<html lang="zh">
<head>
<meta charset="utf-8">
<title>与上一个发布版本的差异</title>
<style>
body {{ font-family: sans-serif; margin: 2em; max-width: 70em; }}
table {{ border-collapse: collapse; margin-bottom: 1.5em; }}
th, td {{ border: 1px solid #bbb; padding: 0.25em 0.6em; text-align: left; }}
th {{ background: #dde6f0; }}
td.number {{ text-align: right; }}
</style>
</head>
<body>
<h1>与上一个发布版本的差异</h1>
<p>{summary}</p>
{sections}
</body>
</html>
"""


def difference_page(difference: Difference) -> str:
    """Write the difference as a page that opens by itself, in Chinese."""
    summary = (
        f"新增 {len(difference.added_documents)} 个文件，移除 {len(difference.removed_documents)} 个，"
        f"被新版本取代 {len(difference.superseded_documents)} 个；"
        f"原有文件中变动的金额 {difference.changed_count} 个，"
        f"其中已发布而没有新版本的 {difference.restated_count} 个。"
    )
    amounts = [
        (a.file_name, a.table_no, a.line_no, a.line_name, a.measure, a.before_yuan, a.after_yuan)
        for a in difference.changed_amounts
    ]
    shown = len(amounts)
    heading = (
        "变动的金额" if shown == difference.changed_count else f"变动的金额（前 {shown} 个，全部见 {AMOUNTS_NAME}）"
    )
    sections = (
        _section("新增文件", ("文件",), ((name,) for name in difference.added_documents)),
        _section("移除文件", ("文件",), ((name,) for name in difference.removed_documents)),
        _section("被取代的文件", ("文件", "新版本"), difference.superseded_documents),
        _section(heading, ("文件", "表", "行", "行名", "栏", "原金额（元）", "新金额（元）"), amounts),
        _section(
            "各表各年度的行数",
            ("表", "年度", "原行数", "新行数"),
            ((table, year, *counts) for (table, year), counts in difference.row_counts_by_year.items()),
        ),
        _section(
            "各表的行数",
            ("表", "原行数", "新行数"),
            ((name, *counts) for name, counts in difference.row_counts.items()),
        ),
    )
    return _PAGE.format(summary=escape(summary), sections="\n".join(filter(None, sections)))


def _section(title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write one table under its heading; nothing where it has no rows."""
    body = "\n".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in rows)
    if not body:
        return ""
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    return f"<h2>{escape(title)}</h2>\n<table>\n<tr>{head}</tr>\n{body}\n</table>"


def _cell(value: object) -> str:
    if value is None:
        return "<td>—</td>"
    if isinstance(value, str):
        return f"<td>{escape(plain_line(value))}</td>"
    return f'<td class="number">{value}</td>'


def difference_data(difference: Difference) -> str:
    """Write the difference as JSON; amounts are texts, so that no reader makes them floating point."""
    data = {
        "added_documents": difference.added_documents,
        "removed_documents": difference.removed_documents,
        "superseded_documents": [
            {"file_name": name, "superseded_by": later} for name, later in difference.superseded_documents
        ],
        "changed_amount_count": difference.changed_count,
        "restated_amount_count": difference.restated_count,
        "row_counts": [
            {"table": name, "before": before, "after": after} for name, (before, after) in difference.row_counts.items()
        ],
        "row_counts_by_year": [
            {"table": table, "fiscal_year": year, "before": before, "after": after}
            for (table, year), (before, after) in difference.row_counts_by_year.items()
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
