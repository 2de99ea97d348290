"""Look at the ink again where a line was read as a whole: figures run together with a name, points that were lost."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np

from extract.ocr.picture import Image
from extract.ocr.recognition import Character
from extract.ocr.text_lines import TextPiece, white_gaps

# Code points from here on are ideographs and their punctuation.
FIRST_WIDE = 0x2E80
FIGURES = frozenset("0123456789.,-%")
# A gap between a figure and a name, or where a space was read, is one between columns where it is so wide, in lines'
# heights: wider than the room that is set around a figure in a sentence. A character's place is known this well.
_COLUMN_GAP = 0.45
_PLACE_ERROR = 1.0
# A point is a blot no larger than this, in heights of the figures, and its foot stands no further from theirs.
_POINT_SIZE = 0.35
_POINT_LEAST = 0.08
_POINT_FOOT = 0.15
# How sure a point is that only its ink tells: it is listed as doubtful.
_POINT_SURENESS = 0.5


def column_cuts(piece: TextPiece, characters: Sequence[Character], ink: Image) -> list[int]:
    """Columns of the page at which a piece falls apart: wide gaps between a figure and a name, or at a space.

    Args:
        piece: text outside closed cells.
        characters: what was read, their middles as shares of the piece's width.
        ink: the page's ink without rules.
    """
    gaps = white_gaps(piece, ink, _COLUMN_GAP * piece.line)
    visible = [(index, c) for index, c in enumerate(characters) if c.text.strip()]
    cuts = set()
    for (before, left), (after, right) in pairwise(visible):
        if after == before + 1 and not _figure_meets_name(left.text, right.text):
            continue
        border = piece.x0 + (left.middle + right.middle) / 2 * (piece.x1 - piece.x0)
        near = min(((abs((a + b) / 2 - border), (a + b) // 2) for a, b in gaps), default=None)
        if near and near[0] <= _PLACE_ERROR * piece.line:
            cuts.add(near[1])
    return sorted(cuts)


def _figure_meets_name(left: str, right: str) -> bool:
    return any(a in FIGURES and ord(b[0]) >= FIRST_WIDE for a, b in ((left, right), (right, left)))


def with_points(piece: TextPiece, characters: Sequence[Character], ink: Image) -> list[Character]:
    """Set a point where a space was read between two digits and the ink shows one: a dot alone at the digits' foot.

    Nothing is set where there is no such ink. The point is unsure, whatever the model made of the rest.
    """
    mended = list(characters)
    for index in range(1, len(mended) - 1):
        left, middle, right = mended[index - 1 : index + 2]
        if middle.text == " " and left.text.isdecimal() and right.text.isdecimal():
            x0, x1 = (round(piece.x0 + c.middle * (piece.x1 - piece.x0)) for c in (left, right))
            if _holds_point(ink[piece.top : piece.bottom, x0:x1]):
                mended[index] = middle._replace(text=".", confidence=_POINT_SURENESS, second=" ")
    return mended


def _holds_point(between: Image) -> bool:
    """Tell whether the ink from the middle of one digit to that of the next holds a dot that stands alone."""
    if not between.size:
        return False
    height, width = between.shape
    count, _, stats, _ = cv2.connectedComponentsWithStats(between, connectivity=8)
    rows = np.flatnonzero((between > 0).any(axis=1))
    foot = int(rows[-1]) + 1 if len(rows) else height
    dots = [
        (int(x), int(w))
        for x, y, w, h, _area in stats[1:count]
        if _POINT_LEAST * height <= min(w, h)
        and max(w, h) <= _POINT_SIZE * height
        and abs(y + h - foot) <= _POINT_FOOT * height
        and x > 0
        and x + w < width
    ]
    return len(dots) == 1
