"""Read what a PDF page draws."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium_c

from extract.errors import UnreadableDocumentError
from extract.page_objects import Box, PageObjects, PrintedGlyph
from extract.pdf import native
from extract.pdf.frame import IDENTITY, Frame, multiply, turn
from extract.pdf.shapes import read_shapes, transform_objects
from extract.pdf.text import blank_glyphs, read_glyphs

# Points; the largest side that PDF viewers show is 14,400. pdfium's work on text grows with the page.
_MAX_SIDE = 20_000.0


def read_objects(pdf: pypdfium2.PdfDocument, page_no: int) -> PageObjects:
    """Read a page; nothing of it stays in memory.

    The page is turned as /Rotate says, and further where most of its text would then run up, down or backwards: the
    objects are given as they stand when its text is level, and `turned` says how far it was turned for that.

    Args:
        pdf: the opened document.
        page_no: from 1.

    Raises:
        UnreadableDocumentError: `truncated` where the page is missing or empty, `too_large`.
    """
    with ExitStack() as stack:
        page = _load(pdf, page_no, stack)
        if _is_empty(_shown(page)):
            # The CropBox lies beside the paper: all of the paper is shown.
            pdfium_c.FPDFPage_SetCropBox(page, -_MAX_SIDE, -_MAX_SIDE, _MAX_SIDE, _MAX_SIDE)
            page = _load(pdf, page_no, stack)
        handle = _address(page)
        shown = _shown(page)
        if max(shown[2] - shown[0], shown[3] - shown[1]) > _MAX_SIDE:
            raise UnreadableDocumentError("too_large", f"a page that shows {shown}", page_no)
        rotation = 90 * pdfium_c.FPDFPage_GetRotation(page)
        matrix, frame = turn(*shown, rotation)
        if matrix != IDENTITY:
            transform_objects(handle, matrix)
        shapes = read_shapes(handle, frame, matrix)
        glyphs, turned = _read_text(page, frame, shapes.clips)
        if turned:
            further, frame = turn(frame.left, frame.high - frame.height, frame.left + frame.width, frame.high, turned)
            transform_objects(handle, further)
            shapes = read_shapes(handle, frame, multiply(matrix, further))
            glyphs, _ = _read_text(page, frame, shapes.clips)
    return PageObjects(
        page_no,
        frame.width,
        frame.height,
        rotation,
        (*glyphs, *blank_glyphs(shapes.blanks, frame)),
        tuple(shapes.edges),
        tuple(shapes.fills),
        tuple(shapes.pictures),
        turned,
    )


def _load(pdf: pypdfium2.PdfDocument, page_no: int, stack: ExitStack) -> Any:
    page = pdfium_c.FPDF_LoadPage(pdf.raw, page_no - 1)
    if not page:
        raise UnreadableDocumentError("truncated", "the page cannot be loaded", page_no)
    stack.callback(pdfium_c.FPDF_ClosePage, page)
    return page


def _shown(page: Any) -> Box:
    """The part of the stored page that is displayed: left, low, right, high."""
    native.get_page_box(_address(page), native.FLOATS)
    found = native.floats
    return found.a, found.d, found.c, found.b


def _is_empty(box: Box) -> bool:
    return box[0] >= box[2] or box[1] >= box[3]


def _read_text(page: Any, frame: Frame, clips: Mapping[int, Box]) -> tuple[list[PrintedGlyph], int]:
    textpage = pdfium_c.FPDFText_LoadPage(page)
    if not textpage:
        return [], 0
    try:
        return read_glyphs(_address(textpage), frame, clips)
    finally:
        pdfium_c.FPDFText_ClosePage(textpage)


def _address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
