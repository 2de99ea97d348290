"""A department budget with performance forms in four layouts behind its tables, and the rows that must be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from tests.factory.drawing import Pages
from tests.factory.expected import BuiltDocument
from tests.factory.figures import Figures, culture
from tests.factory.forms import (
    Form,
    GoldenRow,
    Target,
    county_form,
    department_form,
    golden_rows,
    list_of_projects,
    national_forms,
)
from tests.factory.layouts import ShanxiOptions, shanxi

UNIT = "云岭县文化和旅游局"
LIBRARY = "云岭县图书馆"


def _both(level1: str, level2: str, name: str, value: str, weight: str = "") -> Target:
    return Target(level1, level2, (name, value), (name, value), weight)


def _year(level1: str, level2: str, name: str, value: str, weight: str = "") -> Target:
    return Target(level1, level2, None, (name, value), weight)


EARLIER = Form(
    "乡村文化基础设施",
    UNIT,
    "3年",
    "20230220173110",
    Decimal(0),
    Decimal(0),
    (
        Target("产出指标", "数量指标", ("建设文化广场", "≥4个"), None),
        Target("产出指标", "质量指标", ("验收合格率", "≥98%"), None),
        Target("满意度指标", "服务对象满意度指标", ("群众满意度", "≥95%"), None),
    ),
)
LATER = replace(
    EARLIER,
    filed_at="20230220175026",
    period_amount=Decimal(4500000),
    year_amount=Decimal(1500000),
    targets=(
        _both("产出指标", "数量指标", "建设文化广场", "≥4个"),
        Target("产出指标", "数量指标", ("培训文化骨干", "＞200人次"), ("培训文化骨干", "60-80人次")),
        _both("产出指标", "质量指标", "验收合格率", "≥98%"),
        Target("产出指标", "时效指标", ("按期完工", "2026年底"), ("按期完工", "12月31日前")),
        _both("产出指标", "成本指标", "广场造价", "≤37.5万元/个"),
        _both("产出指标", "成本指标", "设备购置（台、套）", "≥23台（套）"),
        Target("效益指标", "社会效益指标", ("公共文化服务水平", "提高"), None),
        Target("效益指标", "可持续影响指标", None, ("设施完好率", "不低于95%")),
        _both("满意度指标", "服务对象满意度指标", "群众满意度", "95%以上"),
    ),
)
# Two printed heads over one form: the same amounts, no indicator twice.
FIRST_PART = replace(
    LATER,
    project="公益演出",
    filed_at="20230301090000",
    period_amount=Decimal(600000),
    year_amount=Decimal(200000),
    targets=(_both("产出指标", "数量指标", "演出场次", "＝24场"), _both("产出指标", "时效指标", "按月演出", "及时")),
)
SECOND_PART = replace(
    FIRST_PART,
    filed_at="20230301091500",
    targets=(_both("效益指标", "社会效益", "观众人次", "≥1.2万人次"),),
)
NATIONAL = (
    Form(
        "古籍修复",
        LIBRARY,
        "",
        "",
        None,
        Decimal("805000"),
        (
            _year("产出指标", "数量指标", "修复古籍册数", "≥120册", "20"),
            _year("产出指标", "成本指标", "每册修复成本", "≤3500元", "20"),
            _year("效益指标", "社会效益指标", "古籍保护状况", "明显改善", "20"),
            _year("满意度指标", "服务对象满意度指标", "读者满意度", "≥90%", "10"),
        ),
    ),
    Form(
        "图书购置",
        LIBRARY,
        "",
        "",
        None,
        Decimal("1200000"),
        (
            _year("产出指标", "数量指标", "新增藏书", "≥8000册", "30"),
            _year("满意度指标", "服务对象满意度指标", "读者满意度", "≥92%", "10"),
        ),
    ),
)
LISTED = (
    Form(
        "免费开放补助",
        LIBRARY,
        "",
        "",
        None,
        Decimal("350000"),
        (
            _year("产出指标", "数量指标", "开放天数", "≥|300|天", "30"),
            _year("产出指标", "质量指标", "设备完好率", "＝|100|%", "20"),
            _year("效益指标", "社会效益指标", "服务能力", "定性|优良|", "30"),
            _year("满意度指标", "服务对象满意度指标", "读者满意度", "≥|95|%", "10"),
        ),
    ),
    Form(
        "非遗保护",
        UNIT,
        "",
        "",
        None,
        Decimal("480000"),
        (
            _year("产出指标", "数量指标", "普查项目数", "≥|12|项", "40"),
            _year("产出指标", "成本指标", "每项成本", "≤|4|万元/项", "40"),
            _year("满意度指标", "服务对象满意度指标", "传承人满意度", "≥|90|%", "10"),
        ),
    ),
)
WHOLE = Form(
    "",
    UNIT,
    "",
    "",
    None,
    Decimal("31250000"),
    (
        _year("产出指标", "数量指标", "举办文化活动", "≥24场"),
        _year("产出指标", "质量指标", "预算执行", "良好"),
        _year("效益指标", "社会效益指标", "游客人次增长", "≥5%"),
    ),
)


@dataclass(frozen=True, slots=True)
class FormDocument:
    """The document and the rows of its forms: those that stand, and those superseded."""

    document: BuiltDocument
    standing: tuple[GoldenRow, ...]
    superseded: tuple[GoldenRow, ...]


def _draw(pages: Pages, figures: Figures) -> None:
    title = f"云岭县县级预算部门（单位）项目支出绩效目标申报表（{figures.year}年度）"
    county_form(pages, title, EARLIER)
    county_form(pages, title, LATER, break_after=4)
    county_form(pages, title, FIRST_PART)
    county_form(pages, title, SECOND_PART)
    national_forms(pages, f"项目支出绩效目标表（{figures.year}年度）", NATIONAL)
    list_of_projects(pages, f"{figures.year}年部门预算项目绩效目标表", LISTED, break_after=5)
    department_form(pages, f"{figures.year}年部门整体支出绩效目标表", WHOLE)
    county_form(pages, title, replace(LATER, project="云岭文化节"), break_after=7, text_overleaf=True)


def _printed(forms: tuple[Form, ...], first_no: int) -> tuple[GoldenRow, ...]:
    """Rows of the list layout, whose values are printed in three columns."""
    rows = golden_rows(forms, first_no=first_no)
    return tuple((*row[:-1], row[-1].removeprefix("定性").replace("|", "")) for row in rows)


def form_document() -> FormDocument:
    """Print it: ten forms, of which the second supersedes the first."""
    options = ShanxiOptions(tables=(1, 2, 3, 4, 5, 6, 12, 13), narrative=False, appendix=_draw)
    document = shanxi(replace(culture(), year=2023), options, file_name="forms.pdf")
    return FormDocument(
        document,
        (
            *golden_rows((LATER, FIRST_PART, SECOND_PART), first_no=2),
            *golden_rows(NATIONAL, first_no=5),
            *_printed(LISTED, first_no=7),
            *golden_rows((WHOLE, replace(LATER, project="云岭文化节")), first_no=9),
        ),
        golden_rows((EARLIER,)),
    )
