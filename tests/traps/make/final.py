"""Final accounts in miniature: the ten tables that departments publish of a year that is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from tests.factory.drawing import DrawnCell, DrawnTable
from tests.factory.figures import FISCAL_FUNDS, GENERAL, GOV_FUND, STATE_CAPITAL, UNIT_FUNDS, Figures, SubjectAmount
from tests.factory.grid import Column, column_numbers
from tests.factory.tables import (
    EXPENDITURE,
    REVENUE,
    Line,
    Row,
    Table,
    basic,
    cells,
    economic_by_code,
    ordinal,
    project,
    revenue_of,
    select,
    side_by_side,
    spent,
    subject_codes,
    total,
)
from tests.traps.make.sheets import SUBJECT_NAMES, Sheet, hierarchy

FINAL = "决算数"
_FISCAL_NAMES = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
_REVENUE_MEASURES = ("合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
_SPENDING_MEASURES = ("合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
_ACCOUNT_MEASURES = ("年初结转和结余", "本年收入", "合计", "基本支出", "项目支出", "年末结转和结余")


def final_accounts(data: Figures) -> tuple[Sheet, ...]:
    """Everything was spent that the figures plan; a carried-over amount stood at the beginning of the year."""
    return (
        _summary(data),
        _revenue(data),
        _spending(data),
        _fiscal(data),
        _general(data),
        _economic(data),
        _account(data, 8, "政府性基金预算财政拨款收入支出决算表", GOV_FUND),
        _account(data, 9, "国有资本经营预算财政拨款支出决算表", STATE_CAPITAL),
        _three_public(data),
    )


def _every(data: Figures) -> tuple[SubjectAmount, ...]:
    return (*data.current, *data.carryover)


def _pair(left: tuple[str, Decimal], right: tuple[str, Decimal]) -> Row:
    return tuple(
        Line(name, cells(((FINAL, amount),)), section, is_total=name.endswith("计"))
        for section, (name, amount) in ((REVENUE, left), (EXPENDITURE, right))
    )


def _numbered(*columns: int) -> Callable[[DrawnTable], DrawnTable]:
    def number(table: DrawnTable) -> DrawnTable:
        """Line numbers 1 2 3 … in these columns, down the left half and then down the right."""
        count = len(table.body)
        body = tuple(
            tuple(
                replace(cell, text=str(columns.index(cell.column) * count + index), align="center")
                if cell.column in columns
                else cell
                for cell in row
            )
            for index, row in enumerate(table.body, start=1)
        )
        return replace(table, body=body)

    return number


def _column_numbers(table: DrawnTable) -> DrawnTable:
    """A row 栏次 1 2 3 … under the heading, the first two columns joined."""
    count = len(table.widths)
    numbers = tuple(replace(cell, column=cell.column + 2) for cell in column_numbers(count - 2))
    return replace(table, heading=(*table.heading, (DrawnCell("栏次", 0, 2, align="center"), *numbers)))


def _summary(data: Figures) -> Sheet:
    names = (*(f"{name}收入" for name in _FISCAL_NAMES), "上级补助收入", "事业收入", "其他收入")
    amounts = (*(revenue_of(data, fund) for fund in FISCAL_FUNDS), Decimal(0), revenue_of(data, UNIT_FUNDS), Decimal(0))
    revenue = tuple(
        Line(ordinal(number) + name, cells(((FINAL, amount),)), REVENUE)
        for number, (name, amount) in enumerate(zip(names, amounts, strict=True), start=1)
    )
    every = _every(data)
    spending = tuple(
        Line(ordinal(number) + SUBJECT_NAMES[code], cells(((FINAL, spent(select(every, code))),)), EXPENDITURE)
        for number, code in enumerate(sorted({row.code[:3] for row in every}), start=1)
    )
    year, carried = spent(data.current), spent(data.carryover)
    rows: Table = (
        *side_by_side(revenue, spending),
        _pair(("本年收入合计", year), ("本年支出合计", year + carried)),
        _pair(("使用非财政拨款结余", Decimal(0)), ("结余分配", Decimal(0))),
        _pair(("年初结转和结余", carried), ("年末结转和结余", Decimal(0))),
        _pair(("总计", year + carried), ("总计", year + carried)),
    )
    columns = (
        Column("name", 150),
        Column("行次", 30),
        Column(FINAL, 70),
        Column("name", 150, 1),
        Column("行次", 30, 1),
        Column(FINAL, 70, 1),
    )
    return Sheet(
        1,
        "收入支出决算总表",
        ("收入|<|<|支出|<|<", "项目|行次|决算数|项目|行次|决算数"),
        columns,
        rows,
        shape=_numbered(1, 4),
    )


def _functional(table_no: int, title: str, sketch: tuple[str, ...], measures: tuple[str, ...], rows: Table) -> Sheet:
    return Sheet(
        table_no,
        title,
        sketch,
        (Column("code", 60), Column("name", 150), *(Column(measure, 70) for measure in measures)),
        rows,
        shape=_column_numbers,
    )


def _revenue(data: Figures) -> Sheet:
    def amounts(rows: tuple[SubjectAmount, ...]) -> dict[str, Decimal]:
        return cells(
            (
                ("合计", spent(rows)),
                ("财政拨款收入", spent(select(rows, funds=FISCAL_FUNDS))),
                ("事业收入", spent(select(rows, funds=(UNIT_FUNDS,)))),
            )
        )

    sketch = (
        "项目|<|本年收入合计|财政拨款收入|上级补助收入|事业收入|经营收入|附属单位上缴收入|其他收入",
        "功能分类科目编码|科目名称|^|^|^|^|^|^|^",
    )
    return _functional(2, "收入决算表", sketch, _REVENUE_MEASURES, hierarchy(data.current, amounts))


def _spending(data: Figures) -> Sheet:
    sketch = (
        "项目|<|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出",
        "功能分类科目编码|科目名称|^|^|^|^|^|^",
    )
    return _functional(3, "支出决算表", sketch, _SPENDING_MEASURES, hierarchy(_every(data)))


def _fiscal(data: Figures) -> Sheet:
    year = select(data.current, funds=FISCAL_FUNDS)
    every = (*year, *data.carryover)

    def amounts(rows: tuple[SubjectAmount, ...]) -> dict[str, Decimal]:
        return cells((("小计", spent(rows)), *((fund, spent(select(rows, funds=(fund,)))) for fund in FISCAL_FUNDS)))

    def income(name: str, amount: Decimal) -> Line:
        return Line(name, cells(((FINAL, amount),)), REVENUE, is_total=name.endswith("计"))

    left = tuple(
        income(ordinal(number) + name, spent(select(year, funds=(fund,))))
        for number, (name, fund) in enumerate(zip(_FISCAL_NAMES, FISCAL_FUNDS, strict=True), start=1)
    )
    right = tuple(
        Line(ordinal(number) + SUBJECT_NAMES[code], amounts(select(every, code)), EXPENDITURE)
        for number, code in enumerate(sorted({row.code[:3] for row in every}), start=1)
    )
    carried = tuple(
        income(name, spent(select(data.carryover, funds=(fund,))))
        for name, fund in zip(_FISCAL_NAMES, FISCAL_FUNDS, strict=True)
    )
    rows: Table = (
        *side_by_side(left, right),
        (income("本年收入合计", spent(year)), Line("本年支出合计", amounts(every), EXPENDITURE, is_total=True)),
        (
            income("年初财政拨款结转和结余", spent(data.carryover)),
            Line("年末财政拨款结转和结余", {}, EXPENDITURE),
        ),
        *((line, None) for line in carried),
        (income("总计", spent(every)), Line("总计", amounts(every), EXPENDITURE, is_total=True)),
    )
    return Sheet(
        4,
        "财政拨款收入支出决算总表",
        (
            "收入|<|支出|<|<|<|<",
            "项目|决算数|项目|合计|" + "|".join(_FISCAL_NAMES),
        ),
        (
            Column("name", 140),
            Column(FINAL, 60),
            Column("name", 140, 1),
            *(Column(measure, 64, 1) for measure in ("小计", *FISCAL_FUNDS)),
        ),
        rows,
    )


def _general(data: Figures) -> Sheet:
    sketch = ("项目|<|本年支出|<|<", "功能分类科目编码|科目名称|合计|基本支出|项目支出")
    rows = hierarchy(select(_every(data), funds=(GENERAL,)))
    return _functional(5, "一般公共预算财政拨款支出决算表", sketch, ("合计", "基本支出", "项目支出"), rows)


def _economic(data: Figures) -> Sheet:
    """Two half tables side by side: 人员经费 left, 公用经费 right."""

    def half(classes: tuple[str, ...]) -> tuple[Line, ...]:
        return tuple(replace(line, amounts={FINAL: line.amounts["合计"]}) for line in economic_by_code(data, classes))

    def sums(name: str, is_personnel: bool) -> Line:
        amount = total(line.amount for line in data.economic if line.is_personnel == is_personnel)
        return Line(name, {FINAL: amount}, is_total=True)

    rows = (
        *side_by_side(half(("301", "303")), half(("302", "310"))),
        (sums("人员经费合计", True), sums("公用经费合计", False)),
    )
    columns = tuple(
        Column(source, width, side)
        for side in (0, 1)
        for source, width in (("code", 56.0), ("name", 130.0), (FINAL, 60.0))
    )
    return Sheet(
        6,
        "一般公共预算财政拨款基本支出决算表",
        ("人员经费|<|<|公用经费|<|<", "科目编码|科目名称|决算数|科目编码|科目名称|决算数"),
        columns,
        rows,
    )


def _account(data: Figures, table_no: int, title: str, fund: str) -> Sheet:
    year, carried = select(data.current, funds=(fund,)), select(data.carryover, funds=(fund,))
    rows = (*year, *carried)

    def amounts(chosen: tuple[SubjectAmount, ...]) -> dict[str, Decimal]:
        codes = {row.code for row in chosen}
        started = spent(row for row in carried if row.code in codes)
        received = spent(row for row in year if row.code in codes)
        figures = (started, received, started + received, basic(chosen), project(chosen), Decimal(0))
        return cells(zip(_ACCOUNT_MEASURES, figures, strict=True))

    if not subject_codes(rows):
        sheet = _functional(
            table_no,
            title,
            ("项目|<|本年支出|<|<", "功能分类科目编码|科目名称|合计|基本支出|项目支出"),
            ("合计", "基本支出", "项目支出"),
            ((Line("合计", {}, is_total=True),),),
        )
        return replace(sheet, notes=(f"说明：{data.department}本年度没有{fund}财政拨款支出，故本表无数据。",))
    sketch = (
        "项目|<|年初结转和结余|本年收入|本年支出|<|<|年末结转和结余",
        "功能分类科目编码|科目名称|^|^|合计|基本支出|项目支出|^",
    )
    return _functional(table_no, title, sketch, _ACCOUNT_MEASURES, hierarchy(rows, amounts))


def _three_public(data: Figures) -> Sheet:
    """One line under items of which each has 预算数 and 决算数."""
    items = data.three_public

    def pair(*parts: Mapping[str, Decimal]) -> dict[str, Decimal]:
        paid = [total(part.values()) for part in parts]
        planned = total(amount + Decimal("0.35") for amount in paid if amount)
        return cells((("预算数", planned), (FINAL, total(paid))))

    leaves = (items.abroad, items.car_purchase, items.car_running, items.reception)
    row: Row = (
        Line("合计", pair(*leaves)),
        Line("因公出国（境）费", pair(items.abroad)),
        Line("公务用车购置及运行维护费", pair(items.car_purchase, items.car_running)),
        Line("公务用车购置费", pair(items.car_purchase)),
        Line("公务用车运行维护费", pair(items.car_running)),
        Line("公务接待费", pair(items.reception)),
    )
    sketch = (
        "财政拨款“三公”经费" + "|<" * 11,
        "合计|<|因公出国（境）费|<|公务用车购置及运行维护费|<|<|<|<|<|公务接待费|<",
        "^|^|^|^|小计|<|公务用车购置费|<|公务用车运行维护费|<|^|^",
        "|".join(["预算数|决算数"] * 6),
    )
    columns = tuple(Column(measure, 50, item) for item in range(6) for measure in ("预算数", FINAL))
    return Sheet(10, "财政拨款“三公”经费支出决算表", sketch, columns, (row,), items=0)
