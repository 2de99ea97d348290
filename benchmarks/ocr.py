"""Measure the recognition of scanned pages against the OCR library's default settings on the same pictures.

`python -m benchmarks.ocr [FILE…]` draws the scanned pages of the files (samples/ by default) and reads each with both,
one after the other, twice; the better time of each counts. Models are loaded before.
"""

from __future__ import annotations

import argparse
import logging
import resource
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from extract.ocr import recognise_page
from extract.pages import is_scan
from extract.pdf import draw_page, open_document, read_objects

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Print the seconds of each page, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=sorted((ROOT / "samples").glob("*.pdf")))
    parser.add_argument("--pages", type=int, default=1000, help="read no more pages than this")
    arguments = parser.parse_args()
    pictures = [picture for file in arguments.files for picture in _scans(file.read_bytes())][: arguments.pages]
    library = _default_library()
    ours_total = default_total = 0.0
    for name, rgb, dpi in pictures:
        ours = _best(partial(recognise_page, rgb, dpi, 1, 0))
        default = _best(partial(library, rgb[:, :, ::-1]))
        ours_total += ours
        default_total += default
        print(f"{name}: {ours:.2f} s, default settings {default:.2f} s, ratio {ours / default:.2f}")
    if pictures:
        print(f"{len(pictures)} pages: {ours_total:.1f} s, default settings {default_total:.1f} s", end=", ")
        print(f"ratio {ours_total / default_total:.2f}")
    print(f"peak memory of both: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _scans(data: bytes) -> list[tuple[str, Any, float]]:
    with open_document(data) as (pdf, _):
        numbers = [n for n in range(1, len(pdf) + 1) if is_scan(read_objects(pdf, n))]
        return [(f"page {number}", *draw_page(pdf, number)) for number in numbers]


def _default_library() -> Callable[[Any], Any]:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").disabled = True
    library: Callable[[Any], Any] = RapidOCR()
    return library


def _best(read: Callable[[], Any]) -> float:
    times = []
    for _ in range(2):
        started = time.perf_counter()
        read()
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    main()
