"""Workbook files of every kind and condition: read by their content, or refused with a reason."""

from __future__ import annotations

import io
import random
import time
import zipfile

import openpyxl
import pytest
import xlwt

from extract import UnreadableDocumentError, document_suffix, read_document
from extract.workbook import open_xml, sheets
from tests.extract.sheets import BODY, caption, read, saved, texts, with_part, xlsx

GOOD = xlsx((*caption("2026年预算支出总表"), *BODY))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SHEET = "xl/worksheets/sheet1.xml"
KNOWN = {"text", "empty_file", "not_a_pdf", "unsupported_format", "truncated", "password_protected", "no_pages"}


def xls() -> bytes:
    """A small workbook of the binary kind."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("支出")
    plain, amount = xlwt.XFStyle(), xlwt.XFStyle()
    amount.num_format_str = "#,##0.00"
    for row_no, row in enumerate((*caption("2026年预算支出总表"), *BODY)):
        for column_no, value in enumerate(row):
            if value is not None:
                sheet.write(row_no, column_no, value, amount if isinstance(value, float) else plain)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def archive(*names: str) -> bytes:
    """An archive of empty parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as parts:
        for name in names:
            parts.writestr(name, b"")
    return buffer.getvalue()


def reason(data: bytes) -> str:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(data)
    assert caught.value.detail
    return caught.value.reason


def sheet_xml(body: str, after: str = "") -> bytes:
    """A sheet of the rows given as XML."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{body}</sheetData>{after}</worksheet>'.encode()


@pytest.mark.parametrize(("data", "suffix"), [(GOOD, ".xlsx"), (xls(), ".xls")], ids=["xlsx", "xls"])
def test_both_kinds_are_read_by_their_content(data: bytes, suffix: str) -> None:
    document = read_document(data)
    assert document.tables[0].title == "2026年预算支出总表"
    assert texts(document)[1][:2] == ["201", "一般公共服务支出"]
    assert texts(document)[1][2] in ("432.76",)
    assert document_suffix(data) == suffix


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (archive("xl/workbook.bin"), "unsupported_format"),
        (archive("content.xml", "mimetype"), "unsupported_format"),
        (archive("word/document.xml"), "not_a_pdf"),
        ("<html><table><tr><td>预算支出总表</td></tr></table></html>".encode("gb18030"), "unsupported_format"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook/>', "unsupported_format"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<table>", "unsupported_format"),
        ("科目编码,科目名称,合计\n201,支出,1.00\n".encode("gb18030"), "unsupported_format"),
        ("科目编码\t合计\n201\t1.00\n".encode(), "unsupported_format"),
        (OLE + "EncryptedPackage\0".encode("utf-16-le"), "password_protected"),
        (OLE + "WordDocument\0".encode("utf-16-le"), "not_a_pdf"),
        (OLE + "Workbook\0".encode("utf-16-le"), "truncated"),
        (GOOD[: len(GOOD) // 2], "truncated"),
        (xls()[:600], "not_a_pdf"),
        (with_part(GOOD, "xl/workbook.xml", b"<workbook><sheets/></workbook>"), "no_pages"),
        (with_part(GOOD, "xl/workbook.xml", b'<!DOCTYPE w [<!ENTITY a "b">]><workbook/>'), "truncated"),
        (with_part(GOOD, SHEET, b"<worksheet><sheetData><row>"), "truncated"),
    ],
    ids=[
        "xlsb", "ods", "docx", "html", "xml2003", "mht", "csv", "tsv", "encrypted", "doc", "ole_cut", "xlsx_cut",
        "xls_cut", "no_sheet", "entities", "xml_cut",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason(data: bytes, code: str) -> None:
    assert reason(data) == code


def test_a_page_of_the_web_without_a_table_is_none_of_ours() -> None:
    assert reason(b"<html><body><p>404</p></body></html>") == "not_a_pdf"


def test_a_formula_shows_its_last_result_or_itself() -> None:
    """What was never calculated must not pass for a blank cell: it is listed as an amount that cannot be parsed."""
    words = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'.format
    rows = f"""
        <row r="1">{words("A1", "项目")}{words("B1", "合计")}</row>
        <row r="2"><c r="A2" t="str"><f>A9</f><v>某项</v></c><c r="B2"><f>SUM(B3:B4)</f><v>12.5</v></c></row>
        <row r="3"><c r="A3" t="b"><v>1</v></c><c r="B3"><f>SUM(B8:B9)</f></c></row>
        <row r="4"><c r="A4" t="inlineStr"><is><r><t>合</t></r><r><t>计</t></r></is></c>
            <c r="B4" t="e"><v>#REF!</v></c></row>"""
    document = read_document(with_part(GOOD, SHEET, sheet_xml(rows)))
    assert texts(document) == [["某项", "12.5"], ["TRUE", "=SUM(B8:B9)"], ["合计", "#REF!"]]
    assert document.pages[0].set_aside == "B3 的公式没有计算结果：=SUM(B8:B9)"


def test_rows_and_cells_without_numbers_are_counted() -> None:
    cell = "<c t='inlineStr'><is><t>{}</t></is></c>".format
    rows = f"<row/><row>{cell('项目')}<c/>{cell('合计')}</row><row>{cell('甲')}<c/><c><v>3</v></c></row>"
    document = read_document(with_part(GOOD, SHEET, sheet_xml(rows)))
    assert [(c.text, c.x0, c.top) for c in document.rows[1].cells] == [("甲", 0, 2), ("3", 2, 2)]


def test_amounts_are_shown_with_their_formats() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["预算支出总表"])
    sheet.append(["科目编码", "合计", "占比"])
    sheet.append(["0201", 1234.5, 0.1234])
    sheet["B3"].number_format, sheet["C3"].number_format = "#,##0.00_ ", "0.00%"
    assert texts(read_document(saved(book))) == [["0201", "1,234.50", "12.34%"]]


def test_formatted_rows_without_text_are_passed_over() -> None:
    row = '<row r="{0}" s="1" customFormat="1"><c r="A{0}" s="1"/></row>'.format
    with zipfile.ZipFile(io.BytesIO(GOOD)) as good:
        content = good.read(SHEET).decode()
    blank = "".join(map(row, range(9, 200_000)))
    data = with_part(GOOD, SHEET, content.replace("</sheetData>", f"{blank}</sheetData>").encode())
    del blank
    started = time.process_time()
    document = read_document(data)
    assert len(texts(document)) == 3
    assert document.pages[0].height == 6
    assert time.process_time() - started < 10


def test_merged_cells_over_the_whole_sheet_do_no_harm() -> None:
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:B2"/></mergeCells>'
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c></row><row r="9"><c r="A9"><v>3</v></c></row>'
    assert read_document(with_part(GOOD, SHEET, sheet_xml(rows, merged))).pages[0].text == "1"


def test_far_corners_of_a_sheet_are_no_table() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    document = read_document(with_part(GOOD, SHEET, sheet_xml(rows)))
    assert [p.text for p in document.paragraphs] == ["1", "2"]
    assert (document.pages[0].width, document.pages[0].height) == (16_384, 1_048_576)


def test_a_workbook_beyond_all_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_CELLS", 10)
    assert reason(GOOD) == "too_large"
    assert reason(xls()) == "too_large"
    monkeypatch.undo()
    monkeypatch.setattr(open_xml, "_MAX_PART_BYTES", 1000)
    assert reason(GOOD) == "too_large"


def test_parts_may_be_named_carelessly() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            new.writestr(zipfile.ZipInfo(info.filename.replace("/", "\\")), old.read(info))
    assert read_document(buffer.getvalue()).tables == read_document(GOOD).tables


def outcome(data: bytes) -> str:
    try:
        return read_document(data).content_kind
    except UnreadableDocumentError as error:
        return error.reason


@pytest.mark.parametrize("data", [GOOD, xls()], ids=["xlsx", "xls"])
def test_damage_gives_a_reason_or_a_document(data: bytes) -> None:
    dice = random.Random(20260101)
    outcomes = set()
    for _ in range(150):
        spoilt = bytearray(data)
        for _ in range(dice.randint(1, 8)):
            spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
        if dice.random() < 0.3:
            del spoilt[dice.randrange(len(spoilt)) :]
        outcomes.add(outcome(bytes(spoilt)))
    assert {"text", "truncated"} <= outcomes <= KNOWN


def test_damage_inside_the_parts_gives_a_reason_or_a_document() -> None:
    dice = random.Random(7)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as good:
        contents = {name: good.read(name) for name in (SHEET, "xl/workbook.xml", "xl/styles.xml")}
    outcomes = set()
    for _ in range(200):
        name = dice.choice(sorted(contents))
        spoilt = bytearray(contents[name])
        at = dice.randrange(len(spoilt))
        spoilt[at : at + dice.randint(0, 3)] = bytes(dice.choice(b'0129-"<>/AZ ') for _ in range(dice.randint(0, 3)))
        outcomes.add(outcome(with_part(GOOD, name, bytes(spoilt))))
    assert {"text", "truncated"} <= outcomes <= KNOWN


def test_the_same_sheets_read_alike_from_both_kinds() -> None:
    from_xls, from_xlsx = read_document(xls()), read((*caption("2026年预算支出总表"), *BODY))
    assert [t.title for t in from_xls.tables] == [t.title for t in from_xlsx.tables]
    assert texts(from_xls)[2] == ["20126", "档案事务", "107.70", "107.70", ""]
    assert texts(from_xlsx)[2] == ["20126", "档案事务", "107.7", "107.7", ""]
