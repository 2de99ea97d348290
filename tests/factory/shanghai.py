"""District budgets as Shanghai's departments publish them: 元, codes in three columns, totals last, landscape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tests.factory.drawing import A4_LANDSCAPE, DrawnCell, DrawnRow, DrawnTable, Pages, Style
from tests.factory.expected import BuiltDocument, expect
from tests.factory.figures import (
    FISCAL_FUNDS,
    GENERAL,
    GOV_FUND,
    STATE_CAPITAL,
    UNIT_FUNDS,
    Figures,
    SubjectAmount,
)
from tests.factory.grid import Column, body, heading, money
from tests.factory.tables import (
    EXPENDITURE,
    EXPENDITURE_LINES,
    REVENUE,
    Line,
    Row,
    Table,
    apply_tampering,
    basic_and_project,
    cells,
    economic_by_code,
    economic_cells,
    hierarchy,
    ordinal,
    revenue_of,
    select,
    side_by_side,
    spent,
    total,
)

ZERO = Decimal(0)
TITLES: Mapping[int, str] = {
    1: "部门财务收支预算总表",
    2: "部门收入预算总表",
    3: "部门支出预算总表",
    4: "部门财政拨款收支预算总表",
    5: "部门一般公共预算支出功能分类预算表",
    8: "部门政府性基金预算支出功能分类预算表",
    9: "部门国有资本经营预算支出功能分类预算表",
    6: "部门一般公共预算基本支出部门预算经济分类预算表",
    10: "部门“三公”经费和机关运行经费预算表",
}
_SUBJECT_COLUMNS = (
    Column("code[0:3]", 34),
    Column("code[3:5]", 34),
    Column("code[5:7]", 34),
    Column("name", 230),
)


@dataclass(frozen=True, slots=True)
class ShanghaiOptions:
    """What differs between two documents of this layout.

    Attributes:
        style: How it is drawn.
        break_before: By table number, the body rows (from 0) that begin a new page.
        repeat_heading: Tables that repeat their heading on the next page; the others do not.
    """

    style: Style = field(default_factory=lambda: Style(rules="thin_rect", row_height=20, footer=lambda _: ""))
    break_before: Mapping[int, frozenset[int]] = field(default_factory=lambda: {3: frozenset({6}), 5: frozenset({7})})
    repeat_heading: frozenset[int] = frozenset({5})


def shanghai(figures: Figures, options: ShanghaiOptions | None = None, *, file_name: str = "") -> BuiltDocument:
    """Print a district budget in 元; 单位资金 are printed as 事业收入, and nothing may be carried over.

    Expected: 预算数 is 预算数 and 合计 in 表1, 金额 in 表4, and 合计 is 小计 there; a measure without a canonical name
    keeps its heading path; the joined table of 三公 and 机关运行经费, in 万元, is 表10 and 表11, the item the line.
    """
    assert not figures.carryover, "this layout has no line for what is carried over"
    options = options or ShanghaiOptions()
    tables = apply_tampering(figures, _derive(figures))
    pages = Pages(options.style, metadata=("", "fixture"))
    pages.new_page(A4_LANDSCAPE)
    pages.space(160)
    pages.line(f"{figures.county}{figures.year}年区级部门预算", size=28, align="center")
    pages.space(60)
    pages.line(f"预算主管部门：{figures.department}", size=18, align="center")
    pages.new_page(A4_LANDSCAPE)
    pages.line(f"{figures.year}年部门预算编制说明", size=16, align="center")
    pages.paragraph(f"{figures.year}年，{figures.department}收入预算{_stated(spent(figures.current))}。")
    for table_no, title in TITLES.items():
        pages.new_page(A4_LANDSCAPE)
        pages.title(f"{figures.year}年{title}")
        pages.line(f"编制部门：{figures.department}", right="单位:万元" if table_no == 10 else "单位：元")
        drawn = _drawn(table_no, tables)
        scale = pages.width / sum(drawn.widths)
        pages.table(
            replace(
                drawn,
                widths=tuple(width * scale for width in drawn.widths),
                break_before=options.break_before.get(table_no, frozenset()),
                repeat_heading=table_no in options.repeat_heading,
            )
        )
        if table_no in (8, 9) and not any(line and line.amounts for row in tables[table_no] for line in row):
            name = TITLES[table_no].removeprefix("部门").removesuffix("支出功能分类预算表")
            pages.line(f"注:本部门{figures.year}年无{name}财政拨款安排的预算，故本表为空表。")
    return BuiltDocument(file_name or "shanghai.pdf", pages.finish(), expect(tables, {10: 0, 11: 6}))


def _stated(amount: Decimal) -> str:
    return f"{amount:,.2f}万元"


def _derive(figures: Figures) -> dict[int, Table]:
    three_public, operating = _joined(figures)
    return {
        1: _summary(figures),
        2: _foot(hierarchy(figures.current, _revenue_cells), _revenue_cells(figures.current)),
        3: _by_function(figures.current),
        4: _fiscal_summary(figures),
        5: _by_function(select(figures.current, funds=(GENERAL,))),
        6: _foot(economic_by_code(figures), economic_cells(figures.economic)),
        8: _by_function(select(figures.current, funds=(GOV_FUND,))),
        9: _by_function(select(figures.current, funds=(STATE_CAPITAL,))),
        10: three_public,
        11: operating,
    }


def _foot(lines: tuple[Line, ...], sums: dict[str, Decimal]) -> Table:
    blank: tuple[Row, ...] = () if lines else ((None,),) * 8
    return (*((line,) for line in lines), *blank, (Line("合计", sums, is_total=True),))


def _by_function(rows: tuple[SubjectAmount, ...]) -> Table:
    return _foot(hierarchy(rows, basic_and_project), basic_and_project(rows))


def _revenue_cells(rows: tuple[SubjectAmount, ...]) -> dict[str, Decimal]:
    return cells(
        (
            ("合计", spent(rows)),
            ("收入预算/财政拨款收入", spent(select(rows, funds=FISCAL_FUNDS))),
            ("收入预算/事业收入", spent(select(rows, funds=(UNIT_FUNDS,)))),
        )
    )


def _summary(figures: Figures) -> Table:
    fiscal = total(revenue_of(figures, fund) for fund in FISCAL_FUNDS)
    whole = spent(figures.current)

    def income(name: str, amount: Decimal, *, is_total: bool = False) -> Line:
        return Line(name, cells((("预算数", amount),)), REVENUE, is_total=is_total)

    def outgo(name: str, amount: Decimal, *, is_total: bool = False) -> Line:
        return Line(name, cells((("合计", amount),)), EXPENDITURE, is_total=is_total)

    names = ("1. 一般公共预算资金", "2. 政府性基金", "3. 国有资本经营预算")
    revenue = (
        income("一、财政拨款收入", fiscal),
        *(income(name, revenue_of(figures, fund)) for name, fund in zip(names, FISCAL_FUNDS, strict=True)),
        income("二、事业收入", revenue_of(figures, UNIT_FUNDS)),
        income("三、事业单位经营收入", ZERO),
        income("四、其他收入", ZERO),
    )
    spending = tuple(outgo(name, amount) for name, amount in _spent_classes(figures.current))
    return (
        *side_by_side(revenue, spending),
        *(((None, None),) * 3),
        (income("收入总计", whole, is_total=True), outgo("支出总计", whole, is_total=True)),
    )


def _spent_classes(rows: tuple[SubjectAmount, ...]) -> list[tuple[str, Decimal]]:
    found = [(name, select(rows, code)) for code, name in EXPENDITURE_LINES]
    printed = [(name, chosen) for name, chosen in found if chosen]
    return [(ordinal(number) + name, spent(chosen)) for number, (name, chosen) in enumerate(printed, start=1)]


def _fiscal_summary(figures: Figures) -> Table:
    year = select(figures.current, funds=FISCAL_FUNDS)

    def amounts(rows: tuple[SubjectAmount, ...]) -> dict[str, Decimal]:
        return cells((("小计", spent(rows)), *((fund, spent(select(rows, funds=(fund,)))) for fund in FISCAL_FUNDS)))

    classes = [(name, select(year, code)) for code, name in EXPENDITURE_LINES if select(year, code)]
    spending = tuple(
        Line(ordinal(number) + name, amounts(rows), EXPENDITURE) for number, (name, rows) in enumerate(classes, start=1)
    )
    names = ("一、一般公共预算资金", "二、政府性基金", "三、国有资本经营预算")
    revenue = tuple(
        Line(name, cells((("金额", revenue_of(figures, fund)),)), REVENUE)
        for name, fund in zip(names, FISCAL_FUNDS, strict=True)
    )
    return (
        *side_by_side(revenue, spending),
        (None, None),
        (
            Line("收入总计", cells((("金额", spent(year)),)), REVENUE, is_total=True),
            Line("支出总计", amounts(year), EXPENDITURE, is_total=True),
        ),
    )


def _joined(figures: Figures) -> tuple[Table, Table]:
    items = figures.three_public
    abroad, reception, purchase, running = (
        total(part.values()) for part in (items.abroad, items.reception, items.car_purchase, items.car_running)
    )
    printed = (
        ("合计", abroad + reception + purchase + running),
        ("因公出国(境)费", abroad),
        ("公务接待费", reception),
        ("公务用车购置及运行费", purchase + running),
        ("购置费", purchase),
        ("运行费", running),
    )
    row = tuple(Line(name, cells((("合计", amount),))) for name, amount in printed)
    return (row,), ((Line("机关运行经费预算数", {"合计": total(figures.operating.values())}),),)


def _yuan(amount: Decimal) -> str:
    return money(amount, in_yuan=True, thousands=True)


def _drawn(table_no: int, tables: Mapping[int, Table]) -> DrawnTable:
    table = tables[table_no]
    if table_no == 1:
        halves = (Column("name", 150), Column("预算数", 100), Column("name", 160, 1), Column("合计", 100, 1))
        return _table(table, halves, ("本年收入|<|本年支出|<", "项目|预算数|项目|预算数"))
    if table_no == 4:
        return _table(
            table,
            (Column("name", 130), Column("金额", 90), Column("name", 150, 1), *_measures(("小计", *FISCAL_FUNDS), 1)),
            (
                "财政拨款收入|<|财政拨款支出|<|<|<|<",
                "项目|预算数|项目|合计|一般公共预算|政府性基金预算|国有资本经营预算",
            ),
        )
    if table_no == 10:
        return _drawn_joined((*table[0], *tables[11][0]))
    if table_no == 6:
        columns = (
            Column("code[0:3]", 50),
            Column("code[3:5]", 50),
            Column("name", 230),
            *_measures(("合计", "人员经费", "公用经费")),
        )
        sketch = (
            "项目|<|<|一般公共预算基本支出|<|<",
            "部门预算经济分类科目编码|<|经济分类科目名称|合计|人员经费|公用经费",
            "类|款|^|^|^|^",
        )
        return _table(table, columns, sketch, total_span=3)
    return _by_subject(table_no, table)


def _by_subject(table_no: int, table: Table) -> DrawnTable:
    names: tuple[str, ...] = ("合计", "基本支出", "项目支出")
    measures = names
    if table_no == 2:
        names = ("合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入")
        measures = ("合计", *(f"收入预算/{name}" for name in names[1:]))
    heads = {2: "收入预算", 3: "支出预算", 5: "一般公共预算支出", 8: "政府性基金预算支出", 9: "国有资本经营预算支出"}
    sketch = (
        f"项目|<|<|<|{heads[table_no]}" + "|<" * (len(names) - 1),
        f"功能分类科目编码|<|<|功能分类科目名称|{'|'.join(names)}",
        "类|款|项|^" + "|^" * len(names),
    )
    return _table(table, (*_SUBJECT_COLUMNS, *_measures(measures)), sketch, total_span=4)


def _measures(names: Iterable[str], half: int = 0) -> tuple[Column, ...]:
    return tuple(Column(name, 90, half) for name in names)


def _table(table: Table, columns: tuple[Column, ...], sketch: tuple[str, ...], *, total_span: int = 1) -> DrawnTable:
    rows: tuple[DrawnRow, ...] = body(table, columns, money=_yuan, total_span=total_span)
    return DrawnTable(tuple(column.width for column in columns), heading(*sketch), rows)


def _drawn_joined(row: Row) -> DrawnTable:
    cell_row = []
    for column, line in enumerate(row):
        amount = line.amounts.get("合计") if line is not None else None
        cell_row.append(DrawnCell(money(amount) if amount is not None else "", column, align="right"))
    sketch = (
        "“三公”经费预算数|<|<|<|<|<|机关运行经费预算数",
        "合计|因公出国(境)费|公务接待费|公务用车购置及运行费|<|<|^",
        "^|^|^|小计|购置费|运行费|^",
    )
    return DrawnTable((1.0,) * 7, heading(*sketch), (tuple(cell_row),))
