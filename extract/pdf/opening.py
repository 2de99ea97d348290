"""Open a PDF from bytes, or say precisely why that is not possible."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from extract.errors import UnreadableDocumentError

# Readers accept a header within the first kilobyte; some exporters put a byte-order mark or a blank line before it.
_HEADER_WINDOW = 1024
_TRAILER_WINDOW = 4096


@contextmanager
def open_document(data: bytes) -> Iterator[PDF]:
    """Yield the opened PDF; documents encrypted with an empty user password open like any other.

    Args:
        data: the whole file.

    Raises:
        UnreadableDocumentError: `empty_file`, `not_a_pdf`, `truncated`, `password_protected` or `no_pages`.
    """
    _check_envelope(data)
    try:
        pdf = pdfplumber.open(io.BytesIO(data))
        page_count = len(pdf.pages)
    except Exception as error:  # pdfminer raises errors of many kinds on damaged files, some of them bare
        raise _explain(error, data) from error
    try:
        if page_count == 0:
            # An intact file ends with its trailer; where that is lost, so is the page tree.
            raise UnreadableDocumentError("no_pages" if _has_trailer(data) else "truncated", "no page could be found")
        yield pdf
    finally:
        pdf.close()


def _check_envelope(data: bytes) -> None:
    if not data.strip():
        raise UnreadableDocumentError("empty_file", f"{len(data)} bytes")
    if b"%PDF-" not in data[:_HEADER_WINDOW]:
        raise UnreadableDocumentError("not_a_pdf", f"starts with {data[:16]!r}")


def _has_trailer(data: bytes) -> bool:
    tail = data[-_TRAILER_WINDOW:]
    return b"%%EOF" in tail and b"startxref" in tail


def _explain(error: Exception, data: bytes) -> UnreadableDocumentError:
    cause: BaseException = error
    if isinstance(error, PdfminerException) and error.args and isinstance(error.args[0], BaseException):
        cause = error.args[0]
    if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
        return UnreadableDocumentError("password_protected", type(cause).__name__)
    return UnreadableDocumentError(
        "truncated", f"{type(cause).__name__}: {cause}; trailer present: {_has_trailer(data)}"
    )
