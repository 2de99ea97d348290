"""Margins of the narrative: a page with short lines only has those of the other pages."""

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
