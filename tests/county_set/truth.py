"""What the facts must hold of the set: sums over the figures that were printed, worked out without the program.

Every amount is in 元. A layout that does not print something has no such fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tests.county_set.documents import SetDocument
from tests.county_set.years import DepartmentYear
from tests.factory.figures import Figures, SubjectAmount
from tests.factory.tables import derive, select, spent, total

CENT = Decimal("0.01")
Sums = dict[tuple[Any, ...], Decimal]


def yuan(wan: Decimal) -> Decimal:
    """An amount in 万元 in 元."""
    return (wan * 10000).quantize(CENT)


def _every(figures: Figures) -> tuple[SubjectAmount, ...]:
    return (*figures.current, *figures.carryover)


def _classes(rows: Iterable[SubjectAmount]) -> list[str]:
    return sorted({row.code[:3] for row in rows})


def revenue(document: SetDocument) -> Sums:
    """收入 by 当年 and 结转."""
    figures = document.printed
    sums = {("当年",): yuan(spent(figures.current)), ("结转",): yuan(spent(figures.carryover))}
    return {key: amount for key, amount in sums.items() if amount}


def expenditure(document: SetDocument) -> Sums:
    """支出 by 类."""
    every = _every(document.printed)
    return {(code,): yuan(spent(select(every, code))) for code in _classes(every)}


def revenue_by_fund(entry: DepartmentYear) -> Mapping[str, Decimal]:
    """收入 of the year by fund source."""
    rows = entry.figures.current
    funds = {row.fund for row in rows}
    return {fund: yuan(spent(select(rows, funds=(fund,)))) for fund in funds}


def basic_and_project(entry: DepartmentYear) -> tuple[Decimal, Decimal]:
    """基本支出 and 项目支出, with what is carried over."""
    every = _every(entry.figures)
    return yuan(total(row.basic for row in every)), yuan(total(row.project for row in every))


def economic(document: SetDocument) -> Sums:
    """基本支出 by department subject."""
    sums: Sums = {}
    for line in document.printed.economic:
        sums[line.code,] = sums.get((line.code,), Decimal(0)) + yuan(line.amount)
    return sums


def projects(document: SetDocument) -> Sums:
    """项目 by 单位, name, fund source and 当年 or 结转, where projects are listed."""
    if not _lists_projects(document):
        return {}
    return {
        (entry.unit, entry.name, fund, "结转" if entry.is_carryover else "当年"): yuan(amount)
        for entry in document.printed.projects
        for fund, amount in entry.amounts.items()
    }


def _lists_projects(document: SetDocument) -> bool:
    return document.entry.stage == "预算" and document.entry.county.has_thirteen_tables


def three_public(figures: Figures) -> Sums:
    """“三公” by item."""
    items = figures.three_public
    sums = {
        ("overseas",): yuan(total(items.abroad.values())),
        ("reception",): yuan(total(items.reception.values())),
        ("vehicle_purchase",): yuan(total(items.car_purchase.values())),
        ("vehicle_operation",): yuan(total(items.car_running.values())),
    }
    return {key: amount for key, amount in sums.items() if amount}


def operating(document: SetDocument) -> Sums:
    """机关运行经费 by 单位; without a unit where the table names none."""
    figures = document.printed
    if document.entry.stage == "决算":
        return {}
    if document.entry.county.layout == "province_pdf":
        # The table lists 公用经费 by economic subject.
        return {(None,): yuan(total(line.amount for line in figures.economic if not line.is_personnel))}
    if document.entry.county.layout == "district_pdf":
        return {(None,): yuan(total(figures.operating.values()))}
    if document.entry.county.layout == "tables_and_text":
        # With one column of amounts the fact is what that prints, a figure printed wrong among them.
        lines = (line for (line,) in derive(figures)[11] if line is not None and not line.is_total)
        return {(line.name,): yuan(line.amounts["合计"]) for line in lines}
    return {(unit,): yuan(amount) for unit, amount in figures.operating.items()}
