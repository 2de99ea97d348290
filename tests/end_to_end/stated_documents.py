"""The narrative of a budget whose tables come in another file: figures stated rightly, and one of each kind wrongly."""

from __future__ import annotations

from dataclasses import replace

from tests.factory import narrative
from tests.factory.drawing import Pages, Style
from tests.factory.figures import archives

# The department's budgets of 2011 and 2012 print the same tables, as 云岭县档案馆 has them in `archives`.
YEAR = 2012
# The total of 表4 has two digits changed about, a figure of 表6 lost one; a share and a rate are wrong, and a change is
# none by last year's tables. What is right stands behind each.
SECTIONS = (
    (
        "一、部门预算收支数据变动情况及原因",
        "2012年度云岭县档案馆预算收入总计540.46万元，比上年增加0万元；"
        "本年部门预算支出总计5,404,600元，与上年预算数相同。",
    ),
    (
        "二、收入预算情况说明",
        "2012年度预算收入540.46万元，其中：一般公共预算拨款收入５４０．４６万元，占100%；单位资金0万元，占0%。",
    ),
    (
        "三、支出预算情况说明",
        "2012年度支出预算540.46万元，其中：基本支出420.16万元，占77.74%；项目支出120.30万元，占22.36%。",  # 22.26
    ),
    ("四、财政拨款收支预算总体情况说明", "2012年度财政拨款收支总预算540.64万元。"),  # 540.46
    (
        "五、一般公共预算支出情况说明",
        "2012年度一般公共预算当年支出540.46万元，主要用于以下方面：一般公共服务支出432.76万元，占80.07%；"
        "社会保障和就业支出58.38万元，占10.80%；卫生健康支出16.05万元、住房保障支出33.27万元。",
    ),
    (
        "六、一般公共预算基本支出情况说明",
        "2012年度一般公共预算基本支出420.16万元，其中：人员经费340.16万元；公用经费8.00万元。",  # 80.00
    ),
    (
        "七、机关运行经费增减变动原因说明",
        "2012年机关运行经费财政拨款预算80.00万元，比2011年预算减少20.00万元，下降25.00%。",  # 20 of 100
    ),
    (
        "八、项目支出增减变动原因说明",
        "2012年项目支出预算120.30万元，比上年增加12.50万元，增长11.60%，"  # 2011: 120.30
        "主要原因是新增馆藏档案数字化经费60.00万元。",
    ),
    (
        "九、国有资产占有使用情况",
        "截至2011年12月31日，共有车辆3辆，其中：执法执勤用车2辆；单价100万元（含）以上的设备1台（套）；"
        "办公用房建筑面积1,250.5平方米。联系人：张小明，电话：0355-1234567，群众满意度不低于95%。",
    ),
)


def statements() -> bytes:
    """The narrative, as a file of its own."""
    pages = Pages(Style())
    narrative.before(pages, replace(archives(), year=YEAR), {})
    pages.line(f"第三部分 {YEAR}年度部门预算情况说明", size=16, align="center", bold=True)
    for head, text in SECTIONS:
        pages.paragraph(head, heading=True)
        pages.paragraph(text)
    return pages.finish()
