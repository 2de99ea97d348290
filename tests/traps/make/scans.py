"""Pages as a scanner gives them: black and white pictures, each laid on the glass a little askew."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2
from PIL import Image


def picture(page: pypdfium2.PdfPage, dpi: int, degrees: float) -> Image.Image:
    """A page in grey, askew by some degrees."""
    grey: Image.Image = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    return askew(grey, degrees)


def askew(grey: Image.Image, degrees: float) -> Image.Image:
    """A picture laid on the glass askew, counter-clockwise."""
    return grey.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)


def paint_over(
    grey: Image.Image, dpi: int, page: pypdfium2.PdfPage, target: tuple[str, int, int], source: tuple[str, int, int]
) -> None:
    """Paint one character of a level page's picture over another; each by a text, which of its places, and an index."""

    def box(text: str, place: int, index: int) -> tuple[int, int, int, int]:
        search = textpage.search(text)
        first, _ = [search.get_next() for _ in range(place + 1)][-1]
        left, bottom, right, top = textpage.get_charbox(first + index, loose=True)
        height = page.get_height()
        return tuple(round(v * dpi / 72) for v in (left, height - top, right, height - bottom))

    textpage = page.get_textpage()
    to, of = box(*target), box(*source)
    grey.paste(grey.crop(of).resize((to[2] - to[0], to[3] - to[1])), to)


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
