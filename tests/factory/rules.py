"""The arithmetic that a county's thirteen tables must satisfy, to prove the factory's figures; no part of the program.

Each rule yields pairs of amounts that must be the same; numbers as in the reconciliation rules (R01 to R31).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from tests.factory.tables import EXPENDITURE, REVENUE, Line, Table

ZERO = Decimal(0)
Pair = tuple[str, Decimal, Decimal]
_FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金")
_KINDS = ("合计", "基本支出", "项目支出")


def lines(table: Table, section: str = "") -> list[Line]:
    """The lines of a table, or of one of its halves, in order."""
    return [line for row in table for line in row if line is not None and line.section == section]


def amount(table: Table, name: str, measure: str, section: str = "") -> Decimal:
    """The amount of the first line of a name or code; 0 where it is blank."""
    for line in lines(table, section):
        if name in (line.name, line.code):
            return line.amounts.get(measure, ZERO)
    raise LookupError(name)


def _sum(chosen: list[Line], measure: str) -> Decimal:
    return sum((line.amounts.get(measure, ZERO) for line in chosen), ZERO)


def _hierarchy(rule: str, chosen: list[Line], measures: tuple[str, ...]) -> Iterator[Pair]:
    for measure in measures:
        for line in chosen:
            depth = {"": 3, "3": 5, "5": 7}.get(str(len(line.code)) if line.code else "")
            if depth is None or (not line.code and line.name != "合计"):
                continue
            children = [child for child in chosen if len(child.code) == depth and child.code.startswith(line.code)]
            yield f"{rule} {line.name} {measure}", line.amounts.get(measure, ZERO), _sum(children, measure)


def _across(rule: str, chosen: list[Line], measures: tuple[str, ...], head: str = "合计") -> Iterator[Pair]:
    for line in chosen:
        parts = sum((line.amounts.get(measure, ZERO) for measure in measures), ZERO)
        yield f"{rule} {line.name}", line.amounts.get(head, ZERO), parts


def equalities(tables: Mapping[int, Table]) -> Iterator[Pair]:
    """Every equality of R01 to R31 over all thirteen tables."""
    yield from _first_table(tables[1])
    yield from _revenue_and_expenditure(tables)
    yield from _fiscal(tables)
    yield from _general(tables)
    yield from _funds_and_capital(tables)
    yield from _small_tables(tables)
    yield from _projects(tables)


def inequalities(tables: Mapping[int, Table]) -> Iterator[Pair]:
    """R25 and R27: the first amount is at least the second."""
    for item, economic in (("公务接待费", "公务接待费"), ("②公务用车运行维护费", "公务用车运行维护费")):
        of_item = [line for line in lines(tables[6]) if line.name == economic]
        yield f"R25 {item}", amount(tables[10], item, "合计"), _sum(of_item, "合计")
    yield "R27", amount(tables[6], "合计", "公用经费"), amount(tables[11], "部门合计", "合计")


def _first_table(table: Table) -> Iterator[Pair]:
    funds = lines(table, REVENUE)[:5]
    classes = [line for line in lines(table, EXPENDITURE) if line.class_code]
    year, carried = (amount(table, name, "预算数", REVENUE) for name in ("本年收入合计", "上年结转"))
    whole = amount(table, "收入总计", "预算数", REVENUE)
    yield "R01", year, _sum(funds, "预算数")
    yield "R02", whole, year + carried
    for measure in ("合计", "当年预算安排", "上年结转安排"):
        spent = amount(table, "本年支出合计", measure, EXPENDITURE)
        yield f"R03 {measure}", spent, _sum(classes, measure)
        left = amount(table, "支出总计", measure, EXPENDITURE)
        yield f"R06 {measure}", left, spent + amount(table, "年终结转", measure, EXPENDITURE)
    yield from _across("R04", lines(table, EXPENDITURE), ("当年预算安排", "上年结转安排"))
    yield "R05", whole, amount(table, "支出总计", "合计", EXPENDITURE)


def _revenue_and_expenditure(tables: Mapping[int, Table]) -> Iterator[Pair]:
    second, third = lines(tables[2]), lines(tables[3])
    yield from _across("R07", second, _FUNDS)
    yield from _hierarchy("R08", second, ("合计", *_FUNDS, "上年结转"))
    yield "R09", second[0].amounts["合计"], amount(tables[1], "本年收入合计", "预算数", REVENUE)
    for fund, line in zip(_FUNDS, lines(tables[1], REVENUE), strict=False):
        yield f"R09 {fund}", second[0].amounts.get(fund, ZERO), line.amounts.get("预算数", ZERO)
    yield "R09 结转", second[0].amounts.get("上年结转", ZERO), amount(tables[1], "上年结转", "预算数", REVENUE)
    yield from _across("R10", third, ("基本支出", "项目支出"))
    yield from _hierarchy("R11", third, _KINDS)
    yield "R12", third[0].amounts["合计"], amount(tables[1], "本年支出合计", "合计", EXPENDITURE)
    for line in lines(tables[1], EXPENDITURE):
        if line.class_code:
            same = [other for other in third if other.code == line.class_code]
            yield f"R12 {line.name}", _sum(same, "合计"), line.amounts.get("合计", ZERO)


def _fiscal(tables: Mapping[int, Table]) -> Iterator[Pair]:
    table, measures = tables[4], _FUNDS[:3]
    spending = lines(table, EXPENDITURE)
    yield from _across("R13", spending, measures, "小计")
    classes = [line for line in spending if line.class_code]
    for measure in ("小计", *measures):
        yield f"R14 {measure}", amount(table, "本年支出合计", measure, EXPENDITURE), _sum(classes, measure)
    revenue = lines(table, REVENUE)
    carried = [line.name for line in revenue].index("上年财政拨款结转")
    whole = amount(table, "收入总计", "金额", REVENUE)
    year = amount(table, "本年收入合计", "金额", REVENUE)
    yield "R15 revenue", whole, year + revenue[carried].amounts.get("金额", ZERO)
    yield "R15 expenditure", whole, amount(table, "支出总计", "小计", EXPENDITURE)
    yield "R15 carried", revenue[carried].amounts.get("金额", ZERO), _sum(revenue[carried + 1 : carried + 4], "金额")
    for line, same in zip(revenue[:3], lines(tables[1], REVENUE)[:3], strict=True):
        yield f"R16 {line.name}", line.amounts.get("金额", ZERO), same.amounts.get("预算数", ZERO)


def _general(tables: Mapping[int, Table]) -> Iterator[Pair]:
    fifth, sixth = lines(tables[5]), lines(tables[6])
    yield from _across("R17", fifth, ("基本支出", "项目支出"))
    yield from _hierarchy("R17", fifth, _KINDS)
    general = amount(tables[1], "一、一般公共预算", "预算数", REVENUE)
    yield "R18", fifth[0].amounts["合计"], general
    yield from _across("R19", sixth, ("人员经费", "公用经费"))
    classes = [line for line in sixth[1:] if not line.name2]
    for measure in ("合计", "人员经费", "公用经费"):
        yield f"R20 {measure}", sixth[0].amounts.get(measure, ZERO), _sum(classes, measure)
        for line in classes:
            start = sixth.index(line) + 1
            end = next((at for at in range(start, len(sixth)) if not sixth[at].name2), len(sixth))
            yield f"R20 {line.name} {measure}", line.amounts.get(measure, ZERO), _sum(sixth[start:end], measure)
    yield "R21", sixth[0].amounts["合计"], fifth[0].amounts["基本支出"]


def _funds_and_capital(tables: Mapping[int, Table]) -> Iterator[Pair]:
    seventh = lines(tables[7])
    received = seventh[0].amounts.get("政府性基金收入预算", ZERO)
    yield "R22 lines", received, _sum(seventh[1:], "政府性基金收入预算")
    yield "R22 表1", received, amount(tables[1], "二、政府性基金预算", "预算数", REVENUE)
    yield from _hierarchy("R22", lines(tables[8]), _KINDS)
    left = lines(tables[9], REVENUE)
    yield "R23", left[0].amounts.get("国有资本经营收入预算", ZERO), _sum(left[1:], "国有资本经营收入预算")
    yield from _hierarchy("R23", lines(tables[9], EXPENDITURE), _KINDS)


def _small_tables(tables: Mapping[int, Table]) -> Iterator[Pair]:
    tenth, eleventh = tables[10], tables[11]
    yield from _across("R24", lines(tenth), _FUNDS[:3])
    for measure in ("合计", *_FUNDS[:3]):
        parts = [amount(tenth, item, measure) for item in ("因公出国（境）费", "公务接待费", "公务用车购置及运行费")]
        yield f"R24 {measure}", amount(tenth, "合计", measure), sum(parts, ZERO)
        cars = [amount(tenth, item, measure) for item in ("①公务用车购置费", "②公务用车运行维护费")]
        yield f"R24 用车 {measure}", amount(tenth, "公务用车购置及运行费", measure), sum(cars, ZERO)
        units = lines(eleventh)
        yield f"R26 {measure}", units[0].amounts.get(measure, ZERO), _sum(units[1:], measure)
    yield from _across("R26", lines(eleventh), _FUNDS[:3])


def _projects(tables: Mapping[int, Table]) -> Iterator[Pair]:
    for table_no in (12, 13):
        entries = lines(tables[table_no])
        yield from _across(f"R28 表{table_no}", entries, _FUNDS)
        for measure in ("合计", *_FUNDS):
            for depth in (0, 1):
                for at, line in enumerate(entries):
                    if line.indent != depth:
                        continue
                    end = next((to for to in range(at + 1, len(entries)) if entries[to].indent <= depth), len(entries))
                    below = [entry for entry in entries[at + 1 : end] if entry.indent == depth + 1]
                    yield (
                        f"R28 表{table_no} {line.name} {measure}",
                        line.amounts.get(measure, ZERO),
                        _sum(below, measure),
                    )
    year, carried = (lines(tables[no])[0].amounts if tables[no] else {} for no in (12, 13))
    yield "R29", year.get("一般公共预算", ZERO), lines(tables[5])[0].amounts.get("项目支出", ZERO)
    both = year.get("合计", ZERO) + carried.get("合计", ZERO)
    yield "R30", both, lines(tables[3])[0].amounts.get("项目支出", ZERO)
    yield "R31", carried.get("合计", ZERO), amount(tables[1], "上年结转", "预算数", REVENUE)
