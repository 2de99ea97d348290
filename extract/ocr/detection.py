"""Find lines of text where no rules tell: rapidocr's detector."""

from __future__ import annotations

import logging
from functools import cache
from importlib import resources
from typing import Any

import cv2

from extract.ocr.picture import Image, Picture
from extract.ocr.recognition import THREADS

_MODEL = "PP-OCRv6_det_small.onnx"
# The detector reads pictures of about this resolution; finer ones only cost time.
_DPI = 110.0


@cache
def _detector() -> Any:
    from rapidocr import RapidOCR  # what it imports takes a second

    logging.getLogger("RapidOCR").disabled = True
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": 10_000,
            "Det.model_path": str(resources.files("rapidocr") / "models" / _MODEL),
            "Det.limit_side_len": 64,
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
        }
    )


def detect_text(picture: Picture, grey: Image) -> list[tuple[int, int, int, int]]:
    """Find lines of text.

    Args:
        picture: the page, for its resolution.
        grey: what is searched.

    Returns:
        Boxes in pixels of `grey`: left, top, right, bottom.
    """
    factor = min(1.0, _DPI / picture.dpi)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    found = _detector()(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    return [
        (
            int(box[:, 0].min() / factor),
            int(box[:, 1].min() / factor),
            int(box[:, 0].max() / factor) + 1,
            int(box[:, 1].max() / factor) + 1,
        )
        for box in found.boxes
    ]
