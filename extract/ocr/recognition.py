"""Recognise lines of text: one model that rapidocr carries, run by onnxruntime on crops batched by width."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime

from extract.ocr.picture import Image

THREADS = 2
_MODEL = "PP-OCRv6_rec_small.onnx"
# The model reads pictures of this height; it was trained to this width at least.
_HEIGHT = 48
_LEAST_WIDTH = 48
# A batch holds so many pixels of width at most, and no crop narrower than this share of its widest.
_BATCH_WIDTH = 4000
_BATCH_SHARE = 0.8
# Crops wider than this are squeezed by this factor, though no further than to it: half the time goes into long lines,
# whose characters the model reads as well at two thirds of their width. Amounts are shorter.
_LONG = 260
_SQUEEZE = 0.65
# A second reading of a character less likely than this is none.
_LEAST_SECOND = 0.001


class Character(NamedTuple):
    """A recognised character: where its middle stands in the crop (share of the width), and how sure it is.

    `second` is the next likely reading, with its probability; empty where the model saw none.
    """

    text: str
    middle: float
    confidence: float
    second: str
    second_confidence: float

    @property
    def sureness(self) -> float:
        """How sure the character is, its width apart: brackets and commas come in two that hardly differ."""
        same = unicodedata.normalize("NFKC", self.text) == unicodedata.normalize("NFKC", self.second)
        return self.confidence + self.second_confidence if same else self.confidence


@dataclass(frozen=True, slots=True)
class _Model:
    session: Any
    input_name: str
    alphabet: tuple[str, ...]


@cache
def _model() -> _Model:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    # Threads that wait for work would burn the time of the documents read beside.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    path = resources.files("rapidocr") / "models" / _MODEL
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return _Model(session, session.get_inputs()[0].name, ("", *characters, " "))


def recognise(crops: Sequence[Image]) -> list[list[Character]]:
    """Read each crop, a grey picture of one line; the answers stand in the order of the crops."""
    widths = [_input_width(crop) for crop in crops]
    answers: list[list[Character]] = [[] for _ in crops]
    for batch in _batches(widths):
        widest = max(widths[i] for i in batch)
        pictures = np.zeros((len(batch), 3, _HEIGHT, widest), np.float32)
        for slot, i in enumerate(batch):
            shrinks = crops[i].shape[0] > _HEIGHT
            resized = cv2.resize(
                crops[i], (widths[i], _HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
            )
            pictures[slot, :, :, : widths[i]] = np.asarray(resized, np.float32) / 127.5 - 1
        model = _model()
        likely = model.session.run(None, {model.input_name: pictures})[0]
        for slot, i in enumerate(batch):
            answers[i] = _decode(likely[slot], widest / widths[i], model.alphabet)
    return answers


def _input_width(crop: Image) -> int:
    height, width = crop.shape
    scaled = float(width * _HEIGHT / height)
    return max(_LEAST_WIDTH, math.ceil(scaled if scaled <= _LONG else max(_LONG, scaled * _SQUEEZE)))


def _batches(widths: Sequence[int]) -> list[list[int]]:
    """Indices of crops to be read together, of like width."""
    batches: list[list[int]] = []
    for i in sorted(range(len(widths)), key=lambda i: -widths[i]):
        batch = batches[-1] if batches else None
        if (
            batch
            and widths[i] >= _BATCH_SHARE * widths[batch[0]]
            and (len(batch) + 1) * widths[batch[0]] <= _BATCH_WIDTH
        ):
            batch.append(i)
        else:
            batches.append([i])
    return batches


def _decode(likely: npt.NDArray[np.float32], stretch: float, alphabet: Sequence[str]) -> list[Character]:
    """Read the most likely character of each step, repeats and blanks (0) left out."""
    best = likely.argmax(axis=1)
    found: list[Character] = []
    start = 0
    for step in range(1, len(best) + 1):
        if step < len(best) and best[step] == best[start]:
            continue
        if best[start]:
            peak = start + int(likely[start:step, best[start]].argmax())
            row = likely[peak].copy()
            confidence = float(row[best[start]])
            row[[0, best[start]]] = 0
            second = int(row.argmax())
            second_confidence = float(row[second])
            if second_confidence < _LEAST_SECOND:
                second, second_confidence = 0, 0.0
            middle = min(1.0, ((start + step) / 2) / len(best) * stretch)
            found.append(Character(alphabet[best[start]], middle, confidence, alphabet[second], second_confidence))
        start = step
    return found
