"""A caption printed in merged rows of the grid itself is a caption, no heading."""

from __future__ import annotations

import pytest

from extract.model import ExtractedDocument
from tests.extract.drawn import BODY, HEADING, WIDTHS, read, table, texts
from tests.factory.drawing import A4, DrawnCell, DrawnRow, DrawnTable, Pages
from tests.factory.grid import heading

TITLE = "2026年预算支出总表"
PLAIN = [tuple(line.replace("|<", "").split("|")) for line in HEADING]


def over_all(text: str) -> DrawnRow:
    return (DrawnCell(text, 0, 5),)


def side(left: str = "部门：云岭县档案馆", right: str = "单位：万元") -> DrawnRow:
    return (DrawnCell(left, 0, 3), DrawnCell(right, 3, 2))


def with_rows(*leading: DrawnRow) -> DrawnTable:
    plain = table()
    return DrawnTable(WIDTHS, (*leading, *heading(*HEADING)), plain.body)


def captions(document: ExtractedDocument) -> list[tuple[str, str, str, str]]:
    return [(grid.title, grid.label, grid.department_line, grid.unit_line) for grid in document.tables]


@pytest.mark.parametrize("title", [TITLE, TITLE + "（不含上年结转）"])
def test_title_department_and_unit_in_the_grid_are_its_caption(title: str) -> None:
    """They were heading: the table had no title, and its columns the title in their paths."""
    document = read(lambda pages: pages.table(with_rows(over_all("公开03表"), over_all(title), side())))
    assert captions(document) == [(title, "公开03表", "部门：云岭县档案馆", "单位：万元")]
    assert texts(document, "heading") == PLAIN
    assert texts(document) == list(BODY)
    assert [(row.row_index, row.role) for row in document.rows][:3] == [(0, "heading"), (1, "heading"), (2, "body")]
    assert document.tables[0].heading_paths[0] == ("项目", "科目编码")
    assert document.tables[0].column_count == 5
    assert document.rows[0].cells[0].top == pytest.approx(document.tables[0].top, abs=1)


def test_unit_and_department_in_the_grid_under_a_title_outside() -> None:
    def draw(pages: Pages) -> None:
        pages.title(TITLE)
        pages.table(with_rows(side()))

    document = read(draw)
    assert captions(document) == [(TITLE, "", "部门：云岭县档案馆", "单位：万元")]
    assert texts(document, "heading") == PLAIN


def test_a_title_in_the_grid_under_a_unit_line_outside() -> None:
    def draw(pages: Pages) -> None:
        pages.line("部门：云岭县档案馆", right="单位：万元")
        pages.table(with_rows(over_all(TITLE)))

    assert captions(read(draw)) == [(TITLE, "", "部门：云岭县档案馆", "单位：万元")]


@pytest.mark.parametrize("above", ["收入支出情况", "全年支出如下。"])
def test_the_inner_caption_wins_over_the_narrative_above(above: str) -> None:
    def draw(pages: Pages) -> None:
        pages.paragraph(above)
        pages.table(with_rows(over_all(TITLE), side()))

    document = read(draw)
    assert captions(document) == [(TITLE, "", "部门：云岭县档案馆", "单位：万元")]
    assert [paragraph.text for paragraph in document.paragraphs] == [above]


def test_what_the_inner_caption_does_not_use_is_text() -> None:
    document = read(lambda pages: pages.table(with_rows(over_all("2026年部门预算公开表"), over_all(TITLE), side())))
    assert document.tables[0].title == TITLE
    assert [paragraph.text for paragraph in document.paragraphs] == ["2026年部门预算公开表"]


@pytest.mark.parametrize("leading", [(side(),), (over_all(TITLE), side())])
def test_a_table_goes_on_that_prints_its_inner_caption_again(leading: tuple[DrawnRow, ...]) -> None:
    body = tuple(
        tuple(DrawnCell(t, at) for at, t in enumerate(("2010000", f"第{n}项", "1.00", "1.00", ""))) for n in range(60)
    )
    drawn = DrawnTable(WIDTHS, (*leading, *heading(*HEADING)), body, True)
    document = read(lambda pages: pages.table(drawn))
    assert len(document.tables) == 1
    assert len(texts(document)) == 60
    assert texts(document, "repeated_heading") == PLAIN


def test_a_table_goes_on_that_prints_no_caption_again() -> None:
    def draw(pages: Pages) -> None:
        pages.table(with_rows(over_all(TITLE), side()))
        pages.new_page(A4)
        pages.table(DrawnTable(WIDTHS, (), table().body))

    document = read(draw)
    assert captions(document) == [(TITLE, "", "部门：云岭县档案馆", "单位：万元")]
    assert texts(document) == [*BODY, *BODY]


@pytest.mark.parametrize("text", ["注：本表无数据", "说明：详见下表", "一、本年收入", "单位名称", "各项支出情况"])
def test_other_rows_over_all_columns_stay_in_the_grid(text: str) -> None:
    document = read(lambda pages: pages.table(with_rows(over_all(text))))
    assert document.rows[0].cells[0].text == text
    assert captions(document) == [("", "", "", "")]


def test_a_grid_of_caption_rows_alone_keeps_them() -> None:
    drawn = DrawnTable(WIDTHS, (over_all(TITLE), side()), ((DrawnCell("无", 0, 5),),))
    document = read(lambda pages: pages.table(drawn))
    assert [row.cells[0].text for row in document.rows] == [TITLE, "部门：云岭县档案馆", "无"]
