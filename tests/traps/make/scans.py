"""Pages as a scanner gives them: black and white pictures, each laid on the glass a little askew."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2
from PIL import Image


def picture(page: pypdfium2.PdfPage, dpi: int, degrees: float) -> Image.Image:
    """A page in grey, askew by some degrees."""
    grey: Image.Image = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    return grey.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)


def scan(data: bytes, dpi: int, skews: tuple[float, ...], first_page: int = 1) -> bytes:
    """The document with its pages, from a first one on, as pictures; the skews are used in turn."""
    with pypdfium2.PdfDocument(data) as printed, pypdfium2.PdfDocument.new() as mixed:
        pictures = list(_pictures(printed, dpi, skews, first_page))
        buffer = io.BytesIO()
        pictures[0].save(buffer, "PDF", resolution=dpi, save_all=True, append_images=pictures[1:])
        if first_page == 1:
            return buffer.getvalue()
        mixed.import_pages(printed, list(range(first_page - 1)))
        with pypdfium2.PdfDocument(buffer.getvalue()) as scanned:
            mixed.import_pages(scanned)
        target = io.BytesIO()
        mixed.save(target)
        return target.getvalue()


def _pictures(
    printed: pypdfium2.PdfDocument, dpi: int, skews: tuple[float, ...], first_page: int
) -> Iterator[Image.Image]:
    for index in range(first_page - 1, len(printed)):
        grey = picture(printed[index], dpi, skews[index % len(skews)])
        yield grey.point(lambda value: 255 if value > 150 else 0).convert("1")
