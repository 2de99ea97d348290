"""The counties and departments of the set: what each is called in each year, what it runs, how it prints its budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tests.factory.figures import FISCAL_ACCOUNT, GENERAL, GOV_FUND, UNIT_FUNDS

YEARS = (2024, 2025, 2026)
Layout = Literal["county_pdf", "county_pdf_wide", "workbook", "tables_and_text", "province_pdf", "district_pdf"]


@dataclass(frozen=True, slots=True)
class County:
    """One county.

    Attributes:
        name: as its departments print it before their own names.
        region: code, city and province of the list of divisions; None where the printed name alone does not tell which
            of several divisions it is.
        layout: how its departments print their budgets.
        final_years: years whose final accounts are there, too.
        has_forms: whether budgets carry performance forms.
    """

    name: str
    region: tuple[str, str | None, str] | None
    layout: Layout
    final_years: tuple[int, ...] = ()
    has_forms: bool = False

    @property
    def has_narrative(self) -> bool:
        """Whether the text states the figures with shares and changes."""
        return self.layout in ("county_pdf", "county_pdf_wide", "tables_and_text")

    @property
    def has_thirteen_tables(self) -> bool:
        """Whether projects, units and carry-over are printed, each in tables of its own."""
        return self.layout not in ("province_pdf", "district_pdf")


@dataclass(frozen=True, slots=True)
class Programme:
    """A project that a department runs every year; `unit` counts its 单位, the office being the first."""

    unit: int
    name: str
    subject: str
    base: int
    fund: str = GENERAL
    is_carryover: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """What a department does, in whichever county."""

    key: str
    code: str
    running_subject: str
    second_unit: str
    programmes: tuple[Programme, ...]
    renamed: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    def name_in(self, county: County, year: int) -> str:
        """The department's name of a year: a reform may have renamed it."""
        since, new_name = self.renamed.get(county.name, (9999, ""))
        return county.name + (new_name if year >= since else self.key)


COUNTIES = (
    County("泽州县", ("140525", "晋城市", "山西省"), "county_pdf", final_years=(2024,), has_forms=True),
    County("柳林县", ("141125", "吕梁市", "山西省"), "county_pdf_wide"),
    County("沁水县", ("140521", "晋城市", "山西省"), "workbook", final_years=(2024,)),
    # Cities of four provinces have a district of this name, and no page says which of them this is.
    County("鼓楼区", None, "tables_and_text"),
    County("沛县", ("320322", "徐州市", "江苏省"), "province_pdf"),
    # 普陀区 is a district of 舟山, too: the name of the municipality before it decides.
    County("上海市普陀区", ("310107", None, "上海市"), "district_pdf"),
)
KINDS = (
    Kind(
        "教育局",
        "039",
        "2050101",
        "实验小学",
        (
            Programme(1, "义务教育学校校舍维修改造", "2050202", 180),
            Programme(0, "初中学业水平考试考务", "2050203", 22),
            Programme(1, "课后服务", "2050202", 36, FISCAL_ACCOUNT),
            Programme(0, "义务教育薄弱环节改善与能力提升", "2050203", 60, is_carryover=True),
        ),
    ),
    Kind(
        "水利局",
        "064",
        "2130301",
        "水利工程服务中心",
        (
            Programme(0, "小型水库安全运行维护", "2130306", 75),
            Programme(1, "灌区节水改造工程", "2130305", 210),
            Programme(0, "农村饮水安全巩固提升", "2120804", 120, GOV_FUND),
            Programme(1, "河道治理工程", "2130305", 90, is_carryover=True),
        ),
    ),
    Kind(
        "文化和旅游局",
        "081",
        "2070101",
        "图书馆",
        (
            Programme(0, "文化旅游宣传推广", "2070199", 60),
            Programme(1, "公共图书馆免费开放", "2070104", 25),
            Programme(0, "政府购买公益演出服务", "2070109", 36),
            Programme(1, "读者服务", "2070104", 12, UNIT_FUNDS),
        ),
        {"泽州县": (2026, "文化旅游和体育局")},
    ),
    Kind(
        "民政局",
        "054",
        "2080201",
        "敬老院",
        (
            Programme(0, "居家养老购买服务", "2081002", 48),
            Programme(0, "社会救助家庭经济状况核对委托服务", "2080299", 18),
            Programme(1, "养老机构运营补助", "2081002", 85),
            Programme(0, "婚姻登记处改造", "2080299", 15, is_carryover=True),
        ),
    ),
    Kind(
        "档案馆",
        "021",
        "2012601",
        "",
        (
            Programme(0, "馆藏档案数字化", "2012604", 60),
            Programme(0, "档案库房消防安全改造", "2012604", 36),
            Programme(0, "地方志编修", "2012699", 23),
        ),
        {"沁水县": (2025, "档案史志馆")},
    ),
)

# What an analyst has written into the seed of department names: one of the two reforms of the set, and one elsewhere.
LINKED = (
    {
        "department_name": "沁水县档案史志馆",
        "former_name": "沁水县档案馆",
        "valid_to_year": "2024",
        "region_code": "140521",
        "note": "机构改革",
    },
    {"department_name": "阳城县数据局", "former_name": "阳城县大数据中心", "valid_to_year": "2023"},
)


def county_of(name: str) -> County:
    """The county of a name."""
    return next(county for county in COUNTIES if county.name == name)


def kind_of(key: str) -> Kind:
    """The department of a name."""
    return next(kind for kind in KINDS if kind.key == key)
