"""Open a PDF from bytes, or say precisely why that is not possible."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pypdfium2

from extract.errors import UnreadableDocumentError
from extract.pdf.soundness import make_whole

# Readers accept a header within the first kilobyte; some exporters put a byte-order mark or a blank line before it.
_HEADER_WINDOW = 1024


class OpenDocument(NamedTuple):
    """An opened PDF; `is_mended` says that it is a copy whose table of objects was made anew."""

    pdf: pypdfium2.PdfDocument
    is_mended: bool


@contextmanager
def open_document(data: bytes) -> Iterator[OpenDocument]:
    """Yield the opened PDF; documents encrypted with an empty user password open like any other.

    Args:
        data: the whole file.

    Raises:
        UnreadableDocumentError: `empty_file`, `not_a_pdf`, `truncated`, `password_protected` or `no_pages`.
    """
    _check_envelope(data)
    whole = make_whole(data)
    try:
        pdf = pypdfium2.PdfDocument(whole.copy or data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocumentError("truncated", str(error)) from error
    try:
        if len(pdf) != whole.page_count:
            raise UnreadableDocumentError("truncated", f"{len(pdf)} of {whole.page_count} pages can be read")
        yield OpenDocument(pdf, whole.is_mended)
    finally:
        pdf.close()


def _check_envelope(data: bytes) -> None:
    if not data.strip():
        raise UnreadableDocumentError("empty_file", f"{len(data)} bytes")
    if b"%PDF-" not in data[:_HEADER_WINDOW]:
        raise UnreadableDocumentError("not_a_pdf", f"starts with {data[:16]!r}")
