"""Rows without rules between them whose cells wrap, each in its own way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extract.glyphs import Glyph
from extract.tokens import make_tokens
from tests.extract.drawn import texts
from tests.extract.ruled_pages import Rules, nothing, read_ruled, three_lines
from tests.factory.drawing import DrawnCell, DrawnTable, Pages, Style
from tests.factory.grid import heading

CODED = ("科目编码|科目名称|本年收入合计|财政拨款收入",)
HALVES = ("收入|<|支出|<|<", "项目|预算数|项目|合计|政府性基金\n预算")


def drawn(
    sketch: tuple[str, ...],
    body: Sequence[Sequence[str]],
    widths: tuple[float, ...],
    *breaks: int,
    repeat: bool = False,
) -> DrawnTable:
    """A table with amounts at the right of their columns."""
    rows = tuple(
        tuple(DrawnCell(text, column, align="right" if "." in text else "left") for column, text in enumerate(line))
        for line in body
    )
    return DrawnTable(widths, heading(*sketch), rows, repeat, frozenset(breaks))


def read_texts(table: DrawnTable, rules: Rules, style: Style) -> list[tuple[str, ...]]:
    """The body rows of the only table of a document."""

    def draw(pages: Pages) -> None:
        pages.title("2026年部门收支总表")
        pages.line("部门：云岭县档案馆", right="单位：万元")
        pages.table(table)

    document = read_ruled(rules, draw, style)
    assert [found.title for found in document.tables] == ["2026年部门收支总表"]
    assert "/".join(document.tables[0].heading_paths[-1]).endswith(table.heading[-1][-1].text.replace("\n", ""))
    return texts(document)


@pytest.mark.parametrize("rules", [three_lines, nothing])
@pytest.mark.parametrize("row_height", [14.0, 20.0])
def test_a_code_over_two_lines_is_the_code_of_its_row(rules: Rules, row_height: float) -> None:
    body = [
        ("201", "一般公共服务支出", "1,571.20", "1,497.30"),
        ("20126", "档案事务", "1,571.20", "1,497.30"),
        ("201260\n1", "行政运行", "628.29", "628.29"),
        ("201260\n4", "机关事业单位基本养\n老保险缴费支出", "942.91", "869.01"),
        ("208", "社会保障和就业支出", "", "12.00"),
        ("20805", "行政事业单位养老支\n出", "12.00", "12.00"),
        ("208050\n1", "机关事业单位基本养\n老保险缴费支出", "12.00", "12.00"),
    ]
    table = drawn(CODED, body, (42.0, 92.0, 90.0, 90.0))
    assert read_texts(table, rules, Style(row_height=row_height)) == body


@pytest.mark.parametrize("breaks", [(), (3,)])
@pytest.mark.parametrize("repeat", [True, False])
def test_names_of_two_to_four_lines_stand_around_their_figures(breaks: tuple[int, ...], repeat: bool) -> None:
    """Lines far apart, as word processors set them; rows are further apart still."""
    body = [
        ("一、本年\n收入", "17,309.1", "一、社\n会保障\n和就业\n支出", "14,926.6", "0.0"),
        ("一、一般\n公共预算", "16,169.7", "二、卫\n生健康\n支出", "305.9", "0.0"),
        ("二、政府\n性基金预\n算", "1,139.4", "三、住\n房保障\n支出", "937.2", "0.0"),
        ("三、国有\n资本经营\n预算", "0.0", "四、其\n他支出", "1,139.4", "1,139.4"),
        ("本年收入\n合计", "17,309.1", "本年支\n出合计", "17,309.1", "1,139.4"),
        ("上年结转", "0.0", "年末结\n转", "0.0", "0.0"),
    ]
    table = drawn(HALVES, body, (52.0, 90.0, 42.0, 100.0, 90.0), *breaks, repeat=repeat)
    style = replace(Style(), font_size=10.5, line_height=2.2, row_height=33.0)
    assert read_texts(table, nothing, style) == body


def test_a_code_lower_than_its_name_is_the_code_of_that_name() -> None:
    """A blank that fills the first line of its narrow cell lowers it."""
    body = [
        ("208", "社会保障和就业支出", "170.92", "170.92"),
        ("\n2080501", "行政单位离退休", "76.54", "76.54"),
        ("\n2080505", "机关事业单位基本养老\n保险缴费支出", "94.38", "94.38"),
        ("210", "卫生健康支出", "35.75", "35.75"),
        ("\n2101101", "行政单位医疗", "35.75", "35.75"),
    ]
    table = drawn(CODED, body, (60.0, 100.0, 90.0, 90.0))
    assert read_texts(table, nothing, Style()) == [(line[0].strip(), *line[1:]) for line in body]


@pytest.mark.parametrize("row_height", [16.8, 24.0])
def test_names_without_figures_at_a_page_end_are_rows(row_height: float) -> None:
    """Neither a title that stands over the next page's table, nor its heading, nor lines of one name."""
    sketch = ("收入|<|支出|<", "项目|预算数|项目|预算数")
    body = [
        ("一、财政拨款收入", "12.00", "一、一般公共服务支出", "12.00"),
        ("二、事业收入", "", "二、公共安全支出", ""),
        ("", "", "三、教育支出", ""),
        ("", "", "四、灾害防治及应急管理支出", ""),
        ("", "", "五、其他支出", ""),
        ("本年收入合计", "12.00", "本年支出合计", "12.00"),
        ("年初结转和结余", "", "年末结转和结余", ""),
        ("总计", "12.00", "总计", "12.00"),
    ]
    table = drawn(sketch, body, (130.0, 90.0, 130.0, 90.0), 3)
    assert read_texts(table, nothing, Style(row_height=row_height)) == body


def run(text: str, gaps: dict[int, float]) -> list[Glyph]:
    """Digits side by side in 10 points, with room before some of them."""
    glyphs, x = [], 100.0
    for index, sign in enumerate(text):
        x += gaps.get(index, 0.1)
        width = 2.8 if sign in ",." else 5.6
        glyphs.append(Glyph(sign, x, 50.0, x + width, 60.0, 10.0, x + width / 2, 55.0))
        x += width
    return glyphs


@pytest.mark.parametrize(
    ("text", "gaps", "expected"),
    [
        ("8,119,850.0030201", {12: 2.1}, ["8,119,850.00", "30201"]),
        ("414,971.00302", {10: 2.0}, ["414,971.00", "302"]),
        ("1,234.5678", {}, ["1,234.5678"]),
        ("1,234.5678", {5: 1.5, 8: 1.5}, ["1,234.5678"]),
    ],
)
def test_an_amount_next_to_a_code_ends_where_its_digits_do(
    text: str, gaps: dict[int, float], expected: list[str]
) -> None:
    """Four decimals stand as near to each other as the digits before them."""
    assert [token.text for token in make_tokens(run(text, gaps))] == expected
