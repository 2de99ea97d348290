"""Paragraphs are un-wrapped and stand under their headings."""

from __future__ import annotations

from tests.extract.drawn import read, table
from tests.factory.drawing import A4, Pages, Style

LONG = "云岭县档案馆负责贯彻执行国家、省、市、县的方针政策和决策部署，统筹推进全县相关公共服务体系建设，" * 3


def narrative(pages: Pages) -> None:
    pages.line("第一部分 概况", size=16, align="center")
    pages.paragraph("一、本部门职责", heading=True)
    pages.paragraph(LONG + "完。")
    pages.paragraph("（一）机构设置", heading=True)
    pages.paragraph("内设三个科室。")
    pages.paragraph("二、人员情况", heading=True)
    pages.paragraph("在职二十人。")
    pages.line("第二部分 预算报表", size=16, align="center")
    pages.paragraph("各表附后。")


def test_each_paragraph_stands_under_its_headings() -> None:
    found = {paragraph.text.strip(): paragraph.heading_path for paragraph in read(narrative).paragraphs}
    first, second = "第一部分 概况", "第二部分 预算报表"
    assert found == {
        first: (),
        "一、本部门职责": (first,),
        LONG + "完。": (first, "一、本部门职责"),
        "（一）机构设置": (first, "一、本部门职责"),
        "内设三个科室。": (first, "一、本部门职责", "（一）机构设置"),
        "二、人员情况": (first,),
        "在职二十人。": (first, "二、人员情况"),
        second: (),
        "各表附后。": (second,),
    }


def test_paragraphs_are_numbered_in_reading_order() -> None:
    paragraphs = read(narrative).paragraphs
    assert [paragraph.paragraph_no for paragraph in paragraphs] == list(range(1, 10))


def test_a_paragraph_goes_on_over_the_page() -> None:
    def draw(pages: Pages) -> None:
        pages.space(680)
        pages.paragraph(LONG + "完。")

    paragraphs = read(draw, Style(footer=lambda _: "")).paragraphs
    assert [(paragraph.page_no, paragraph.text.strip()) for paragraph in paragraphs] == [(1, LONG + "完。")]


def test_a_sentence_that_begins_like_a_heading_is_none() -> None:
    def draw(pages: Pages) -> None:
        pages.paragraph(LONG + "完。")
        pages.paragraph("一、基本支出：指为保障机构正常运转而发生的支出。")
        pages.paragraph("后文。")

    assert [paragraph.heading_path for paragraph in read(draw).paragraphs] == [(), (), ()]


def test_captions_and_cells_are_no_paragraphs() -> None:
    def draw(pages: Pages) -> None:
        pages.paragraph("各项支出如下。")
        pages.new_page(A4)
        pages.title("2026年预算支出总表")
        pages.line("部门名称：云岭县档案馆", right="单位：万元")
        pages.table(table())

    document = read(draw)
    assert [paragraph.text.strip() for paragraph in document.paragraphs] == ["各项支出如下。"]


def test_the_box_of_a_paragraph_holds_its_lines() -> None:
    style = Style()
    (paragraph,) = read(lambda pages: pages.paragraph("在职二十人。"), style).paragraphs
    assert paragraph.x0 >= style.margin
    assert style.margin <= paragraph.top < paragraph.bottom <= style.margin + 18
