"""Running heads and feet and page numbers are told from the text."""

from __future__ import annotations

from tests.extract.drawn import read, table
from tests.factory.drawing import A4, Pages, Style


def four_tables(pages: Pages) -> None:
    """Four pages that each begin with the same kinds of line, as a run of tables does."""
    for number in range(1, 5):
        if number > 1:
            pages.new_page(A4)
        pages.title("2026年项目支出绩效目标申报表")
        pages.line("部门名称：云岭县档案馆", right="单位：万元")
        pages.table(table())


def test_page_numbers_are_recorded_and_are_no_text() -> None:
    document = read(four_tables, Style(footer=lambda page_no: f"- {page_no + 10} -"))
    assert [page.printed_page_no for page in document.pages] == ["11", "12", "13", "14"]
    assert document.paragraphs == ()


def test_a_page_without_number_has_none() -> None:
    assert [page.printed_page_no for page in read(four_tables, Style(footer=lambda _: "")).pages] == [None] * 4


def test_a_running_foot_on_every_page_is_no_paragraph() -> None:
    """A foot with the page number in it differs from page to page by its digits alone."""
    document = read(four_tables, Style(footer=lambda page_no: f"云岭县档案馆2026年部门预算公开报告（{page_no}）"))
    assert document.paragraphs == ()
    assert "部门预算公开报告" in document.pages[0].text


def test_titles_and_unit_lines_that_repeat_at_the_top_of_pages_are_no_running_heads() -> None:
    """They repeat on every page too; without them no table would have title or unit."""
    document = read(four_tables, Style(margin=30.0))
    assert [grid.title for grid in document.tables] == ["2026年项目支出绩效目标申报表"] * 4
    assert [grid.unit_line for grid in document.tables] == ["单位：万元"] * 4
    assert [grid.department_line for grid in document.tables] == ["部门名称：云岭县档案馆"] * 4
