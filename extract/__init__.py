"""Read the physical layer of budget disclosure PDFs and workbooks: bytes in, rows out.

This package knows neither the database nor any meaning of a title, heading or amount: it tells text from pictures,
cleans glyphs, finds tables with their captions, spans and continuations, and paragraphs with their headings.
"""

from extract.document import document_suffix, read_document
from extract.errors import UnreadableDocumentError
from extract.model import Cell, ExtractedDocument, Page, Paragraph, Reading, TableGrid, TableRow
from extract.ocr import is_installed

# Raised with every change that may give other rows for the same bytes: documents are then read again, and so they are
# when recognition of scanned pages is installed later.
EXTRACTOR_VERSION = "2" if is_installed() else "2-without-ocr"

__all__ = [
    "EXTRACTOR_VERSION",
    "Cell",
    "ExtractedDocument",
    "Page",
    "Paragraph",
    "Reading",
    "TableGrid",
    "TableRow",
    "UnreadableDocumentError",
    "document_suffix",
    "read_document",
]
