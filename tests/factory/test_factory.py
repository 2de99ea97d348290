"""The factory itself is right: its figures add up, its pages print what it says, each defect is really there."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pdfplumber
import pytest
from pdfplumber.utils.exceptions import PdfminerException

from tests.factory import bad_files
from tests.factory.drawing import BOLD_OFFSET, Rules, Style
from tests.factory.expected import GOLDEN_COLUMNS, BuiltDocument, write_golden
from tests.factory.figures import STATE_CAPITAL, Figures, archives, culture, sports, tamper, without_funds
from tests.factory.layouts import ShanxiOptions, final_accounts, jiangsu, shanghai, shanxi
from tests.factory.rules import equalities, inequalities
from tests.factory.tables import derive

DEPARTMENTS: tuple[Callable[[], Figures], ...] = (archives, culture, sports)
RULES: tuple[Rules, ...] = ("line", "thin_rect", "fragments")


def _open(data: bytes) -> pdfplumber.PDF:
    return pdfplumber.open(io.BytesIO(data))


def _first_table_page(document: BuiltDocument) -> pdfplumber.page.Page:
    return next(page for page in _open(document.data).pages if page.find_tables())


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_figures_satisfy_every_rule(department: Callable[[], Figures]) -> None:
    tables = derive(department())
    pairs = list(equalities(tables))
    assert len(pairs) > 200
    assert [pair for pair in pairs if pair[1] != pair[2]] == []
    assert [pair for pair in inequalities(tables) if pair[1] < pair[2]] == []


def test_each_rule_number_is_exercised_on_amounts() -> None:
    tables = derive(culture())
    seen = {name[:3] for name, left, _ in (*equalities(tables), *inequalities(tables)) if left}
    assert seen == {f"R{number:02d}" for number in range(1, 32)}


def test_tampering_changes_one_cell_and_no_sum() -> None:
    before = Counter(shanxi(culture()).cells)
    after = Counter(shanxi(tamper(culture(), 5, "2070101", "基本支出", "486.73")).cells)
    (lost,), (found,) = (before - after), (after - before)
    assert (lost.table_no, lost.code, lost.measure, lost.amount) == (5, "2070101", "基本支出", Decimal("486.72"))
    assert found.amount == Decimal("486.73")


def test_tampering_with_none_blanks_the_cell() -> None:
    cells = shanxi(tamper(culture(), 1, "本年收入合计", "预算数", None)).cells
    assert len(cells) == len(shanxi(culture()).cells) - 1


def test_tampering_must_mean_one_line() -> None:
    with pytest.raises(LookupError, match="2 lines"):
        shanxi(tamper(culture(), 4, "一般公共预算", "金额", "1.00"))
    with pytest.raises(LookupError, match="0 lines"):
        shanxi(tamper(culture(), 3, "9999999", "合计", "1.00"))
    shanxi(tamper(culture(), 4, "一般公共预算", "金额", "1.00", occurrence=2))


@pytest.mark.parametrize("rules", RULES)
def test_printed_tables_read_back_whatever_draws_the_rules(rules: Rules) -> None:
    _assert_reads_back(shanxi(culture(), ShanxiOptions(style=Style(rules=rules), narrative=False)))


@pytest.mark.parametrize("layout", [shanxi, jiangsu, final_accounts])
@pytest.mark.parametrize("department", [archives, lambda: without_funds(culture(), STATE_CAPITAL)])
def test_printed_tables_read_back(
    layout: Callable[[Figures], BuiltDocument], department: Callable[[], Figures]
) -> None:
    _assert_reads_back(layout(department()))


def test_printed_tables_in_yuan_read_back() -> None:
    _assert_reads_back(shanghai(sports()), in_yuan=True)


def _assert_reads_back(document: BuiltDocument, *, in_yuan: bool = False) -> None:
    """Each amount stands in a cell of a ruled table as often as it is expected, and no other amount does."""
    read: Counter[Decimal] = Counter()
    with _open(document.data) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                texts = [cell.replace(",", "") for row in table for cell in row if cell]
                read.update(Decimal(text) for text in texts if re.fullmatch(r"\d+\.\d\d", text))
    factor = {cell: 1 if cell.table_no in (10, 11) or not in_yuan else 10000 for cell in document.cells}
    assert read == Counter(cell.amount * factor[cell] for cell in document.cells)


def test_layouts_print_the_title_unit_and_department_lines_of_their_kind() -> None:
    for document, words in (
        (jiangsu(archives()), ("公开 05 表：财政拨款支出预算表", "部门： 云岭县档案馆 单位：万元", "此表为空")),
        (
            shanghai(sports()),
            ("预算主管部门：云岭区体育局", "编制部门：云岭区体育局 单位：元", "单位:万元", "故本表为空表"),
        ),
        (final_accounts(archives()), ("收入支出决算总表", "人员经费合计 340.16 公用经费合计 80.00", "本年度没有相关")),
    ):
        text = "\n".join(page.extract_text() for page in _open(document.data).pages)
        assert [word for word in words if word not in text] == []


def test_a_row_may_be_cut_by_a_page_break() -> None:
    texts = [page.extract_text() for page in _open(jiangsu(archives()).data).pages]
    at = next(index for index, text in enumerate(texts) if "十五、资源勘探工业信" in text)
    assert "十五、资源勘探工业信息等支出" not in texts[at]
    assert texts[at + 1].splitlines()[0] == "息等支出"


@pytest.mark.parametrize(
    ("build", "table_no", "line", "measure"),
    [
        (lambda figures: jiangsu(figures), 14, "2012601", "合计"),
        (lambda figures: final_accounts(figures), 10, "公务接待费", "决算数"),
        (lambda figures: shanghai(figures), 11, "机关运行经费预算数", "合计"),
    ],
)
def test_every_layout_takes_tampered_figures(
    build: Callable[[Figures], BuiltDocument], table_no: int, line: str, measure: str
) -> None:
    before, after = build(archives()), build(tamper(archives(), table_no, line, measure, "777.77"))
    (lost,), (found,) = set(before.cells) - set(after.cells), set(after.cells) - set(before.cells)
    assert (lost.table_no, lost.measure, found.amount) == (table_no, measure, Decimal("777.77"))
    assert before.data != after.data


def test_every_glyph_reads_back() -> None:
    text = "".join(page.extract_text() for page in _open(shanxi(culture()).data).pages)
    for name in (
        "（境）",
        "“三公”",
        "①公务用车购置费",
        "[部门]",
        "部门名称：",
        "二十三、灾害防治及应急管理",
        "1,417.39万元",
    ):
        assert name in text


def test_glyph_boxes_are_where_the_text_was_drawn() -> None:
    page = _first_table_page(shanxi(archives()))
    label = page.chars[0]
    assert (label["text"], label["x0"]) == ("预", pytest.approx(54))
    cells = [cell for row in page.find_tables()[0].rows for cell in row.cells if cell]
    amount = [char for char in page.chars if char["text"] == "6"][-1]
    inside = [cell for cell in cells if cell[0] < amount["x0"] and amount["x1"] < cell[2] and cell[1] < amount["top"]]
    assert any(amount["bottom"] < cell[3] for cell in inside)


def test_fake_bold_doubles_glyphs() -> None:
    plain, bold = (
        _first_table_page(shanxi(culture(), ShanxiOptions(style=Style(fake_bold=flag)))) for flag in (False, True)
    )
    assert "2025年预算收支总表" in plain.extract_text()
    assert "22002255年年预预算算收收支支总总表表" in bold.extract_text()
    large = [char for char in bold.chars if char["size"] > 15]
    half = len(large) // 2
    assert all(
        two["text"] == one["text"] and two["x0"] - one["x0"] == pytest.approx(BOLD_OFFSET)
        for one, two in zip(large[:half], large[half:], strict=True)
    )
    small = [char for char in bold.chars if char["text"] == "外"]
    assert len(small) == 1


@pytest.mark.parametrize("first", [True, False])
def test_watermark_is_grey_rotated_and_large(first: bool) -> None:
    style = Style(watermark="仅供内部使用", watermark_first=first)
    for page in _open(shanxi(archives(), ShanxiOptions(style=style)).data).pages:
        marks = [char for char in page.chars if abs(char["matrix"][1]) > 0.1]
        assert len(marks) == 18
        assert all(char["non_stroking_color"] in ((0.85,), 0.85) and char["size"] > 40 for char in marks)
        assert marks == (page.chars[:18] if first else page.chars[-18:])


def test_rules_are_lines_rects_or_fragments() -> None:
    counts = {}
    for rules in RULES:
        page = _first_table_page(shanxi(archives(), ShanxiOptions(style=Style(rules=rules))))
        counts[rules] = (len(page.lines), len(page.rects))
    assert counts["line"][0] > 500
    assert counts["line"][1] == 0
    assert counts["thin_rect"][0] == 0
    assert counts["thin_rect"][1] > 500
    assert counts["fragments"][1] > 3 * counts["thin_rect"][1]


def test_stored_rotation_displays_upright() -> None:
    options = ShanxiOptions(style=Style(stored_rotation=90), landscape=frozenset({1, 2}))
    page = next(page for page in _open(shanxi(archives(), options).data).pages if page.rotation == 90)
    assert page.width > page.height
    assert "2026年预算收支总表" in page.extract_text()
    assert page.chars[0]["x0"] == pytest.approx(54)


def test_outside_glyphs_lie_outside_the_page() -> None:
    page = _open(shanxi(archives(), ShanxiOptions(style=Style(outside_glyphs=True))).data).pages[3]
    outside = [char for char in page.chars if char["x1"] < 0 or char["top"] > page.height]
    assert len(outside) == len("88888.8899999.99")


def test_scanned_page_is_one_picture() -> None:
    options = ShanxiOptions(style=Style(footer=lambda _: ""), scanned_pages=2)
    for page in _open(shanxi(archives(), options).data).pages[-2:]:
        assert page.chars == []
        (image,) = page.images
        assert image["width"] == pytest.approx(page.width)


def test_phantom_column_is_a_sliver() -> None:
    page = _first_table_page(shanxi(archives(), ShanxiOptions(phantom={1: 1})))
    (table,) = page.find_tables()
    widths = {round(cell[2] - cell[0]) for row in table.rows for cell in row.cells if cell}
    assert 4 in widths
    assert len(table.rows[-1].cells) == 7


def test_latin_baseline_lifts_digits() -> None:
    page = _first_table_page(shanxi(archives(), ShanxiOptions(style=Style(latin_baseline=1.5))))
    title = [char for char in page.chars if char["size"] == 16]
    assert {char["fontname"] for char in title} == {"Helvetica", "STSongStd-Light"}
    assert title[0]["matrix"][5] - title[-1]["matrix"][5] == pytest.approx(1.5)


@pytest.mark.parametrize("repeat", [True, False])
def test_continued_table_with_and_without_heading(repeat: bool) -> None:
    options = ShanxiOptions(narrative=False, break_before={5: frozenset({4, 9})}, repeat_heading=repeat, tables=(5,))
    pages = _open(shanxi(culture(), options).data).pages
    assert len(pages) == 3
    assert [("科目编码" in page.extract_text()) for page in pages] == [True, repeat, repeat]


def test_wrong_and_missing_labels() -> None:
    options = ShanxiOptions(narrative=False, labels={3: None, 4: "预算公开表1"})
    texts = [page.extract_text() for page in _open(shanxi(archives(), options).data).pages]
    assert not next(text for text in texts if "预算支出总表" in text).startswith("预算公开表")
    assert next(text for text in texts if "财政拨款收支总表" in text).startswith("预算公开表1")


def test_empty_tables_carry_their_note() -> None:
    text = "".join(page.extract_text() for page in _open(shanxi(archives()).data).pages)
    assert text.count("注：本表无数据") == 4


def test_building_twice_gives_the_same_bytes() -> None:
    assert shanxi(culture()).data == shanxi(culture()).data


def test_bad_files_are_bad_for_one_reason() -> None:
    assert bad_files.empty_file() == b""
    assert not bad_files.html_named_pdf().startswith(b"%PDF")
    for broken in (bad_files.html_named_pdf(), bad_files.truncated_pdf(), bad_files.password_protected_pdf()):
        with pytest.raises(PdfminerException):
            _open(broken)
    assert bad_files.truncated_pdf().startswith(b"%PDF")
    plain = [page.extract_text() for page in _open(shanxi(archives()).data).pages]
    with _open(bad_files.empty_password_pdf().data) as pdf:
        assert "Encrypt" in pdf.doc.xrefs[0].trailer
        assert [page.extract_text() for page in pdf.pages] == plain
    with _open(bad_files.no_budget_table_pdf()) as pdf:
        assert not any(page.find_tables() for page in pdf.pages)


def test_budgets_without_year_or_department() -> None:
    with _open(bad_files.no_year_budget()) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
        assert "202" not in text
        assert "202" not in str(pdf.metadata["Title"])
        assert "部门名称：云岭县档案馆" in text
    with _open(bad_files.no_department_budget()) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
        assert "云岭" not in text
        assert "2026年预算收支总表" in text


def test_golden_file_has_the_columns_of_the_samples(tmp_path: Path) -> None:
    document = shanxi(archives(), file_name="a.pdf")
    write_golden(tmp_path / "golden.csv", [document])
    head, first, *_ = (tmp_path / "golden.csv").read_text(encoding="utf-8").splitlines()
    assert head == ",".join(GOLDEN_COLUMNS)
    assert first == "a.pdf,1,1,收入,,一、一般公共预算,,,预算数,540.46"
    assert document.write(tmp_path).read_bytes() == document.data
