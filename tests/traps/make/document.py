"""A document around the tables: cover, duties, sentences with the tables' figures; and its drawing by reportlab."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.factory.drawing import A4, DrawnTable
from tests.factory.expected import BuiltDocument, ExpectedCell, expect
from tests.factory.figures import Figures
from tests.factory.ruling import RuledPages, widened
from tests.factory.tables import basic, project, spent
from tests.traps.make.sheets import Money, Sheet, plain


@dataclass(frozen=True, slots=True)
class Paper:
    """A department's document before it is printed.

    Attributes:
        title: How a table's title is printed, from ``title`` and ``year``.
        said: Sentences under the duties of the department.
        options: By table number, how its body is written (``total_span``, ``total_text``, ``indents``).
    """

    data: Figures
    sheets: tuple[Sheet, ...]
    stage: str = "预算"
    title: str = "{title}"
    department_line: str = "部门：{department}"
    money: Money = plain
    said: tuple[str, ...] = ()
    options: Mapping[int, Mapping[str, object]] = field(default_factory=dict)

    @property
    def cover(self) -> tuple[str, str]:
        """The two lines of the cover."""
        return self.data.printed_department, f"{self.data.year}年度部门{self.stage}公开"

    @property
    def paragraphs(self) -> tuple[tuple[str, str], ...]:
        """Headings and texts before the tables."""
        data = self.data
        every = (*data.current, *data.carryover)
        return (
            (
                "一、主要职责",
                f"{data.department}负责贯彻执行国家和省、市、县的方针政策，组织编制有关规划并监督实施，承担县委、县政府交办的其他任务。",
            ),
            (
                "二、收支情况",
                f"{data.year}年支出{self.stage}{spent(every)}万元，其中：基本支出{basic(every)}万元，项目支出{project(every)}万元。",
            ),
            *((f"{'三四五六七'[index]}、其他说明", text) for index, text in enumerate(self.said)),
        )

    def title_of(self, sheet: Sheet) -> str:
        """The title as printed."""
        return self.title.format(title=sheet.title, year=self.data.year, stage=self.stage)

    def department_of(self) -> str:
        """The department line as printed."""
        return self.department_line.format(department=self.data.printed_department)

    def drawn(self, sheet: Sheet) -> DrawnTable:
        """A table's texts."""
        return sheet.drawn(self.money, **self.options.get(sheet.table_no, {}))

    def cells(self) -> tuple[ExpectedCell, ...]:
        """What must be read, from the sheets alone."""
        tables = {sheet.table_no: sheet.rows for sheet in self.sheets}
        return expect(tables, {sheet.table_no: sheet.items for sheet in self.sheets if sheet.items is not None})


Before = Callable[[RuledPages, Sheet], None]


def draw(
    paper: Paper,
    pages: RuledPages,
    *,
    size: tuple[float, float] = A4,
    joined: frozenset[int] = frozenset({3, 5, 8, 10}),
    sizes: Mapping[int, tuple[float, float]] | None = None,
    change: Mapping[int, Callable[[DrawnTable], DrawnTable]] | None = None,
    before: Mapping[int, Callable[[RuledPages], None]] | None = None,
    after: Mapping[int, Callable[[RuledPages], None]] | None = None,
    caption: Callable[[RuledPages, Paper, Sheet], None] | None = None,
    printed: frozenset[int] | None = None,
) -> None:
    """Print a document.

    Args:
        joined: Tables that go on under the one before, where there is room.
        sizes: Pages of another size, by table.
        change: What is done to a table's texts before it is drawn.
        before, after: What is drawn before a table's caption and behind the table.
        caption: Prints title, department and unit line.
        printed: The tables that are drawn here; what draws the others is `before` and `after`.
    """
    cover(paper, pages)
    for index, sheet in enumerate(paper.sheets):
        place = (sizes or {}).get(sheet.table_no, size)
        table = paper.drawn(sheet)
        if change and sheet.table_no in change:
            table = change[sheet.table_no](table)
        table = widened(table, place[0] - 2 * pages.style.margin)
        if sheet.table_no in joined and index:
            pages.continue_page(place, height=190)
        else:
            pages.new_page(place)
        if before and sheet.table_no in before:
            before[sheet.table_no](pages)
        if printed is None or sheet.table_no in printed:
            (caption or print_caption)(pages, paper, sheet)
            pages.table(table)
            for note in sheet.notes:
                pages.line(note)
        if after and sheet.table_no in after:
            after[sheet.table_no](pages)


def cover(paper: Paper, pages: RuledPages) -> None:
    """Cover and text, on one page."""
    pages.new_page(A4)
    pages.space(60)
    for line in paper.cover:
        pages.line(line, size=22, align="center")
        pages.space(10)
    pages.space(40)
    pages.line("第一部分 部门概况", size=14)
    for heading, text in paper.paragraphs:
        pages.paragraph(heading, heading=True)
        pages.paragraph(text)


def print_caption(pages: RuledPages, paper: Paper, sheet: Sheet) -> None:
    """Label, title, department and unit."""
    if sheet.label:
        pages.line(sheet.label)
    pages.title(paper.title_of(sheet))
    pages.line(paper.department_of(), right=sheet.unit)


def built(paper: Paper, name: str, data: bytes) -> BuiltDocument:
    """The file and its golden cells."""
    return BuiltDocument(name, data, paper.cells())
