"""Performance forms (绩效目标表) as four provinces lay them out, with the golden rows that must be read from them.

Each layout draws the same kind of source, :class:`Form`; the golden rows are made from the source alone, in the columns
of `samples/golden_performance.csv`. Persons stand on the forms and in no golden row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from tests.factory.drawing import A4, A4_LANDSCAPE, DrawnCell, DrawnRow, DrawnTable, Pages

PERSON = "欧阳长青"
TELEPHONE = "13987654321"
LANDLINE = "0358-4026688"


@dataclass(frozen=True, slots=True)
class Target:
    """One indicator: levels, name and value as printed; the value is None where this period has none."""

    level1: str
    level2: str
    period: tuple[str, str] | None
    year: tuple[str, str] | None
    weight: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One form; amounts in 元, None where the layout prints none."""

    project: str
    unit: str
    term: str
    filed_at: str
    period_amount: Decimal | None
    year_amount: Decimal | None
    targets: tuple[Target, ...]
    goal: str = "按年度计划完成各项工作，保障服务质量。"


GOLDEN_FORM_COLUMNS = (
    *("file", "form_no", "project", "unit", "term", "filed_at", "period_amount_yuan", "year_amount_yuan"),
    *("scope", "level1", "level2", "level3", "value"),
)
GoldenRow = tuple[int, str, str, str, str, Decimal | None, Decimal | None, str, str, str, str, str]


def golden_rows(
    forms: Sequence[Form], *, first_no: int = 1, scopes: tuple[str, str] = ("实施期", "年度")
) -> tuple[GoldenRow, ...]:
    """The indicators of forms, in the columns of the golden file from form_no on; empty where a layout prints none."""
    return tuple(
        (
            form_no,
            form.project,
            form.unit,
            form.term,
            form.filed_at,
            form.period_amount,
            form.year_amount,
            scope,
            target.level1,
            target.level2,
            *pair,
        )
        for form_no, form in enumerate(forms, first_no)
        for target in form.targets
        for scope, pair in zip(scopes, (target.period, target.year), strict=True)
        if pair is not None
    )


def _cells(*cells: tuple[str, int], start: int = 0) -> DrawnRow:
    drawn, column = [], start
    for text, span in cells:
        drawn.append(DrawnCell(text, column, span))
        column += span
    return tuple(drawn)


def _spans(targets: Sequence[Target], key: Callable[[Target], str]) -> Iterator[int]:
    """For each target the rows that its merged cell covers, 0 where a cell above covers it."""
    for _, run in groupby(targets, key):
        length = len(list(run))
        yield length
        yield from [0] * (length - 1)


def county_form(
    pages: Pages,
    title: str,
    form: Form,
    *,
    break_after: int = 0,
    text_overleaf: bool = False,
    department: str = "",
    code: str = "045",
) -> None:
    """Shanxi: 实施期 and 年度 side by side, 元, merged levels; a page break may cut 一级指标 after some targets.

    Args:
        pages: Where to draw.
        title: Printed over the form.
        form: What to print.
        break_after: Number of targets on the first page; 0 keeps the form on one page.
        text_overleaf: Whether the cut cell prints its text on the second page, else on the first.
        department: 主管部门, where it is not the 实施单位 itself.
        code: What is printed before it.
    """
    pages.new_page(A4)
    pages.title(title)
    widths = (36.0, 54.0, 58.0, 84.0, 60.0, 58.0, 76.0, 62.0)
    amounts = [f"{amount:,}" for amount in (form.period_amount, form.year_amount)]
    head: tuple[DrawnRow, ...] = (
        _cells(("项目名称", 2), (form.project, 6)),
        _cells(("主管部门及代码", 2), (f"{code}-{department or form.unit}[部门]", 2), ("实施单位", 1), (form.unit, 3)),
        _cells(("项目属性", 2), ("经常性项目", 2), ("项目期", 1), (form.term, 3)),
        (
            DrawnCell("项目资\n金\n（元）", 0, row_span=3),
            *_cells(("实施期资金总额：", 2), (amounts[0], 1), ("年度资金总额：", 2), (amounts[1], 2), start=1),
        ),
        _cells(("其中：中央财政资金", 2), ("0", 1), ("其中：中央财政资金", 2), ("0", 2), start=1),
        _cells(("其他资金", 2), ("", 1), ("其他资金", 2), ("", 2), start=1),
        _cells(("项目概况", 2), (f"由{form.unit}组织实施，联系人：{PERSON}，电话 {LANDLINE}。", 6)),
        _cells(("", 2), ("实施期目标", 3), ("年度目标", 3)),
        _cells(("总体目标", 2), (f"{form.goal}联系电话{TELEPHONE}", 3), (form.goal, 3)),
        (
            DrawnCell("绩效指\n标", 0, row_span=1 + (break_after or len(form.targets))),
            *(
                DrawnCell(text, column)
                for column, text in enumerate(
                    ("一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"), start=1
                )
            ),
        ),
    )
    foot = _cells(
        ("负责人：", 1), (PERSON, 1), ("联系电话", 1), (TELEPHONE, 1), ("经办人：", 1), (PERSON, 1), ("填报日期：", 1),
        (form.filed_at, 1),
    )  # fmt: skip
    first, rest = form.targets[: break_after or None], form.targets[break_after:] if break_after else ()
    cut = bool(rest) and first[-1].level1 == rest[0].level1
    last_run = len(list(groupby(first, lambda target: target.level1))) - 1
    body = _county_rows(first, blank_run=last_run if cut and text_overleaf else None)
    pages.table(DrawnTable(widths, (), (*head, *body, *(() if rest else (foot,)))))
    if rest:
        pages.new_page(A4)
        beside = (DrawnCell("", 0, row_span=len(rest)),)
        lower = _county_rows(rest, blank_run=0 if cut and not text_overleaf else None)
        pages.table(DrawnTable(widths, (), ((*beside, *lower[0]), *lower[1:], foot)))


def _county_rows(targets: Sequence[Target], blank_run: int | None) -> tuple[DrawnRow, ...]:
    rows, run = [], -1
    spans1 = list(_spans(targets, lambda target: target.level1))
    spans2 = list(_spans(targets, lambda target: target.level1 + target.level2))
    for target, span1, span2 in zip(targets, spans1, spans2, strict=True):
        row = []
        if span1:
            run += 1
            row.append(DrawnCell("" if run == blank_run else target.level1, 1, row_span=span1))
        if span2:
            row += [DrawnCell(target.level2, column, row_span=span2) for column in (2, 5)]
        for pair, column in ((target.period, 3), (target.year, 6)):
            row += [DrawnCell(text, column + place) for place, text in enumerate(pair or ("", ""))]
        rows.append(tuple(sorted(row, key=lambda cell: cell.column)))
    return tuple(rows)


def national_forms(pages: Pages, title: str, forms: Sequence[Form]) -> None:
    """The ministry's form: 年度 only, 万元 in the label, 分值权重; one title over forms in grids of their own."""
    pages.new_page(A4)
    pages.title(title)
    widths = (60.0, 90.0, 90.0, 120.0, 80.0, 47.0)
    for form in forms:
        amount = f"{(form.year_amount or Decimal(0)) / 10000:,.2f}"
        rows: list[DrawnRow] = [
            _cells(("项目名称", 1), (form.project, 5)),
            _cells(("主管部门", 1), ("云岭县文化和旅游局", 2), ("实施单位", 1), (form.unit, 2)),
            _cells(("项目负责人", 1), (PERSON, 2), ("联系电话", 1), (LANDLINE, 2)),
            (
                DrawnCell("项目资金\n（万元）", 0, row_span=3),
                *_cells(("年度资金总额：", 2), (amount, 1), ("执行率分值（10）", 2), start=1),
            ),
            _cells(("其中：财政拨款", 2), (amount, 1), ("", 2), start=1),
            _cells(("其他资金", 2), ("-", 1), ("", 2), start=1),
            _cells(("年度总体目标", 1), (form.goal, 5)),
            (
                DrawnCell("绩效指标", 0, row_span=1 + len(form.targets)),
                *(
                    DrawnCell(text, column)
                    for column, text in enumerate(("一级指标", "二级指标", "三级指标", "指标值", "分值权重"), start=1)
                ),
            ),
        ]
        spans = list(_spans(form.targets, lambda target: target.level1))
        for target, span in zip(form.targets, spans, strict=True):
            first = (DrawnCell(target.level1, 1, row_span=span),) if span else ()
            name, value = target.year or ("", "")
            rows.append((*first, *_cells((target.level2, 1), (name, 1), (value, 1), (target.weight, 1), start=2)))
        pages.table(DrawnTable(widths, (), tuple(rows)))
        pages.space(10)


def list_of_projects(pages: Pages, title: str, forms: Sequence[Form], *, break_after: int = 0) -> None:
    """Sichuan: a row per indicator, the project's cells merged; sign, number and unit in columns of their own.

    Values are split by the source: ``≥|95|%``. A page break comes after ``break_after`` rows; the heading is repeated.
    """
    pages.new_page(A4_LANDSCAPE)
    pages.title(title)
    pages.line("", right="单位：万元")
    widths = (84.0, 96.0, 60.0, 120.0, 60.0, 72.0, 90.0, 50.0, 44.0, 44.0, 33.0)
    names = (
        *("单位名称", "项目名称", "年初预算数", "年度目标"),
        *("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重"),
    )
    heading = (
        (
            *(DrawnCell(name, column, row_span=2, align="center") for column, name in enumerate(names[:4])),
            DrawnCell("绩效指标", 4, 7, align="center"),
        ),
        tuple(DrawnCell(name, column, align="center") for column, name in enumerate(names[4:], start=4)),
    )
    rows = [(form, target) for form in forms for target in form.targets]
    for part in (rows[:break_after], rows[break_after:]) if break_after else (rows,):
        if part is not rows and part[0] is not rows[0]:
            pages.new_page(A4_LANDSCAPE)
        body: list[DrawnRow] = []
        for form, run in groupby(part, lambda row: row[0]):
            targets = [target for _, target in run]
            spans = list(_spans(targets, lambda target: target.level1))
            for place, (target, span) in enumerate(zip(targets, spans, strict=True)):
                # A project that goes on overleaf is not named again.
                named = form.targets[0] is targets[0]
                amount = f"{(form.year_amount or Decimal(0)) / 10000:,.2f}"
                texts = (form.unit, form.project, amount, form.goal) if named else ("", "", "", "")
                cells = [DrawnCell(text, n, row_span=len(targets)) for n, text in enumerate(texts)] if not place else []
                if span:
                    cells.append(DrawnCell(target.level1, 4, row_span=span))
                name, value = target.year or ("", "||")
                cells += _cells(
                    *((text, 1) for text in (target.level2, name, *value.split("|"), target.weight)), start=5
                )
                body.append(tuple(cells))
        pages.table(DrawnTable(widths, heading, tuple(body)))


def department_form(pages: Pages, title: str, form: Form) -> None:
    """部门整体支出: no project; 三级指标 and its value share a cell."""
    pages.new_page(A4)
    pages.title(title)
    widths = (80.0, 100.0, 100.0, 207.0)
    rows: list[DrawnRow] = [
        _cells(("部门名称", 1), (form.unit, 3)),
        _cells(("填报人", 1), (PERSON, 1), ("联系电话", 1), (TELEPHONE, 1)),
        _cells(("年度预算金额（万元）", 1), (f"{(form.year_amount or Decimal(0)) / 10000:,.2f}", 3)),
        _cells(("年度总体目标", 1), (form.goal, 3)),
        (DrawnCell("年度绩效指标", 0, row_span=1 + len(form.targets)), *_cells(
            ("一级指标", 1), ("二级指标", 1), ("三级指标及指标值", 1), start=1
        )),
    ]  # fmt: skip
    spans = list(_spans(form.targets, lambda target: target.level1))
    for target, span in zip(form.targets, spans, strict=True):
        first = (DrawnCell(target.level1, 1, row_span=span),) if span else ()
        name, value = target.year or ("", "")
        rows.append(
            (
                *first,
                *_cells((target.level2, 1), (f"{name}：{value}" if value[0] not in "≥≤" else name + value, 1), start=2),
            )
        )
    pages.table(DrawnTable(widths, (), tuple(rows)))


Texts = Callable[[Target], Sequence[str]]


def wide_list(
    pages: Pages, title: str, right: str, heads: Sequence[tuple[str, float]], forms: Sequence[Form], texts: Texts
) -> None:
    """Guangdong, Hunan: a list of projects whose columns behind 三级指标 differ, under a row of the unit.

    Args:
        pages: Where to draw.
        title: Printed over the list.
        right: The line of the unit of money.
        heads: Headings behind 三级指标, with their widths.
        forms: The projects, of one unit.
        texts: What stands under these headings for an indicator.
    """
    pages.new_page(A4_LANDSCAPE)
    pages.title(title)
    pages.line("", right=right)
    columns = (
        *(("单位名称", 80.0), ("项目名称", 90.0), ("资金总额", 62.0), ("总体绩效目标", 110.0)),
        *(("一级指标", 56.0), ("二级指标", 60.0), ("三级指标", 96.0), *heads),
    )
    heading = (tuple(DrawnCell(name, column, align="center") for column, (name, _) in enumerate(columns)),)
    total = sum((form.year_amount or Decimal(0) for form in forms), Decimal(0)) / 10000
    body: list[DrawnRow] = [
        _cells((forms[0].unit, 1), ("", 1), (f"{total:.2f}", 1), *(("", 1) for _ in columns[3:])),
    ]
    for form in forms:
        spans = [list(_spans(form.targets, key)) for key in (lambda row: row.level1, lambda row: row.level2)]
        for place, target in enumerate(form.targets):
            amount = f"{(form.year_amount or Decimal(0)) / 10000:.2f}"
            own = (form.unit, form.project, amount, form.goal) if not place else ()
            cells = [DrawnCell(text, column, row_span=len(form.targets)) for column, text in enumerate(own)]
            for column, text, span in ((4, target.level1, spans[0][place]), (5, target.level2, spans[1][place])):
                if span:
                    cells.append(DrawnCell(text, column, row_span=span))
            name = (target.period or target.year or ("", ""))[0]
            cells += _cells((name, 1), *((text, 1) for text in texts(target)), start=6)
            body.append(tuple(cells))
    pages.table(DrawnTable(tuple(width for _, width in columns), heading, tuple(body)))


def column_form(
    pages: Pages, title: str, form: Form, heads: Sequence[str], texts: Texts, *, over: str = "", break_after: int = 0
) -> None:
    """A form for one project whose columns behind 三级指标 differ.

    Args:
        pages: Where to draw.
        title: Printed over the form.
        form: What to print.
        heads: Headings behind 三级指标.
        texts: What stands under these headings for an indicator.
        over: A heading over all of these headings; the headings are then printed in two rows.
        break_after: Number of indicators on the first page. The last of them is cut: the second half of its name,
            behind ``|``, is printed overleaf. 0 keeps the form on one page.
    """
    pages.new_page(A4)
    pages.title(title)
    widths = (54.0, 64.0, 74.0, 130.0, *(165.0 / len(heads) for _ in heads))
    across = len(widths) - 1
    amount = f"{(form.year_amount or Decimal(0)) / 10000:,.2f}"
    levels = ("一级指标", "二级指标", "三级指标")
    down = 2 if over else 1
    head: list[DrawnRow] = [
        _cells(("项目名称", 1), (form.project, across)),
        _cells(("实施单位", 1), (form.unit, 2), ("项目负责人", 1), (PERSON, across - 3)),
        _cells(("年度资金总额（万元）", 1), (amount, 2), ("联系电话", 1), (TELEPHONE, across - 3)),
        _cells(("年度绩效目标", 1), (form.goal, across)),
        (
            DrawnCell("绩效指标", 0, row_span=down + (break_after or len(form.targets))),
            *(DrawnCell(name, column, row_span=down) for column, name in enumerate(levels, start=1)),
            *(_cells((over, len(heads)), start=4) if over else _cells(*((name, 1) for name in heads), start=4)),
        ),
    ]
    if over:
        head.append(_cells(*((name, 1) for name in heads), start=4))
    cut = break_after or len(form.targets)
    pages.table(DrawnTable(widths, (), (*head, *_column_rows(form.targets[:cut], texts))))
    if break_after:
        pages.new_page(A4)
        rest = form.targets[break_after - 1].year or ("|", "")
        first = _cells(("", 1), ("", 1), (rest[0].partition("|")[2], 1), *(("", 1) for _ in heads), start=1)
        rows = (first, *_column_rows(form.targets[cut:], texts))
        beside = (DrawnCell("", 0, row_span=len(rows)),)
        pages.table(DrawnTable(widths, (), ((*beside, *rows[0]), *rows[1:])))


def _column_rows(targets: Sequence[Target], texts: Texts) -> Iterator[DrawnRow]:
    for target, span in zip(targets, _spans(targets, lambda row: row.level1), strict=True):
        level1 = (DrawnCell(target.level1, 1, row_span=span),) if span else ()
        name = (target.period or target.year or ("", ""))[0].partition("|")[0]
        yield (*level1, *_cells((target.level2, 1), (name, 1), *((text, 1) for text in texts(target)), start=2))
