"""The tables of a department in miniature, before anything says how a page looks."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tests.factory import grid
from tests.factory.drawing import DrawnTable
from tests.factory.figures import (
    FISCAL_FUNDS,
    FUNDS,
    GENERAL,
    GOV_FUND,
    EconomicLine,
    Figures,
    Project,
    SubjectAmount,
    ThreePublic,
)
from tests.factory.grid import Column
from tests.factory.tables import (
    EXPENDITURE,
    REVENUE,
    Line,
    Row,
    Table,
    basic,
    basic_and_project,
    cells,
    economic_by_code,
    economic_cells,
    ordinal,
    project,
    revenue_of,
    select,
    side_by_side,
    spent,
    subject_codes,
    total,
)

Money = Callable[[Decimal], str]

_TEXT: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "departments.yml").read_text(encoding="utf-8"))
_CODES = Path(__file__).parents[3] / "dbt_project" / "seeds" / "codes"
with (_CODES / "functional_subjects.csv").open(newline="", encoding="utf-8") as _handle:
    # Random departments spend on any subject of the code list; the fixtures' own names stand in their text.
    LISTED_NAMES: Mapping[str, str] = {row["code"]: row["name_as_printed"] for row in csv.DictReader(_handle)}
SUBJECT_NAMES: Mapping[str, str] = {**LISTED_NAMES, **_TEXT["subject_names"]}
_FUND_LINES = (
    "一般公共预算拨款收入",
    "政府性基金预算拨款收入",
    "国有资本经营预算拨款收入",
    "财政专户管理资金收入",
    "单位资金收入",
)
# Columns that no canonical measure covers keep their printed headings.
_USES = ("本年支出/预算数/基本支出/人员经费", "本年支出/预算数/基本支出/公用经费", "本年支出/预算数/项目支出")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as a department hands it in: its words and its figures.

    Attributes:
        heading: A sketch of the heading rows; see :func:`tests.factory.grid.heading`.
        items: A table of one body row under headings that are its lines: how many items of another table stand before.
        factor: What 1 万元 is in the unit printed.
        shape: What is done to the texts in the end, such as numbering the lines.
    """

    table_no: int
    title: str
    heading: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Table
    unit: str = "单位：万元"
    label: str = ""
    notes: tuple[str, ...] = ()
    items: int | None = None
    factor: Decimal = Decimal(1)
    shape: Callable[[DrawnTable], DrawnTable] = lambda table: table

    def drawn(self, money: Money | None = None, **options: Any) -> DrawnTable:
        """The table with its texts, for any renderer."""

        def printed(amount: Decimal) -> str:
            return (money or plain)(amount * self.factor)

        heading = grid.heading(*self.heading) if self.heading else ()
        rows = grid.body(self.rows, self.columns, money=printed, **{"total_span": 0, **options})
        return self.shape(DrawnTable(tuple(column.width for column in self.columns), heading, rows))


def plain(amount: Decimal) -> str:
    """Two decimals; more would be a figure that the unit cannot print."""
    return grid.money(amount)


def thousands(amount: Decimal) -> str:
    """Two decimals with separators."""
    return grid.money(amount, thousands=True)


def figures(name: str, department: str, year: int) -> Figures:
    """Read the figures of `departments.yml` for a department of this name."""
    text = _TEXT[name]

    def subjects(rows: Iterable[list[str]]) -> tuple[SubjectAmount, ...]:
        return tuple(SubjectAmount(code, fund, Decimal(base), Decimal(extra)) for code, fund, base, extra in rows)

    def item(key: str) -> dict[str, Decimal]:
        return cells(((GENERAL, Decimal(text["three_public"][key])),))

    return Figures(
        department=department,
        year=year,
        county=text["county"],
        units=(department,),
        current=subjects(text["subjects"]),
        carryover=subjects(text["carryover"]),
        economic=tuple(EconomicLine(code, line, gov, Decimal(amount)) for code, line, gov, amount in text["economic"]),
        projects=tuple(
            Project(department, project, {fund: Decimal(amount) for fund, amount in amounts.items()})
            for _, project, amounts in text["projects"]
        ),
        three_public=ThreePublic(item("因公出国"), item("公务接待"), item("购置"), item("运行维护")),
        operating={department: Decimal(text["operating"])},
    )


def hierarchy(
    rows: tuple[SubjectAmount, ...],
    amounts: Callable[[tuple[SubjectAmount, ...]], dict[str, Decimal]] = basic_and_project,
) -> Table:
    """合计, then one line per 类, 款 and 项."""
    lines = [Line("合计", amounts(rows), is_total=True)]
    lines += [
        Line(SUBJECT_NAMES[code], amounts(select(rows, code)), code=code, indent=(len(code) - 3) // 2)
        for code in subject_codes(rows)
    ]
    return tuple((line,) for line in lines)


def _classes(rows: Iterable[SubjectAmount]) -> list[str]:
    return sorted({row.code[:3] for row in rows})


def summary(data: Figures, *, columns: int = 4) -> Sheet:
    """表1 in 4 columns, 6 (当年 and 上年结转 apart) or 7 (基本支出 and 项目支出 apart, as 上海 prints it)."""
    every = (*data.current, *data.carryover)
    measured: dict[int, Callable[[str], dict[str, Decimal]]] = {
        4: lambda code: cells((("合计", spent(select(every, code))),)),
        6: lambda code: cells(
            (
                ("合计", spent(select(every, code))),
                ("当年预算安排", spent(select(data.current, code))),
                ("上年结转安排", spent(select(data.carryover, code))),
            )
        ),
        7: lambda code: _by_use(data, code),
    }
    amounts = measured[columns]
    revenue = tuple(
        Line(ordinal(number) + name, cells((("预算数", revenue_of(data, fund)),)), REVENUE)
        for number, (name, fund) in enumerate(zip(_FUND_LINES, FUNDS, strict=True), start=1)
    )
    expenditure = tuple(
        Line(ordinal(number) + SUBJECT_NAMES[code], amounts(code), EXPENDITURE, class_code=code)
        for number, code in enumerate(_classes(every), start=1)
    )
    year, carried = spent(data.current), spent(data.carryover)
    sums: Table = (
        (
            Line("本年收入合计", cells((("预算数", year),)), REVENUE, is_total=True),
            Line("本年支出合计", amounts(""), EXPENDITURE, is_total=True),
        ),
        (Line("上年结转", cells((("预算数", carried),)), REVENUE), Line("年终结转", {}, EXPENDITURE)),
        (
            Line("收入总计", cells((("预算数", year + carried),)), REVENUE, is_total=True),
            Line("支出总计", amounts(""), EXPENDITURE, is_total=True),
        ),
    )
    heading, spending = {
        4: (("收入|<|支出|<", "项目|预算数|项目|预算数"), ("合计",)),
        6: (
            ("收入|<|支出|<|<|<", "项目|预算数|项目|合计|当年预算安排|上年结转安排"),
            ("合计", "当年预算安排", "上年结转安排"),
        ),
        7: (
            (
                "本年收入|<|本年支出|<|<|<|<",
                "项目|预算数|项目|预算数|<|<|<",
                "^|^|^|合计|基本支出|<|项目支出",
                "^|^|^|^|人员经费|公用经费|^",
            ),
            ("合计", *_USES),
        ),
    }[columns]
    left = (Column("name", 130), Column("预算数", 64))
    wide = tuple(Column(measure, 60, 1) for measure in spending)
    return Sheet(
        1,
        "部门收支总体情况表",
        heading,
        (*left, Column("name", 140, 1), *wide),
        (*side_by_side(revenue, expenditure), *sums),
    )


def _by_use(data: Figures, code: str) -> dict[str, Decimal]:
    """A class by 人员经费, 公用经费 and 项目支出; 公用经费 is that of the class with the largest 基本支出."""
    rows = (*data.current, *data.carryover)
    chosen = select(rows, code)
    main = max(_classes(rows), key=lambda other: basic(select(rows, other)))
    public = total(line.amount for line in data.economic if not line.is_personnel) if code in ("", main) else Decimal(0)
    figures = (spent(chosen), basic(chosen) - public, public, project(chosen))
    return cells(zip(("合计", *_USES), figures, strict=True))


def revenue(data: Figures) -> Sheet:
    """表2."""
    every = (*data.current, *data.carryover)

    def amounts(code: str) -> dict[str, Decimal]:
        year = select(data.current, code)
        return cells(
            (
                ("合计", spent(year)),
                *((fund, spent(select(year, funds=(fund,)))) for fund in FUNDS),
                ("上年结转", spent(select(data.carryover, code))),
            )
        )

    lines = [Line("合计", amounts(""), is_total=True)]
    lines += [
        Line(SUBJECT_NAMES[code], amounts(code), code=code, indent=(len(code) - 3) // 2)
        for code in subject_codes(every)
    ]
    measures = ("合计", *FUNDS, "上年结转")
    return Sheet(
        2,
        "部门收入总体情况表",
        ("科目编码|科目名称|合计|一般公共预算|政府性基金预算|国有资本经营预算|财政专户管理资金|单位资金|上年结转",),
        (Column("code", 52), Column("name", 110), *(Column(measure, 46) for measure in measures)),
        tuple((line,) for line in lines),
    )


def _functional(table_no: int, title: str, rows: tuple[SubjectAmount, ...]) -> Sheet:
    return Sheet(
        table_no,
        title,
        ("科目编码|科目名称|合计|基本支出|项目支出",),
        (Column("code", 70), Column("name", 170), Column("合计", 80), Column("基本支出", 80), Column("项目支出", 80)),
        hierarchy(rows) if rows else ((Line("合计", {}, is_total=True),),),
    )


def expenditure(data: Figures) -> Sheet:
    """表3."""
    return _functional(3, "部门支出总体情况表", (*data.current, *data.carryover))


def fiscal_summary(data: Figures) -> Sheet:
    """表4."""
    year = select(data.current, funds=FISCAL_FUNDS)
    every = (*year, *data.carryover)

    def amounts(rows: tuple[SubjectAmount, ...]) -> dict[str, Decimal]:
        return cells((("小计", spent(rows)), *((fund, spent(select(rows, funds=(fund,)))) for fund in FISCAL_FUNDS)))

    left = tuple(
        Line(ordinal(number) + fund, cells((("金额", spent(select(year, funds=(fund,)))),)), REVENUE)
        for number, fund in enumerate(FISCAL_FUNDS, start=1)
    )
    right = tuple(
        Line(ordinal(number) + SUBJECT_NAMES[code], amounts(select(every, code)), EXPENDITURE, class_code=code)
        for number, code in enumerate(_classes(every), start=1)
    )
    sums: Table = (
        (
            Line("本年收入合计", cells((("金额", spent(year)),)), REVENUE, is_total=True),
            Line("本年支出合计", amounts(every), EXPENDITURE, is_total=True),
        ),
        (Line("上年结转", cells((("金额", spent(data.carryover)),)), REVENUE), Line("年终结转", {}, EXPENDITURE)),
        (
            Line("收入总计", cells((("金额", spent(every)),)), REVENUE, is_total=True),
            Line("支出总计", amounts(every), EXPENDITURE, is_total=True),
        ),
    )
    measures = ("小计", *FISCAL_FUNDS)
    return Sheet(
        4,
        "财政拨款收支总体情况表",
        ("收入|<|支出|<|<|<|<", "项目|预算数|项目|合计|一般公共预算|政府性基金预算|国有资本经营预算"),
        (Column("name", 110), Column("金额", 60), Column("name", 120, 1), *(Column(name, 58, 1) for name in measures)),
        (*side_by_side(left, right), *sums),
    )


def general_by_function(data: Figures) -> Sheet:
    """表5."""
    return _functional(5, "一般公共预算支出情况表", select(data.current, funds=(GENERAL,)))


def general_by_economic(data: Figures) -> Sheet:
    """表6 by department subject, with codes."""
    lines = (Line("合计", economic_cells(data.economic), is_total=True), *economic_by_code(data))
    return Sheet(
        6,
        "一般公共预算基本支出情况表",
        ("科目编码|科目名称|合计|人员经费|公用经费",),
        (Column("code", 70), Column("name", 170), Column("合计", 80), Column("人员经费", 80), Column("公用经费", 80)),
        tuple((line,) for line in lines),
    )


def gov_fund(data: Figures) -> Sheet:
    """表8; empty with a note where the department has none."""
    sheet = _functional(8, "政府性基金预算支出情况表", select(data.current, funds=(GOV_FUND,)))
    empty = not any(line.amounts for row in sheet.rows for line in row if line)
    return replace(sheet, notes=("注：本部门无政府性基金预算支出，本表无数据。",) if empty else ())


def three_public(data: Figures) -> Sheet:
    """表10, an item a line."""
    items = data.three_public
    abroad, reception, bought, running = (
        total(amounts.values()) for amounts in (items.abroad, items.reception, items.car_purchase, items.car_running)
    )
    lines = (
        ("合计", abroad + reception + bought + running),
        ("1、因公出国（境）费用", abroad),
        ("2、公务接待费", reception),
        ("3、公务用车购置及运行费", bought + running),
        ("其中：公务用车运行维护费", running),
        ("公务用车购置费", bought),
    )
    return Sheet(
        10,
        "一般公共预算“三公”经费支出情况表",
        ("项目|预算数",),
        (Column("name", 250), Column("合计", 150)),
        tuple((Line(name, cells((("合计", amount),)), is_total=name == "合计"),) for name, amount in lines),
    )


def projects(data: Figures) -> Sheet:
    """表12: 部门, each 单位, each 项目."""
    department = data.printed_department

    def amounts(rows: Iterable[Project]) -> dict[str, Decimal]:
        chosen = tuple(rows)
        by_fund = [(fund, total(row.amounts.get(fund, Decimal(0)) for row in chosen)) for fund in FUNDS]
        return cells((("合计", total(amount for _, amount in by_fund)), *by_fund))

    lines = [Line("合计", amounts(data.projects), is_total=True)]
    lines += [Line(entry.name, amounts((entry,)), unit=department, indent=1) for entry in data.projects]
    return Sheet(
        12,
        "项目支出预算表（本年预算）",
        ("项目名称|合计|一般公共预算|政府性基金预算|国有资本经营预算|财政专户管理资金|单位资金",),
        (Column("name", 170), *(Column(measure, 56) for measure in ("合计", *FUNDS))),
        tuple((line,) for line in lines),
    )


def budget(data: Figures, *, columns: int = 4) -> tuple[Sheet, ...]:
    """The eight tables that most provinces print."""
    return (
        summary(data, columns=columns),
        revenue(data),
        expenditure(data),
        fiscal_summary(data),
        general_by_function(data),
        general_by_economic(data),
        gov_fund(data),
        three_public(data),
    )


def change(sheets: Iterable[Sheet], *numbers: int, **changes: Any) -> tuple[Sheet, ...]:
    """The same sheets, some of them with other words."""
    return tuple(replace(sheet, **changes) if sheet.table_no in numbers else sheet for sheet in sheets)


def blank_row(width: int) -> Row:
    """A row in which no half prints anything."""
    return (None,) * width
