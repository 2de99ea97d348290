"""Text that has figures in it and is no table."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.extract.drawn import read
from tests.factory.drawing import DrawnCell, DrawnTable, Pages, Style

TITLES = ("部门收支总体情况表", "部门收入总体情况表", "部门支出总体情况表", "一般公共预算支出情况表")
SENTENCES = (
    "2026年收入总计780.00万元，其中一般公共预算拨款收入780.00万元，比上年增加20.00万元，增长2.63%。",
    "一般公共服务支出600.00万元，占76.92%；社会保障和就业支出80.00万元，占10.26%；卫生健康支出40.00万元，占5.13%。",
)


def lines(pages: Pages, left: Sequence[str], right: Sequence[str], size: float = 12) -> None:
    for a, b in zip(left, right, strict=True):
        pages.line(a, right=b, size=size)


@pytest.mark.parametrize("leader", ["." * 60, "…" * 20, ""], ids=["dots", "ellipses", "white space"])
@pytest.mark.parametrize("heading", ["目  录", ""])
def test_a_table_of_contents(leader: str, heading: str) -> None:
    def draw(pages: Pages) -> None:
        if heading:
            pages.line(heading, size=18, align="center")
        lines(pages, [f"{n}、{title}{leader}" for n, title in enumerate(TITLES, 1)], ["3", "4", "5", "12"])

    assert read(draw).tables == ()


def test_a_table_of_contents_with_the_numbers_of_the_tables_in_front() -> None:
    def draw(pages: Pages) -> None:
        pages.line("第三部分 部门预算表", size=16)
        rows = tuple(
            (DrawnCell(f"表{n}", 0), DrawnCell(title, 1), DrawnCell(str(n + 4), 2)) for n, title in enumerate(TITLES)
        )
        pages.table(DrawnTable((60.0, 300.0, 127.28), (), rows))

    assert read(draw, Style(rules="none")).tables == ()


@pytest.mark.parametrize("size", [10.5, 12.0, 16.0])
def test_paragraphs_with_figures(size: float) -> None:
    def draw(pages: Pages) -> None:
        for sentence in SENTENCES * 6:
            pages.paragraph(sentence, size=size)

    document = read(draw)
    assert document.tables == ()
    assert [p.text.strip("\u3000 ") for p in document.paragraphs] == list(SENTENCES * 6)


def test_figures_spread_by_justified_lines_at_the_top_of_a_page() -> None:
    """Justified lines stand their words apart, the rest of a sentence right of its figure."""

    def draw(pages: Pages) -> None:
        for name, amount, rest in (
            ("（二）支出预算总计", "21,955.35", "万元。包括："),
            ("1．公共安全（类）支出", "16,458.75", "万元，主要用于"),
            ("2．教育（类）支出", "120.00", "万元，主要用于"),
        ):
            pages.table(
                DrawnTable((160.0, 80.0, 200.0), (), ((DrawnCell(name, 0), DrawnCell(amount, 1), DrawnCell(rest, 2)),))
            )

    assert read(draw, Style(rules="none")).tables == ()


def test_a_list_of_names_and_numbers_without_a_heading() -> None:
    def draw(pages: Pages) -> None:
        pages.line("联系方式", size=16)
        lines(pages, ["办公室", "财务科", "监督电话"], ["83041234", "83045678", "12345"])

    assert read(draw).tables == ()


def test_a_narrative_with_a_rule_under_its_head_and_over_its_foot() -> None:
    """The rules of running heads and feet lie over each other as those of a three-line table do."""

    def draw(pages: Pages) -> None:
        frame = DrawnTable((487.28,), (), ((DrawnCell("第二部分 部门预算情况说明"),), (DrawnCell(SENTENCES[0]),)))
        pages.table(frame)
        for sentence in SENTENCES:
            pages.paragraph(sentence)

    assert read(draw).tables == ()
