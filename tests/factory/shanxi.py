"""County budgets as Shanxi's departments publish them: thirteen labelled tables with narrative around them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tests.factory import narrative
from tests.factory.drawing import A4, A4_LANDSCAPE, DrawnRow, DrawnTable, Pages, Style, phantom_column
from tests.factory.expected import BuiltDocument, expect
from tests.factory.figures import Figures
from tests.factory.grid import Column, body, column_numbers, heading, money
from tests.factory.tables import Row, Table, derive

ALL_TABLES = tuple(range(1, 14))
NO_DATA = "注：本表无数据"
_FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金")


@dataclass(frozen=True, slots=True)
class ShanxiOptions:
    """What differs between two documents of this layout; each default is the plain case.

    Attributes:
        tables: Which of the thirteen are printed, in this order.
        labels: Label line by table number instead of ``预算公开表N``; None prints none.
        joined: Tables that go on under the one before, on the same page, where there is room.
        repeat_heading: Whether continued tables repeat their heading.
        break_before: By table number, the body rows (from 0) that begin a new page.
        landscape: Tables on landscape pages.
        phantom: By table number, the column behind which an empty sliver column is drawn.
        column_numbers: Tables with a row 1 2 3 … under the heading.
        blank_row: Whether a blank row stands above the sums of 表1 and 表4.
        with_year: Whether any year is printed at all.
        with_department: Whether any department is printed at all (tables 11 to 13 name it, and are not printed then).
        narrative: Parts before and after the tables.
        performance_form: A project form as a text page at the end, in 元.
        appendix: Draws further pages at the end.
        scanned_pages: Pages at the end that are pictures.
        thousands: Whether amounts are printed with thousands separators.
        user_password: Encrypts the file; the empty string needs no password to open.
        style: How it is drawn.
    """

    style: Style = field(default_factory=Style)
    tables: tuple[int, ...] = ALL_TABLES
    labels: Mapping[int, str | None] = field(default_factory=dict)
    joined: frozenset[int] = frozenset({8, 9, 10, 11, 13})
    repeat_heading: bool = False
    break_before: Mapping[int, frozenset[int]] = field(default_factory=dict)
    landscape: frozenset[int] = frozenset()
    phantom: Mapping[int, int] = field(default_factory=dict)
    column_numbers: frozenset[int] = frozenset({12, 13})
    blank_row: bool = True
    with_year: bool = True
    with_department: bool = True
    narrative: bool = True
    performance_form: bool = False
    appendix: Callable[[Pages, Figures], None] | None = None
    scanned_pages: int = 0
    thousands: bool = False
    user_password: str | None = None


TITLES: Mapping[int, str] = {
    1: "预算收支总表",
    2: "预算收入总表",
    3: "预算支出总表",
    4: "财政拨款收支总表",
    5: "一般公共预算支出预算表（不含上年结转）",
    6: "一般公共预算安排基本支出分经济科目表（不含上年结转）",
    7: "政府性基金预算收入表（不含上年结转）",
    8: "政府性基金预算支出表（不含上年结转）",
    9: "国有资本经营预算收支预算表（不含上年结转）",
    10: "财政拨款安排“三公”经费支出预算表",
    11: "财政拨款安排机关运行经费预算表",
    12: "项目支出预算表（本年预算）",
    13: "项目支出预算表（上年结转）",
}


def shanxi(figures: Figures, options: ShanxiOptions | None = None, *, file_name: str = "") -> BuiltDocument:
    """Print a county budget.

    Args:
        figures: Consistent figures, or tampered ones.
        options: What to print and how; see :class:`ShanxiOptions`.
        file_name: Name of the file; the default says nothing about year or department.

    Returns:
        The document with the cells that a reader must find.
    """
    options = options or ShanxiOptions()
    if not options.with_department:
        options = replace(options, tables=tuple(no for no in options.tables if no < 11), narrative=False)
    if not options.with_year:
        options = replace(options, narrative=False)
    tables = {no: table for no, table in derive(figures).items() if no in options.tables}
    if options.blank_row:
        tables = {no: _with_blank_row(no, table) for no, table in tables.items()}

    style = options.style
    if options.with_year and options.with_department and style.footer_align == "right":
        style = replace(style, footer=lambda page_no: _long_footer(figures, page_no))
    title = f"{figures.year}年度部门预算公开" if options.with_year else "部门预算公开"
    pages = Pages(style, user_password=options.user_password, metadata=(title, "fixture"))
    if options.narrative:
        narrative.before(pages, figures, {no: TITLES[no] for no in options.tables})
    for index, table_no in enumerate(options.tables):
        _write_table(pages, figures, options, table_no, tables[table_no], first=index == 0)
    if options.narrative:
        narrative.after(pages, figures)
    if options.performance_form:
        narrative.performance_form(pages, figures)
    if options.appendix:
        options.appendix(pages, figures)
    for _ in range(options.scanned_pages):
        pages.scanned_page()
    return BuiltDocument(file_name or "shanxi.pdf", pages.finish(), expect(tables))


def _long_footer(figures: Figures, page_no: int) -> str:
    return f"-{page_no}- {figures.printed_department}{figures.year}年部门预算公开报告"


def _with_blank_row(table_no: int, table: Table) -> Table:
    if table_no not in (1, 4):
        return table
    at = next(index for index, row in enumerate(table) if row[0] is not None and row[0].name == "本年收入合计")
    blank: Row = (None, None)
    return (*table[:at], blank, *table[at:])


def _write_table(
    pages: Pages, figures: Figures, options: ShanxiOptions, table_no: int, table: Table, *, first: bool
) -> None:
    size = A4_LANDSCAPE if table_no in options.landscape else A4
    if table_no in options.joined and not first:
        pages.continue_page(size, height=150)
    else:
        pages.new_page(size)
    default_label = f"预算公开表{table_no}" if table_no != 9 else "部门公开表9"
    label = options.labels.get(table_no, default_label)
    if label:
        pages.line(label)
    year = f"{figures.year}年" if options.with_year else ""
    pages.title(year + TITLES[table_no])
    department = f"部门名称：{figures.printed_department}" if options.with_department else ""
    pages.line(department, right="单位：万元" if table_no not in (7, 8) else "单位:万元")
    drawn = _drawn(figures, options, table_no, table)
    scale = pages.width / sum(drawn.widths)
    drawn = replace(drawn, widths=tuple(width * scale for width in drawn.widths))
    if table_no in options.phantom:
        drawn = phantom_column(drawn, options.phantom[table_no])
    pages.table(drawn)
    if not any(line.amounts for row in table for line in row if line is not None):
        pages.line(NO_DATA)


def _drawn(figures: Figures, options: ShanxiOptions, table_no: int, table: Table) -> DrawnTable:
    year = f"{figures.year}年" if options.with_year else "本年"
    rows, columns = heading_of(table_no, year), columns_of(table_no)
    if table_no in options.column_numbers:
        rows = (*rows, column_numbers(len(columns)))

    def printed(amount: Decimal) -> str:
        return money(amount, thousands=options.thousands)

    return DrawnTable(
        widths=tuple(column.width for column in columns),
        heading=rows,
        body=body(table, columns, money=printed, indents=table_no in (12, 13)),
        repeat_heading=options.repeat_heading,
        break_before=options.break_before.get(table_no, frozenset()),
    )


def heading_of(table_no: int, year: str) -> tuple[DrawnRow, ...]:
    budget = f"{year}预算数"
    by_function = (f"项目|<|{budget}|<|<", "科目编码|科目名称|合计|基本支出|项目支出")
    three_funds = "合计|一般公共预算|政府性基金预算|国有资本经营预算"
    sketches: Mapping[int, tuple[str, ...]] = {
        1: ("收入|<|支出|<|<|<", f"项目|{year}|项目|{year}合计|当年预算安排|上年结转安排"),
        2: (
            "项目|<|本年收入|<|<|<|<|<|上年结转",
            "科目编码|科目名称|合计|一般公共预算|政府性基金|国有资本经营预算|财政专户管理资金|单位资金|^",
        ),
        3: by_function,
        4: (
            "收入|<|支出|<|<|<|<",
            "项目|金额|项目|金额|<|<|<",
            "^|^|^|小计|一般公共预算|政府性基金预算|国有资本经营预算",
        ),
        5: by_function,
        6: (
            f"部门预算支出经济科目名称|政府预算支出经济科目名称|{budget}|<|<",
            "^|^|合计|人员经费|公用经费",
        ),
        7: ("项目|<|政府性基金收入预算", "收入科目编码|科目名称|^"),
        8: ("科目编码|科目名称|合计|基本支出|项目支出",),
        9: (
            "国有资本经营预算收入|<|<|国有资本经营预算支出|<|<|<|<",
            "项目|<|国有资本经营收入预算|科目编码|科目名称|合计|基本支出|项目支出",
            "收入科目编码|科目名称|^|^|^|^|^|^",
        ),
        10: (f"项目|{budget}|<|<|<", f"^|{three_funds}"),
        # The 年 is missing in the heading of this one table, as published.
        11: (f"单位名称|{year.removesuffix('年')}预算数|<|<|<", f"^|{three_funds}"),
        12: (
            f"项目名称|合计|{year}财政拨款|<|<|财政专户管理资金|单位资金",
            "^|^|一般公共预算|政府性基金预算|国有资本经营预算|^|^",
        ),
        13: (f"项目名称|合计|{year}财政拨款|<|<", "^|^|一般公共预算|政府性基金预算|国有资本经营预算"),
    }
    return heading(*sketches[table_no])


def columns_of(table_no: int) -> tuple[Column, ...]:
    def measures(names: Iterable[str], width: float, half: int = 0) -> tuple[Column, ...]:
        return tuple(Column(name, width, half) for name in names)

    by_function = (Column("code", 70), Column("name", 190), *measures(("合计", "基本支出", "项目支出"), 75))
    three = ("合计", *_FUNDS[:3])
    columns: Mapping[int, tuple[Column, ...]] = {
        1: (
            Column("name", 110),
            Column("预算数", 62),
            Column("name", 132, 1),
            *measures(("合计", "当年预算安排", "上年结转安排"), 62, 1),
        ),
        2: (Column("code", 55), Column("name", 120), *measures(("合计", *_FUNDS, "上年结转"), 50)),
        3: by_function,
        4: (
            Column("name", 100),
            Column("金额", 58),
            Column("name", 110, 1),
            *measures(("小计", *_FUNDS[:3]), 58, 1),
        ),
        5: by_function,
        6: (Column("name", 160), Column("name2", 140), *measures(("合计", "人员经费", "公用经费"), 65)),
        7: (Column("code", 120), Column("name", 220), Column("政府性基金收入预算", 140)),
        8: by_function,
        9: (
            Column("code", 62),
            Column("name", 78),
            Column("国有资本经营收入预算", 62),
            Column("code", 56, 1),
            Column("name", 78, 1),
            *measures(("合计", "基本支出", "项目支出"), 50, 1),
        ),
        10: (Column("name", 160), *measures(three, 80)),
        11: (Column("name", 160), *measures(three, 80)),
        12: (Column("name", 170), *measures(("合计", *_FUNDS), 56)),
        13: (Column("name", 190), *measures(three, 74)),
    }
    return columns[table_no]
