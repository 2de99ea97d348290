"""Recognise scanned pages on the machine itself.

What it needs (onnxruntime, OpenCV and the models that rapidocr carries) is an extra that may be left out, and is
imported when the first scanned page is met. Nothing outside this package knows these libraries; nothing is downloaded.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.ocr.page import RecognisedPage

__all__ = ["is_installed", "recognise_page"]


@cache
def is_installed() -> bool:
    """Tell whether scanned pages can be read; imports nothing."""
    return all(find_spec(name) is not None for name in ("cv2", "onnxruntime", "rapidocr"))


def recognise_page(rgb: Any, dpi: float, page_no: int, rotation: int) -> RecognisedPage:
    """Recognise the picture of a page; see `extract.ocr.page.read_picture`."""
    from extract.ocr.page import read_picture

    return read_picture(rgb, dpi, page_no, rotation)
