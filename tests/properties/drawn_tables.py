"""Random tables in random layouts: what is printed, how it is drawn, and what must be read of it."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.factory.drawing import A4, A4_LANDSCAPE, DrawnCell, DrawnTable, Style
from tests.factory.grid import heading
from tests.factory.ruling import Kind, RuledPages, Ruling, Stroke, Turn, widened

A3_LANDSCAPE = (1190.55, 841.89)
TITLE = "部门支出总体情况表"

# Heading rows and the kinds of the columns: code, name or amount.
_SKETCHES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("科目编码|科目名称|合计|基本支出|项目支出",), "cnaaa"),
    (("项目|<|本年支出|<|<", "科目编码|科目名称|合计|基本支出|项目支出"), "cnaaa"),
    (("科目编码|科目名称|合计|资金来源|<|<", "^|^|^|一般公共预算|政府性基金预算|单位资金"), "cnaaaa"),
    (("收入|<|支出|<", "项目|预算数|项目|预算数"), "nana"),
    (("项目|预算数|<|<|<", "^|合计|一般公共预算|政府性基金预算|国有资本经营预算"), "naaaa"),
    (
        ("科目编码|科目名称|合计|基本支出|<|<|项目支出", "^|^|^|小计|人员经费|公用经费|^"),
        "cnaaaaa",
    ),
)
_NAMES = (
    "行政运行",
    "机关服务",
    "住房公积金",
    "一般行政管理事务",
    "行政事业单位医疗",
    "其他社会保障和就业支出",
    "机关事业单位基本养老保险缴费支出",
    "国有土地使用权出让收入安排的支出",
    "维修（护）费",
    "因公出国（境）费用",
    "公务用车购置及运行维护费",
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a page is set up; see :class:`tests.factory.ruling.Ruling` and :class:`tests.factory.drawing.Style`."""

    kind: Kind = "grid"
    stroke: Stroke = "line"
    gray: float = 0.0
    heading_fill: float = 1.0
    stripes: float = 1.0
    cell_fill: float = 1.0
    open_sides: bool = False
    open_top: bool = False
    sliver: float = 0.0
    size: tuple[float, float] = A4
    turn: Turn = 0
    on_its_side: bool = False
    font_size: float = 9.0
    row_height: float = 16.8
    margin: float = 54.0
    latin_baseline: float = 0.0
    jitter: float = 0.0
    fake_bold: bool = False
    watermark: str = ""
    repeat_heading: bool = False
    breaks: frozenset[int] = frozenset()
    unit: str = "单位：万元"
    footer: bool = True


@dataclass(frozen=True, slots=True)
class Printed:
    """A table as it is printed: heading sketch and body texts."""

    sketch: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    aligns: str

    def paths(self) -> tuple[tuple[str, ...], ...]:
        """The headings over each column, from the outermost in."""
        grid = [line.split("|") for line in self.sketch]
        found = []
        for column in range(len(grid[0])):
            path = []
            for line in grid:
                at = column
                while line[at] == "<":
                    at -= 1
                if line[at] != "^":
                    path.append(line[at])
            found.append(tuple(path))
        return tuple(found)

    def cells(self) -> list[list[tuple[tuple[str, ...], str]]]:
        """What a reader finds in each row: the texts that are there, each under its headings."""
        return [[(path, text) for path, text in zip(self.paths(), row, strict=True) if text] for row in self.rows]


@st.composite
def tables(draw: st.DrawFn) -> Printed:
    """A heading and some body lines; every line has a name and an amount."""
    sketch, kinds = draw(st.sampled_from(_SKETCHES))
    amounts = st.decimals(min_value=0, max_value=999999, places=2).map(lambda value: f"{value:,.2f}")
    separators = draw(st.booleans())
    count = draw(st.integers(2, 14))
    rows = []
    for number in range(count):
        row = []
        first = kinds.index("a")
        for column, kind in enumerate(kinds):
            if kind == "c":
                row.append(f"{2010000 + 101 * number}"[: draw(st.sampled_from((3, 5, 7)))])
            elif kind == "n":
                row.append(draw(st.sampled_from(_NAMES)))
            else:
                text = draw(amounts) if separators else draw(amounts).replace(",", "")
                row.append(text if column == first or draw(st.integers(0, 3)) else "")
        rows.append(tuple(row))
    widths = tuple({"c": 60.0, "n": draw(st.sampled_from((90.0, 130.0, 180.0))), "a": 72.0}[kind] for kind in kinds)
    return Printed(sketch, tuple(rows), widths, kinds)


@st.composite
def layouts(draw: st.DrawFn, kinds: tuple[Kind, ...] = ("grid",), *, open_sides: bool = False) -> Layout:
    """Any combination of what producers do.

    Args:
        kinds: How the tables may be ruled.
        open_sides: Whether tables have no left and no right border.
    """
    kind: Kind = draw(st.sampled_from(kinds))
    ruled = kind == "grid"
    size = draw(st.sampled_from((A4, A4, A4_LANDSCAPE, A3_LANDSCAPE)))
    font_size = draw(st.sampled_from((7.5, 9.0, 10.5)))
    return Layout(
        kind=kind,
        stroke=draw(st.sampled_from(("line", "rect", "fragments", "double"))),
        gray=draw(st.sampled_from((0.0, 0.0, 0.5, 0.8))),
        heading_fill=draw(st.sampled_from((1.0, 0.85))),
        stripes=draw(st.sampled_from((1.0, 0.94))),
        open_sides=open_sides,
        open_top=draw(st.booleans()),
        # A sliver at an open side is a border, of the rows that have one.
        sliver=draw(st.sampled_from((0.0, 0.0, 2.4))) if ruled and not open_sides else 0.0,
        size=size,
        turn=draw(st.sampled_from((0, 0, 90, 180, 270))),
        on_its_side=size == A4_LANDSCAPE and draw(st.booleans()),
        font_size=font_size,
        row_height=font_size * draw(st.sampled_from((1.6, 1.9, 2.4))),
        margin=draw(st.sampled_from((36.0, 54.0, 72.0))),
        latin_baseline=draw(st.sampled_from((0.0, 0.0, 1.2))),
        fake_bold=draw(st.booleans()),
        watermark=draw(st.sampled_from(("", "", "内部资料"))),
        repeat_heading=draw(st.booleans()),
        breaks=draw(st.frozensets(st.integers(1, 12), max_size=2)),
        unit=draw(st.sampled_from(("单位：万元", "金额单位：元", "单位:千元", "（单位：万元）"))),
        footer=draw(st.booleans()),
    )


def printed_pdf(table: Printed, layout: Layout) -> bytes:
    """The document: the title, the unit line, and the table over as many pages as it takes."""
    style = Style(
        margin=layout.margin,
        font_size=layout.font_size,
        row_height=layout.row_height,
        fake_bold=layout.fake_bold,
        watermark=layout.watermark,
        latin_baseline=layout.latin_baseline,
        jitter=layout.jitter,
        footer=(lambda page_no: f"- {page_no} -") if layout.footer else (lambda page_no: ""),
    )
    ruling = Ruling(
        kind=layout.kind,
        stroke=layout.stroke,
        gray=layout.gray,
        heading_fill=layout.heading_fill,
        stripes=layout.stripes,
        cell_fill=layout.cell_fill,
        open_sides=layout.open_sides,
        open_top=layout.open_top,
        sliver=layout.sliver,
    )
    pages = RuledPages(style, ruling)
    pages.turn = 0 if layout.on_its_side else layout.turn
    pages.turned_content = layout.on_its_side
    pages.new_page(layout.size)
    pages.title(TITLE)
    pages.line("部门：青石县水利局", right=layout.unit)
    body = tuple(
        tuple(
            DrawnCell(text, column, align={"c": "center", "n": "left", "a": "right"}[kind])  # type: ignore[arg-type]
            for column, (text, kind) in enumerate(zip(row, table.aligns, strict=True))
        )
        for row in table.rows
    )
    drawn = DrawnTable(
        table.widths,
        heading(*table.sketch),
        body,
        repeat_heading=layout.repeat_heading,
        break_before=frozenset(number for number in layout.breaks if number < len(table.rows)),
    )
    pages.table(widened(drawn, layout.size[0] - 2 * layout.margin))
    return pages.finish()
