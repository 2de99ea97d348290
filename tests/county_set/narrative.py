"""The text of a budget: totals, shares, changes on last year, 政府采购; and the forms behind it.

A figure may be stated wrong on purpose (:class:`Misstatement`); whatever follows from it in the sentence follows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tests.county_set.years import CENT, DepartmentYear
from tests.factory.drawing import A4, Pages
from tests.factory.figures import FISCAL_FUNDS, FUNDS, GENERAL, Figures
from tests.factory.forms import Form, county_form
from tests.factory.forms import Target as PrintedTarget
from tests.factory.tables import basic, project, revenue_of, select, spent, total

_SOURCES: Mapping[str, str] = dict(
    zip(
        FUNDS,
        (
            "一般公共预算拨款收入",
            "政府性基金预算拨款收入",
            "国有资本经营预算拨款收入",
            "财政专户管理资金收入",
            "单位资金",
        ),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Misstatement:
    """What the text or a form says too much: in 万元 of an amount or a change, in points of a share."""

    fiscal_total: Decimal = Decimal(0)
    basic_share: Decimal = Decimal(0)
    general_change: Decimal = Decimal(0)
    form_amount: Decimal = Decimal(0)


def whole(figures: Figures) -> Decimal:
    """收入总计: the year's and what is carried over."""
    return spent((*figures.current, *figures.carryover))


def three_public(figures: Figures) -> Decimal:
    """All “三公” together."""
    items = figures.three_public
    parts = (items.abroad, items.reception, items.car_purchase, items.car_running)
    return total(amount for part in parts for amount in part.values())


def general(figures: Figures) -> Decimal:
    """The year's 一般公共预算."""
    return spent(select(figures.current, funds=(GENERAL,)))


def operating(figures: Figures) -> Decimal:
    """机关运行经费."""
    return total(figures.operating.values())


def staff(figures: Figures) -> int:
    """在职人数, as many as the wages are for."""
    return int(total(line.amount for line in figures.economic if line.is_personnel)) // 9 + 4


def narrative(pages: Pages, entry: DepartmentYear, wrong: Misstatement, printed_on: str, remark: str = "") -> None:
    """Write the explanation of a budget on pages of its own."""
    figures = entry.figures
    year, carried, all_of_it = spent(figures.current), spent(figures.carryover), whole(figures)
    every = (*figures.current, *figures.carryover)
    public = total(line.amount for line in figures.economic if not line.is_personnel)
    personnel = total(line.amount for line in figures.economic if line.is_personnel)
    fiscal = spent(select(every, funds=FISCAL_FUNDS)) + wrong.fiscal_total
    goods, works, services = entry.procurement
    sources = "；".join(
        f"{name}{_wan(revenue_of(figures, fund))}，占{_share(revenue_of(figures, fund), all_of_it)}"
        for fund, name in _SOURCES.items()
        if revenue_of(figures, fund)
    )
    carried_text = f"；上年结转{_wan(carried)}，占{_share(carried, all_of_it)}" if carried else ""
    pages.new_page(A4)
    pages.line(f"第三部分 {figures.year}年度部门预算情况说明", size=16, align="center", bold=True)
    for head, text in (
        (
            "一、部门预算收支数据变动情况及原因",
            f"{figures.year}年度预算收入总计{_wan(all_of_it)}，其中：本年收入{_wan(year)}，上年结转{_wan(carried)}"
            f"{_change(entry, whole)}。",
        ),
        ("二、收入预算情况说明", f"{figures.year}年度预算收入{_wan(all_of_it)}，主要包括{sources}{carried_text}。"),
        (
            "三、支出预算情况说明",
            f"{figures.year}年度支出预算{_wan(all_of_it)}，其中：基本支出{_wan(basic(every))}，"
            f"占{_share(basic(every), all_of_it, wrong.basic_share)}；"
            f"项目支出{_wan(project(every))}，占{_share(project(every), all_of_it)}。",
        ),
        ("四、财政拨款收支预算总体情况说明", f"{figures.year}年度财政拨款收支总预算{_wan(fiscal)}。"),
        (
            "五、一般公共预算支出情况说明",
            f"{figures.year}年度一般公共预算当年拨款{_wan(general(figures))}"
            f"{_change(entry, general, wrong.general_change)}。",
        ),
        (
            "六、一般公共预算基本支出情况说明",
            f"{figures.year}年度一般公共预算基本支出{_wan(personnel + public)}，"
            f"其中：人员经费{_wan(personnel)}；公用经费{_wan(public)}。",
        ),
        (
            "七、“三公”经费情况说明",
            f"{figures.year}年“三公”经费预算{_wan(three_public(figures))}{_change(entry, three_public)}。",
        ),
        (
            "八、机关运行经费情况说明",
            f"{figures.year}年机关运行经费财政拨款预算{_wan(operating(figures))}{_change(entry, operating)}。",
        ),
        (
            "九、政府采购情况",
            f"{figures.year}年政府采购预算总额{_wan(goods + works + services)}，其中：政府采购货物预算{_wan(goods)}、"
            f"政府采购工程预算{_wan(works)}、政府采购服务预算{_wan(services)}。",
        ),
        (
            "十、人员情况",
            # The total and its parts, in one sentence: the department has as many people as the total says.
            f"编制人员{staff(figures) + 3}人，在职人员{staff(figures)}人，其中：在职公务员4人，"
            f"在职事业人员{staff(figures) - 4}人。",
        ),
    ):
        pages.paragraph(head, heading=True)
        pages.paragraph(text)
    if remark:
        pages.paragraph(remark)
    pages.line(f"公开日期：{printed_on}", size=12)


def form(entry: DepartmentYear, wrong: Misstatement) -> Form:
    """The form of the department's first project; its amount in 元."""
    first = entry.figures.projects[0]
    amount = ((total(first.amounts.values()) + wrong.form_amount) * 10000).quantize(CENT)
    targets = tuple(
        PrintedTarget(target.level1, target.level2, (target.name, target.value), (target.name, target.value))
        for target in entry.targets
    )
    return Form(first.name, first.unit, "1年", f"{entry.year - 1}1120093000", amount, amount, targets)


def narrative_and_form(entry: DepartmentYear, wrong: Misstatement, printed_on: str) -> Callable[[Pages, Figures], None]:
    """What stands behind the tables of a budget in one file."""

    def write(pages: Pages, _: Figures) -> None:
        narrative(pages, entry, wrong, printed_on)
        if entry.targets:
            title = f"{entry.county.name}县级预算部门（单位）项目支出绩效目标申报表（{entry.year}年度）"
            county_form(pages, title, form(entry, wrong), department=entry.department, code=entry.kind.code)

    return write


def _wan(amount: Decimal) -> str:
    return f"{amount.quantize(CENT, ROUND_HALF_UP):,}万元"


def _share(part: Decimal, of: Decimal, points: Decimal = Decimal(0)) -> str:
    return f"{(part * 100 / of).quantize(CENT, ROUND_HALF_UP) + points}%"


def _change(entry: DepartmentYear, figure: Callable[[Figures], Decimal], too_much: Decimal = Decimal(0)) -> str:
    if entry.previous is None:
        return ""
    now = figure(entry.figures)
    change = now - figure(entry.previous) + too_much
    if not change:
        return "，与上年持平"
    word, verb = ("增加", "增长") if change > 0 else ("减少", "下降")
    rate = f"，{verb}{_share(abs(change), now - change)}" if now != change else ""
    return f"，比上年{word}{_wan(abs(change))}{rate}"
