"""Figures of departments that do not exist, from which every fixture document is printed.

The committed figures are leaves only: functional subjects by fund, economic lines, projects. Each of the thirteen
tables is a sum over them (``tables.py``), so that every reconciliation rule holds exactly until a test tampers with one
printed figure. All amounts are in 万元.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

GENERAL = "一般公共预算"
GOV_FUND = "政府性基金预算"
STATE_CAPITAL = "国有资本经营预算"
FISCAL_ACCOUNT = "财政专户管理资金"
UNIT_FUNDS = "单位资金"
FUNDS = (GENERAL, GOV_FUND, STATE_CAPITAL, FISCAL_ACCOUNT, UNIT_FUNDS)
FISCAL_FUNDS = (GENERAL, GOV_FUND, STATE_CAPITAL)

SUBJECT_NAMES: Mapping[str, str] = {
    "201": "一般公共服务支出",
    "20126": "档案事务",
    "2012601": "行政运行",
    "2012604": "档案馆",
    "2012699": "其他档案事务支出",
    "205": "教育支出",
    "20501": "教育管理事务",
    "2050101": "行政运行",
    "20502": "普通教育",
    "2050202": "小学教育",
    "2050203": "初中教育",
    "207": "文化旅游体育与传媒支出",
    "20701": "文化和旅游",
    "2070101": "行政运行",
    "2070104": "图书馆",
    "2070109": "群众文化",
    "2070199": "其他文化和旅游支出",
    "20703": "体育",
    "2070301": "行政运行",
    "2070305": "体育竞赛",
    "2070308": "群众体育",
    "208": "社会保障和就业支出",
    "20802": "民政管理事务",
    "2080201": "行政运行",
    "2080299": "其他民政管理事务支出",
    "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "2080506": "机关事业单位职业年金缴费支出",
    "20810": "社会福利",
    "2081002": "老年福利",
    "210": "卫生健康支出",
    "21011": "行政事业单位医疗",
    "2101101": "行政单位医疗",
    "2101102": "事业单位医疗",
    "212": "城乡社区支出",
    "21208": "国有土地使用权出让收入安排的支出",
    "2120804": "农村基础设施建设支出",
    "2120899": "其他国有土地使用权出让收入安排的支出",
    "213": "农林水支出",
    "21303": "水利",
    "2130301": "行政运行",
    "2130305": "水利工程建设",
    "2130306": "水利工程运行与维护",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
    "223": "国有资本经营预算支出",
    "22301": "解决历史遗留问题及改革成本支出",
    "2230105": "国有企业退休人员社会化管理补助支出",
}

ECONOMIC_CLASSES: Mapping[str, str] = {
    "301": "工资福利支出",
    "302": "商品和服务支出",
    "303": "对个人和家庭的补助",
    "310": "资本性支出",
}


@dataclass(frozen=True, slots=True)
class SubjectAmount:
    """What one 项 spends of one fund: basic and project expenditure, 万元."""

    code: str
    fund: str
    basic: Decimal
    project: Decimal


@dataclass(frozen=True, slots=True)
class EconomicLine:
    """One line of basic expenditure of the general budget; a department subject may stand in several lines."""

    code: str
    name: str
    gov_name: str
    amount: Decimal

    @property
    def is_personnel(self) -> bool:
        """Whether the line is 人员经费; the other classes are 公用经费."""
        return self.code[:3] in ("301", "303")


@dataclass(frozen=True, slots=True)
class Project:
    """One project of one 单位 with its amount of each fund."""

    unit: str
    name: str
    amounts: Mapping[str, Decimal]
    is_carryover: bool = False


@dataclass(frozen=True, slots=True)
class ThreePublic:
    """The leaf items of 三公, each by fund."""

    abroad: Mapping[str, Decimal]
    reception: Mapping[str, Decimal]
    car_purchase: Mapping[str, Decimal]
    car_running: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class CodedAmount:
    """A revenue line of 表7 or 表9."""

    code: str
    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Tampering:
    """One printed figure replaced; ``value`` None prints a blank cell."""

    table_no: int
    line: str
    measure: str
    value: Decimal | None
    section: str = ""
    unit: str = ""
    occurrence: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """One department's year.

    Attributes:
        department: Name as a 部门, without suffix.
        suffix: What some documents print after it, such as ``[部门]``.
        units: The 单位 under the department, in print order; the first is the department's own office.
    """

    department: str
    year: int
    county: str
    units: tuple[str, ...]
    current: tuple[SubjectAmount, ...]
    economic: tuple[EconomicLine, ...]
    projects: tuple[Project, ...]
    three_public: ThreePublic
    operating: Mapping[str, Decimal]
    carryover: tuple[SubjectAmount, ...] = ()
    gov_fund_revenue: tuple[CodedAmount, ...] = ()
    state_capital_revenue: tuple[CodedAmount, ...] = ()
    suffix: str = ""
    tampered: tuple[Tampering, ...] = ()

    @property
    def printed_department(self) -> str:
        """The department's name as the documents print it."""
        return self.department + self.suffix


def tamper(
    figures: Figures,
    table_no: int,
    line: str,
    measure: str,
    new_value: Decimal | str | None,
    *,
    section: str = "",
    unit: str = "",
    occurrence: int = 0,
) -> Figures:
    """Change one printed figure and nothing else: no sum follows it.

    Args:
        figures: The consistent figures.
        table_no: Canonical table number.
        line: Subject code, or the line's printed name, with or without its ordinal.
        measure: Canonical measure of the cell.
        new_value: Amount in 万元; None leaves the cell blank.
        section: 收入 or 支出, where the line's name stands on both sides.
        unit: The 单位 of the line, where two have a project of one name.
        occurrence: Which of several lines that all else fits, from 1; 0 demands that only one does.

    Returns:
        Figures that print the new value. A layout raises ``LookupError`` when none or several cells answer to it.
    """
    value = Decimal(new_value) if new_value is not None else None
    change = Tampering(table_no, line, measure, value, section, unit, occurrence)
    return replace(figures, tampered=(*figures.tampered, change))


def without_funds(figures: Figures, *funds: str) -> Figures:
    """The same department without some fund sources; not for the general budget, which 表6 details."""
    projects = tuple(
        replace(entry, amounts={fund: amount for fund, amount in entry.amounts.items() if fund not in funds})
        for entry in figures.projects
    )
    return replace(
        figures,
        current=tuple(row for row in figures.current if row.fund not in funds),
        carryover=tuple(row for row in figures.carryover if row.fund not in funds),
        projects=tuple(entry for entry in projects if entry.amounts),
        gov_fund_revenue=() if GOV_FUND in funds else figures.gov_fund_revenue,
        state_capital_revenue=() if STATE_CAPITAL in funds else figures.state_capital_revenue,
    )


def _d(text: str) -> Decimal:
    return Decimal(text)


def _subject(code: str, basic: str, project: str = "0", fund: str = GENERAL) -> SubjectAmount:
    return SubjectAmount(code, fund, _d(basic), _d(project))


def _economic(code: str, name: str, gov_name: str, amount: str) -> EconomicLine:
    return EconomicLine(code, name, gov_name, _d(amount))


def _project(unit: str, name: str, *, carryover: bool = False, **amounts: str) -> Project:
    funds = {
        "general": GENERAL,
        "gov_fund": GOV_FUND,
        "state": STATE_CAPITAL,
        "account": FISCAL_ACCOUNT,
        "own": UNIT_FUNDS,
    }
    return Project(unit, name, {funds[key]: _d(value) for key, value in amounts.items()}, carryover)


def archives() -> Figures:
    """云岭县档案馆 2026: one 单位, general budget only, nothing carried over."""
    name = "云岭县档案馆"
    return Figures(
        department=name,
        year=2026,
        county="云岭县",
        units=(name,),
        current=(
            _subject("2012601", "312.46"),
            _subject("2012604", "0", "96.50"),
            _subject("2012699", "0", "23.80"),
            _subject("2080505", "38.92"),
            _subject("2080506", "19.46"),
            _subject("2101101", "16.05"),
            _subject("2210201", "33.27"),
        ),
        economic=(
            _economic("30101", "基本工资", "工资奖金津补贴", "126.40"),
            _economic("30102", "津贴补贴", "工资奖金津补贴", "88.35"),
            _economic("30103", "奖金", "工资奖金津补贴", "10.53"),
            _economic("30108", "机关事业单位基本养老保险缴费", "社会保障缴费", "38.92"),
            _economic("30109", "职业年金缴费", "社会保障缴费", "19.46"),
            _economic("30110", "职工基本医疗保险缴费", "社会保障缴费", "16.05"),
            _economic("30112", "其他社会保障缴费", "社会保障缴费", "1.02"),
            _economic("30113", "住房公积金", "住房公积金", "33.27"),
            _economic("30201", "办公费", "办公经费", "28.40"),
            _economic("30202", "印刷费", "办公经费", "4.00"),
            _economic("30207", "邮电费", "办公经费", "2.60"),
            _economic("30211", "差旅费", "办公经费", "6.00"),
            _economic("30217", "公务接待费", "公务接待费", "1.20"),
            _economic("30228", "工会经费", "办公经费", "5.80"),
            _economic("30231", "公务用车运行维护费", "公务用车运行维护费", "3.50"),
            _economic("30239", "其他交通费用", "办公经费", "14.50"),
            _economic("30299", "其他商品和服务支出", "其他商品和服务支出", "10.00"),
            _economic("30302", "退休费", "离退休费", "6.16"),
            _economic("31002", "办公设备购置", "设备购置", "4.00"),
        ),
        projects=(
            _project(name, "馆藏档案数字化", general="60.00"),
            _project(name, "档案库房恒温恒湿设备更新及消防安全改造工程专项经费", general="36.50"),
            _project(name, "地方志编修", general="23.80"),
        ),
        three_public=ThreePublic({}, {GENERAL: _d("1.20")}, {}, {GENERAL: _d("3.50")}),
        operating={name: _d("80.00")},
    )


def culture() -> Figures:
    """云岭县文化和旅游局[部门] 2025: three 单位, all five fund sources, carry-over of two funds."""
    bureau, library, centre = "云岭县文化和旅游局", "云岭县图书馆", "云岭县文化馆"
    return Figures(
        department=bureau,
        suffix="[部门]",
        year=2025,
        county="云岭县",
        units=(bureau, library, centre),
        current=(
            _subject("2070101", "486.72"),
            _subject("2070104", "88.10", "42.00"),
            _subject("2070104", "10.40", "25.00", UNIT_FUNDS),
            _subject("2070109", "102.35", "35.60"),
            _subject("2070109", "0", "20.00", FISCAL_ACCOUNT),
            _subject("2070199", "0", "128.00"),
            _subject("2080505", "72.48"),
            _subject("2080506", "36.24"),
            _subject("2101101", "21.90"),
            _subject("2101102", "12.63"),
            _subject("2120804", "0", "150.00", GOV_FUND),
            _subject("2120899", "0", "30.50", GOV_FUND),
            _subject("2210201", "61.15"),
            _subject("2230105", "0", "12.00", STATE_CAPITAL),
        ),
        carryover=(_subject("2070199", "0", "64.27"), _subject("2120804", "0", "18.05", GOV_FUND)),
        economic=(
            _economic("30101", "基本工资", "工资奖金津补贴", "198.30"),
            _economic("30101", "基本工资", "工资福利支出", "66.20"),
            _economic("30102", "津贴补贴", "工资奖金津补贴", "142.15"),
            _economic("30103", "奖金", "工资奖金津补贴", "16.53"),
            _economic("30107", "绩效工资", "工资福利支出", "116.42"),
            _economic("30108", "机关事业单位基本养老保险缴费", "社会保障缴费", "72.48"),
            _economic("30109", "职业年金缴费", "社会保障缴费", "36.24"),
            _economic("30110", "职工基本医疗保险缴费", "社会保障缴费", "34.53"),
            _economic("30112", "其他社会保障缴费", "社会保障缴费", "3.00"),
            _economic("30113", "住房公积金", "住房公积金", "61.15"),
            _economic("30201", "办公费", "办公经费", "24.50"),
            _economic("30201", "办公费", "商品和服务支出", "12.30"),
            _economic("30205", "水费", "办公经费", "2.10"),
            _economic("30206", "电费", "办公经费", "6.40"),
            _economic("30211", "差旅费", "办公经费", "8.00"),
            _economic("30217", "公务接待费", "公务接待费", "2.40"),
            # One pair of subjects twice, as documents with several 单位 print it: a key of names alone loses a line.
            _economic("30217", "公务接待费", "公务接待费", "0.60"),
            _economic("30226", "劳务费", "委托业务费", "9.00"),
            _economic("30228", "工会经费", "办公经费", "11.27"),
            _economic("30231", "公务用车运行维护费", "公务用车运行维护费", "6.00"),
            _economic("30239", "其他交通费用", "办公经费", "27.00"),
            _economic("30299", "其他商品和服务支出", "其他商品和服务支出", "4.00"),
            _economic("30302", "退休费", "离退休费", "12.40"),
            _economic("30305", "生活补助", "社会福利和救助", "3.60"),
            _economic("31002", "办公设备购置", "设备购置", "3.00"),
            _economic("31003", "专用设备购置", "设备购置", "2.00"),
        ),
        projects=(
            _project(bureau, "文化旅游宣传推广", general="98.00"),
            _project(bureau, "公共文化服务体系建设暨乡镇综合文化站免费开放县级配套补助资金", general="30.00"),
            _project(bureau, "乡村文化基础设施", gov_fund="150.00"),
            _project(bureau, "城镇文化设施配套", gov_fund="30.50"),
            _project(bureau, "国有企业退休人员社会化管理", state="12.00"),
            _project(library, "图书采购", general="42.00"),
            _project(library, "读者服务", own="25.00"),
            _project(centre, "群众文化活动", general="35.60", account="20.00"),
            _project(bureau, "文物保护修缮", carryover=True, general="64.27"),
            _project(centre, "乡村文化基础设施", carryover=True, gov_fund="18.05"),
        ),
        three_public=ThreePublic(
            abroad={GENERAL: _d("5.00")},
            reception={GENERAL: _d("3.00")},
            car_purchase={GENERAL: _d("10.00"), GOV_FUND: _d("8.00")},
            car_running={GENERAL: _d("6.00")},
        ),
        operating={bureau: _d("88.40"), library: _d("7.60")},
        gov_fund_revenue=(
            CodedAmount("1030148", "国有土地使用权出让收入", _d("150.00")),
            CodedAmount("1030156", "城市基础设施配套费收入", _d("30.50")),
        ),
        state_capital_revenue=(CodedAmount("1030601", "利润收入", _d("12.00")),),
    )


def sports() -> Figures:
    """云岭区体育局 2025: exact to the fen, for documents in 元; one 单位, general budget and 单位资金."""
    name = "云岭区体育局"
    return Figures(
        department=name,
        year=2025,
        county="云岭区",
        units=(name,),
        current=(
            _subject("2070301", "401.337218"),
            _subject("2070305", "0", "150.250000"),
            _subject("2070308", "0", "88.400050"),
            _subject("2070308", "12.500000", "7.750025", UNIT_FUNDS),
            _subject("2080505", "41.263104"),
            _subject("2080506", "20.631552"),
            _subject("2101101", "25.104477"),
            _subject("2210201", "36.105216"),
        ),
        economic=(
            _economic("30101", "基本工资", "工资奖金津补贴", "120.018300"),
            _economic("30102", "津贴补贴", "工资奖金津补贴", "152.240000"),
            _economic("30103", "奖金", "工资奖金津补贴", "10.001525"),
            _economic("30108", "机关事业单位基本养老保险缴费", "社会保障缴费", "41.263104"),
            _economic("30109", "职业年金缴费", "社会保障缴费", "20.631552"),
            _economic("30110", "职工基本医疗保险缴费", "社会保障缴费", "25.104477"),
            _economic("30113", "住房公积金", "住房公积金", "36.105216"),
            _economic("30201", "办公费", "办公经费", "38.450000"),
            _economic("30207", "邮电费", "办公经费", "4.200000"),
            _economic("30211", "差旅费", "办公经费", "11.627393"),
            _economic("30217", "公务接待费", "公务接待费", "1.500000"),
            _economic("30228", "工会经费", "办公经费", "8.200000"),
            _economic("30229", "福利费", "办公经费", "12.000000"),
            _economic("30231", "公务用车运行维护费", "公务用车运行维护费", "7.000000"),
            _economic("30239", "其他交通费用", "办公经费", "14.600000"),
            _economic("30302", "退休费", "离退休费", "18.500000"),
            _economic("31002", "办公设备购置", "设备购置", "3.000000"),
        ),
        projects=(
            _project(name, "区级体育赛事", general="150.250000"),
            _project(name, "社区健身设施", general="88.400050", own="7.750025"),
        ),
        three_public=ThreePublic({GENERAL: _d("9.60")}, {GENERAL: _d("1.50")}, {}, {GENERAL: _d("7.00")}),
        operating={name: _d("97.57")},
    )
