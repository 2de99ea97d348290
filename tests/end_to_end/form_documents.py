"""A department budget with performance forms in four layouts behind its tables, and the rows that must be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from tests.factory.drawing import Pages
from tests.factory.expected import BuiltDocument
from tests.factory.figures import Figures, culture
from tests.factory.forms import (
    Form,
    GoldenRow,
    Target,
    column_form,
    county_form,
    department_form,
    golden_rows,
    list_of_projects,
    national_forms,
    wide_list,
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


def _form(project: str, amount: str, *targets: Target, unit: str = LIBRARY) -> Form:
    return Form(project, unit, "", "", None, Decimal(amount), targets)


# Guangdong: 实施周期 and 年度 in two columns, sharing all levels.
PERIOD_AND_YEAR = (
    _form(
        "县志数字化",
        "560000",
        Target("产出指标", "数量指标", ("数字化册数", "≥900册"), ("数字化册数", "≥300册")),
        _both("产出指标", "质量指标", "差错率", "≤0.1‰"),
        Target("效益指标", "社会效益指标", ("查阅人次", "≥1.2万人次"), ("查阅人次", "≥0.4万人次")),
    ),
    _form("流动图书车", "240000", _both("产出指标", "数量指标", "到村次数", "48次")),
)
# Hunan: the number, what it says and its unit in columns of their own.
EXPLAINED = (
    _form(
        "基层阅读点",
        "186000",
        _year("产出指标", "数量指标", "建点数量", "12|新建村级阅读点十二处|处"),
        _year("产出指标", "成本指标", "每点造价", "1.55|含书架与阅览桌|万元"),
        _year("效益指标", "社会效益指标", "阅读氛围", "提升|读者到馆次数增加|"),
    ),
    _form("古籍普查", "95000", _year("产出指标", "时效指标", "完成时间", "11月底前|按省里的进度|")),
)
# Beijing: sign, number and unit behind each other.
SIGNED = _form(
    "馆舍维修",
    "730000",
    _year("产出指标", "数量指标", "维修面积", "＝|1200|平方米"),
    _year("产出指标", "时效指标", "竣工", "≤|10|月"),
    _year("效益指标", "社会效益指标", "开放条件", "定性|改善|"),
)
SPLIT_VALUES = _form(
    "智慧图书馆",
    "415000",
    _year("产出指标", "数量指标", "自助借还机", "≥|5|台"),
    _year("产出指标", "质量指标", "系统可用率", "≥|99.5|%"),
)
HALF_YEAR = _form(
    "阅读推广",
    "120000",
    Target("产出指标", "数量指标", ("活动场次", "≥10场"), ("活动场次", "≥24场")),
    Target("效益指标", "社会效益指标", ("参加人次", "≥500人次"), ("参加人次", "≥1200人次")),
)
# Cut by the page at |: the rest of the name stands overleaf, alone in its row.
CUT = _form(
    "非遗展演",
    "310000",
    _year("产出指标", "数量指标", "国家级和省级代表性项目展|演的场次", "≥30场"),
    _year("产出指标", "数量指标", "传承人培训", "≥60人"),
    _year("满意度指标", "服务对象满意度指标", "观众满意度", "≥95%"),
)
SHARED_CELLS = _form(
    "文化惠民",
    "280000",
    _year("产出指标", "数量指标", "指标1：送戏下乡\n指标2：送电影下乡\n指标3：送图书下乡", "≥12场\n≥96场\n≥5000册"),
    _year("产出指标", "质量指标", "1、节目审查合格率\n2、设备完好率", "1、＝100%\n2、≥98%"),
    _year("效益指标", "社会效益指标", "指标1：群众文化生活\n指标2：文化氛围", "不断丰富"),
)


def _parts_of(target: Target) -> tuple[str, ...]:
    return tuple((target.year or ("", "||"))[1].split("|"))


def _both_values(target: Target) -> tuple[str, ...]:
    return tuple((pair or ("", ""))[1] for pair in (target.period, target.year))


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
    wide_list(
        pages,
        f"{figures.year}年部门预算项目支出绩效目标表",
        "单位：万元",
        (("实施周期指标值", 80.0), ("年度指标值", 80.0)),
        PERIOD_AND_YEAR,
        _both_values,
    )
    explained = ("指标值", 46.0), ("指标值内容", 56.0), ("度量单位", 36.0), ("指标值类型", 36.0)
    wide_list(
        pages,
        f"{figures.year}年部门预算专项资金绩效目标表",
        "单位：万元",
        explained,
        EXPLAINED,
        lambda target: (*_parts_of(target), "定量"),
    )
    title = f"项目支出绩效目标申报表（{figures.year}年度）"
    column_form(pages, title, SIGNED, ("绩效指标性质", "绩效指标值", "绩效度量单位"), _parts_of)
    column_form(pages, title, SPLIT_VALUES, ("符号", "数值", "单位"), _parts_of, over="指标值")
    column_form(pages, title, HALF_YEAR, ("半年（程）指标值", "全年（程）指标值"), _both_values)
    column_form(pages, title, CUT, ("指标值",), _parts_of, break_after=1)
    column_form(pages, title, SHARED_CELLS, ("指标值",), _parts_of)


def _printed(forms: tuple[Form, ...], first_no: int) -> tuple[GoldenRow, ...]:
    """Rows of the list layout, whose values are printed in three columns."""
    rows = golden_rows(forms, first_no=first_no)
    return tuple((*row[:-1], row[-1].removeprefix("定性").replace("|", "")) for row in rows)


def _joined(form: Form, no: int) -> tuple[GoldenRow, ...]:
    """A form whose value is printed in columns: sign, number and unit, or number, what it says and unit."""
    rows = golden_rows((form,), first_no=no)
    signed = [(*row[:-1], row[-1].removeprefix("定性").split("|")) for row in rows]
    return tuple((*row[:-1], row[-1][0] + row[-1][2] if form in EXPLAINED else "".join(row[-1])) for row in signed)


# As the golden file counts them: a row for each numbered indicator whose value is known, else one for the cell.
_SHARED_GOLDEN = (
    ("产出指标", "数量指标", "指标1：送戏下乡", "≥12场"),
    ("产出指标", "数量指标", "指标2：送电影下乡", "≥96场"),
    ("产出指标", "数量指标", "指标3：送图书下乡", "≥5000册"),
    ("产出指标", "质量指标", "1、节目审查合格率", "＝100%"),
    ("产出指标", "质量指标", "2、设备完好率", "≥98%"),
    ("效益指标", "社会效益指标", "指标1：群众文化生活指标2：文化氛围", "不断丰富"),
)


def _columns() -> tuple[GoldenRow, ...]:
    """The forms behind the tenth."""
    whole = replace(
        CUT,
        targets=tuple(
            replace(row, year=(row.year[0].replace("|", ""), row.year[1])) for row in CUT.targets if row.year
        ),
    )
    shared = golden_rows((SHARED_CELLS,), first_no=19)[0][:8]
    return (
        *golden_rows(PERIOD_AND_YEAR, first_no=11),
        *(row for no, form in enumerate((*EXPLAINED, SIGNED, SPLIT_VALUES), 13) for row in _joined(form, no)),
        *golden_rows((HALF_YEAR, whole), first_no=17, scopes=("半年", "年度")),
        *((*shared, *row) for row in _SHARED_GOLDEN),
    )


PROMOTION = replace(
    FIRST_PART,
    project="文化旅游宣传推广",
    term="1年",
    filed_at="20241201093000",
    period_amount=Decimal(900000),
    year_amount=Decimal(900000),
)
PROMOTION_AGAIN = replace(
    PROMOTION, filed_at="20241203101500", period_amount=Decimal(980000), year_amount=Decimal(980000)
)
RETIRED = replace(
    PROMOTION,
    project="国有企业退休人员社会化管理",
    period_amount=Decimal(120000),
    year_amount=Decimal(120000),
    targets=(_both("产出指标", "数量指标", "服务退休人员", "≥85人"),),
)


def parted_documents() -> tuple[BuiltDocument, BuiltDocument]:
    """The tables of 2025 with a form; and a file of forms alone, of which the first was filed two days later."""
    title = "云岭县县级预算部门（单位）项目支出绩效目标申报表（2025年度）"

    def draw(*forms: Form) -> Callable[[Pages, Figures], None]:
        def appendix(pages: Pages, _: Figures) -> None:
            for form in forms:
                county_form(pages, title, form)

        return appendix

    tables = ShanxiOptions(tables=(1, 2, 3, 4, 5, 6, 12), narrative=False, appendix=draw(PROMOTION))
    forms = ShanxiOptions(tables=(), narrative=False, appendix=draw(PROMOTION_AGAIN, RETIRED))
    return (
        shanxi(culture(), tables, file_name="tables.pdf"),
        shanxi(culture(), forms, file_name="targets.pdf"),
    )


def form_document() -> FormDocument:
    """Print it: nineteen forms, of which the second supersedes the first."""
    options = ShanxiOptions(tables=(1, 2, 3, 4, 5, 6, 12, 13), narrative=False, appendix=_draw)
    document = shanxi(replace(culture(), year=2023), options, file_name="forms.pdf")
    return FormDocument(
        document,
        (
            *golden_rows((LATER, FIRST_PART, SECOND_PART), first_no=2),
            *golden_rows(NATIONAL, first_no=5),
            *_printed(LISTED, first_no=7),
            *golden_rows((WHOLE, replace(LATER, project="云岭文化节")), first_no=9),
            *_columns(),
        ),
        golden_rows((EARLIER,)),
    )


def write_forms(directory: Path) -> list[Path]:
    """Write the document of all layouts and the one in two parts; returns their paths."""
    return [document.write(directory) for document in (form_document().document, *parted_documents())]
