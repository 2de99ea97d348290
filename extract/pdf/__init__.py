"""Open PDF files and read what their pages draw; nothing outside this package knows the PDF libraries."""

from extract.pdf.objects import read_objects
from extract.pdf.opening import open_document

__all__ = ["open_document", "read_objects"]
