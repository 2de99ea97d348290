"""The fixtures by number of their trap, as far as reportlab draws them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from tests.factory.drawing import A4, A4_LANDSCAPE, FULL_WIDTH_SPACE, DrawnCell, DrawnRow, DrawnTable, Style
from tests.factory.expected import BuiltDocument
from tests.factory.forms import GoldenRow
from tests.factory.grid import Column
from tests.factory.ruling import RuledPages, Ruling, Turn
from tests.factory.tables import Line, cells, spent
from tests.traps.make import document, sheets
from tests.traps.make.document import Paper, draw
from tests.traps.make.sheets import Sheet, budget, change

A3_LANDSCAPE = (1190.55, 841.89)
_Make = Callable[[str], "Fixture"]
FIXTURES: dict[str, _Make] = {}


@dataclass(frozen=True, slots=True)
class Fixture:
    """One made document and what must be known of it."""

    document: BuiltDocument
    department: str
    year: int
    stage: str = "预算"
    status: str = "reconciled"
    forms: tuple[GoldenRow, ...] = ()


def fixture(make: Callable[[str], Fixture]) -> Callable[[str], Fixture]:
    """Register what makes a fixture; the name is that of the function without `trap_`."""
    FIXTURES[make.__name__.removeprefix("trap_")] = make
    return make


def finish(name: str, paper: Paper, pages: RuledPages, status: str = "reconciled") -> Fixture:
    """The fixture of drawn pages."""
    built = document.built(paper, f"{name}.pdf", pages.finish())
    return Fixture(built, paper.data.department, paper.data.year, paper.stage, status)


def plain_paper(key: str, department: str, year: int = 2024, *, columns: int = 4, **words: Any) -> Paper:
    """A department's eight tables."""
    data = sheets.figures(key, department, year)
    return Paper(data, budget(data, columns=columns), **words)


def water(department: str, year: int = 2024, **words: Any) -> Paper:
    """Figures of one fund, nothing carried over."""
    return plain_paper("water", department, year, **words)


def city(department: str, year: int = 2024, **words: Any) -> Paper:
    """Figures of three funds, with carry-over."""
    return plain_paper("city", department, year, **words)


def ruled(name: str, paper: Paper, ruling: Ruling, style: Style | None = None, **drawing: Any) -> Fixture:
    """A fixture that differs only by its rules and its style."""
    pages = RuledPages(style or Style(), ruling)
    draw(paper, pages, **drawing)
    return finish(name, paper, pages)


# A figure in 元 is too wide for the columns of 表2 and 表4 on an upright page.
WIDE = {2: A4_LANDSCAPE, 4: A4_LANDSCAPE}


def breaking(*rows: int, repeat: bool = False) -> Callable[[DrawnTable], DrawnTable]:
    """New pages before these body rows."""
    return lambda table: replace(table, break_before=frozenset(rows), repeat_heading=repeat)


def texts(pairs: Callable[[str], str]) -> Callable[[DrawnTable], DrawnTable]:
    """Every body text printed in another way."""

    def rewrite(table: DrawnTable) -> DrawnTable:
        return replace(
            table, body=tuple(tuple(replace(cell, text=pairs(cell.text)) for cell in row) for row in table.body)
        )

    return rewrite


def row(*words: str, spans: Mapping[int, int] | None = None) -> DrawnRow:
    """A row of cells; `spans` gives the width of those over several columns."""
    drawn, column = [], 0
    for index, word in enumerate(words):
        span = (spans or {}).get(index, 1)
        drawn.append(DrawnCell(word, column, span))
        column += span
    return tuple(drawn)


# 1: a continuation page with no rule above its first row


@fixture
def trap_01_no_rule_above_first_row(name: str) -> Fixture:
    paper = water("青石县水利局")
    return ruled(
        name,
        paper,
        Ruling(open_top=True),
        change={3: breaking(5), 5: breaking(4, 6), 6: breaking(5, 9), 4: breaking(3)},
        joined=frozenset(),
    )


@fixture
def trap_01_no_rule_at_either_side_of_the_break(name: str) -> Fixture:
    paper = city("青石县城市管理局", money=sheets.thousands)
    return ruled(
        name,
        paper,
        Ruling(open_top=True, open_bottom=True, stroke="rect", open_sides=True),
        change={2: breaking(4), 3: breaking(6), 6: breaking(8)},
        joined=frozenset(),
    )


# 2: text outside the page box


def _below_the_edge(paper: Paper, sheet: Sheet) -> Callable[[RuledPages], None]:
    """The next table drawn below the page's lower edge, where no reader sees it."""

    def below(pages: RuledPages) -> None:
        place = pages._top
        pages._top = pages._size[1] + 30
        table = paper.drawn(sheet)
        lefts = [54 + sum(table.widths[:index]) for index in range(len(table.widths))]
        pages.text_at(paper.title_of(sheet), 200, pages._top - 20)
        for number, body_row in enumerate(table.body):
            for cell in body_row:
                pages.text_at(cell.text, lefts[cell.column] + 2, pages._top + 16 * number)
        pages._top = place

    return below


@fixture
def trap_02_next_table_below_the_page(name: str) -> Fixture:
    paper = water("青石县农业农村局")
    by_number = {sheet.table_no: sheet for sheet in paper.sheets}
    return ruled(
        name,
        paper,
        Ruling(),
        joined=frozenset(),
        after={2: _below_the_edge(paper, by_number[4]), 4: _below_the_edge(paper, by_number[6])},
    )


@fixture
def trap_02_outside_the_crop_box(name: str) -> Fixture:
    paper = water("青石县林业局")

    def strays(pages: RuledPages) -> None:
        width, height = pages._size
        for number in range(12):
            pages.text_at(f"{7777 + number}.77", 6, 200 + 17 * number)
            pages.text_at("印刷标记", width - 44, 200 + 17 * number)
        pages.text_at("裁切线以外：单位：元", 80, 20)
        pages.text_at("99999.99", 300, height - 24)

    pages = RuledPages(Style(margin=72), Ruling())
    pages.crop_inset = 50.0
    draw(paper, pages, before=dict.fromkeys(range(1, 11), strays), joined=frozenset())
    return finish(name, paper, pages)


# 3: Word's fragmented rules, phantom rows and columns, hairline double rules


@fixture
def trap_03_fragmented_rules(name: str) -> Fixture:
    return ruled(name, city("青石县住房和城乡建设局"), Ruling(stroke="fragments"), Style(latin_baseline=1.2))


@fixture
def trap_03_phantom_rows_and_columns(name: str) -> Fixture:
    return ruled(name, water("青石县交通运输局"), Ruling(sliver=2.4, stroke="rect"), change={5: breaking(4)})


@fixture
def trap_03_hairline_double_rules(name: str) -> Fixture:
    return ruled(name, city("青石县商务局"), Ruling(stroke="double"))


@fixture
def trap_03_wandering_rules(name: str) -> Fixture:
    """Each cell in a frame of its own beside its neighbours': three edges where there is one."""
    ruling = Ruling(stroke="fragments", wander=3.5)
    return ruled(name, city("青石县消防事务中心"), ruling, Style(row_height=21.0), change={5: breaking(6)})


# 4: several tables on a page, titles at its foot, captions in the grid, empty continuations, headings on some pages


@fixture
def trap_04_four_tables_on_a_page(name: str) -> Fixture:
    paper = water("青石县统计局")
    style = Style(font_size=6.5, row_height=9.6, title_size=9, margin=36)
    return ruled(name, paper, Ruling(), style, joined=frozenset(range(2, 11)))


@fixture
def trap_04_title_at_the_foot(name: str) -> Fixture:
    paper = water("青石县审计局")

    def low(pages: RuledPages) -> None:
        pages.space(pages.room - 45)

    return ruled(name, paper, Ruling(), joined=frozenset(), before={3: low, 6: low, 10: low})


@fixture
def trap_04_caption_in_the_grid(name: str) -> Fixture:
    paper = water("青石县司法局")

    def captioned(sheet: Sheet) -> Callable[[DrawnTable], DrawnTable]:
        def within(table: DrawnTable) -> DrawnTable:
            count = len(table.widths)
            title = (DrawnCell(paper.title_of(sheet), 0, count, align="center", bold=True),)
            half = count // 2
            below = (
                DrawnCell(paper.department_of(), 0, half),
                DrawnCell(sheet.unit, half, count - half, align="right"),
            )
            return replace(table, heading=(title, below, *table.heading))

        return within

    pages = RuledPages(Style(), Ruling())
    draw(
        paper,
        pages,
        change={sheet.table_no: captioned(sheet) for sheet in paper.sheets},
        caption=lambda pages, paper, sheet: None,
    )
    return finish(name, paper, pages)


@fixture
def trap_04_empty_continuation_grid(name: str) -> Fixture:
    paper = city("青石县民政局")

    def empty_rows(table: DrawnTable) -> DrawnTable:
        blank = tuple(DrawnCell(column=index) for index in range(len(table.widths)))
        at = len(table.body)
        return replace(table, body=(*table.body, *(blank,) * 8), break_before=frozenset({at}))

    return ruled(name, paper, Ruling(), change={3: empty_rows, 5: empty_rows, 10: empty_rows}, joined=frozenset())


@fixture
def trap_04_headings_on_some_pages(name: str) -> Fixture:
    paper = water("青石县教育局")

    def twice(repeat_from: int, *breaks: int) -> Callable[[DrawnTable], DrawnTable]:
        """The heading is printed again on the last page only."""

        def again(table: DrawnTable) -> DrawnTable:
            heading = tuple(tuple(replace(cell, bold=False) for cell in row) for row in table.heading)
            body = (*table.body[:repeat_from], *heading, *table.body[repeat_from:])
            return replace(table, body=body, break_before=frozenset(breaks))

        return again

    return ruled(
        name,
        paper,
        Ruling(),
        change={3: twice(6, 3, 6), 5: breaking(5, repeat=True), 6: twice(8, 4, 8)},
        joined=frozenset(),
    )


# 5: turned pages, sizes beside each other, content on its side


@fixture
def trap_05_rotate_90_180_and_270(name: str) -> Fixture:
    """Stored turned and displayed upright, a page each way."""
    paper = city("青石县海绵城市建设中心")
    turns: tuple[Turn, ...] = (0, 90, 270, 180)

    class Turning(RuledPages):
        def new_page(self, size: tuple[float, float] = A4) -> None:
            self.turn = turns[self.page_no % 4]
            super().new_page(size)

    pages = Turning(Style(), Ruling())
    draw(paper, pages, sizes=dict.fromkeys((2, 4), A4_LANDSCAPE), joined=frozenset({3, 5}), change={6: breaking(5)})
    return finish(name, paper, pages)


@fixture
def trap_05_sizes_and_orientations(name: str) -> Fixture:
    paper = city("青石县数据管理局")
    sizes = {2: A3_LANDSCAPE, 4: A4_LANDSCAPE, 8: A4_LANDSCAPE, 10: A3_LANDSCAPE}
    return ruled(name, paper, Ruling(), sizes=sizes, joined=frozenset({3, 5}), change={3: breaking(6)})


@fixture
def trap_05_content_on_its_side(name: str) -> Fixture:
    """Wide tables drawn on their side on upright pages, without /Rotate."""
    paper = city("青石县港航事业发展中心")

    class Lying(RuledPages):
        def new_page(self, size: tuple[float, float] = A4) -> None:
            self.turned_content = size == A4_LANDSCAPE
            super().new_page(size)

    pages = Lying(Style(), Ruling())
    draw(paper, pages, sizes=dict.fromkeys((2, 4), A4_LANDSCAPE), joined=frozenset({5}))
    return finish(name, paper, pages)


# 6: codes, halves, widths of the summary, transposed tables, labels over many lines, place of the total


def _functional_changed(
    paper: Paper, heading: tuple[str, ...], columns: tuple[Column, ...], *numbers: int
) -> tuple[Sheet, ...]:
    return change(paper.sheets, *numbers, heading=heading, columns=columns)


_AMOUNTS = (Column("合计", 80), Column("基本支出", 80), Column("项目支出", 80))


def _split_codes(paper: Paper) -> Paper:
    columns = (
        Column("code[0:3]", 34),
        Column("code[3:5]", 28),
        Column("code[5:7]", 28),
        Column("name", 160),
        *_AMOUNTS,
    )
    heading = (
        "功能分类科目编码|<|<|功能分类科目名称|合计|基本支出|项目支出",
        "类|款|项|^|^|^|^",
    )
    paper = replace(paper, sheets=_functional_changed(paper, heading, columns, 3, 5, 8))
    economic = (Column("code[0:3]", 34), Column("code[3:5]", 28), Column("name", 190), *_money_columns(6))
    return replace(
        paper,
        sheets=change(
            paper.sheets,
            6,
            heading=("经济分类科目编码|<|经济分类科目名称|合计|人员经费|公用经费", "类|款|^|^|^|^"),
            columns=economic,
        ),
    )


@fixture
def trap_06_codes_in_three_columns(name: str) -> Fixture:
    return ruled(name, _split_codes(water("青石县自然资源局", columns=6)), Ruling())


@fixture
def trap_06_codes_in_three_columns_said_once(name: str) -> Fixture:
    paper = _split_codes(water("青石县生态环境分局"))
    return ruled(name, paper, Ruling(), change=dict.fromkeys((3, 5, 6), _bare_parents))


def _money_columns(table_no: int) -> tuple[Column, ...]:
    return tuple(Column(measure, 80) for measure in ("合计", "人员经费", "公用经费")) if table_no == 6 else _AMOUNTS


def _bare_parents(table: DrawnTable) -> DrawnTable:
    """类 and 款 stand once, on their own lines; the lines under them leave those columns blank."""
    body: list[DrawnRow] = []
    for cells_of_row in table.body:
        codes = [cell for cell in cells_of_row if cell.column < len(cells_of_row) - 4]
        printed = [cell for cell in codes if cell.text]
        keep = printed[-1].column if printed else -1
        body.append(
            tuple(
                replace(cell, text="") if cell in codes and cell.text and cell.column != keep else cell
                for cell in cells_of_row
            )
        )
    return replace(table, body=tuple(body))


@fixture
def trap_06_codes_with_spaces(name: str) -> Fixture:
    paper = water("青石县气象局")

    def spaced(text: str) -> str:
        if text.isdigit() and len(text) in (5, 7):
            return " ".join([text[:3], *(text[at : at + 2] for at in range(3, len(text), 2))])
        return text

    return ruled(name, paper, Ruling(), change=dict.fromkeys((2, 3, 5, 6), texts(spaced)))


@fixture
def trap_06_codes_indented(name: str) -> Fixture:
    paper = city("青石县应急管理局")

    def indented(table: DrawnTable) -> DrawnTable:
        def stand_in(cell: DrawnCell) -> DrawnCell:
            if cell.column == 0 and cell.text.isdigit():
                return replace(cell, text=" " * (2 * (len(cell.text) - 3)) + cell.text, align="left")
            return cell

        return replace(table, body=tuple(tuple(stand_in(cell) for cell in row) for row in table.body))

    return ruled(name, paper, Ruling(), change=dict.fromkeys((2, 3, 5, 6, 8), indented))


@fixture
def trap_06_summary_in_seven_columns(name: str) -> Fixture:
    return ruled(name, water("青石县财政局", columns=7), Ruling())


@fixture
def trap_06_summary_in_six_columns(name: str) -> Fixture:
    return ruled(name, city("青石县市场监督管理局", columns=6), Ruling())


@fixture
def trap_06_totals_at_the_foot(name: str) -> Fixture:
    paper = city("青石县卫生健康局")
    moved = tuple(
        replace(sheet, rows=(*sheet.rows[1:], sheet.rows[0])) if sheet.table_no in (2, 3, 5, 6, 8, 10) else sheet
        for sheet in paper.sheets
    )
    return ruled(name, replace(paper, sheets=moved, options={3: {"total_text": "合 计"}}), Ruling())


@fixture
def trap_06_transposed(name: str) -> Fixture:
    """三公 as one body line under its items; 支出总表 with its total alone under wide headings."""
    paper = water("青石县信访局")
    values = {line.name: line.amounts.get("合计") for (line,) in sheets.three_public(paper.data).rows if line}
    names = ("合计", "因公出国（境）费", "公务接待费", "小计", "公务用车购置费", "公务用车运行维护费")
    printed = (
        "合计",
        "1、因公出国（境）费用",
        "2、公务接待费",
        "3、公务用车购置及运行费",
        "公务用车购置费",
        "其中：公务用车运行维护费",
    )
    lines = tuple(
        Line("公务用车购置及运行费" if item == "小计" else item, cells((("合计", values[key] or Decimal(0)),)))
        for item, key in zip(names, printed, strict=True)
    )
    items = Sheet(
        10,
        "“三公”经费预算表",
        (
            "“三公”经费预算数|<|<|<|<|<",
            "合计|因公出国（境）费|公务接待费|公务用车购置及运行费|<|<",
            "^|^|^|小计|公务用车购置费|公务用车运行维护费",
        ),
        tuple(Column("合计", 80, half) for half in range(6)),
        (lines,),
        items=0,
    )
    sheets_of = tuple(items if sheet.table_no == 10 else sheet for sheet in paper.sheets)
    return ruled(name, replace(paper, sheets=sheets_of), Ruling())


@fixture
def trap_06_labels_over_many_lines(name: str) -> Fixture:
    """收入总表 as 江苏 prints it: groups whose label stands once beside all their lines."""
    paper = water("青石县老干部局")
    whole = spent(paper.data.current)
    groups = (
        ("一般公共预算资金", (("小计", whole), ("公共财政拨款(补助)资金", whole), ("专项收入", None))),
        ("政府性基金", (("小计", None),)),
        ("财政专户管理资金", (("小计", None), ("专户管理教育收费", None), ("其他非税收入", None))),
        ("其他资金", (("小计", None), ("事业收入", None), ("经营收入", None))),
    )
    lines = [Line("收入总计", {"合计": whole}, is_total=True)]
    lines += [
        Line(line, {"合计": amount} if amount is not None else {}) for _, members in groups for line, amount in members
    ]

    def labelled(table: DrawnTable) -> DrawnTable:
        first, *others = table.body
        labels = [(group, index, len(members)) for group, members in groups for index in range(len(members))]
        body: list[DrawnRow] = [(replace(first[1], column=0, column_span=2), first[2])]
        for cells_of_row, (group, index, count) in zip(others, labels, strict=True):
            label = (DrawnCell(group, 0, row_span=count, align="center"),) if index == 0 else ()
            body.append((*label, *cells_of_row[1:]))
        return replace(table, body=tuple(body))

    sheet = Sheet(
        2,
        "收入预算总表",
        ("项目名称|<|金额",),
        (Column("label", 130), Column("name", 190), Column("合计", 130)),
        tuple((line,) for line in lines),
        shape=labelled,
    )
    paper = replace(paper, sheets=tuple(sheet if other.table_no == 2 else other for other in paper.sheets))
    return ruled(name, paper, Ruling())


# 7: units


@fixture
def trap_07_yuan_above(name: str) -> Fixture:
    paper = city("青石县退役军人事务局", money=sheets.thousands)
    return ruled(name, replace(paper, sheets=_in_unit(paper, "金额单位：元", 10000)), Ruling(), sizes=WIDE)


def _in_unit(paper: Paper, unit: str, factor: int, *numbers: int) -> tuple[Sheet, ...]:
    return change(paper.sheets, *(numbers or range(1, 17)), unit=unit, factor=Decimal(factor))


@fixture
def trap_07_thousand_yuan_in_the_heading(name: str) -> Fixture:
    """千元 in the heading over the amounts; no unit line."""
    paper = water("青石县文化和旅游局", money=sheets.thousands)
    changed = []
    for sheet in _in_unit(paper, "", 10):
        heading = list(sheet.heading)
        for old, new in (("预算数", "预算数（千元）"), ("|合计|", "|合计（千元）|")):
            heading = [line.replace(old, new) for line in heading]
        heading = [
            line.replace("基本支出", "基本支出（千元）").replace("项目支出", "项目支出（千元）") for line in heading
        ]
        heading = [
            line.replace("人员经费", "人员经费（千元）").replace("公用经费", "公用经费（千元）") for line in heading
        ]
        changed.append(replace(sheet, heading=tuple(heading)))
    return ruled(name, replace(paper, sheets=tuple(changed)), Ruling())


@fixture
def trap_07_unit_wrapped_over_two_cells(name: str) -> Fixture:
    paper = water("青石县体育局")

    def captioned(sheet: Sheet) -> Callable[[DrawnTable], DrawnTable]:
        def within(table: DrawnTable) -> DrawnTable:
            last = len(table.widths) - 1
            blank = tuple(DrawnCell(column=column) for column in range(last))
            upper = (*blank, DrawnCell("单位：万", last, align="right"))
            lower = (
                DrawnCell(paper.department_of(), 0, last),
                DrawnCell("元", last, align="right"),
            )
            return replace(table, heading=(upper, lower, *table.heading))

        return within

    def title_only(pages: RuledPages, paper: Paper, sheet: Sheet) -> None:
        pages.title(paper.title_of(sheet))

    return ruled(
        name,
        paper,
        Ruling(),
        change={sheet.table_no: captioned(sheet) for sheet in paper.sheets},
        caption=title_only,
    )


@fixture
def trap_07_unit_wrapped_over_two_columns(name: str) -> Fixture:
    paper = water("青石县外事办公室")

    def captioned(table: DrawnTable) -> DrawnTable:
        last = len(table.widths) - 1
        if last < 2:
            upper: DrawnRow = (DrawnCell(paper.department_of()), DrawnCell("单位：万元", 1, align="right"))
        else:
            upper = (
                DrawnCell(paper.department_of(), 0, last - 1),
                DrawnCell("单位：万", last - 1, align="right"),
                DrawnCell("元", last),
            )
        return replace(table, heading=(upper, *table.heading))

    return ruled(
        name,
        paper,
        Ruling(),
        change=dict.fromkeys(range(1, 11), captioned),
        caption=lambda pages, paper, sheet: pages.title(paper.title_of(sheet)),
    )


@fixture
def trap_07_mixed_within_a_file(name: str) -> Fixture:
    paper = city("青石县人力资源和社会保障局", money=sheets.thousands)
    mixed = _in_unit(paper, "单位：元", 10000, 1, 2, 3)
    mixed = change(mixed, 6, unit="单位：千元", factor=Decimal(10))
    mixed = change(mixed, 10, unit="（单位：人民币元）", factor=Decimal(10000))
    return ruled(name, replace(paper, sheets=mixed), Ruling(), sizes=WIDE)


@fixture
def trap_07_missing_on_one_table(name: str) -> Fixture:
    """表5 prints no unit; it agrees with the others in 元 only."""
    paper = city("青石县科学技术局", money=sheets.thousands)
    sheets_of = change(_in_unit(paper, "单位：元", 10000), 5, unit="")
    return ruled(name, replace(paper, sheets=sheets_of), Ruling(), sizes=WIDE)


@fixture
def trap_07_missing_throughout(name: str) -> Fixture:
    """No unit anywhere but in the text; 4027,1800.00 as magnitudes can only be 元."""
    paper = city("青石县医疗保障局", money=sheets.thousands)
    return ruled(name, replace(paper, sheets=_in_unit(paper, "", 10000)), Ruling(), sizes=WIDE)


# 8: few rules, none, grey, white, fills, rectangles


@fixture
def trap_08_three_line_tables(name: str) -> Fixture:
    return ruled(name, water("青石县乡村振兴局"), Ruling(kind="three_line"))


@fixture
def trap_08_open_sides(name: str) -> Fixture:
    return ruled(name, city("青石县红十字会"), Ruling(open_sides=True))


@fixture
def trap_08_only_horizontal_rules(name: str) -> Fixture:
    return ruled(name, city("青石县行政审批服务管理局"), Ruling(kind="horizontal", gray=0.6), change={3: breaking(5)})


@fixture
def trap_08_no_rules(name: str) -> Fixture:
    return ruled(name, water("青石县残疾人联合会"), Ruling(kind="none"))


@fixture
def trap_08_grey_rules(name: str) -> Fixture:
    return ruled(name, water("青石县妇女联合会"), Ruling(gray=0.82, heading_fill=0.9))


@fixture
def trap_08_white_rules_over_fills(name: str) -> Fixture:
    return ruled(name, city("青石县总工会"), Ruling(gray=1.0, heading_fill=0.75, stripes=0.93, stroke="rect"))


@fixture
def trap_08_fills_as_rules(name: str) -> Fixture:
    return ruled(name, water("青石县档案馆"), Ruling(kind="none", cell_fill=0.9))


@fixture
def trap_08_striped_rows_only(name: str) -> Fixture:
    return ruled(name, water("青石县地震局"), Ruling(kind="none", heading_fill=0.8, stripes=0.92))


@fixture
def trap_08_rectangles_as_rules(name: str) -> Fixture:
    return ruled(name, city("青石县供销合作社联合社"), Ruling(stroke="rect"), Style(watermark="青石县"))


# 9: numbers


def _zeros(sheet: Sheet) -> Sheet:
    """Every amount cell is printed, those of nothing as zero."""
    measures = [
        (column.source, column.half) for column in sheet.columns if not column.source.startswith(("code", "name"))
    ]
    rows = tuple(
        tuple(
            line
            and replace(
                line,
                amounts={
                    **{measure: Decimal(0) for measure, half_of in measures if half_of == half},
                    **line.amounts,
                },
            )
            for half, line in enumerate(body_row)
        )
        for body_row in sheet.rows
    )
    return replace(sheet, rows=rows)


_FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


@fixture
def trap_09_forms_of_numbers(name: str) -> Fixture:
    """Separators, full-width digits, zeros in five spellings, blanks."""
    paper = city("青石县投资促进局")
    paper = replace(
        paper, sheets=tuple(_zeros(sheet) if sheet.table_no in (2, 3, 5) else sheet for sheet in paper.sheets)
    )
    zeros: Iterator[str] = itertools.cycle(("0", "0.00", "-", "—", "－"))
    turn = itertools.count()

    def printed(amount: Decimal) -> str:
        if not amount:
            return next(zeros)
        text = f"{amount:,.2f}"
        return text.translate(_FULL_WIDTH) if next(turn) % 3 == 1 else text

    return ruled(name, replace(paper, money=printed), Ruling())


@fixture
def trap_09_negative_amounts(name: str) -> Fixture:
    """A 项 given back: with a minus, in brackets, with a full-width minus."""
    data = sheets.figures("water", "青石县粮食和物资储备局", 2024)
    # 其他水利支出 of the text is 35.50; 52.80 are returned and the reservoir works take the place.
    current = tuple(
        replace(entry, project=Decimal("-52.80"))
        if entry.code == "2130399"
        else replace(entry, project=Decimal("208.30"))
        if entry.code == "2130305"
        else entry
        for entry in data.current
    )
    data = replace(data, current=current)
    forms = itertools.cycle(("-{}", "({})", "（{}）", "－{}"))

    def printed(amount: Decimal) -> str:
        return f"{amount:.2f}" if amount >= 0 else next(forms).format(f"{-amount:.2f}")

    return ruled(name, Paper(data, budget(data), money=printed), Ruling())


@fixture
def trap_09_no_decimals(name: str) -> Fixture:
    """Whole 万元, rounded cell by cell as a spreadsheet shows them: sums are off by one here and there."""
    paper = water("青石县机关事务服务中心")

    def rounded(sheet: Sheet) -> Sheet:
        def whole(line: Line | None) -> Line | None:
            return line and replace(
                line, amounts={key: amount.quantize(Decimal(1)) for key, amount in line.amounts.items()}
            )

        return replace(sheet, rows=tuple(tuple(whole(line) for line in body_row) for body_row in sheet.rows))

    paper = replace(paper, sheets=tuple(rounded(sheet) for sheet in paper.sheets), money=lambda amount: f"{amount:.0f}")
    return replace(ruled(name, paper, Ruling()), status="rounding")


@fixture
def trap_09_four_decimals(name: str) -> Fixture:
    paper = water("青石县融媒体中心", money=lambda amount: f"{amount:,.4f}")
    return ruled(name, paper, Ruling())


@fixture
def trap_09_numbers_over_two_lines(name: str) -> Fixture:
    """Columns too narrow for their figures, which break in the cell as Excel prints them."""
    paper = city("青石县发展和改革局", money=sheets.thousands)
    paper = replace(paper, sheets=_in_unit(paper, "单位：元", 10000))

    def broken(text: str) -> str:
        digits = text.replace(",", "")
        if "." not in digits or not digits.replace(".", "").isdigit() or len(text) < 10:
            return text
        return f"{text[:7]}\n{text[7:]}"

    return ruled(name, paper, Ruling(), change=dict.fromkeys((2, 3, 4, 5), texts(broken)))


@fixture
def trap_09_two_numbers_in_one_cell(name: str) -> Fixture:
    """The rule between two columns is missing in some rows: both figures stand in one cell."""
    paper = water("青石县公共资源交易中心")

    def run_together(table: DrawnTable) -> DrawnTable:
        body = []
        for number, cells_of_row in enumerate(table.body):
            by_column = {cell.column: cell for cell in cells_of_row}
            left, right = by_column[2], by_column[3]
            if number % 3 == 1 and left.text and right.text:
                gap = "   "
                joined = replace(left, text=f"{left.text}{gap}{right.text}", column_span=2, align="right")
                cells_of_row = tuple(joined if cell is left else cell for cell in cells_of_row if cell is not right)
            body.append(cells_of_row)
        return replace(table, body=tuple(body))

    return ruled(name, paper, Ruling(), change=dict.fromkeys((3, 5), run_together))


@fixture
def trap_09_digits_on_another_baseline(name: str) -> Fixture:
    return ruled(name, city("青石县园林绿化服务中心"), Ruling(), Style(latin_baseline=3.0))


# 10: text


@fixture
def trap_10_fake_bold_and_watermark_over(name: str) -> Fixture:
    paper = water("青石县科学技术协会")
    bold = dict.fromkeys(range(1, 11), _all_bold)
    return ruled(
        name, paper, Ruling(), Style(fake_bold=True, watermark="内部资料严禁外传", watermark_first=False), change=bold
    )


def _all_bold(table: DrawnTable) -> DrawnTable:
    return replace(table, body=tuple(tuple(replace(cell, bold=True) for cell in row) for row in table.body))


@fixture
def trap_10_spaces_notes_and_running_heads(name: str) -> Fixture:
    """Names with spaces, both kinds of brackets, wrapped names, footnotes, page numbers and heads between the rows."""
    paper = water("青石县接待服务中心")
    names = iter(range(1000))

    def spelt(text: str) -> str:
        if "维修" in text:
            return "维修(护)费"
        if text in ("合计", "水利", "印刷费", "办公费", "退休费"):
            return (FULL_WIDTH_SPACE if next(names) % 2 else "  ").join(text)
        return text

    def narrow(table: DrawnTable) -> DrawnTable:
        widths = (table.widths[0], 62.0, *(width + 30 for width in table.widths[2:]))
        return replace(texts(spelt)(table), widths=widths, break_before=frozenset({5}))

    notes = ("注：1.本表反映部门当年安排的支出。", "2.“维修(护)费”含办公用房维修12.50万元以内的零星支出。")
    paper = replace(paper, sheets=change(paper.sheets, 3, 5, 6, notes=notes))

    class Headed(RuledPages):
        def new_page(self, size: tuple[float, float] = A4) -> None:
            super().new_page(size)
            self.line("青石县接待服务中心2024年部门预算", size=8, align="center")

    pages = Headed(Style(footer=lambda page_no: f"第 {page_no} 页 共 12 页", margin=40), Ruling())
    draw(paper, pages, change=dict.fromkeys((3, 5, 6), narrow), joined=frozenset())
    return finish(name, paper, pages)
