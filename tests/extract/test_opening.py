"""A file opens, or it is said precisely why not."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extract import UnreadableDocumentError, read_document
from tests.extract.drawn import BODY, pdf, table, texts
from tests.factory import bad_files
from tests.factory.drawing import Pages

NO_PAGES = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [] /Count 0 >>
endobj
xref
0 3
0000000000 65535 f\x20
0000000009 00000 n\x20
0000000058 00000 n\x20
trailer
<< /Size 3 /Root 1 0 R >>
startxref
110
%%EOF
"""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bad_files.empty_file(), "empty_file"),
        (b"\n \n", "empty_file"),
        (bad_files.html_named_pdf(), "not_a_pdf"),
        (b"PK\x03\x04 a word file", "not_a_pdf"),
        (bad_files.truncated_pdf(), "truncated"),
        (b"%PDF-1.4\n", "truncated"),
        (bad_files.password_protected_pdf(), "password_protected"),
        (NO_PAGES, "no_pages"),
    ],
    ids=["empty", "blank", "html", "word", "cut", "head_only", "password", "no_pages"],
)
def test_an_unreadable_file_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(data)
    assert caught.value.reason == reason
    assert caught.value.detail
    assert reason in str(caught.value)


def test_a_document_encrypted_with_an_empty_password_opens() -> None:
    """Protected against changes, it opens in every reader without asking."""
    document = read_document(bad_files.empty_password_pdf().data)
    assert len(document.tables) == 13
    assert document.tables[2].title == "2026年预算支出总表"


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n"])
def test_a_mark_before_the_header_does_no_harm(before: bytes) -> None:
    """Some exporters put a byte-order mark or a blank line before it."""
    document = read_document(before + pdf(lambda pages: pages.table(table())))
    assert texts(document) == list(BODY)


def test_the_same_bytes_give_the_same_document() -> None:
    data = pdf(lambda pages: pages.table(table()))
    assert read_document(data) == read_document(data)


def one_page(draw: str) -> bytes:
    """A page that is blank, or has a picture over all of it, or a picture and a line of text."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setProducer("fixture")
    if "picture" in draw:
        canvas.drawImage(ImageReader(Image.new("L", (100, 140), 200)), 0, 0, *A4)
    if "text" in draw:
        for line in range(8):
            canvas.drawString(80, 700 - 40 * line, "a line of the text that lies over the picture")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("draw", "method", "content_kind"),
    [
        ("picture", "ocr", "scanned"),
        ("picture, text", "text", "text"),
        ("text", "text", "text"),
        ("", "blank", "text"),
    ],
)
def test_scanned_pages_are_told_from_text(draw: str, method: str, content_kind: str) -> None:
    """A scan with its text laid under it by a machine reads like any text."""
    document = read_document(one_page(draw))
    assert [page.method for page in document.pages] == [method]
    assert document.content_kind == content_kind
    assert document.producer == "fixture"


def test_a_scan_with_a_page_number_is_a_scan() -> None:
    def draw(pages: Pages) -> None:
        pages.table(table())
        pages.scanned_page()

    document = read_document(pdf(draw))
    assert [(page.page_no, page.method) for page in document.pages] == [(1, "text"), (2, "ocr")]
    assert (document.content_kind, document.page_count) == ("mixed", 2)
