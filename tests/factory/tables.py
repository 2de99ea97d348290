"""The thirteen tables as lines of amounts, derived from the leaves of :mod:`tests.factory.figures`.

A table is a tuple of rows; a row holds one line, or two or three side by side (``None`` where a half prints nothing).
A line's ``amounts`` hold only what is printed: a figure of 0 is a blank cell, as the documents print it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tests.factory.figures import (
    ECONOMIC_CLASSES,
    FISCAL_FUNDS,
    FUNDS,
    GENERAL,
    GOV_FUND,
    STATE_CAPITAL,
    SUBJECT_NAMES,
    EconomicLine,
    Figures,
    SubjectAmount,
    Tampering,
)

REVENUE, EXPENDITURE = "收入", "支出"

# The lines that a county prints in 表1 and 表4 whether or not it spends on them.
EXPENDITURE_LINES: tuple[tuple[str, str], ...] = (
    ("201", "一般公共服务支出"),
    ("202", "外交支出"),
    ("203", "国防支出"),
    ("204", "公共安全支出"),
    ("205", "教育支出"),
    ("206", "科学技术支出"),
    ("207", "文化旅游体育与传媒支出"),
    ("208", "社会保障和就业支出"),
    ("209", "社会保险基金支出"),
    ("210", "卫生健康支出"),
    ("211", "节能环保支出"),
    ("212", "城乡社区支出"),
    ("213", "农林水支出"),
    ("214", "交通运输支出"),
    ("215", "资源勘探工业信息等支出"),
    ("216", "商业服务业等支出"),
    ("217", "金融支出"),
    ("219", "援助其他地区支出"),
    ("220", "自然资源海洋气象等支出"),
    ("221", "住房保障支出"),
    ("222", "粮油物资储备支出"),
    ("223", "国有资本经营预算支出"),
    ("224", "灾害防治及应急管理支出"),
    ("227", "预备费"),
    ("229", "其他支出"),
    ("230", "转移性支出"),
    ("231", "债务还本支出"),
    ("232", "债务付息支出"),
    ("233", "债务发行费用支出"),
    ("234", "抗疫特别国债安排的支出"),
)

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    Attributes:
        name: As printed, with its ordinal, without its indent.
        amounts: 万元 by canonical measure, printed cells only.
        indent: Full-width spaces before the name.
        is_total: Printed bold.
        class_code: Three-digit 类 of a line of 表1 and 表4, which print no code.
    """

    name: str
    amounts: Mapping[str, Decimal]
    section: str = ""
    code: str = ""
    name2: str = ""
    unit: str = ""
    indent: int = 0
    is_total: bool = False
    class_code: str = field(default="", compare=False)


Row = tuple[Line | None, ...]
Table = tuple[Row, ...]


def ordinal(number: int) -> str:
    """1 to 99 as 一、 to 九十九、."""
    tens, ones = divmod(number, 10)
    text = ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")
    return f"{text}、"


def cells(pairs: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """The printed cells of a line: a figure of 0 leaves its cell blank."""
    return {measure: amount for measure, amount in pairs if amount}


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Sum that stays a Decimal when nothing is added."""
    return sum(amounts, Decimal(0))


def select(
    rows: Iterable[SubjectAmount], prefix: str = "", funds: tuple[str, ...] = FUNDS
) -> tuple[SubjectAmount, ...]:
    """The leaves under a subject code, of some funds."""
    return tuple(row for row in rows if row.code.startswith(prefix) and row.fund in funds)


def basic(rows: Iterable[SubjectAmount]) -> Decimal:
    """基本支出 of the leaves."""
    return total(row.basic for row in rows)


def project(rows: Iterable[SubjectAmount]) -> Decimal:
    """项目支出 of the leaves."""
    return total(row.project for row in rows)


def spent(rows: Iterable[SubjectAmount]) -> Decimal:
    """基本支出 and 项目支出 of the leaves."""
    return total(row.basic + row.project for row in rows)


def revenue_of(figures: Figures, fund: str) -> Decimal:
    """The year's revenue of one fund; every fund is spent in full."""
    return spent(select(figures.current, funds=(fund,)))


def subject_codes(rows: Iterable[SubjectAmount]) -> tuple[str, ...]:
    """类, 款 and 项 codes of the leaves in print order."""
    return tuple(sorted({row.code[:length] for row in rows for length in (3, 5, 7)}))


def hierarchy(
    rows: tuple[SubjectAmount, ...], amounts: Callable[[tuple[SubjectAmount, ...]], dict[str, Decimal]]
) -> tuple[Line, ...]:
    """One line per 类, 款 and 项 with its amounts, without a total line."""
    return tuple(
        Line(SUBJECT_NAMES[code], amounts(select(rows, code)), code=code, indent=(len(code) - 3) // 2)
        for code in subject_codes(rows)
    )


def basic_and_project(rows: tuple[SubjectAmount, ...]) -> dict[str, Decimal]:
    """合计, 基本支出, 项目支出."""
    return cells((("合计", spent(rows)), ("基本支出", basic(rows)), ("项目支出", project(rows))))


def by_function(rows: tuple[SubjectAmount, ...]) -> Table:
    """A functional table with its 合计 line first."""
    lines = (Line("合计", basic_and_project(rows), is_total=True), *hierarchy(rows, basic_and_project))
    return tuple((line,) for line in lines)


def side_by_side(*halves: tuple[Line | None, ...]) -> Table:
    """Rows of halves of different lengths."""
    longest = max(len(half) for half in halves)
    padded = [(*half, *(None,) * (longest - len(half))) for half in halves]
    return tuple(zip(*padded, strict=True))


def summary(figures: Figures) -> Table:
    """表1."""
    names = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金")
    revenue = [
        Line(ordinal(number) + name, cells((("预算数", revenue_of(figures, fund)),)), REVENUE)
        for number, (name, fund) in enumerate(zip(names, FUNDS, strict=True), start=1)
    ]
    expenditure = [
        Line(ordinal(number) + name, _summary_cells(figures, code), EXPENDITURE, class_code=code)
        for number, (code, name) in enumerate(EXPENDITURE_LINES, start=1)
    ]
    year, carried = spent(figures.current), spent(figures.carryover)
    return (
        *side_by_side(tuple(revenue), tuple(expenditure)),
        (
            Line("本年收入合计", cells((("预算数", year),)), REVENUE, is_total=True),
            Line("本年支出合计", _summary_cells(figures, ""), EXPENDITURE, is_total=True),
        ),
        (Line("上年结转", cells((("预算数", carried),)), REVENUE), Line("年终结转", {}, EXPENDITURE)),
        (
            Line("收入总计", cells((("预算数", year + carried),)), REVENUE, is_total=True),
            Line("支出总计", _summary_cells(figures, ""), EXPENDITURE, is_total=True),
        ),
    )


def _summary_cells(figures: Figures, prefix: str) -> dict[str, Decimal]:
    year, carried = spent(select(figures.current, prefix)), spent(select(figures.carryover, prefix))
    return cells((("合计", year + carried), ("当年预算安排", year), ("上年结转安排", carried)))


def revenue(figures: Figures) -> Table:
    """表2: by subject and fund source of the year, with what is carried over beside it."""
    every = (*figures.current, *figures.carryover)

    def amounts(code: str) -> dict[str, Decimal]:
        year = select(figures.current, code)
        return cells(
            (
                ("合计", spent(year)),
                *((fund, spent(select(year, funds=(fund,)))) for fund in FUNDS),
                ("上年结转", spent(select(figures.carryover, code))),
            )
        )

    lines = [Line("合计", amounts(""), is_total=True)]
    lines += [
        Line(SUBJECT_NAMES[code], amounts(code), code=code, indent=(len(code) - 3) // 2)
        for code in subject_codes(every)
    ]
    return tuple((line,) for line in lines)


def expenditure(figures: Figures) -> Table:
    """表3: the year's and the carried-over money together."""
    return by_function((*figures.current, *figures.carryover))


def _fund_cells(rows: tuple[SubjectAmount, ...], head: str) -> dict[str, Decimal]:
    return cells(
        ((head, spent(rows)), *((fund, spent(select(rows, funds=(fund,)))) for fund in FISCAL_FUNDS)),
    )


def fiscal_summary(figures: Figures) -> Table:
    """表4: the three funds that the treasury appropriates."""
    year = select(figures.current, funds=FISCAL_FUNDS)
    every = (*year, *figures.carryover)
    names = ("一、一般公共预算", "二、政府性基金预算", "三、国有资本经营预算")

    def by_fund(rows: tuple[SubjectAmount, ...]) -> tuple[Line, ...]:
        return tuple(
            Line(name, cells((("金额", spent(select(rows, funds=(fund,)))),)), REVENUE)
            for name, fund in zip(names, FISCAL_FUNDS, strict=True)
        )

    lines = tuple(
        Line(ordinal(number) + name, _fund_cells(select(every, code), "小计"), EXPENDITURE, class_code=code)
        for number, (code, name) in enumerate(EXPENDITURE_LINES, start=1)
    )
    sums = _fund_cells(every, "小计")
    carried = Line("上年财政拨款结转", cells((("金额", spent(figures.carryover)),)), REVENUE)
    return (
        *side_by_side(by_fund(year), lines),
        (
            Line("本年收入合计", cells((("金额", spent(year)),)), REVENUE, is_total=True),
            Line("本年支出合计", sums, EXPENDITURE, is_total=True),
        ),
        (carried, Line("年终结转", {}, EXPENDITURE)),
        *((line, None) for line in by_fund(figures.carryover)),
        (
            Line("收入总计", cells((("金额", spent(every)),)), REVENUE, is_total=True),
            Line("支出总计", sums, EXPENDITURE, is_total=True),
        ),
    )


def general_by_function(figures: Figures) -> Table:
    """表5: the year's general budget, nothing carried over."""
    return by_function(select(figures.current, funds=(GENERAL,)))


def general_by_economic(figures: Figures) -> Table:
    """表6: basic expenditure of the general budget by department and government economic subject."""

    lines = [Line("合计", economic_cells(figures.economic), is_total=True)]
    for class_code, class_name in ECONOMIC_CLASSES.items():
        members = [line for line in figures.economic if line.code.startswith(class_code)]
        if members:
            lines.append(Line(class_name, economic_cells(members)))
        for member in members:
            kind = "人员经费" if member.is_personnel else "公用经费"
            pair = {"合计": member.amount, kind: member.amount}
            lines.append(Line(member.name, pair, name2=member.gov_name, indent=1))
    return tuple((line,) for line in lines)


def economic_by_code(figures: Figures, classes: Iterable[str] = ECONOMIC_CLASSES) -> tuple[Line, ...]:
    """Basic expenditure of the general budget by department subject code: one line per class and per subject."""
    lines: list[Line] = []
    for class_code in classes:
        members = [line for line in figures.economic if line.code.startswith(class_code)]
        names = {member.code: member.name for member in members}
        if members:
            lines.append(Line(ECONOMIC_CLASSES[class_code], economic_cells(members), code=class_code))
        for code in sorted(names):
            same = [member for member in members if member.code == code]
            lines.append(Line(names[code], economic_cells(same), code=code, indent=1))
    return tuple(lines)


def economic_cells(rows: Iterable[EconomicLine]) -> dict[str, Decimal]:
    """合计, 人员经费, 公用经费 of economic lines."""
    chosen = tuple(rows)
    personnel = total(line.amount for line in chosen if line.is_personnel)
    public = total(line.amount for line in chosen if not line.is_personnel)
    return cells((("合计", personnel + public), ("人员经费", personnel), ("公用经费", public)))


def gov_fund_revenue(figures: Figures) -> Table:
    """表7."""
    measure = "政府性基金收入预算"
    sums = cells(((measure, total(line.amount for line in figures.gov_fund_revenue)),))
    lines = [Line(line.name, {measure: line.amount}, code=line.code) for line in figures.gov_fund_revenue]
    return tuple((line,) for line in (Line("合计", sums, is_total=True), *lines))


def gov_fund_expenditure(figures: Figures) -> Table:
    """表8."""
    return by_function(select(figures.current, funds=(GOV_FUND,)))


def state_capital(figures: Figures) -> Table:
    """表9."""
    measure = "国有资本经营收入预算"
    rows = select(figures.current, funds=(STATE_CAPITAL,))
    sums = cells(((measure, total(line.amount for line in figures.state_capital_revenue)),))
    left = (
        Line("合计", sums, REVENUE, is_total=True),
        *(Line(line.name, {measure: line.amount}, REVENUE, line.code) for line in figures.state_capital_revenue),
    )
    right = tuple(replace(line, section=EXPENDITURE) for (line,) in by_function(rows) if line is not None)
    return side_by_side(left, right if rows else (None,))


def three_public(figures: Figures) -> Table:
    """表10."""
    items = figures.three_public
    cars = _add(items.car_purchase, items.car_running)
    lines = (
        ("因公出国（境）费", items.abroad),
        ("公务接待费", items.reception),
        ("公务用车购置及运行费", cars),
        ("①公务用车购置费", items.car_purchase),
        ("②公务用车运行维护费", items.car_running),
        ("合计", _add(_add(items.abroad, items.reception), cars)),
    )
    return tuple((Line(name, _with_total(amounts), is_total=name == "合计"),) for name, amounts in lines)


def operating(figures: Figures) -> Table:
    """表11."""
    lines = [Line("部门合计", _with_total({GENERAL: total(figures.operating.values())}), is_total=True)]
    lines += [Line(unit, _with_total({GENERAL: amount})) for unit, amount in figures.operating.items()]
    return tuple((line,) for line in lines)


def _add(left: Mapping[str, Decimal], right: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {fund: left.get(fund, Decimal(0)) + right.get(fund, Decimal(0)) for fund in (*left, *right)}


def _with_total(amounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return cells((("合计", total(amounts.values())), *((fund, amounts[fund]) for fund in FUNDS if fund in amounts)))


def projects(figures: Figures, *, carryover: bool) -> Table:
    """表12 and 表13: 部门, each 单位, each 项目, told apart by indents only; empty where nothing is planned."""
    chosen = [entry for entry in figures.projects if entry.is_carryover == carryover]
    if not chosen:
        return ()

    def amounts(rows: list[Mapping[str, Decimal]]) -> dict[str, Decimal]:
        sums: Mapping[str, Decimal] = {}
        for row in rows:
            sums = _add(sums, row)
        return _with_total(sums)

    department = figures.printed_department
    lines = [Line(department, amounts([entry.amounts for entry in chosen]), unit=department)]
    for unit in figures.units:
        members = [entry for entry in chosen if entry.unit == unit]
        if members:
            lines.append(Line(unit, amounts([entry.amounts for entry in members]), unit=unit, indent=1))
        lines += [Line(entry.name, amounts([entry.amounts]), unit=unit, indent=2) for entry in members]
    return tuple((line,) for line in lines)


def measured(lines: Iterable[Line], **renamed: str) -> tuple[Line, ...]:
    """Lines that print only some measures, each under the name given as ``measure=name``."""
    return tuple(
        replace(
            line, amounts={renamed[measure]: amount for measure, amount in line.amounts.items() if measure in renamed}
        )
        for line in lines
    )


def derive(figures: Figures) -> dict[int, Table]:
    """All thirteen tables of a county's budget by table number, with the figures that a test tampered with."""
    tables = {
        1: summary(figures),
        2: revenue(figures),
        3: expenditure(figures),
        4: fiscal_summary(figures),
        5: general_by_function(figures),
        6: general_by_economic(figures),
        7: gov_fund_revenue(figures),
        8: gov_fund_expenditure(figures),
        9: state_capital(figures),
        10: three_public(figures),
        11: operating(figures),
        12: projects(figures, carryover=False),
        13: projects(figures, carryover=True),
    }
    return apply_tampering(figures, tables)


def apply_tampering(figures: Figures, tables: Mapping[int, Table]) -> dict[int, Table]:
    """Replace the tampered figures in the lines about to be printed.

    Raises:
        LookupError: When a tampering names no line of these tables, or several.
    """
    changed = dict(tables)
    for change in figures.tampered:
        table = changed.get(change.table_no, ())
        places = [
            (row_index, half)
            for row_index, row in enumerate(table)
            for half, line in enumerate(row)
            if line is not None and _is_meant(change, line)
        ]
        if len(places) < change.occurrence or (not change.occurrence and len(places) != 1):
            raise LookupError(f"{len(places)} lines answer to {change}")
        row_index, half = places[max(change.occurrence - 1, 0)]
        row = list(table[row_index])
        line = row[half]
        assert line is not None
        amounts = {measure: amount for measure, amount in line.amounts.items() if measure != change.measure}
        if change.value is not None:
            amounts[change.measure] = change.value
        row[half] = replace(line, amounts=amounts)
        changed[change.table_no] = (*table[:row_index], tuple(row), *table[row_index + 1 :])
    return changed


def _is_meant(change: Tampering, line: Line) -> bool:
    bare = re.sub(r"^(?:[一二三四五六七八九十]+、|[①②]|\d+[.．]\s*)", "", line.name)
    named = change.line in (line.name, bare) or (line.code != "" and change.line == line.code)
    return named and change.section in ("", line.section) and change.unit in ("", line.unit)
