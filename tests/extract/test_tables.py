"""A table is one table over all its pages, and two tables stay two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.drawn import BODY, HEADING, WIDTHS, read, rows, table, texts
from tests.factory.drawing import A4, Pages, phantom_column


def captioned(pages: Pages, title: str = "2026年预算支出总表") -> None:
    pages.title(title)
    pages.line("部门名称：云岭县档案馆", right="单位：万元")


def test_a_table_goes_on_over_the_page_without_its_heading() -> None:
    def draw(pages: Pages) -> None:
        captioned(pages)
        pages.table(table(break_before=frozenset({3})))

    document = read(draw)
    assert [(grid.first_page, grid.last_page, grid.title) for grid in document.tables] == [(1, 2, "2026年预算支出总表")]
    assert texts(document) == list(BODY)
    assert [found.page_no for found in rows(document)] == [1, 1, 1, 2, 2, 2]
    assert [found.row_index for found in document.rows] == list(range(8))


def test_a_heading_repeated_on_the_next_page_is_no_row_of_the_body() -> None:
    def draw(pages: Pages) -> None:
        captioned(pages)
        pages.table(table(repeat_heading=True, break_before=frozenset({2, 4})))

    document = read(draw)
    assert len(document.tables) == 1
    assert texts(document) == list(BODY)
    assert [found.page_no for found in rows(document, "repeated_heading")] == [2, 2, 3, 3]


def test_a_single_row_left_to_the_last_page_is_kept() -> None:
    """One row makes no grid to many a reader: the last line of a table was lost, and its sum was short."""

    def draw(pages: Pages) -> None:
        captioned(pages)
        pages.table(table(break_before=frozenset({5})))

    document = read(draw)
    assert texts(document)[-1] == BODY[-1]
    assert document.tables[0].last_page == 2


def test_a_row_cut_by_the_page_is_one_row() -> None:
    """The rest of a wrapped name on the next page is no line of its own, which would shift every line after it."""
    name = "档案库房恒温恒湿设备更新及消防安全改造工程专项经费以及配套资金"
    body = [("馆藏档案数字化", "60.00"), (name, "36.50"), ("地方志编修", "23.80")]

    def draw(pages: Pages) -> None:
        captioned(pages)
        pages.table(table(body, ("项目名称|合计",), widths=(150.0, 337.28), split_row=1))

    document = read(draw)
    found = rows(document)
    assert [row.cells[0].text.replace("\n", "") for row in found] == [line[0] for line in body]
    assert [row.cells[1].text.replace("\n", "") for row in found] == [line[1] for line in body]
    assert [row.page_no for row in found] == [1, 1, 2]


def test_a_new_line_at_the_top_of_a_page_is_no_rest_of_the_last() -> None:
    """一、 begins a line, however full the cell above is."""
    body = [("一、档案库房恒温恒湿设备更新及消防安全改造", "60.00"), ("二、外交支出", ""), ("三、国防支出", "")]

    def draw(pages: Pages) -> None:
        captioned(pages)
        pages.table(table(body, ("项目|预算数",), widths=(150.0, 337.28), break_before=frozenset({1})))

    document = read(draw)
    assert [row.cells[0].text.replace("\n", "") for row in rows(document)] == [line[0] for line in body]


@pytest.mark.parametrize("width", [2.0, 4.0, 9.0])
def test_phantom_columns_are_no_columns(width: float) -> None:
    """Word leaves a column a few points wide behind a merged one: every measure to its right moved by one."""

    def draw(pages: Pages) -> None:
        captioned(pages)
        pages.table(phantom_column(table(), after=1, width=width))

    document = read(draw)
    assert document.tables[0].column_count == 5
    assert document.tables[0].heading_paths == (
        ("项目", "科目编码"),
        ("项目", "科目名称"),
        ("2026年预算数", "合计"),
        ("2026年预算数", "基本支出"),
        ("2026年预算数", "项目支出"),
    )
    assert texts(document) == list(BODY)


def test_a_phantom_column_on_one_page_only_continues_the_table() -> None:
    """The second page carries a sliver that the first does not; both are one table of five columns."""

    def draw(pages: Pages) -> None:
        captioned(pages)
        pages.table(table(BODY[:3]))
        pages.new_page(A4)
        # As wide as on the first page: the sliver takes its room from the column before it.
        narrower = replace(table(BODY[3:], widths=(80.0, 171.0, *WIDTHS[2:])), heading=())
        pages.table(phantom_column(narrower, after=1, width=9.0))

    document = read(draw)
    assert [(grid.column_count, grid.last_page) for grid in document.tables] == [(5, 2)]
    assert texts(document) == list(BODY)


def test_tables_of_one_form_under_titles_of_their_own_stay_apart() -> None:
    def draw(pages: Pages) -> None:
        captioned(pages, "2026年政府性基金预算支出表")
        pages.table(table())
        pages.new_page(A4)
        captioned(pages, "2026年国有资本经营预算支出表")
        pages.table(table(BODY[:2]))

    document = read(draw)
    assert [grid.title for grid in document.tables] == ["2026年政府性基金预算支出表", "2026年国有资本经营预算支出表"]
    assert texts(document, table_index=1) == list(BODY[:2])


def test_several_tables_of_one_page_are_read_top_to_bottom() -> None:
    def draw(pages: Pages) -> None:
        for title in ("2026年甲表", "2026年乙表", "2026年丙表"):
            captioned(pages, title)
            pages.table(table(BODY[:2]))

    document = read(draw)
    assert [(grid.title, grid.first_page) for grid in document.tables] == [
        ("2026年甲表", 1),
        ("2026年乙表", 1),
        ("2026年丙表", 1),
    ]


def test_a_table_with_other_columns_on_the_next_page_is_another() -> None:
    def draw(pages: Pages) -> None:
        captioned(pages)
        pages.table(table())
        pages.new_page(A4)
        pages.table(table([("档案馆", "80.00")], ("单位名称|合计",), widths=(150.0, 337.28)))

    assert [grid.column_count for grid in read(draw).tables] == [5, 2]


def test_a_row_of_column_numbers_is_no_line() -> None:
    def draw(pages: Pages) -> None:
        captioned(pages)
        pages.table(table([("1", "2", "3", "4", "5"), *BODY]))

    document = read(draw)
    assert texts(document, "column_number") == [("1", "2", "3", "4", "5")]
    assert texts(document) == list(BODY)


def test_the_sketch_of_the_heading_is_the_one_read() -> None:
    document = read(lambda pages: pages.table(table()))
    assert texts(document, "heading")[1] == tuple(HEADING[1].split("|"))


@pytest.mark.parametrize("room_left", [True, False])
def test_title_unit_and_heading_printed_on_each_page_are_those_of_one_table(room_left: bool) -> None:
    """A spreadsheet's print titles: pages broken by hand need not be full."""
    body = [(f"20126{n:02d}", f"第{n}项事务", f"{n}.10", f"{n}.10", "") for n in range(1, 56)]
    parts = [body[:4], body[4:9]] if room_left else [body[:37], body[37:]]

    def draw(pages: Pages) -> None:
        for number, part in enumerate(parts):
            if number:
                pages.new_page()
            captioned(pages)
            pages.table(table(part))

    document = read(draw)
    assert [(found.first_page, found.last_page) for found in document.tables] == [(1, 2)]
    assert texts(document) == [line for part in parts for line in part]
    assert len(rows(document, "repeated_heading")) == 2


def test_the_same_caption_over_the_same_lines_is_a_table_of_its_own() -> None:
    """Two departments of one name, or two years: their tables begin alike, and are two."""

    def draw(pages: Pages) -> None:
        for number in range(2):
            if number:
                pages.new_page()
            captioned(pages)
            pages.table(table())

    assert [(found.first_page, found.last_page) for found in read(draw).tables] == [(1, 1), (2, 2)]


def test_the_same_title_for_another_department_is_a_table_of_its_own() -> None:
    def draw(pages: Pages) -> None:
        captioned(pages)
        pages.table(table(BODY[:3]))
        pages.new_page()
        pages.title("2026年预算支出总表")
        pages.line("部门名称：云岭县图书馆", right="单位：万元")
        pages.table(table(BODY[3:]))

    assert [found.department_line for found in read(draw).tables] == [
        "部门名称：云岭县档案馆",
        "部门名称：云岭县图书馆",
    ]


@pytest.mark.parametrize("again", [HEADING, ("项目|<|2026年预算数|<|<", "科目编码|科目名称|合计|基本支出|项目支")])
def test_a_heading_printed_again_without_column_numbers_or_cut_short_is_no_row(again: tuple[str, ...]) -> None:
    first = (*HEADING, "1|2|3|4|5") if again == HEADING else HEADING

    def draw(pages: Pages) -> None:
        captioned(pages)
        pages.table(table(BODY[:3], first))
        pages.new_page()
        pages.table(table(BODY[3:], again))

    document = read(draw)
    assert len(document.tables) == 1
    assert texts(document) == list(BODY)


def test_a_name_cut_by_the_page_goes_on_under_the_repeated_heading() -> None:
    name = "机关事业单位基本养老保险缴费支出和职业年金缴费支出"
    body = [("2080505", name[:17], "9.10"), ("", name[17:], ""), ("2080506", "公积金", "1.20")]

    def draw(pages: Pages) -> None:
        captioned(pages)
        pages.table(
            table(
                body,
                ("科目编码|科目名称|合计",),
                widths=(80.0, 160.0, 80.0),
                repeat_heading=True,
                break_before=frozenset({1}),
            )
        )

    read_rows = [tuple(text.replace("\n", "") for text in line) for line in texts(read(draw))]
    assert read_rows == [("2080505", name, "9.10"), ("2080506", "公积金", "1.20")]
