"""What comes from outside can neither drive a terminal nor mark up the report."""

from __future__ import annotations

from flows.plain_text import plain_line, plain_text
from flows.report import DocumentReport, Finding, LoadReport, Outcome, summarise
from warehouse.difference import Difference


def test_control_characters_become_spaces_and_broken_text_a_mark() -> None:
    assert plain_text("甲\x1b[31m\x00\t乙\n丙\x9b\u202e") == "甲 [31m 乙\n丙 "
    assert plain_line("甲\r\n乙") == "甲  乙"
    assert plain_text("\udcb9\udcab.pdf") == "\ufffd\ufffd.pdf"
    assert plain_text("表1　收入 — “合计”") == "表1　收入 — “合计”"


def test_the_report_shows_names_and_does_nothing_else_with_them() -> None:
    name = "a|b<img src=x>[x](http://x)`c`\\*.pdf"
    shown = "a\\|b\\<img src=x\\>\\[x\\](http://x)\\`c\\`\\\\\\*.pdf"
    report = LoadReport(
        "run",
        [DocumentReport(name, Outcome.REFUSED, "not_a_pdf", f"文件“{name}”\n不是 PDF")],
        findings=[Finding("archive", "original_kept", name, "warn")],
        difference=Difference((name,), (name,), {}, 0, ()),
    )
    text = summarise(report)
    assert text.count(shown) == 5
    assert name not in text
    assert f"“{shown}” 不是 PDF |" in text
