"""Draw a page as a picture, as it is displayed."""

from __future__ import annotations

from typing import Any, NamedTuple

import pypdfium2

# Pictures are drawn at their own resolution, within these bounds (dots to the inch): below, recognition would enlarge
# them anyway; above, it gains nothing.
_LEAST_DPI = 150.0
_MOST_DPI = 200.0
# A page larger than this (pixels) is drawn coarser: A0 at 200 dpi would fill the memory.
_MOST_PIXELS = 24e6
# A picture that covers less than this share of the page says nothing of the page's resolution.
_LEAST_SHARE = 0.2


class PagePicture(NamedTuple):
    """A drawn page: `rgb` is a numpy array of bytes, rows × columns × 3; `dpi` its pixels to the inch."""

    rgb: Any
    dpi: float


def draw_page(pdf: pypdfium2.PdfDocument, page_no: int) -> PagePicture:
    """Draw a page in black, white and colours.

    Args:
        pdf: the opened document.
        page_no: from 1.

    Raises:
        pypdfium2.PdfiumError: the page cannot be loaded.
    """
    page = pdf[page_no - 1]
    try:
        width, height = page.get_size()
        dpi = min(max(_own_resolution(page) or _MOST_DPI, _LEAST_DPI), _MOST_DPI)
        dpi = min(dpi, (_MOST_PIXELS / (width * height)) ** 0.5 * 72)
        bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
        try:
            # A copy: the bitmap's memory goes with it.
            return PagePicture(bitmap.to_numpy()[:, :, :3].copy(), dpi)
        finally:
            bitmap.close()
    finally:
        page.close()


def _own_resolution(page: pypdfium2.PdfPage) -> float:
    """The finest resolution of the pictures that cover a good part of the page; 0 where there is none."""
    width, height = page.get_size()
    found = [0.0]
    for image in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
        left, low, right, high = image.get_bounds()
        if (right - left) * (high - low) >= _LEAST_SHARE * width * height:
            # A picture may lie on its side: its area tells.
            columns, rows = image.get_px_size()
            found.append(((columns * rows) / ((right - left) * (high - low))) ** 0.5 * 72)
    return max(found)
