"""The lines over and under a table: title, label, unit, department, notes."""

from __future__ import annotations

import pytest

from extract.captions import join_notes, read_caption, read_notes
from extract.lines import Line
from extract.patterns import squeeze
from tests.extract.drawn import BODY, read, table, texts
from tests.factory.drawing import A4, Pages, Style

PAGE_WIDTH = 595.0


def line(text: str, top: float = 100.0, *, size: float = 10.0, x0: float = 60.0) -> Line:
    """A line as wide as its characters."""
    return Line(text, x0, top, x0 + size * len(text), top + size, size)


def stacked(*texts: str, size: float = 10.0) -> list[Line]:
    """Lines one under the other."""
    return [line(text, 100.0 + 15 * at, size=size) for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("printed", "label", "title"),
    [
        ("公开 01 表：收支预算总表", "公开 01 表", "收支预算总表"),
        ("附件2：2026年预算支出总表", "附件2", "2026年预算支出总表"),
        ("表三 财政拨款收支总表", "表三", "财政拨款收支总表"),
        ("表5  一般公共预算支出表", "表5", "一般公共预算支出表"),
        ("表五 一般公共预算支出表", "表五", "一般公共预算支出表"),
        ("附件十一 一般公共预算支出表", "附件十一", "一般公共预算支出表"),
        ("附件3-5 一般公共预算支出表", "附件3-5", "一般公共预算支出表"),
    ],
)
def test_label_and_title_in_one_line(printed: str, label: str, title: str) -> None:
    caption = read_caption(stacked(printed, "单位：万元"), PAGE_WIDTH)
    assert (caption.label, caption.title, caption.unit_line) == (label, title, "单位：万元")


@pytest.mark.parametrize("label", ["预算公开表1", "部门公开表9", "公开01表", "附件3", "表四", "6表"])
def test_a_label_stands_over_the_title(label: str) -> None:
    """Labels are often wrong (表四 labelled 预算公开表1); they are kept beside the title, never taken for it."""
    caption = read_caption(stacked(label, "2026年财政拨款收支总表", "单位：万元"), PAGE_WIDTH)
    assert (caption.label, caption.title) == (label, "2026年财政拨款收支总表")


def test_department_and_unit_side_by_side_and_run_together() -> None:
    apart = read_caption(stacked("预算支出总表", "部门名称：云岭县档案馆", "单位：万元"), PAGE_WIDTH)
    together = read_caption(stacked("预算支出总表", "部门名称：云岭县档案馆 单位：万元"), PAGE_WIDTH)
    for caption in (apart, together):
        assert caption.title == "预算支出总表"
        assert caption.department_line == "部门名称：云岭县档案馆"
        assert caption.unit_line == "单位：万元"


@pytest.mark.parametrize("unit", ["单位：万元", "单位:元", "金额单位：万元", "（单位：万元）", "单位：千元"])
def test_unit_lines_of_every_form(unit: str) -> None:
    assert read_caption(stacked("预算支出总表", unit), PAGE_WIDTH).unit_line == unit


def test_a_title_that_fills_its_line_goes_on_in_the_next() -> None:
    first = "2026年一般公共预算财政拨款安排基本支出分经济科目情况"
    caption = read_caption(stacked(first, "明细表（不含上年结转）", "单位：万元", size=16.0), PAGE_WIDTH)
    assert caption.title == first + "明细表（不含上年结转）"


def test_a_wrapped_title_may_start_in_the_line_of_its_label() -> None:
    first = "公开 09 表：一般公共预算“三公”经费、会议费、培训费"
    caption = read_caption(stacked(first, "支出预算表", "单位：万元", size=16.0), PAGE_WIDTH)
    assert (caption.label, caption.title) == ("公开 09 表", "一般公共预算“三公”经费、会议费、培训费支出预算表")


def test_a_subtitle_in_brackets_belongs_to_the_title_above() -> None:
    caption = read_caption(stacked("项目支出绩效目标申报表", "（2026年度）"), PAGE_WIDTH)
    assert caption.title == "项目支出绩效目标申报表（2026年度）"


@pytest.mark.parametrize("before", ["全年支出如下表所示。", "情况说明如下；", "十、绩效管理情况"])
def test_the_narrative_above_a_title_is_no_part_of_it(before: str) -> None:
    caption = read_caption(stacked(before, "预算支出总表", "单位：万元"), PAGE_WIDTH)
    assert (caption.title, caption.label) == ("预算支出总表", "")


def test_a_table_without_caption_has_none() -> None:
    caption = read_caption(stacked("各项支出如下。"), PAGE_WIDTH)
    assert (caption.title, caption.label, caption.unit_line, caption.used) == ("", "", "", [])


def test_a_label_left_at_the_foot_of_the_page_before_is_the_tables() -> None:
    def draw(pages: Pages) -> None:
        pages.title("2026年预算收入总表")
        pages.line("单位：万元")
        pages.table(table())
        pages.line("预算公开表3")
        pages.new_page(A4)
        pages.title("2026年预算支出总表")
        pages.line("部门名称：云岭县档案馆", right="单位：万元")
        pages.table(table())

    document = read(draw)
    assert [(grid.label, grid.title) for grid in document.tables] == [
        ("", "2026年预算收入总表"),
        ("预算公开表3", "2026年预算支出总表"),
    ]
    assert document.tables[1].department_line == "部门名称：云岭县档案馆"


def test_a_whole_caption_left_at_the_foot_of_the_page_before_is_the_tables() -> None:
    """Taken for a continuation, the table would lose its title and be joined to the one before."""

    def draw(pages: Pages) -> None:
        pages.title("2026年预算收入总表")
        pages.line("单位：万元")
        pages.table(table())
        pages.line("预算公开表3")
        pages.title("2026年预算支出总表")
        pages.line("单位：元")
        pages.new_page(A4)
        pages.table(table())

    document = read(draw)
    assert [(grid.label, grid.title, grid.unit_line) for grid in document.tables] == [
        ("", "2026年预算收入总表", "单位：万元"),
        ("预算公开表3", "2026年预算支出总表", "单位：元"),
    ]


def test_notes_follow_the_table_and_wrapped_lines_belong_to_theirs() -> None:
    lines = stacked(
        "注：1.本表包括上年结转；本表不含", "上级专项资金。", "说明：本部门无相关收支项目。", "三、支出预算情况说明"
    )
    notes = read_notes(lines[:3])
    assert join_notes(notes) == ("注：1.本表包括上年结转；本表不含上级专项资金。", "说明：本部门无相关收支项目。")


def test_text_after_a_table_that_is_no_note_stays_narrative() -> None:
    assert read_notes(stacked("三、支出预算情况说明", "注：后文的注")) == []


def test_a_table_marked_as_without_data_keeps_its_note() -> None:
    def draw(pages: Pages) -> None:
        pages.title("2026年政府性基金预算支出表")
        pages.table(table([("", "合计", "", "", "")]))
        pages.line("注：本表无数据")
        pages.title("2026年国有资本经营预算支出表")
        pages.table(table([("", "合计", "", "", "")]))

    document = read(draw, Style())
    assert [grid.notes for grid in document.tables] == [("注：本表无数据",), ()]
    assert document.paragraphs == ()


UNIT_LINES = [
    "（金额单位：万元）",
    "货币单位：万元",
    "单位 万元",
    "币种：人民币  单位：万元",
    "金额：万元",
    "单位：元（列至角分）",
    "单位：万元（四舍五入）",
    "数据单位:万元",
    "计量：人民币万元",
]


@pytest.mark.parametrize("unit", UNIT_LINES)
def test_a_unit_line_in_other_words_is_no_title(unit: str) -> None:
    """It was taken for the title, for it stands nearer to the table, and the title for narrative."""

    def draw(pages: Pages) -> None:
        pages.title("2026年预算支出总表")
        pages.line("部门：云岭县档案馆", right=unit)
        pages.table(table())

    grid = read(draw).tables[0]
    assert (grid.title, grid.department_line) == ("2026年预算支出总表", "部门：云岭县档案馆")
    assert squeeze(grid.unit_line) == squeeze(unit)


def test_department_and_unit_in_words_of_another_province_are_no_title() -> None:
    def draw(pages: Pages) -> None:
        pages.title("2026年经费去向一览表")
        pages.line("填制单位：云岭县档案馆", right="计量：人民币万元")
        pages.table(table())

    grid = read(draw).tables[0]
    assert (grid.title, grid.department_line) == ("2026年经费去向一览表", "填制单位：云岭县档案馆")
    assert squeeze(grid.unit_line) == "计量：人民币万元"


@pytest.mark.parametrize("gap", ["", " "])
@pytest.mark.parametrize("unit", UNIT_LINES)
def test_a_unit_line_in_other_words_may_run_together_with_the_department(unit: str, gap: str) -> None:
    caption = read_caption(stacked("预算支出总表", f"部门：云岭县档案馆{gap}{unit}"), PAGE_WIDTH)
    assert caption.title == "预算支出总表"
    assert (caption.department_line, caption.unit_line) == ("部门：云岭县档案馆", unit)


@pytest.mark.parametrize(("beside", "unit"), [("以万元计", "以万元计"), ("2026年1月", ""), ("填报人：张元", "")])
def test_what_stands_beside_the_department_is_no_title(beside: str, unit: str) -> None:
    lines = [line("预算支出总表", 80.0), line("部门：云岭县档案馆", 100.0), line(beside, 100.0, x0=400.0)]
    caption = read_caption(lines, PAGE_WIDTH)
    assert (caption.title, caption.unit_line) == ("预算支出总表", unit)
    assert len(caption.used) == 3


def test_a_label_and_a_title_keep_their_place_beside_department_and_unit() -> None:
    label = [line("预算支出总表", 80.0), line("部门：云岭县档案馆", 100.0), line("公开03表", 100.0, x0=400.0)]
    assert read_caption(label, PAGE_WIDTH).label == "公开03表"
    title = [line("预算支出总表（2026年）", 100.0), line("单位：万元", 100.0, x0=400.0)]
    assert read_caption(title, PAGE_WIDTH).title == "预算支出总表（2026年）"


@pytest.mark.parametrize("text", ["单位名称", "单位职责", "金额：500万元", "部门：金元局"])
def test_what_only_begins_like_a_unit_line_is_none(text: str) -> None:
    assert read_caption(stacked("预算支出总表", text), PAGE_WIDTH).unit_line == ""


def test_a_unit_line_cut_before_its_last_character_is_one_with_the_rest_no_title() -> None:
    over = stacked("部门收支总表", "单位：万", "元")
    caption = read_caption(over, PAGE_WIDTH)
    assert (caption.title, caption.unit_line) == ("部门收支总表", "单位：万")
    assert over[2] in caption.used


def test_a_rest_without_a_cut_unit_line_is_text_like_any_other() -> None:
    caption = read_caption(stacked("安排项目支出一千二百万", "元"), PAGE_WIDTH)
    assert caption.unit_line == ""


@pytest.mark.parametrize("again", ["2026年预算支出总表（续）", "续表", "2026年预算支出总表续表1"])
def test_a_title_that_says_it_goes_on_needs_no_full_page(again: str) -> None:
    def draw(pages: Pages) -> None:
        pages.title("2026年预算支出总表")
        pages.table(table(BODY[:3]))
        pages.new_page()
        pages.title(again)
        pages.table(table(BODY[3:]))

    document = read(draw)
    assert [grid.title for grid in document.tables] == ["2026年预算支出总表"]
    assert texts(document) == list(BODY)


def test_the_same_title_over_the_same_first_line_is_another_table() -> None:
    def draw(pages: Pages) -> None:
        pages.title("2026年预算支出总表")
        pages.table(table(BODY[:3]))
        pages.new_page()
        pages.title("2026年预算支出总表")
        pages.table(table((BODY[0], *BODY[3:])))

    assert len(read(draw).tables) == 2
