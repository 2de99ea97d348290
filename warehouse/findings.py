"""The findings of a published build as a workbook that auditors pass on: a summary, and a line for each finding."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.connection import Connection
from warehouse.errors import WarehouseError

FINDINGS_NAME = "findings.xlsx"

# What a reader needs comes first, what leads a program back to the page last.
_COLUMNS = """
    row_number() over () as 序号, 部门, 年度, 预决算, 文件名, 页码,
    case 级别 when 'error' then '严重' else '一般' end as 级别, 说明,
    左侧_万元 as "左侧（万元）", 右侧_万元 as "右侧（万元）", 差额_万元 as "差额（万元）",
    可能原因, 把握, 依据, 类别, 规则, 位置, 权重
"""
# Widths in characters of the columns above; what is missing here is narrow.
_WIDTHS = {"部门": 24, "文件名": 30, "说明": 72, "可能原因": 11, "依据": 28, "类别": 18, "规则": 16, "位置": 44}
_AMOUNT = "（万元）"
_AMOUNT_WIDTH = 15
_NARROW = 8
# Numbers that tell things apart and are not counted stand in the middle of their column.
_CENTRED = ("序号", "年度", "预决算", "页码", "级别", "把握", "权重")
# In points; the second is the highest row that a workbook may have.
_LINE_HEIGHT = 15
_LARGEST_HEIGHT = 409
_LAST_NARROW = 0x2E7F
_AMOUNT_FORMAT = "#,##0.00####"

_SUMMARIES = (
    (
        "按类别和规则",
        """
        select 类别, coalesce(nullif(规则号, ''), '—') as 规则, count(*) as 发现,
            sum(cast(级别 = 'error' as integer)) as 其中严重, coalesce(any_value(要求), '') as 规则要求
        from (select 类别, 级别, unnest(string_split(规则, '、')) as 规则号 from chosen)
        left join (
            select rule_no as 规则号, string_agg(distinct rule_text, '；' order by rule_text) as 要求
            from quality.reconciliation where outcome = 'broken' group by all
        ) using (规则号)
        group by 类别, 规则 order by 发现 desc, 类别, 规则
        """,
    ),
    (
        "按部门和年度",
        """
        select 部门, 年度, 预决算, count(*) as 发现, sum(cast(级别 = 'error' as integer)) as 其中严重,
            max(abs(差额_万元)) as "最大差额（万元）"
        from chosen group by all order by 其中严重 desc, 发现 desc, 部门, 年度, 预决算
        """,
    ),
    (
        "按可能原因",
        """
        select 可能原因, 把握, count(*) as 发现 from chosen
        group by all order by 发现 desc, 可能原因, 把握
        """,
    ),
)


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows under their headings."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of a build or of some of its departments.

    Attributes:
        scope: whose findings they are.
        listing: one row per finding, the weightiest first; amounts in 万元 as `decimal.Decimal`.
        summaries: how many, by rule, by department and year, and by likely cause. A finding that breaks several rules
            counts under each.
    """

    scope: str
    listing: Listing
    summaries: tuple[Listing, ...]


def read_findings(con: Connection, department: str | None = None) -> Findings:
    """Read the findings of a published database.

    Args:
        con: connection to a published database.
        department: part of the names of the departments wanted; all by default.

    Raises:
        WarehouseError: no document of the build is of such a department.
    """
    wanted = department or ""
    names = con.execute(
        "select distinct 部门 from 文件 where contains(部门, $wanted) order by 部门", {"wanted": wanted}
    ).fetchall()
    if wanted and not names:
        raise WarehouseError(f"已发布的数据库里没有名称含“{wanted}”的部门。")
    scope = "、".join(name for (name,) in names) if wanted else f"全部 {len(names)} 个部门"
    con.execute(
        "create or replace temp table chosen as select * from 发现 where contains(部门, $wanted)", {"wanted": wanted}
    )
    listing = _listing(con, "发现", f"select {_COLUMNS} from chosen")
    return Findings(scope, listing, tuple(_listing(con, title, sql) for title, sql in _SUMMARIES))


def _listing(con: Connection, title: str, sql: str) -> Listing:
    result = con.execute(sql)
    return Listing(title, tuple(column[0] for column in result.description or ()), tuple(result.fetchall()))


def write_findings(findings: Findings, path: Path) -> None:
    """Write findings as a workbook of two sheets, 摘要 and 发现.

    Args:
        findings: what to write.
        path: file to write; one that is there is replaced.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    summary = book.active
    summary.title = "摘要"
    _fill(summary, 1, (f"预算公开核对发现：{findings.scope}",))
    summary["A1"].font = Font(bold=True, size=14)
    _fill(summary, 2, (f"共 {len(findings.listing.rows)} 处。一处差错使几条规则不平的，在各条规则下都计一次。",))
    row = 4
    for listing in findings.summaries:
        _fill(summary, row, (listing.title,))
        summary.cell(row, 1).font = Font(bold=True, size=12)
        _fill(summary, row + 1, listing.headings)
        _style_heading(summary, row + 1, len(listing.headings))
        for offset, values in enumerate(listing.rows):
            _fill(summary, row + 2 + offset, values)
            _style_row(summary, row + 2 + offset, listing.headings)
        row += len(listing.rows) + 3
    for letter, width in zip("ABCDEF", (30, 10, 10, 10, 12, 18), strict=True):
        summary.column_dimensions[letter].width = width
    _print(summary, landscape=False)
    _write_listing(book.create_sheet("发现"), findings.listing)
    book.save(path)


def _write_listing(sheet: Any, listing: Listing) -> None:
    from openpyxl.utils import get_column_letter

    widths = [_AMOUNT_WIDTH if name.endswith(_AMOUNT) else _WIDTHS.get(name, _NARROW) for name in listing.headings]
    _fill(sheet, 1, listing.headings)
    _style_heading(sheet, 1, len(listing.headings))
    for number, values in enumerate(listing.rows, start=2):
        _fill(sheet, number, values)
        _style_row(sheet, number, listing.headings, wrap=True)
        # No program fits the height of rows of a file that was written without one.
        lines = max(_line_count(value, width) for value, width in zip(values, widths, strict=True))
        sheet.row_dimensions[number].height = min(_LINE_HEIGHT * lines, _LARGEST_HEIGHT)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(listing.headings))}{len(listing.rows) + 1}"
    sheet.print_title_rows = "1:1"
    _print(sheet, landscape=True)


def _line_count(value: Any, width: int) -> int:
    """Count the lines that a value takes in a column; a Chinese character is as wide as two others."""
    if not isinstance(value, str):
        return 1
    return math.ceil(sum(2 if ord(character) > _LAST_NARROW else 1 for character in value) / (width - 1)) or 1


def _fill(sheet: Any, row: int, values: Sequence[Any]) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        if isinstance(value, str):
            # What stands in a document must show as it is: never as a formula, and without what a workbook cannot hold.
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
            cell.data_type = "s"
        else:
            cell.value = value


def _style_row(sheet: Any, row: int, headings: Sequence[str], *, wrap: bool = False) -> None:
    from openpyxl.styles import Alignment

    for column, heading in enumerate(headings, start=1):
        cell = sheet.cell(row, column)
        # The text of a rule runs on over the columns beside it.
        if heading != "规则要求":
            cell.border = _border()
        cell.alignment = Alignment(vertical="top", wrap_text=wrap, horizontal="center" if heading in _CENTRED else None)
        if heading.endswith(_AMOUNT):
            cell.number_format = _AMOUNT_FORMAT


def _border() -> Any:
    from openpyxl.styles import Border, Side

    line = Side(style="thin", color="BBBBBB")
    return Border(left=line, right=line, top=line, bottom=line)


def _style_heading(sheet: Any, row: int, width: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for column in range(1, width + 1):
        cell = sheet.cell(row, column)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE6F0")
        cell.border = _border()
        cell.alignment = Alignment(vertical="center", horizontal="center", wrap_text=True)


def _print(sheet: Any, *, landscape: bool) -> None:
    """Fit a sheet to the width of a page, the long lines of findings to that of a large one."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3 if landscape else sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
