"""Scan a document: each page becomes a picture, a little askew, grey, noisy and compressed."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageDraw


@dataclass(frozen=True)
class Scanner:
    """How a page is scanned.

    Attributes:
        dpi: dots to the inch.
        skew: degrees by which the page lies askew on the glass, counter-clockwise.
        noise: standard deviation of the noise, in steps of 255.
        paper: grey value of the paper.
        turns: quarter turns, counter-clockwise, by which the page lies on the glass.
        has_stamp: whether a red seal is printed over the page's middle.
    """

    dpi: int = 200
    skew: float = 0.0
    noise: float = 6.0
    paper: int = 240
    turns: int = 0
    has_stamp: bool = False


def scan(pdf: bytes, scanner: Scanner) -> bytes:
    """A PDF of pictures of the pages; the same arguments give the same pixels."""
    document = pypdfium2.PdfDocument(pdf)
    pictures = [_scan_page(page, scanner, number) for number, page in enumerate(document)]
    buffer = io.BytesIO()
    pictures[0].save(buffer, "PDF", resolution=scanner.dpi, save_all=True, append_images=pictures[1:], quality=70)
    return buffer.getvalue()


def _scan_page(page: pypdfium2.PdfPage, scanner: Scanner, number: int) -> Image.Image:
    picture: Image.Image = page.render(scale=scanner.dpi / 72).to_pil().convert("RGB")
    if scanner.has_stamp:
        picture = ImageChops.multiply(picture, _stamp(picture, scanner.dpi))
    picture = picture.rotate(scanner.skew, Image.Resampling.BICUBIC, fillcolor="white")
    noise = np.random.default_rng(number).normal(0, scanner.noise, (picture.height, picture.width, 1))
    grey = np.asarray(picture, np.float64) * (scanner.paper / 255) + noise
    return Image.fromarray(np.rot90(np.clip(grey, 0, 255).astype(np.uint8), scanner.turns))


def _stamp(page: Image.Image, dpi: int) -> Image.Image:
    """A round seal of 42 mm in the upper middle of the page, whose ink lets what is printed show."""
    picture = Image.new("RGB", page.size, "white")
    x, y, radius = picture.width // 2, picture.height // 4, int(0.83 * dpi)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=(220, 30, 40), width=dpi // 25)
    draw.regular_polygon((x, y, radius // 3), 5, fill=(220, 30, 40))
    return picture
