"""Open PDF files and read what their pages draw; nothing outside this package knows the PDF libraries."""

from extract.pdf.objects import read_objects
from extract.pdf.opening import open_document
from extract.pdf.pictures import draw_page

__all__ = ["draw_page", "open_document", "read_objects"]
