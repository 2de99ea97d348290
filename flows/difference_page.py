"""What a build changes against the one published before it, as a page for readers and as data for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, TypeVar

from expectations.table_spec import load_table_suites
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
body {{ margin: 2em; max-width: 75em; color: #1f2328; line-height: 1.6;
  font-family: system-ui, "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }}
table {{ border-collapse: collapse; margin-bottom: 1.5em; }}
th, td {{ border: 1px solid #bbb; padding: 0.25em 0.6em; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }}
th {{ background: #dde6f0; white-space: nowrap; }}
td.number {{ text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }}
small {{ color: #59636e; }}
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
    is_first = all(before is None for before, _ in difference.row_counts.values())
    summary = ("这是第一次发布，没有上一个版本。" if is_first else "") + (
        f"新增 {len(difference.added_documents)} 个文件，移除 {len(difference.removed_documents)} 个，"
        f"被新版本取代 {len(difference.superseded_documents)} 个；"
        f"原有文件中变动的金额 {difference.changed_count} 个，"
        f"其中已发布而没有新版本的 {difference.restated_count} 个。"
    )
    amounts = [
        (a.file_name, a.table_no, a.line_no, a.line_name, a.measure, *_with_change(a.before_yuan, a.after_yuan))
        for a in difference.changed_amounts
    ]
    shown = len(amounts)
    heading = (
        "变动的金额" if shown == difference.changed_count else f"变动的金额（前 {shown} 个，全部见 {AMOUNTS_NAME}）"
    )
    names = table_names()
    sections = (
        _section("新增文件", ("文件",), ((name,) for name in difference.added_documents)),
        _section("移除文件", ("文件",), ((name,) for name in difference.removed_documents)),
        _section("被取代的文件", ("文件", "新版本"), difference.superseded_documents),
        _section(heading, ("文件", "表", "行", "行名", "栏", "原金额（元）", "新金额（元）", "增减（元）"), amounts),
        _section(
            "各表各年度的行数",
            ("表", "年度", "原行数", "新行数", "增减"),
            (
                (_named(table, names), str(year), *_with_change(*counts))
                for (table, year), counts in difference.row_counts_by_year.items()
            ),
        ),
        _section(
            "各表的行数",
            ("表", "原行数", "新行数", "增减"),
            # A table that is new and empty says nothing.
            (
                (_named(name, names), *_with_change(*counts))
                for name, counts in difference.row_counts.items()
                if any(counts)
            ),
        ),
    )
    return _PAGE.format(summary=escape(summary), sections="\n".join(filter(None, sections)))


_Number = TypeVar("_Number", int, Decimal)


def _with_change(before: _Number | None, after: _Number | None) -> tuple[object, object, object]:
    """Put the change beside two numbers; none where one of them is missing."""
    return before, after, None if before is None or after is None else after - before


def _section(title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write one table under its heading; nothing where it has no rows."""
    body = "\n".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in rows)
    if not body:
        return ""
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    return f"<h2>{escape(title)}</h2>\n<table>\n<tr>{head}</tr>\n{body}\n</table>"


def table_names() -> dict[str, str]:
    """The published tables in Chinese, those of superseded rows too."""
    names = {"published_build": "构建记录"}
    for suite in load_table_suites():
        for table in suite.tables:
            names[table.table] = table.name
            if table.has_history:
                names[f"{table.table}_history"] = f"{table.name}（被取代的版本）"
    return names


@dataclass(frozen=True, slots=True)
class _Markup:
    """A cell that is HTML already."""

    html: str


def _named(table: str, names: Mapping[str, str]) -> _Markup:
    """Write a table's name in Chinese with its own; `table` may have its schema before it."""
    chinese = names.get(table.rpartition(".")[2], "")
    return _Markup(f"{escape(chinese)} <small>{escape(table)}</small>")


def _cell(value: object) -> str:
    if isinstance(value, _Markup):
        return f"<td>{value.html}</td>"
    if isinstance(value, str):
        return f"<td>{escape(plain_line(value))}</td>"
    return f'<td class="number">{"—" if value is None else format(value, ",")}</td>'


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
