"""Figures of each department and year: leaves drawn from a seed, every other figure a sum over them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Literal, Protocol

from tests.county_set.places import YEARS, County, Kind, Programme
from tests.factory.figures import (
    FISCAL_ACCOUNT,
    GENERAL,
    GOV_FUND,
    UNIT_FUNDS,
    CodedAmount,
    EconomicLine,
    Figures,
    Project,
    SubjectAmount,
    ThreePublic,
)

Stage = Literal["预算", "决算"]
SEED = 20260404
CENT = Decimal("0.01")
# Code, name, government subject, amount before it is scaled; the fourth to seventh are subjects of their own.
_PERSONNEL = (
    ("30101", "基本工资", "工资奖金津补贴", 120.0),
    ("30102", "津贴补贴", "工资奖金津补贴", 84.0),
    ("30103", "奖金", "工资奖金津补贴", 10.0),
    ("30108", "机关事业单位基本养老保险缴费", "社会保障缴费", 40.0),
    ("30109", "职业年金缴费", "社会保障缴费", 20.0),
    ("30110", "职工基本医疗保险缴费", "社会保障缴费", 16.0),
    ("30113", "住房公积金", "住房公积金", 33.0),
    ("30302", "退休费", "离退休费", 6.0),
)
_PUBLIC = (
    ("30201", "办公费", "办公经费", 24.0),
    ("30211", "差旅费", "办公经费", 6.0),
    ("30217", "公务接待费", "公务接待费", 1.2),
    ("30226", "劳务费", "委托业务费", 8.0),
    ("30228", "工会经费", "办公经费", 6.0),
    ("30231", "公务用车运行维护费", "公务用车运行维护费", 3.5),
    ("30239", "其他交通费用", "办公经费", 14.0),
    ("31002", "办公设备购置", "设备购置", 4.0),
)
_SUBJECT_OF = {"30108": "2080505", "30109": "2080506", "30110": "2101101", "30113": "2210201"}
RECEPTION, VEHICLE = "30217", "30231"
# Who receives nobody, drives nothing and travels nowhere.
_FRUGAL = (("沁水县", "档案馆", 2025), ("沁水县", "档案馆", 2026), ("柳林县", "档案馆", 2026))
_ABROAD = {("泽州县", "文化和旅游局", 2025): Decimal("5.00"), ("上海市普陀区", "教育局", 2026): Decimal("9.60")}
_NEW_CARS = {("柳林县", "水利局", 2025): Decimal("18.00"), ("泽州县", "民政局", 2026): Decimal("16.50")}
# A figure entered in 元 where 万元 belong, in all tables alike: the year before it is 8,000 times as much.
LOST_UNIT = ("柳林县", "档案馆", 2026, "馆藏档案数字化")
_LOST_UNIT_AMOUNTS = {2025: Decimal("80.00"), 2026: Decimal("0.01")}


_Owner = tuple[str, str, int]


class _Draw(Protocol):
    """An amount around a base, scaled to the department and its year."""

    def __call__(self, base: float, low: float = 0.96, high: float = 1.04) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class Target:
    """An indicator of a project form: its threshold as printed, and what the text says."""

    level1: str
    level2: str
    name: str
    value: str
    operator: str | None
    number: Decimal | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class DepartmentYear:
    """What one department plans, or has spent, in one year.

    Attributes:
        figures: consistent figures; what a document prints wrong is no part of them.
        previous: last year's figures of the same stage, None for the first year.
        procurement: 货物, 工程 and 服务 of 政府采购, in 万元.
        targets: of the first project's form, where the county publishes forms.
    """

    county: County
    kind: Kind
    year: int
    stage: Stage
    figures: Figures
    previous: Figures | None
    procurement: tuple[Decimal, Decimal, Decimal]
    targets: tuple[Target, ...]

    @property
    def department(self) -> str:
        """The department's name of this year."""
        return self.figures.department

    @property
    def key(self) -> tuple[str, str, int]:
        """County, kind and year."""
        return self.county.name, self.kind.key, self.year


@cache
def department_year(county: County, kind: Kind, year: int, stage: Stage = "预算") -> DepartmentYear:
    """Make a department's year; the same for the same arguments."""
    chance = random.Random(f"{SEED}/{county.name}/{kind.key}/{year}/{stage}")
    figures = _figures(county, kind, year, stage)
    previous = _figures(county, kind, year - 1, stage) if stage == "预算" and year > YEARS[0] else None
    goods, works, services = (_rounded(chance.uniform(low, high)) for low, high in ((4, 30), (0, 60), (5, 25)))
    targets = _targets(chance) if county.has_forms and stage == "预算" else ()
    return DepartmentYear(county, kind, year, stage, figures, previous, (goods, works, services), targets)


def with_more_for(figures: Figures, project_name: str, more: Decimal) -> Figures:
    """The same department with another amount for one project of the year, in every table that sums it."""
    (entry,) = [entry for entry in figures.projects if entry.name == project_name]
    ((fund, amount),) = entry.amounts.items()
    changed = replace(entry, amounts={fund: amount + more})
    (subject,) = [row for row in figures.current if row.fund == fund and row.project == amount]
    return replace(
        figures,
        projects=tuple(changed if other is entry else other for other in figures.projects),
        current=tuple(replace(row, project=row.project + more) if row is subject else row for row in figures.current),
    )


def _rounded(value: float | Decimal, place: Decimal = CENT) -> Decimal:
    return Decimal(value).quantize(place, ROUND_HALF_UP)


@cache
def _figures(county: County, kind: Kind, year: int, stage: Stage) -> Figures:
    scale_chance = random.Random(f"{SEED}/{county.name}/{kind.key}")
    scale = scale_chance.uniform(0.7, 1.7)
    growth = 1.0
    for _ in range(YEARS[0], year):
        growth *= scale_chance.uniform(0.9, 1.16)
    chance = random.Random(f"{SEED}/{county.name}/{kind.key}/{year}/{stage}/figures")
    # In 元 to the cent, a figure has six places in 万元.
    place = Decimal("0.000001") if county.layout == "district_pdf" else CENT

    def amount(base: float, low: float = 0.96, high: float = 1.04) -> Decimal:
        return _rounded(base * scale * growth * chance.uniform(low, high), place)

    name = kind.name_in(county, year)
    units = (name, county.name + kind.second_unit) if kind.second_unit else (name,)
    owner = county.name, kind.key, year
    economic = _economic(owner, amount)
    projects = tuple(_project(owner, stage, units, programme, amount) for programme in _planned(county, kind))
    public = sum((line.amount for line in economic if not line.is_personnel), Decimal(0))
    shares = (Decimal("0.8"), Decimal("0.1"))[: len(units)]
    fund_revenue = _funded(projects, GOV_FUND)
    return Figures(
        department=name,
        year=year,
        county=county.name,
        units=units,
        current=_current(kind, economic, projects),
        carryover=_by_subject(kind, [project for project in projects if project.is_carryover]),
        economic=economic,
        projects=projects,
        three_public=_three_public(owner, economic),
        operating={unit: _rounded(public * share) for unit, share in zip(units, shares, strict=True)},
        gov_fund_revenue=(CodedAmount("1030148", "国有土地使用权出让收入", fund_revenue),) if fund_revenue else (),
        suffix="[部门]" if county.layout == "county_pdf_wide" else "",
    )


def _planned(county: County, kind: Kind) -> tuple[Programme, ...]:
    """The programmes that a county's layout has columns and tables for."""
    if county.layout != "district_pdf":
        return kind.programmes
    return tuple(
        replace(programme, fund=UNIT_FUNDS) if programme.fund == FISCAL_ACCOUNT else programme
        for programme in kind.programmes
        if not programme.is_carryover
    )


def _project(owner: _Owner, stage: Stage, units: tuple[str, ...], programme: Programme, amount: _Draw) -> Project:
    spread = (0.86, 0.99) if stage == "决算" else (0.9, 1.1)
    value = amount(programme.base, *spread)
    if (owner[0], owner[1], programme.name) == LOST_UNIT[:2] + LOST_UNIT[3:]:
        value = _LOST_UNIT_AMOUNTS.get(owner[2], value)
    return Project(units[programme.unit], programme.name, {programme.fund: value}, programme.is_carryover)


def _economic(owner: _Owner, amount: _Draw) -> tuple[EconomicLine, ...]:
    frugal = owner in _FRUGAL
    return tuple(
        EconomicLine(code, name, gov_name, amount(base))
        for code, name, gov_name, base in (*_PERSONNEL, *_PUBLIC)
        if not (frugal and code in (RECEPTION, VEHICLE))
    )


def _by_subject(kind: Kind, projects: list[Project]) -> tuple[SubjectAmount, ...]:
    subject_of = {programme.name: programme.subject for programme in kind.programmes}
    sums: dict[tuple[str, str], Decimal] = {}
    for project in projects:
        for fund, value in project.amounts.items():
            place = subject_of[project.name], fund
            sums[place] = sums.get(place, Decimal(0)) + value
    return tuple(SubjectAmount(code, fund, Decimal(0), value) for (code, fund), value in sums.items())


def _current(
    kind: Kind, economic: tuple[EconomicLine, ...], projects: tuple[Project, ...]
) -> tuple[SubjectAmount, ...]:
    """Running costs by the subject they belong to, and the year's projects."""
    basic: dict[str, Decimal] = {}
    for line in economic:
        subject = _SUBJECT_OF.get(line.code, kind.running_subject)
        basic[subject] = basic.get(subject, Decimal(0)) + line.amount
    return (
        *(SubjectAmount(code, GENERAL, value, Decimal(0)) for code, value in basic.items()),
        *_by_subject(kind, [project for project in projects if not project.is_carryover]),
    )


def _three_public(owner: _Owner, economic: tuple[EconomicLine, ...]) -> ThreePublic:
    of_code = {line.code: line.amount for line in economic}

    def of_general(amount: Decimal | None) -> Mapping[str, Decimal]:
        return {GENERAL: _up_to_cent(amount)} if amount else {}

    return ThreePublic(
        abroad=of_general(_ABROAD.get(owner)),
        reception=of_general(of_code.get(RECEPTION)),
        car_purchase=of_general(_NEW_CARS.get(owner)),
        car_running=of_general(of_code.get(VEHICLE)),
    )


def _up_to_cent(amount: Decimal) -> Decimal:
    """“三公” are printed in 万元 with two places even where the other tables are in 元; no less than 表6 says."""
    rounded = amount.quantize(CENT, ROUND_HALF_UP)
    return rounded if rounded >= amount else rounded + CENT


def _funded(projects: tuple[Project, ...], fund: str) -> Decimal:
    return sum((project.amounts.get(fund, Decimal(0)) for project in projects if not project.is_carryover), Decimal(0))


def _targets(chance: random.Random) -> tuple[Target, ...]:
    number = Decimal(chance.randrange(12, 400))
    cost = Decimal(chance.randrange(80, 300)) * 100
    satisfaction = Decimal(chance.choice((85, 90, 95, 98)))
    return (
        Target("产出指标", "数量指标", "完成数量", f"≥{number}件", "≥", number, "件"),
        Target("产出指标", "质量指标", "验收合格率", "≥98%", "≥", Decimal(98), "%"),
        Target("产出指标", "时效指标", "按期完成", "及时", None, None, None),
        Target("产出指标", "成本指标", "月均成本", f"≤{cost}元/月", "≤", cost, "元/月"),
        Target("满意度指标", "服务对象满意度指标", "群众满意度", f"≥{satisfaction}%", "≥", satisfaction, "%"),
    )
