"""Final accounts (决算) of a department: nine tables in 万元, the economic one in two halves side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tests.factory.drawing import A4, A4_LANDSCAPE, DrawnCell, DrawnRow, DrawnTable, Pages, Style
from tests.factory.expected import BuiltDocument, expect
from tests.factory.figures import (
    FISCAL_ACCOUNT,
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
    basic,
    by_function,
    cells,
    hierarchy,
    ordinal,
    project,
    revenue_of,
    select,
    side_by_side,
    spent,
    total,
)

ZERO = Decimal(0)
FINAL = "决算数"
TITLES: Mapping[int, str] = {
    1: "收入支出决算总表",
    2: "收入决算表",
    3: "支出决算表",
    4: "财政拨款收入支出决算总表",
    5: "一般公共预算财政拨款支出决算表",
    6: "一般公共预算财政拨款基本支出决算表",
    10: "财政拨款“三公”经费支出决算表",
    8: "政府性基金预算财政拨款收入支出决算表",
    9: "国有资本经营预算财政拨款收入支出决算表",
}
_UNPRINTED_CLASSES = ("209", "227", "230", "233")
# The subjects that 表6 prints whether or not anything was spent, 0.00 then.
_PERSONNEL: tuple[tuple[str, str], ...] = (
    ("301", "工资福利支出"),
    ("30101", "基本工资"),
    ("30102", "津贴补贴"),
    ("30103", "奖金"),
    ("30106", "伙食补助费"),
    ("30107", "绩效工资"),
    ("30108", "机关事业单位基本养老保险缴费"),
    ("30109", "职业年金缴费"),
    ("30110", "职工基本医疗保险缴费"),
    ("30112", "其他社会保障缴费"),
    ("30113", "住房公积金"),
    ("30199", "其他工资福利支出"),
    ("303", "对个人和家庭的补助"),
    ("30301", "离休费"),
    ("30302", "退休费"),
    ("30305", "生活补助"),
)
_PUBLIC: tuple[tuple[str, str], ...] = (
    ("302", "商品和服务支出"),
    ("30201", "办公费"),
    ("30202", "印刷费"),
    ("30205", "水费"),
    ("30206", "电费"),
    ("30207", "邮电费"),
    ("30211", "差旅费"),
    ("30217", "公务接待费"),
    ("30226", "劳务费"),
    ("30228", "工会经费"),
    ("30229", "福利费"),
    ("30231", "公务用车运行维护费"),
    ("30239", "其他交通费用"),
    ("30240", "税金及附加费用"),
    ("30299", "其他商品和服务支出"),
    ("310", "资本性支出"),
    ("31002", "办公设备购置"),
    ("31003", "专用设备购置"),
    ("31007", "信息网络及软件购置更新"),
)


@dataclass(frozen=True, slots=True)
class FinalAccountsOptions:
    """What differs between two documents of this layout.

    Attributes:
        style: How it is drawn.
        break_before: By table number, the body rows (from 0) that begin a new page, without heading.
    """

    style: Style = field(default_factory=lambda: Style(latin_baseline=0.6, title_size=12))
    break_before: Mapping[int, frozenset[int]] = field(default_factory=lambda: {2: frozenset({5}), 4: frozenset({15})})


def final_accounts(
    figures: Figures, options: FinalAccountsOptions | None = None, *, file_name: str = ""
) -> BuiltDocument:
    """Print final accounts in which everything was spent that the figures plan.

    Expected: a heading 决算数 keeps its name as the measure; 本年收入合计 and 本年支出合计 as headings are 合计; in 表4
    合计 is 小计 and a fund's 财政拨款 the fund; 表6 has no section; in 表10 the item is the line, 预算数 and 决算数 are
    the measures.
    """
    options = options or FinalAccountsOptions()
    tables = apply_tampering(figures, _derive(figures))
    pages = Pages(options.style, metadata=("", "fixture"))
    pages.new_page(A4)
    pages.space(200)
    pages.line(figures.department, size=26, align="center")
    pages.line(f"{figures.year} 年度", size=26, align="center")
    pages.line("部门决算", size=26, align="center")
    for index, (table_no, title) in enumerate(TITLES.items()):
        pages.new_page(A4_LANDSCAPE if table_no in (2, 3, 4, 8, 9, 10) else A4)
        if index == 0:
            pages.line(f"{figures.department} {figures.year} 年度部门决算表", size=14, align="center", bold=True)
        pages.title(title)
        pages.line("", right="单位：万元")
        drawn = _drawn(table_no, tables[table_no])
        scale = pages.width / sum(drawn.widths)
        pages.table(
            replace(
                drawn,
                widths=tuple(width * scale for width in drawn.widths),
                break_before=options.break_before.get(table_no, frozenset()),
            )
        )
        pages.line("注：本表反映部门本年度收支情况。")
        if not any(line and line.amounts for row in tables[table_no] for line in row):
            pages.line(f"说明：{figures.department}本年度没有相关收入和支出，故本表无数据。")
    pages.new_page(A4)
    pages.line(f"第三部分 {figures.department} {figures.year} 年度部门决算情况说明", size=14, align="center", bold=True)
    pages.paragraph(f"{figures.department} {figures.year}年度收入支出总计 {money(_whole(figures))} 万元。")
    return BuiltDocument(file_name or "final_accounts.pdf", pages.finish(), expect(tables, {10: 0}))


def _every(figures: Figures) -> tuple[SubjectAmount, ...]:
    return (*figures.current, *figures.carryover)


def _whole(figures: Figures) -> Decimal:
    return spent(_every(figures))


def _derive(figures: Figures) -> dict[int, Table]:
    every = _every(figures)
    general = by_function(select(every, funds=(GENERAL,)))
    return {
        1: _summary(figures),
        2: _totalled(figures.current, _revenue_cells),
        3: by_function(every),
        4: _fiscal_summary(figures),
        # The total stands last in this table, first in the others.
        5: (*general[1:], general[0]),
        6: _economic(figures),
        8: _fund_account(figures, GOV_FUND),
        9: _fund_account(figures, STATE_CAPITAL),
        10: _three_public(figures),
    }


def _totalled(
    rows: tuple[SubjectAmount, ...], amounts: Callable[[tuple[SubjectAmount, ...]], dict[str, Decimal]]
) -> Table:
    lines = (Line("合计", amounts(rows), is_total=True), *hierarchy(rows, amounts))
    return tuple((line,) for line in lines)


def _revenue_cells(rows: tuple[SubjectAmount, ...]) -> dict[str, Decimal]:
    return cells(
        (
            ("合计", spent(rows)),
            ("财政拨款收入", spent(select(rows, funds=FISCAL_FUNDS))),
            ("事业收入", spent(select(rows, funds=(UNIT_FUNDS,)))),
            ("其他收入", spent(select(rows, funds=(FISCAL_ACCOUNT,)))),
        )
    )


def _classes() -> list[tuple[str, str]]:
    return [(code, name) for code, name in EXPENDITURE_LINES if code not in _UNPRINTED_CLASSES]


def _summary(figures: Figures) -> Table:
    def income(name: str, amount: Decimal, *, is_total: bool = False) -> Line:
        return Line(name, cells(((FINAL, amount),)), REVENUE, is_total=is_total)

    def outgo(name: str, amount: Decimal, *, is_total: bool = False) -> Line:
        return Line(name, cells(((FINAL, amount),)), EXPENDITURE, is_total=is_total)

    whole, year = _whole(figures), spent(figures.current)
    amounts = (
        *(revenue_of(figures, fund) for fund in FISCAL_FUNDS),
        ZERO,
        revenue_of(figures, UNIT_FUNDS),
        ZERO,
        ZERO,
        revenue_of(figures, FISCAL_ACCOUNT),
    )
    names = (
        "一般公共预算财政拨款收入",
        "政府性基金预算财政拨款收入",
        "国有资本经营预算财政拨款收入",
        "上级补助收入",
        "事业收入",
        "经营收入",
        "附属单位上缴收入",
        "其他收入",
    )
    revenue = tuple(
        income(ordinal(number) + name, amount)
        for number, (name, amount) in enumerate(zip(names, amounts, strict=True), start=1)
    )
    spending = tuple(
        outgo(ordinal(number) + name, spent(select(_every(figures), code)))
        for number, (code, name) in enumerate(_classes(), start=1)
    )
    return (
        *side_by_side(revenue, spending),
        (income("本年收入合计", year, is_total=True), outgo("本年支出合计", whole, is_total=True)),
        (income("使用非财政拨款结余", ZERO), outgo("结余分配", ZERO)),
        (income("年初结转和结余", whole - year), outgo("年末结转和结余", ZERO)),
        (income("总计", whole, is_total=True), outgo("总计", whole, is_total=True)),
    )


def _fiscal_summary(figures: Figures) -> Table:
    year = select(figures.current, funds=FISCAL_FUNDS)
    every = select(_every(figures), funds=FISCAL_FUNDS)

    def amounts(rows: tuple[SubjectAmount, ...]) -> dict[str, Decimal]:
        return cells((("小计", spent(rows)), *((fund, spent(select(rows, funds=(fund,)))) for fund in FISCAL_FUNDS)))

    def by_fund(rows: tuple[SubjectAmount, ...]) -> tuple[Line, ...]:
        names = ("一、一般公共预算财政拨款", "二、政府性基金预算财政拨款", "三、国有资本经营预算财政拨款")
        return tuple(
            Line(name, cells(((FINAL, spent(select(rows, funds=(fund,)))),)), REVENUE)
            for name, fund in zip(names, FISCAL_FUNDS, strict=True)
        )

    def income(name: str, amount: Decimal, *, is_total: bool = False) -> Line:
        return Line(name, cells(((FINAL, amount),)), REVENUE, is_total=is_total)

    spending = tuple(
        Line(ordinal(number) + name, amounts(select(every, code)), EXPENDITURE)
        for number, (code, name) in enumerate(_classes(), start=1)
    )
    sums = amounts(every)
    return (
        *side_by_side(by_fund(year), spending),
        (income("本年收入合计", spent(year), is_total=True), Line("本年支出合计", sums, EXPENDITURE, is_total=True)),
        (income("年初财政拨款结转和结余", spent(figures.carryover)), Line("年末财政拨款结转和结余", {}, EXPENDITURE)),
        *((line, None) for line in by_fund(figures.carryover)),
        (income("总计", spent(every), is_total=True), Line("总计", sums, EXPENDITURE, is_total=True)),
    )


def _economic(figures: Figures) -> Table:
    known = {code for code, _ in (*_PERSONNEL, *_PUBLIC)}
    assert {line.code for line in figures.economic} <= known, "表6 of the final accounts lists fixed subjects"

    def half(subjects: tuple[tuple[str, str], ...]) -> tuple[Line, ...]:
        return tuple(
            Line(
                name,
                {
                    FINAL: total(line.amount for line in figures.economic if line.code.startswith(code))
                    + Decimal("0.00")
                },
                code=code,
                indent=1 if len(code) == 5 else 0,
            )
            for code, name in subjects
        )

    sums = [
        total(line.amount for line in figures.economic if line.is_personnel == is_personnel)
        for is_personnel in (True, False)
    ]
    foot = (
        Line("人员经费合计", {FINAL: sums[0]}, is_total=True),
        Line("公用经费合计", {FINAL: sums[1]}, is_total=True),
    )
    return (*side_by_side(half(_PERSONNEL), half(_PUBLIC)), foot)


def _fund_account(figures: Figures, fund: str) -> Table:
    year, carried = select(figures.current, funds=(fund,)), select(figures.carryover, funds=(fund,))

    def amounts(rows: tuple[SubjectAmount, ...]) -> dict[str, Decimal]:
        codes = {row.code for row in rows}
        started = spent(row for row in carried if row.code in codes)
        received = spent(row for row in year if row.code in codes)
        return cells(
            (
                ("年初结转和结余", started),
                ("本年收入", received),
                ("合计", started + received),
                ("基本支出", basic(rows)),
                ("项目支出", project(rows)),
                ("年末结转和结余", ZERO),
            )
        )

    return _totalled((*year, *carried), amounts)


def _three_public(figures: Figures) -> Table:
    items = figures.three_public

    def pair(*parts: Mapping[str, Decimal]) -> dict[str, Decimal]:
        spent_amounts = [total(part.values()) for part in parts]
        # The budget allowed a little more for each item that was spent on.
        budget = total(amount + Decimal("0.25") for amount in spent_amounts if amount)
        return cells((("预算数", budget), (FINAL, total(spent_amounts))))

    leaves = (items.abroad, items.car_purchase, items.car_running, items.reception)
    row = (
        Line("合计", pair(*leaves)),
        Line("因公出国（境）费", pair(items.abroad)),
        Line("公务用车购置及运行维护费", pair(items.car_purchase, items.car_running)),
        Line("公务用车购置费", pair(items.car_purchase)),
        Line("公务用车运行维护费", pair(items.car_running)),
        Line("公务接待费", pair(items.reception)),
    )
    return (row,)


def _drawn(table_no: int, table: Table) -> DrawnTable:
    if table_no == 6:
        return _drawn_economic(table)
    if table_no == 10:
        return _drawn_three_public(table[0])
    sketches: Mapping[int, tuple[str, ...]] = {
        1: ("收入|<|支出|<", "项目|决算数|项目|决算数"),
        2: (
            "项目|<|本年收入合计|财政拨款收入|上级补助收入|事业收入|经营收入|附属单位上缴收入|其他收入",
            "功能分类科目编码|科目名称|^|^|^|^|^|^|^",
        ),
        3: (
            "项目|<|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出",
            "功能分类科目编码|科目名称|^|^|^|^|^|^",
        ),
        4: (
            "收入|<|支出|<|<|<|<",
            "项目|决算数|项目|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款",
        ),
        5: ("项目|<|合计|基本支出|项目支出", "功能分类科目编码|科目名称|^|^|^"),
        8: _FUND_SKETCH,
        9: _FUND_SKETCH,
    }
    measures: Mapping[int, tuple[str, ...]] = {
        2: ("合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"),
        3: ("合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"),
        5: ("合计", "基本支出", "项目支出"),
        8: _FUND_MEASURES,
        9: _FUND_MEASURES,
    }
    if table_no in (1, 4):
        right = (FINAL,) if table_no == 1 else ("小计", *FISCAL_FUNDS)
        columns = (
            Column("name", 150),
            Column(FINAL, 60),
            Column("name", 150, 1),
            *(Column(measure, 70, 1) for measure in right),
        )
    else:
        columns = (
            Column("code", 60, align="left"),
            Column("name", 150),
            *(Column(name, 70) for name in measures[table_no]),
        )
    rows = body(table, columns, total_span=2)
    return DrawnTable(tuple(column.width for column in columns), heading(*sketches[table_no]), rows)


_FUND_SKETCH = (
    "项目|<|年初结转和结余|本年收入|本年支出|<|<|年末结转和结余",
    "功能分类科目编码|科目名称|^|^|合计|基本支出|项目支出|^",
)
_FUND_MEASURES = ("年初结转和结余", "本年收入", "合计", "基本支出", "项目支出", "年末结转和结余")


def _drawn_economic(table: Table) -> DrawnTable:
    columns = tuple(
        Column(source, width, half)
        for half in (0, 1)
        for source, width in (("code", 56.0), ("name", 120.0), (FINAL, 60.0))
    )
    rows: tuple[DrawnRow, ...] = body(table, columns, total_span=2, indents=True)
    sketch = "经济分类科目编码|科目名称|决算数|经济分类科目编码|科目名称|决算数"
    return DrawnTable(tuple(column.width for column in columns), heading(sketch), rows)


def _drawn_three_public(row: Row) -> DrawnTable:
    cell_row = []
    for item, line in enumerate(row):
        for place, measure in enumerate(("预算数", FINAL)):
            amount = line.amounts.get(measure) if line is not None else None
            cell_row.append(DrawnCell(money(amount) if amount is not None else "", item * 2 + place, align="right"))
    pairs = "|".join(["预算数|决算数"] * 6)
    sketch = (
        "财政拨款“三公”经费" + "|<" * 11,
        "合计|<|因公出国（境）费|<|公务用车购置及运行维护费|<|<|<|<|<|公务接待费|<",
        "^|^|^|^|小计|<|公务用车购置费|<|公务用车运行维护费|<|^|^",
        pairs,
    )
    return DrawnTable((1.0,) * 12, heading(*sketch), (tuple(cell_row),))
