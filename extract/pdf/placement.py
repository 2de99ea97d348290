"""Place a page's objects as they are displayed: from the top left of its CropBox, after /Rotate."""

from __future__ import annotations

from pdfplumber.page import Page as PdfPage

from extract.page_objects import Box


def place_as_displayed(page: PdfPage) -> None:
    """Let a pdfplumber page give the boxes of its objects from the top left of the page as displayed.

    pdfplumber gives them relative to the MediaBox as stored: a page whose MediaBox does not begin at 0, or that shows
    a part of it, has its glyphs elsewhere than a reader sees them. It reads the two boxes when it first reads the
    objects, so this must come before; afterwards `page.bbox` is that of the displayed page, from 0.

    Args:
        page: a page none of whose objects have been read.
    """
    stored = page.page_obj
    # pdfminer counts from the corner that the MediaBox names first, whichever it is.
    stored.mediabox = media = _ordered(stored.mediabox)
    left, top, right, bottom = _turned(_common(_ordered(stored.cropbox), media), media, stored.rotate)
    _, _, full_width, full_height = _turned(media, media, stored.rotate)
    width, height = right - left, bottom - top
    page.bbox = page.cropbox = (0.0, 0.0, width, height)
    # pdfplumber places an object at (mediabox[0] + x, mediabox[1] + bbox height - y), where x and y count from the
    # lower left of the whole page as turned.
    above = full_height - top - height
    page.mediabox = (-left, above, full_width - left, above + full_height)


def _ordered(box: Box) -> Box:
    """The box by its lower left and upper right; a PDF may name any two opposite corners."""
    x0, x1 = sorted((float(box[0]), float(box[2])))
    y0, y1 = sorted((float(box[1]), float(box[3])))
    return x0, y0, x1, y1


def _common(crop: Box, media: Box) -> Box:
    """What the CropBox shows of the MediaBox; all of it where that would be nothing."""
    box = max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3])
    return box if box[0] < box[2] and box[1] < box[3] else media


def _turned(box: Box, media: Box, rotation: int) -> Box:
    """A box of the stored page, counted from the top left of the page as turned."""
    x0, y0, x1, y1 = box
    left, low, right, high = media
    match rotation:
        case 90:
            return y0 - low, x0 - left, y1 - low, x1 - left
        case 180:
            return right - x1, y0 - low, right - x0, y1 - low
        case 270:
            return high - y1, right - x1, high - y0, right - x0
        case _:
            return x0 - left, high - y1, x1 - left, high - y0
