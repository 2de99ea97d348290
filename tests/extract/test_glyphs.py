"""Glyphs that a reader does not see as text, or sees once, are read so."""

from __future__ import annotations

from typing import Any

import pytest

from extract.glyphs import clean_glyphs
from extract.page_objects import PageObjects, PrintedGlyph
from tests.extract.drawn import BODY, read, table, texts
from tests.factory.drawing import Pages, Style


def char(text: str, x0: float, top: float = 100.0, **changes: Any) -> PrintedGlyph:
    """A glyph of ten points, black and upright."""
    size = changes.get("size", 10.0)
    return PrintedGlyph(text, x0, top, x0 + size, top + size, size)._replace(**changes)


def cleaned(*glyphs: PrintedGlyph) -> tuple[str, str]:
    """What is kept of glyphs on a page of 600 by 800 points, and what is set aside."""
    kept, aside = clean_glyphs(PageObjects(1, 600.0, 800.0, 0, glyphs, (), (), ()))
    return "".join(glyph.text for glyph in kept), aside


def draw_table(pages: Pages) -> None:
    pages.title("2026年预算支出总表")
    pages.table(table(bold=True))


def test_fake_bold_is_read_once() -> None:
    """Bold print by printing twice: 1185.70 read as 11118855..7700."""
    bold = read(draw_table, Style(fake_bold=True))
    assert texts(bold) == list(BODY)
    assert bold.tables[0].title == "2026年预算支出总表"
    assert "预预" not in bold.pages[0].text


def test_fake_bold_printed_again_at_the_end_of_the_page_is_read_once() -> None:
    """Some printers print the whole page, then the bold parts again."""
    assert cleaned(char("8", 100), char("1", 110), char("8", 100.4), char("1", 110.4))[0] == "81"


def test_a_digit_that_is_printed_twice_side_by_side_stays() -> None:
    """1100.00 holds two pairs of like digits; only a reprint in the same place is one."""
    digits = [char(digit, 100 + 5 * at) for at, digit in enumerate("1100.00")]
    assert cleaned(*digits)[0] == "1100.00"


def test_the_same_figure_in_the_row_below_stays() -> None:
    assert cleaned(char("7", 100, 100.0), char("7", 100, 112.0))[0] == "77"


@pytest.mark.parametrize("first", [True, False])
def test_a_watermark_across_the_table_is_no_text_of_its_cells(first: bool) -> None:
    marked = read(draw_table, Style(watermark="云岭县档案馆内部资料", watermark_first=first))
    assert texts(marked) == list(BODY)
    assert "内部资料" not in marked.pages[0].text
    assert "云岭县档案馆内部资料" in marked.pages[0].set_aside


def test_slanted_lines_are_no_text_however_small_and_black() -> None:
    turned = char("密", 120, sine=0.64, cosine=0.77)
    assert cleaned(char("支", 100), turned, char("出", 110)) == ("支出", "密")


def test_a_level_watermark_is_told_by_being_pale_and_large() -> None:
    body = [char("支", 100), char("出", 110)]
    assert cleaned(*body, char("样", 100, 300, size=40, luminance=0.85)) == ("支出", "样")


def test_a_large_black_title_is_no_watermark() -> None:
    body = [char("支", 100), char("出", 110)]
    assert cleaned(*body, char("表", 100, 300, size=26)) == ("支出表", "")


def test_figures_outside_the_page_are_not_read() -> None:
    stray = read(draw_table, Style(outside_glyphs=True))
    assert texts(stray) == list(BODY)
    assert "88888.88" not in stray.pages[0].text
    assert "88888.88" in stray.pages[0].set_aside
    assert "99999.99" in stray.pages[0].set_aside


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("⼀般公共服务⽀出", "一般公共服务支出"),
        ("⾦额", "金额"),
        ("⻋辆", "车辆"),
        ("第1⻚", "第1页"),
        ("财政专⼾", "财政专户"),
        ("\ufa08政\ufa08为", "行政行为"),
        ("\U0002f804你", "你你"),
        ("⺀字", "⺀字"),
        ("㈠表", "㈠表"),
    ],
)
def test_radicals_are_read_as_the_characters_they_look_like(printed: str, meant: str) -> None:
    """A font subset maps 一 to the radical ⼀: the page shows one, a search for the other finds nothing."""
    assert cleaned(*(char(sign, 100 + 10 * at) for at, sign in enumerate(printed)))[0] == meant
