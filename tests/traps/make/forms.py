"""The fixtures of trap 16: tables and, behind them, the project performance forms of their projects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tests.factory.drawing import Pages
from tests.factory.figures import Figures, archives
from tests.factory.forms import Form, Target, county_form, golden_rows, national_forms
from tests.factory.layouts import ShanxiOptions, shanxi
from tests.traps.make.fixtures import Fixture, fixture
from tests.traps.make.scans import scan

_TITLE = "项目支出绩效目标申报表（{year}年度）"


def _figures(department: str, year: int) -> Figures:
    """The figures of the archives under another department's name."""
    data = archives()
    return replace(
        data,
        department=department,
        year=year,
        units=(department,),
        projects=tuple(replace(project, unit=department) for project in data.projects),
        operating={department: sum(data.operating.values(), Decimal(0))},
    )


def _both(level1: str, level2: str, name: str, value: str, year_value: str = "") -> Target:
    return Target(level1, level2, (name, value), (name, year_value or value), "10")


# Filed as an empty blank in the morning, filled in the next day.
_BLANK = Form(
    "馆藏档案数字化",
    "",
    "3年",
    "20240110093012",
    Decimal(0),
    Decimal(0),
    (
        _both("产出指标", "数量指标", "扫描页数", "≥0页"),
        _both("满意度指标", "服务对象满意度指标", "查档群众满意度", "≥90%"),
    ),
)
_SCANNING = replace(
    _BLANK,
    filed_at="20240111154528",
    period_amount=Decimal(1800000),
    year_amount=Decimal(600000),
    targets=(
        _both("产出指标", "数量指标", "扫描页数", "≥900000页", "≥300000页"),
        _both("产出指标", "数量指标", "著录条目", "≥60000条", "≥20000条"),
        _both("产出指标", "质量指标", "图像合格率", "≥99%"),
        Target("产出指标", "质量指标", ("数据挂接率", "＝100%"), None, "10"),
        _both("产出指标", "时效指标", "按期完成", "2026年底", "12月31日前"),
        _both("产出指标", "成本指标", "每页成本", "≤2.05元"),
        _both("效益指标", "社会效益指标", "查档时间", "明显缩短"),
        Target("效益指标", "可持续影响指标", None, ("档案原件保护", "长期"), "10"),
        _both("满意度指标", "服务对象满意度指标", "查档群众满意度", "≥95%"),
    ),
)
_STORE = replace(
    _BLANK,
    project="档案库房恒温恒湿设备更新及消防安全改造工程专项经费",
    term="1年",
    filed_at="20240112102233",
    period_amount=Decimal(365000),
    year_amount=Decimal(365000),
    targets=(
        _both("产出指标", "数量指标", "更新恒温恒湿机组", "≥6台（套）"),
        _both("产出指标", "质量指标", "验收合格率", "＝100%"),
        _both("产出指标", "成本指标", "机组单价", "≤4.5万元/台"),
        _both("效益指标", "社会效益指标", "档案安全事故", "0起"),
        _both("满意度指标", "服务对象满意度指标", "职工满意度", "≥90%"),
    ),
)
_CHRONICLE = Form(
    "地方志编修",
    "",
    "",
    "",
    None,
    Decimal(238000),
    (
        Target("产出指标", "数量指标", None, ("编修志书", "2部"), "20"),
        Target("产出指标", "成本指标", None, ("每部编修成本", "≤11.9万元"), "20"),
        Target("效益指标", "社会效益指标", None, ("资料利用", "提高"), "20"),
        Target("满意度指标", "服务对象满意度指标", None, ("读者满意度", "≥90%"), "10"),
    ),
)


def _finish(name: str, department: str, year: int, appendix: Callable[[Pages, Figures], None]) -> tuple[Fixture, int]:
    """The fixture without its golden forms, and the first page of the forms."""
    first_page = 0

    def draw(pages: Pages, figures: Figures) -> None:
        nonlocal first_page
        first_page = pages.page_no + 1
        appendix(pages, figures)

    options = ShanxiOptions(tables=(1, 2, 3, 4, 5, 6, 12), narrative=False, appendix=draw)
    document = shanxi(_figures(department, year), options, file_name=f"{name}.pdf")
    return Fixture(document, department, year), first_page


@fixture
def trap_16_performance_forms(name: str) -> Fixture:
    """Two versions of a form, forms cut by a page break within merged cells, and another layout."""
    department = "青石县史志馆"
    blank, scanning, store, chronicle = (
        replace(form, unit=department) for form in (_BLANK, _SCANNING, _STORE, _CHRONICLE)
    )

    def draw(pages: Pages, figures: Figures) -> None:
        title = _TITLE.format(year=figures.year)
        county_form(pages, title, blank)
        county_form(pages, title, scanning, break_after=3)
        county_form(pages, title, store, break_after=2, text_overleaf=True)
        national_forms(pages, f"项目支出绩效目标表（{figures.year}年度）", (chronicle,))

    made, _ = _finish(name, department, 2024, draw)
    return replace(made, forms=golden_rows((blank, scanning, store, chronicle)))


@fixture
def trap_16_scanned_performance_forms(name: str) -> Fixture:
    """The same, signed and scanned: the tables are text, the forms pictures, the later version first."""
    department = "白河县档案馆"
    blank, scanning, store = (replace(form, unit=department) for form in (_BLANK, _SCANNING, _STORE))

    def draw(pages: Pages, figures: Figures) -> None:
        title = _TITLE.format(year=figures.year)
        county_form(pages, title, scanning, break_after=6)
        county_form(pages, title, blank)
        county_form(pages, title, store)

    made, first_page = _finish(name, department, 2024, draw)
    scanned = scan(made.document.data, 200, (0.0, 0.5, -0.4), first_page)
    return replace(made, document=replace(made.document, data=scanned), forms=golden_rows((scanning, blank, store)))
