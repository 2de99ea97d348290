"""Random departments, consistent in all their tables, each in a random layout; one seed gives one department."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from tests.factory.drawing import A4, A4_LANDSCAPE, Style
from tests.factory.expected import BuiltDocument
from tests.factory.figures import (
    ECONOMIC_CLASSES,
    GENERAL,
    GOV_FUND,
    UNIT_FUNDS,
    EconomicLine,
    Figures,
    SubjectAmount,
    ThreePublic,
)
from tests.factory.ruling import RuledPages, Ruling
from tests.factory.tables import total
from tests.traps.make import sheets
from tests.traps.make.document import Paper, built, draw
from tests.traps.make.fixtures import WIDE, breaking

_CODES = Path(__file__).parents[2] / "dbt_project" / "seeds" / "codes"
_BODIES = ("教育局", "水利局", "民政局", "财政局", "审计局", "统计局", "司法局", "林业局", "商务局", "信访局")
_TOTALLED = (2, 3, 5, 6, 8, 10)


def _economic_lines() -> list[tuple[str, str]]:
    with (_CODES / "dept_economic_subjects.csv").open(newline="", encoding="utf-8") as handle:
        rows = [(row["code"], row["name"]) for row in csv.DictReader(handle)]
    return [(code, name) for code, name in rows if len(code) == 5 and code[:3] in ECONOMIC_CLASSES]


def random_figures(dice: random.Random, department: str, year: int) -> Figures:
    """Figures whose sums agree: what the general budget spends on 基本支出 is what the economic lines add up to."""

    def amount() -> Decimal:
        return Decimal(dice.randint(100, 9_999_999)) / 100

    items = [code for code in sheets.LISTED_NAMES if len(code) == 7 and code[:5] in sheets.LISTED_NAMES]
    chosen = sorted(dice.sample(items, dice.randint(3, 7)))
    economic = sorted(dice.sample(_economic_lines(), dice.randint(4, 9)))
    lines = tuple(EconomicLine(code, name, "", amount()) for code, name in economic)
    basic = total(line.amount for line in lines)
    head, *others = chosen
    share = (basic / 3).quantize(Decimal("0.01"))
    current = [
        SubjectAmount(head, GENERAL, basic - share, Decimal(0)),
        SubjectAmount(others[0], GENERAL, share, Decimal(0)),
    ]
    current += [SubjectAmount(code, GENERAL, Decimal(0), amount()) for code in others[1:]]
    if dice.random() < 0.4:
        current.append(SubjectAmount(others[-1], UNIT_FUNDS, Decimal(0), amount()))
    if dice.random() < 0.4:
        current.append(SubjectAmount("2120804", GOV_FUND, Decimal(0), amount()))
    carryover = (SubjectAmount(others[-1], GENERAL, Decimal(0), amount()),) if dice.random() < 0.5 else ()
    by_code = {line.code: line.amount for line in lines}
    reception = {GENERAL: by_code.get("30217", amount())}
    running = {GENERAL: by_code.get("30231", amount())}
    bought = {GENERAL: amount()} if dice.random() < 0.3 else {}
    return Figures(
        department=department,
        year=year,
        county="",
        units=(department,),
        current=tuple(sorted(current, key=lambda entry: entry.code)),
        carryover=carryover,
        economic=lines,
        projects=(),
        three_public=ThreePublic({}, reception, bought, running),
        operating={department: Decimal(1)},
    )


def random_document(seed: int) -> BuiltDocument:
    """The department and the layout of a seed; its cells are those of its figures."""
    dice = random.Random(seed)
    county = dice.choice("临平永安新") + dice.choice("川河山江泉") + "甲乙丙丁戊己庚辛壬癸"[seed % 10]
    department = f"{county}县{dice.choice(_BODIES)}"
    data = random_figures(dice, department, 2015 + seed // 10 % 10)
    paper = Paper(
        data,
        sheets.budget(data, columns=dice.choice((4, 6))),
        money=dice.choice((sheets.plain, sheets.thousands)),
        title=dice.choice(("{title}", "{year}年{title}")),
        department_line=dice.choice(("部门：{department}", "部门名称：{department}", "编制部门：{department}")),
    )
    unit, factor = dice.choice((("单位：万元", 1), ("金额单位：万元", 1), ("单位：元", 10000), ("单位：千元", 10)))
    paper = replace(paper, sheets=sheets.change(paper.sheets, *range(1, 17), unit=unit, factor=Decimal(factor)))
    if dice.random() < 0.4:
        paper = replace(
            paper,
            sheets=tuple(
                replace(sheet, rows=(*sheet.rows[1:], sheet.rows[0])) if sheet.table_no in _TOTALLED else sheet
                for sheet in paper.sheets
            ),
        )
    ruling = Ruling(
        stroke=dice.choice(("line", "rect", "fragments", "double")),
        gray=dice.choice((0.0, 0.0, 0.6)),
        heading_fill=dice.choice((1.0, 0.85)),
        stripes=dice.choice((1.0, 0.95)),
        sliver=dice.choice((0.0, 0.0, 2.4)),
    )
    style = Style(
        font_size=dice.choice((8.0, 9.0)),
        fake_bold=dice.random() < 0.4,
        watermark=dice.choice(("", "内部资料")),
        latin_baseline=dice.choice((0.0, 1.2)),
    )
    pages = RuledPages(style, ruling)
    pages.turn = dice.choice((0, 0, 90, 180, 270))
    size = dice.choice((A4, A4_LANDSCAPE))
    repeat = dice.random() < 0.5
    breaks = {
        number: breaking(dice.randint(3, 6), repeat=repeat) for number in dice.sample((3, 5, 6), dice.randint(0, 2))
    }
    draw(
        paper,
        pages,
        size=size,
        sizes={**WIDE, 1: A4_LANDSCAPE},
        change=breaks,
        joined=dice.choice((frozenset(), frozenset({3, 5, 8, 10}))),
    )
    return built(paper, f"seed_{seed}.pdf", pages.finish())
