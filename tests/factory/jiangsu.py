"""Provincial budgets as Jiangsu's departments publish them in Word: twelve tables that flow over pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tests.factory.drawing import A4, DrawnCell, DrawnRow, DrawnTable, Pages, Style, phantom_column
from tests.factory.expected import BuiltDocument, expect
from tests.factory.figures import FISCAL_ACCOUNT, FISCAL_FUNDS, GENERAL, GOV_FUND, UNIT_FUNDS, Figures
from tests.factory.grid import Column, body, heading, money
from tests.factory.tables import (
    EXPENDITURE,
    EXPENDITURE_LINES,
    REVENUE,
    Line,
    Row,
    Table,
    apply_tampering,
    basic,
    by_function,
    cells,
    economic_by_code,
    economic_cells,
    measured,
    ordinal,
    project,
    revenue_of,
    select,
    side_by_side,
    spent,
    total,
)

ZERO = Decimal(0)
PRINTED_ORDER = (1, 2, 3, 4, 14, 15, 5, 6, 10, 8, 11, 16)
TITLES: Mapping[int, str] = {
    1: "收支预算总表",
    2: "收入预算总表",
    3: "支出预算总表",
    4: "财政拨款收支预算总表",
    14: "财政拨款支出预算表",
    15: "财政拨款基本支出预算表",
    5: "一般公共预算支出预算表",
    6: "一般公共预算基本支出预算表",
    10: "一般公共预算“三公”经费、会议费、培训费支出预算表",
    8: "政府性基金支出预算表",
    11: "一般公共预算机关运行经费支出预算表",
    16: "政府采购支出预算表",
}
# 品目大类, 专项, 经济科目, 物品, 组织形式, 万元: the layout's own figures, no part of the reconciliation.
_PROCUREMENT: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("一、货物A", "馆藏设备更新购置费", "办公设备购置", "台式计算机（20万以下）", "政府集中采购", "6.40"),
    ("一、货物A", "馆藏设备更新购置费", "办公设备购置", "打印设备", "分散自行组织", "1.85"),
    ("三、服务C", "网络运行维护费", "维修（护）费", "运行维护服务", "部门集中采购", "4.00"),
    ("三、服务C", "网络运行维护费", "维修（护）费", "电信服务", "分散自行组织", "2.15"),
)


@dataclass(frozen=True, slots=True)
class JiangsuOptions:
    """What differs between two documents of this layout.

    Attributes:
        style: How it is drawn; the default is Word's fragmented rules with digits on a baseline of their own.
        break_before: By table number, the body rows (from 0) that begin a new page; no title is repeated.
        split_row: By table number, the body row that a page break cuts in two.
        phantom: By table number, the column behind which an empty sliver column is drawn.
    """

    style: Style = field(
        default_factory=lambda: Style(rules="fragments", latin_baseline=1.2, title_size=14, row_height=18, margin=72)
    )
    break_before: Mapping[int, frozenset[int]] = field(default_factory=lambda: {14: frozenset({4}), 16: frozenset({5})})
    split_row: Mapping[int, int] = field(default_factory=lambda: {1: 14})
    phantom: Mapping[int, int] = field(default_factory=lambda: {4: 1})


def jiangsu(figures: Figures, options: JiangsuOptions | None = None, *, file_name: str = "") -> BuiltDocument:
    """Print a provincial budget; the figures may have no state capital, for which this layout has no line.

    Expected: 表3 prints one line, 合计, whose measures are the headings; in the transposed 表10 the item is the line
    and 合计 the measure; 金额 is 预算数 and 合计 in 表1, 金额 and 小计 in 表4, 合计 elsewhere; a ``小计`` in a heading
    is the heading above it; a line of 表2 bears the name in its own column, not the group's.
    """
    options = options or JiangsuOptions()
    tables = _derive(figures)
    pages = Pages(options.style, metadata=("", "fixture"))
    pages.new_page(A4)
    pages.space(200)
    pages.line(figures.department, size=26, align="center")
    pages.line(f"{figures.year}年部门预算", size=26, align="center")
    pages.new_page(A4)
    pages.paragraph("本部门依法履行职责，统筹推进年度重点工作。", heading=False, size=14)
    pages.line(f"第二部分 {figures.year} 年度部门预算表", size=16, align="center", bold=True)
    for number, table_no in enumerate(PRINTED_ORDER, start=1):
        # 表2 has cells over several rows, which no page break may cut.
        pages.continue_page(A4, height=360 if table_no == 2 else 140)
        pages.space(10)
        pages.line(f"公开 {number:02d} 表：{TITLES[table_no]}", size=14)
        pages.line("部门：            " + figures.department, right="单位：万元")
        drawn = _drawn(table_no, tables[table_no])
        scale = pages.width / sum(drawn.widths)
        drawn = replace(
            drawn,
            widths=tuple(width * scale for width in drawn.widths),
            break_before=options.break_before.get(table_no, frozenset()),
            split_row=options.split_row.get(table_no),
        )
        if table_no in options.phantom:
            drawn = phantom_column(drawn, options.phantom[table_no])
        pages.table(drawn)
        if table_no == 8 and not tables[8][0][0]:
            pages.line("说明：本部门无相关收支项目。", size=12)
    pages.new_page(A4)
    pages.line(f"第三部分 {figures.year} 年度部门预算情况说明", size=16, align="center", bold=True)
    pages.paragraph(
        f"{figures.department}{figures.year}年度收入、支出预算总计{money(_whole(figures), thousands=True)}万元。"
    )
    return BuiltDocument(file_name or "jiangsu.pdf", pages.finish(), expect(tables, {10: 0}))


def _whole(figures: Figures) -> Decimal:
    return spent((*figures.current, *figures.carryover))


def _derive(figures: Figures) -> dict[int, Table]:
    fiscal, general, fund = (select(figures.current, funds=funds) for funds in (FISCAL_FUNDS, (GENERAL,), (GOV_FUND,)))
    fiscal_table = by_function(fiscal)
    economic = (Line("合计", economic_cells(figures.economic), is_total=True), *economic_by_code(figures))
    public = [line for line in figures.economic if not line.is_personnel]
    running = (Line("合计", economic_cells(public), is_total=True), *economic_by_code(figures, ("302", "310")))
    tables: dict[int, Table] = {
        1: _summary(figures),
        2: _revenue(figures),
        3: ((Line("合计", cells(_expenditure_items(figures))),),),
        4: _fiscal_summary(figures),
        14: _totals_only(fiscal_table),
        15: _one_a_row(measured(economic, 合计="合计")),
        5: _totals_only(by_function(general)),
        6: _one_a_row(measured(economic, 合计="合计")),
        10: (_transposed(_three_public_items(figures)),),
        8: _totals_only(by_function(fund)),
        11: _one_a_row(measured(running, 合计="合计")),
        16: _procurement(),
    }
    return apply_tampering(figures, tables)


def _one_a_row(lines: tuple[Line, ...]) -> Table:
    return tuple((line,) for line in lines)


def _totals_only(table: Table) -> Table:
    return _one_a_row(measured((line for (line,) in table if line is not None), 合计="合计"))


def _transposed(items: tuple[tuple[str, Decimal], ...]) -> Row:
    return tuple(Line(name, cells((("合计", amount),))) for name, amount in items)


def _expenditure_items(figures: Figures) -> tuple[tuple[str, Decimal], ...]:
    every = (*figures.current, *figures.carryover)
    return (
        ("合计", spent(every)),
        ("基本支出", basic(every)),
        ("项目支出", project(every)),
        ("单位预留机动经费", ZERO),
        ("结转下年资金", ZERO),
    )


def _three_public_items(figures: Figures) -> tuple[tuple[str, Decimal], ...]:
    items = figures.three_public
    abroad, reception, purchase, running = (
        part.get(GENERAL, ZERO) for part in (items.abroad, items.reception, items.car_purchase, items.car_running)
    )
    meetings, training = (
        total(line.amount for line in figures.economic if line.code == code) for code in ("30215", "30216")
    )
    public = abroad + reception + purchase + running
    return (
        ("合计", public + meetings + training),
        ("“三公”经费", public),
        ("因公出国（境）费", abroad),
        ("公务用车购置及运行维护费", purchase + running),
        ("公务用车购置费", purchase),
        ("公务用车运行维护费", running),
        ("公务接待费", reception),
        ("会议费", meetings),
        ("培训费", training),
    )


def _summary(figures: Figures) -> Table:
    every = (*figures.current, *figures.carryover)
    general, fund, account, own = (
        revenue_of(figures, source) for source in (GENERAL, GOV_FUND, FISCAL_ACCOUNT, UNIT_FUNDS)
    )
    year, carried = spent(figures.current), spent(figures.carryover)

    def income(name: str, amount: Decimal, indent: int = 0, *, is_total: bool = False) -> Line:
        return Line(name, cells((("预算数", amount),)), REVENUE, indent=indent, is_total=is_total)

    def outgo(name: str, amount: Decimal, *, is_total: bool = False) -> Line:
        return Line(name, cells((("合计", amount),)), EXPENDITURE, is_total=is_total)

    return (
        *side_by_side(
            (
                income("一、财政拨款", general + fund),
                income("1.一般公共预算", general, 1),
                income("2.政府性基金预算", fund, 1),
                income("二、财政专户管理资金", account),
                income("三、其他资金", own),
            ),
            tuple(
                outgo(ordinal(number) + name, spent(select(every, code)))
                for number, (code, name) in enumerate(EXPENDITURE_LINES[:21], start=1)
            ),
            (
                outgo("一、基本支出", basic(every)),
                outgo("二、项目支出", project(every)),
                outgo("三、单位预留机动经费", ZERO),
            ),
        ),
        (income("当年收入小计", year, is_total=True), None, outgo("当年支出小计", year + carried, is_total=True)),
        (income("上年结转资金", carried), None, outgo("结转下年资金", ZERO)),
        (income("收入合计", year + carried, is_total=True), None, outgo("支出合计", year + carried, is_total=True)),
    )


# 表2 by group; the first line of each is its 小计.
_REVENUE_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("一般公共预算资金", ("小计", "公共财政拨款(补助)资金", "专项收入")),
    ("政府性基金", ("小计",)),
    ("财政专户管理资金", ("小计", "专户管理教育收费", "其他非税收入")),
    ("其他资金", ("小计", "事业收入", "经营收入", "其他收入", "债务资金(银行贷款)")),
    ("上年结转和结余资金", ("小计", "其中：动用上年结转和结余资金")),
)


def _revenue(figures: Figures) -> Table:
    amounts = (
        *(revenue_of(figures, fund) for fund in (GENERAL, GOV_FUND, FISCAL_ACCOUNT, UNIT_FUNDS)),
        spent(figures.carryover),
    )
    rows: list[Row] = [(Line("收入总计", cells((("合计", _whole(figures)),)), is_total=True),)]
    for (_, names), amount in zip(_REVENUE_GROUPS, amounts, strict=True):
        # Each group's money stands in its 小计 and in one line below it.
        for index, name in enumerate(names):
            rows.append((Line(name, cells((("合计", amount if index < 2 else ZERO),))),))
    return tuple(rows)


def _fiscal_summary(figures: Figures) -> Table:
    year = select(figures.current, funds=FISCAL_FUNDS)

    def income(name: str, amount: Decimal, *, is_total: bool = False) -> Line:
        return Line(name, cells((("金额", amount),)), REVENUE, is_total=is_total)

    def outgo(name: str, amount: Decimal, *, is_total: bool = False) -> Line:
        return Line(name, cells((("小计", amount),)), EXPENDITURE, is_total=is_total)

    return (
        *side_by_side(
            (
                income("一、一般公共预算", revenue_of(figures, GENERAL)),
                income("二、政府性基金预算", revenue_of(figures, GOV_FUND)),
            ),
            (
                outgo("一、基本支出", basic(year)),
                outgo("二、项目支出", project(year)),
                outgo("三、单位预留机动经费", ZERO),
            ),
        ),
        (income("收入合计", spent(year), is_total=True), outgo("支出合计", spent(year), is_total=True)),
    )


def _procurement() -> Table:
    rows: list[Row] = [(Line("合计", {"合计": total(Decimal(entry[5]) for entry in _PROCUREMENT)}, is_total=True),)]
    seen: set[str] = set()
    for category, purpose, _, item, _, amount in _PROCUREMENT:
        for column, key in ((0, category), (1, purpose)):
            if key not in seen:
                seen.add(key)
                rows.append(
                    (Line(key, {"合计": total(Decimal(row[5]) for row in _PROCUREMENT if row[column] == key)}),)
                )
        rows.append((Line(item, {"合计": Decimal(amount)}),))
    return tuple(rows)


def _printed(amount: Decimal) -> str:
    return money(amount, thousands=True)


def _amount(line: Line | None, measure: str, column: int) -> DrawnCell:
    value = line.amounts.get(measure) if line is not None else None
    return DrawnCell(_printed(value) if value is not None else "", column, align="right")


def _drawn(table_no: int, table: Table) -> DrawnTable:
    if table_no == 1:
        return _drawn_summary(table)
    if table_no == 2:
        return _drawn_revenue(table)
    if table_no in (3, 10):
        return _drawn_one_row(table_no, table)
    if table_no == 4:
        return DrawnTable(
            (130, 90, 130, 90),
            heading("收入|<|支出|<", "项目名称|金额|支出用途|<", "^|^|项目名称|金额"),
            body(
                table,
                (Column("name", 1), Column("金额", 1), Column("name", 1, 1), Column("小计", 1, 1)),
                money=_printed,
            ),
        )
    if table_no == 16:
        return _drawn_procurement(table)
    titles = {
        14: "功能科目代码|功能科目名称|金额",
        5: "功能科目代码|功能科目名称|金额",
        8: "功能科目代码|功能科目名称|金额",
        11: "科目编码|科目名称|机关运行经费支出",
    }
    rows = body(
        table,
        (Column("code", 1, align="left"), Column("name", 1), Column("合计", 1)),
        money=_printed,
        # 合计 stands in the name column of some tables and over both columns of others, spelt with a space.
        total_span=0 if table_no in (14, 8) else 2,
        total_text="" if table_no in (14, 8) else "合 计",
    )
    if table_no == 8 and len(table) == 1:
        empty = tuple(DrawnCell(column=column) for column in range(3))
        rows = (*rows, (DrawnCell("此表为空", 0), *empty[1:]), empty)
    return DrawnTable((110, 200, 120), heading(titles.get(table_no, "科目编码|科目名称|金额")), rows)


def _drawn_summary(table: Table) -> DrawnTable:
    columns = (
        Column("name", 1),
        Column("预算数", 1),
        Column("name", 1, 1),
        Column("合计", 1, 1),
        Column("name", 1, 2),
        Column("合计", 1, 2),
    )
    plain = body(table[:-3], columns, money=_printed, indents=True)
    sums = []
    for left, _, right in table[-3:]:
        assert left is not None
        assert right is not None
        sums.append(
            (
                DrawnCell(left.name, 0, align="center", bold=left.is_total),
                _amount(left, "预算数", 1),
                DrawnCell(right.name, 2, column_span=3, align="center", bold=right.is_total),
                _amount(right, "合计", 5),
            )
        )
    return DrawnTable(
        (80, 56, 96, 56, 76, 56),
        heading("收入|<|支出|<|<|<", "项目名称|金额|功能分类|<|支出用途|<", "^|^|功能科目名称|金额|项目名称|金额"),
        (*plain, *sums),
    )


def _drawn_revenue(table: Table) -> DrawnTable:
    lines = iter([line for (line,) in table if line is not None])
    first = next(lines)
    rows: list[DrawnRow] = [
        (DrawnCell(first.name, 0, column_span=2, align="center", bold=True), _amount(first, "合计", 2))
    ]
    for group, names in _REVENUE_GROUPS:
        for index in range(len(names)):
            line = next(lines)
            label = (DrawnCell(group, 0, row_span=len(names), align="center"),) if index == 0 else ()
            rows.append((*label, DrawnCell(line.name, 1), _amount(line, "合计", 2)))
    return DrawnTable((130, 190, 130), heading("项目名称||金额"), tuple(rows))


def _drawn_one_row(table_no: int, table: Table) -> DrawnTable:
    if table_no == 3:
        measures = ("合计", "基本支出", "项目支出", "单位预留机动经费", "结转下年资金")
        row = tuple(_amount(table[0][0], measure, column) for column, measure in enumerate(measures))
        return DrawnTable((1.0,) * 5, heading("|".join(measures)), (row,))
    row = tuple(_amount(line, "合计", column) for column, line in enumerate(table[0]))
    sketch = (
        "合计|“三公”经费|<|<|<|<|<|会议费|培训费",
        "^|小计|因公出国（境）费|公务用车购置及运行维护费|<|<|公务接待费|^|^",
        "^|^|^|小计|公务用车购置费|公务用车运行维护费|^|^|^",
    )
    return DrawnTable((1.1, *(1.0,) * 8), heading(*sketch), (row,))


def _drawn_procurement(table: Table) -> DrawnTable:
    by_item = {entry[3]: entry for entry in _PROCUREMENT}
    by_purpose = {entry[1]: entry for entry in _PROCUREMENT}
    rows = []
    for (line,) in table:
        assert line is not None
        texts = [line.name, "", "", "", ""]
        if line.name in by_purpose:
            texts = ["", line.name, by_purpose[line.name][2], "", ""]
        elif line.name in by_item:
            texts = ["", "", "", line.name, by_item[line.name][4]]
        rows.append((*(DrawnCell(text, column) for column, text in enumerate(texts)), _amount(line, "合计", 5)))
    sketch = "采购品目大类|专项名称|经济科目|采购物品名称|采购组织形式|总计"
    return DrawnTable((62, 96, 80, 80, 62, 62), heading(sketch), tuple(rows))
