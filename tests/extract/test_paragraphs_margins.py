"""Margins of the narrative: which lines reach them, and so go on in the next line."""

from __future__ import annotations

from extract.lines import Line
from extract.paragraphs import make_paragraphs


def _line(text: str, x0: float, x1: float, top: float) -> Line:
    return Line(text, x0, top, x1, top + 10.0, 10.0)


def test_short_paragraphs_alone_on_a_page_stay_apart() -> None:
    full = [_line("一行写满的正文", 50.0, 550.0, 100.0 + 20 * n) for n in range(3)]
    short = [_line("本年收入合计一百万元。", 70.0, 200.0, 100.0), _line("后文。", 70.0, 110.0, 120.0)]
    paragraphs = make_paragraphs([(1, full), (2, short), (3, full)])
    assert [p.text for p in paragraphs if p.page_no == 2] == ["本年收入合计一百万元。", "后文。"]


def test_a_numbered_line_that_is_full_goes_on_in_the_next() -> None:
    lines = [
        _line("一行写满的正文", 50.0, 550.0, 100.0),
        _line("2．其他资金收入预算总计14.39万元。与上年相比减", 70.0, 548.0, 120.0),
        _line("少0.61万元。", 50.0, 120.0, 140.0),
        _line("（二）支出预算总计", 70.0, 160.0, 160.0),
        _line("后文。", 50.0, 80.0, 180.0),
    ]
    paragraphs = make_paragraphs([(1, lines)])
    assert [p.text for p in paragraphs[1:]] == [
        "2．其他资金收入预算总计14.39万元。与上年相比减少0.61万元。",
        "（二）支出预算总计",
        "后文。",
    ]
    assert [p.heading_path for p in paragraphs[1:]] == [(), (), ("（二）支出预算总计",)]


def test_a_line_before_a_number_that_did_not_fit_goes_on() -> None:
    lines = [
        _line("一行写满的正文", 50.0, 550.0, 100.0),
        _line("比2024年预算执行数增加", 70.0, 500.0, 120.0),
        _line("24,558.18万元。", 50.0, 120.0, 140.0),
        _line("其中：", 50.0, 80.0, 160.0),
        _line("1.00万元。", 50.0, 80.0, 180.0),
    ]
    assert [p.text for p in make_paragraphs([(1, lines)])[1:]] == [
        "比2024年预算执行数增加24,558.18万元。",
        "其中：",
        "1.00万元。",
    ]


def test_a_bracket_holds_a_paragraph_together() -> None:
    lines = [
        _line("一行写满的正文", 50.0, 550.0, 100.0),
        _line("占部门（单", 50.0, 540.0, 120.0),
        _line("位)项目支出总额的100%。", 70.0, 300.0, 140.0),
        _line("（一）后文", 70.0, 120.0, 160.0),
    ]
    assert [p.text for p in make_paragraphs([(1, lines)])] == [
        "一行写满的正文占部门（单位)项目支出总额的100%。",
        "（一）后文",
    ]
