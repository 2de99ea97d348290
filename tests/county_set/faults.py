"""The faults put into documents of the set, and under which rule each must be found.

A fault in a table is one printed figure that no sum follows (:class:`TableFault`); what else it contradicts is worked
out from the printed lines by :mod:`tests.factory.rules`. Layouts with other tables than the county's thirteen say it
here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from tests.county_set.narrative import Misstatement

Place = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: what it is called, where it is, which rule finds it, and which rules it breaks besides.

    Attributes:
        stage: 预算 or 决算.
        besides: rules broken as well, where :mod:`tests.factory.rules` does not work them out.
    """

    kind: str
    place: Place
    rule: str
    stage: str = "预算"
    besides: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TableFault(Fault):
    """A figure printed `off` too high; the rest as :func:`tests.factory.figures.tamper` takes it."""

    table_no: int = 0
    line: str = ""
    measure: str = ""
    section: str = ""
    off: Decimal = field(default=Decimal("9.00"))


@dataclass(frozen=True, slots=True)
class TextFault(Fault):
    """A figure stated wrong in the text or on a form."""

    wrong: Misstatement = field(default_factory=Misstatement)


@dataclass(frozen=True, slots=True)
class LeftOutProject(Fault):
    """A project that its table does not list, while every other table counts it."""

    project: str = ""


@dataclass(frozen=True, slots=True)
class LeftOutTable(Fault):
    """A table that must be there and is not: the document is held back."""

    table_no: int = 0


TABLE_FAULTS = (
    TableFault(
        "表1本年收入合计错", ("沁水县", "教育局", 2024), "R01", table_no=1, line="本年收入合计", measure="预算数"
    ),
    TableFault("表3类与款之和不符", ("沁水县", "水利局", 2024), "R11", table_no=3, line="213", measure="合计"),
    TableFault("表3合计与表1不符", ("沁水县", "文化和旅游局", 2024), "R12", table_no=3, line="合计", measure="合计"),
    TableFault(
        "表5合计与表1一般公共预算不符", ("沁水县", "民政局", 2024), "R18", table_no=5, line="合计", measure="合计"
    ),
    TableFault("表6类与款之和不符", ("沁水县", "档案馆", 2024), "R20", table_no=6, line="工资福利支出", measure="合计"),
    TableFault("表6人员加公用与合计不符", ("沁水县", "教育局", 2025), "R19", table_no=6, line="办公费", measure="合计"),
    TableFault(
        "表10三公合计与各项之和不符", ("沁水县", "水利局", 2025), "R24", table_no=10, line="合计", measure="合计"
    ),
    TableFault(
        "表12单位与项目之和不符",
        ("沁水县", "文化和旅游局", 2025),
        "R28",
        table_no=12,
        line="沁水县图书馆",
        measure="合计",
    ),
    TableFault("表5一项印错", ("泽州县", "教育局", 2024), "R17", table_no=5, line="2050203", measure="项目支出"),
    TableFault(
        "表4小计与三项资金之和不符", ("柳林县", "水利局", 2025), "R13", table_no=4, line="农林水支出", measure="小计"
    ),
    # The list of units has one column of amounts.
    TableFault("表11一单位印错", ("鼓楼区", "教育局", 2025), "R26", table_no=11, line="鼓楼区实验小学", measure="合计"),
    TableFault(
        "表3类与款之和不符（元）",
        ("上海市普陀区", "民政局", 2025),
        "R11",
        besides=frozenset({"R10", "R12"}),
        table_no=3,
        line="208",
        measure="合计",
    ),
    TableFault(
        "表5合计错（江苏格式）",
        ("沛县", "水利局", 2026),
        "R17",
        besides=frozenset({"R18"}),
        table_no=5,
        line="合计",
        measure="合计",
    ),
    TableFault(
        "表1一类印错（江苏格式）",
        ("沛县", "档案馆", 2025),
        "R03",
        table_no=1,
        line="一般公共服务支出",
        measure="合计",
        section="支出",
    ),
    TableFault(
        "决算表1一类印错",
        ("泽州县", "水利局", 2024),
        "R03",
        stage="决算",
        besides=frozenset({"R12"}),
        table_no=1,
        line="农林水支出",
        measure="决算数",
        section="支出",
    ),
    TableFault(
        "决算三公合计与各项之和不符",
        ("泽州县", "教育局", 2024),
        "R24",
        stage="决算",
        table_no=10,
        line="合计",
        measure="决算数",
    ),
)
TEXT_FAULTS = (
    TextFault("文字所述金额错", ("泽州县", "水利局", 2026), "R40", wrong=Misstatement(fiscal_total=Decimal("10.00"))),
    TextFault(
        "文字所述占比错", ("柳林县", "文化和旅游局", 2025), "R41", wrong=Misstatement(basic_share=Decimal("2.10"))
    ),
    # 71.75% where 77.15% is right: two digits changed places.
    TextFault(
        "文字所述占比数字对调", ("鼓楼区", "档案馆", 2024), "R41", wrong=Misstatement(basic_share=Decimal("-5.40"))
    ),
    TextFault(
        "文字所述增减额错", ("鼓楼区", "民政局", 2026), "R42", wrong=Misstatement(general_change=Decimal("7.00"))
    ),
    TextFault(
        "绩效目标表金额与表12不符", ("泽州县", "民政局", 2026), "R43", wrong=Misstatement(form_amount=Decimal("5.00"))
    ),
)
LOST_UNIT_FAULT = Fault("上年以来单位丢失", ("柳林县", "档案馆", 2026), "R50")
LEFT_OUT_PROJECT = LeftOutProject("表12漏列项目", ("沁水县", "文化和旅游局", 2026), "R30", project="读者服务")
LEFT_OUT_TABLE = LeftOutTable("缺表3", ("沁水县", "民政局", 2026), "R90", table_no=3)
# Mended by a later version of the same document.
MENDED_FAULT = TableFault(
    "表2合计与表1不符", ("沁水县", "教育局", 2026), "R09", table_no=2, line="合计", measure="合计"
)

FAULTS: tuple[Fault, ...] = (
    *TABLE_FAULTS,
    *TEXT_FAULTS,
    LOST_UNIT_FAULT,
    LEFT_OUT_PROJECT,
    LEFT_OUT_TABLE,
    MENDED_FAULT,
)


def faults_at(place: Place, stage: str = "预算") -> tuple[Fault, ...]:
    """The faults of one document, those aside that a later version of it mends."""
    return tuple(
        fault for fault in FAULTS if fault is not MENDED_FAULT and (fault.place, fault.stage) == (place, stage)
    )
