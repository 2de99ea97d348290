"""The text around the tables: parts, headings, sentences with figures, and a project's performance form."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tests.factory.drawing import A4, DrawnCell, DrawnRow, DrawnTable, Pages
from tests.factory.figures import FISCAL_FUNDS, FUNDS, GENERAL, Figures
from tests.factory.tables import basic, project, revenue_of, select, spent, total


def _wan(amount: Decimal) -> str:
    return f"{amount.quantize(Decimal('0.01')):,}万元"


def _share(part: Decimal, whole: Decimal) -> str:
    return f"{(part * 100 / whole).quantize(Decimal('0.01'))}%"


def before(pages: Pages, figures: Figures, titles: Mapping[int, str]) -> None:
    """Cover, table of contents (which names every table) and the department's duties."""
    pages.new_page(A4)
    pages.space(180)
    pages.line(figures.printed_department, size=26, align="center", bold=True)
    pages.line(f"{figures.year}年度部门预算公开", size=26, align="center", bold=True)
    pages.new_page(A4)
    pages.line("目 录", size=16, align="center", bold=True)
    pages.line("第一部分 概况 .................... 1", size=12)
    for number, title in titles.items():
        pages.line(f"表{number} {figures.year}年{title} .................... {number + 2}", size=12)
    pages.new_page(A4)
    pages.line("第一部分 概况", size=16, align="center", bold=True)
    pages.paragraph("一、本部门职责", heading=True)
    pages.paragraph(
        f"{figures.department}负责贯彻执行国家、省、市、县的方针政策和决策部署，统筹推进全县相关公共服务体系建设，"
        "承担县委、县政府交办的其他任务。全年计划开展公益活动24场，服务群众1.20万人次。"
    )
    pages.paragraph("二、机构设置情况", heading=True)
    pages.paragraph(f"{figures.department}下设预算单位{len(figures.units)}个：{'、'.join(figures.units)}。")
    pages.line(f"第二部分 {figures.year}年部门预算报表", size=16, align="center", bold=True)


def after(pages: Pages, figures: Figures) -> None:
    """Sentences that state the tables' figures."""
    year, carried = spent(figures.current), spent(figures.carryover)
    whole = year + carried
    every = (*figures.current, *figures.carryover)
    fiscal = spent(select(every, funds=FISCAL_FUNDS))
    general = spent(select(figures.current, funds=(GENERAL,)))
    public = total(line.amount for line in figures.economic if not line.is_personnel)
    personnel = total(line.amount for line in figures.economic if line.is_personnel)
    items = figures.three_public
    names = (
        "一般公共预算拨款收入",
        "政府性基金预算拨款收入",
        "国有资本经营预算拨款收入",
        "财政专户管理资金收入",
        "单位资金",
    )
    sources = "；".join(
        f"{name}{_wan(revenue_of(figures, fund))}，占{_share(revenue_of(figures, fund), whole)}"
        for name, fund in zip(names, FUNDS, strict=True)
    )
    pages.new_page(A4)
    pages.line(f"第三部分 {figures.year}年度部门预算情况说明", size=16, align="center", bold=True)
    for head, text in (
        (
            "一、部门预算收支数据变动情况及原因",
            f"{figures.year}年度预算收入总计{_wan(whole)}，其中：本年收入{_wan(year)}，上年结转{_wan(carried)}；"
            f"本年部门预算支出总计{_wan(whole)}，其中：本年预算安排{_wan(year)}，上年结转{_wan(carried)}。",
        ),
        (
            "二、收入预算情况说明",
            f"{figures.year}年度预算收入{_wan(whole)}，主要包括{sources}；"
            f"上年结转{_wan(carried)}，占{_share(carried, whole)}。",
        ),
        (
            "三、支出预算情况说明",
            f"{figures.year}年度支出预算{_wan(whole)}，其中：基本支出{_wan(basic(every))}，"
            f"占{_share(basic(every), whole)}；项目支出{_wan(project(every))}，占{_share(project(every), whole)}。",
        ),
        ("四、财政拨款收支预算总体情况说明", f"{figures.year}年度财政拨款收支总预算{_wan(fiscal)}。"),
        (
            "五、一般公共预算支出情况说明",
            f"{figures.year}年度一般公共预算当年拨款{_wan(general)}。",
        ),
        (
            "六、一般公共预算基本支出情况说明",
            f"{figures.year}年度一般公共预算基本支出{_wan(personnel + public)}，"
            f"其中：人员经费{_wan(personnel)}；公用经费{_wan(public)}。",
        ),
        (
            "七、“三公”经费增减变动原因说明",
            f"公务接待费{_wan(total(items.reception.values()))}；公务用车运行维护费{_wan(total(items.car_running.values()))}。",
        ),
        (
            "八、机关运行经费增减变动原因说明",
            f"本部门机关运行经费财政拨款预算{_wan(total(figures.operating.values()))}。",
        ),
    ):
        pages.paragraph(head, heading=True)
        pages.paragraph(text)
    pages.line("第四部分 名词解释", size=16, align="center", bold=True)
    pages.paragraph("一、基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。")


def performance_form(pages: Pages, figures: Figures) -> None:
    """The form of the first project: merged cells, amounts in 元 beside tables in 万元."""
    entry = figures.projects[0]
    amount = f"{total(entry.amounts.values()) * 10000:,.2f}"
    pages.new_page(A4)
    pages.title(f"{figures.county}级预算部门（单位）项目支出绩效目标申报表")
    pages.line(f"（{figures.year}年度）", align="center")
    widths = (44.0, 66.0, 66.0, 68.0, 66.0, 66.0, 66.0, 45.0)
    rows: tuple[DrawnRow, ...] = (
        _form_row(("项目名称", 2), (entry.name, 6)),
        _form_row(("主管部门及代码", 2), (f"999-{figures.printed_department}", 2), ("实施单位", 2), (entry.unit, 2)),
        _form_row(("项目属性", 2), ("经常性项目", 2), ("项目期", 2), ("3年", 2)),
        (
            DrawnCell("项目资金\n（元）", 0, row_span=3, align="center"),
            *_form_row(("实施期资金总额：", 2), (amount, 1), ("年度资金总额：", 2), (amount, 2), start=1),
        ),
        _form_row(("其中：中央财政资金", 2), ("0", 1), ("其中：中央财政资金", 2), ("0", 2), start=1),
        _form_row(("市县（区）财政资金", 2), (amount, 1), ("市县（区）财政资金", 2), (amount, 2), start=1),
        _form_row(("项目概况", 2), ("按照年度工作计划安排，保障项目顺利实施，提升公共服务水平。", 6)),
        _form_row(("", 2), ("实施期目标", 3), ("年度目标", 3)),
        _form_row(
            ("一级指标", 1),
            ("二级指标", 1),
            ("三级指标", 1),
            ("指标值", 1),
            ("二级指标", 1),
            ("三级指标", 1),
            ("指标值", 2),
        ),
        _form_row(
            ("产出指标", 1),
            ("数量指标", 1),
            ("完成数量", 1),
            ("≥120件", 1),
            ("数量指标", 1),
            ("完成数量", 1),
            ("≥120件", 2),
        ),
        _form_row(
            ("满意度指标", 1),
            ("满意度", 1),
            ("群众满意度", 1),
            ("≥95%", 1),
            ("满意度", 1),
            ("群众满意度", 1),
            ("≥95%", 2),
        ),
    )
    pages.table(DrawnTable(widths, (), rows))


def _form_row(*cells: tuple[str, int], start: int = 0) -> DrawnRow:
    drawn, column = [], start
    for text, span in cells:
        drawn.append(DrawnCell(text, column, span))
        column += span
    return tuple(drawn)
