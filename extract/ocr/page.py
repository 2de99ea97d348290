"""Read the picture of a page into the same objects that a text page draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from extract.model import ReadCharacter, Reading
from extract.ocr.detection import detect_text
from extract.ocr.figures import FIGURES, FIRST_WIDE, column_cuts, with_points
from extract.ocr.picture import Image, Picture, prepare, quarter_turned
from extract.ocr.recognition import Character, recognise
from extract.ocr.ruling import find_rules
from extract.ocr.text_lines import Layout, TextPiece, lay_out, left_over, split_at, split_at_rules
from extract.page_objects import Edge, PageObjects, PrintedGlyph

# Room around a piece in its crop, in heights of the crop's text: the model was trained on loose boxes.
_ROOM_ABOVE = 0.33
_ROOM_BESIDE = 0.4
# A piece lower than a line gets a crop of a whole line, so that a point is told from a circle.
_LEAST_HEIGHT = 0.9
# A piece with a figure, or a short piece, whose poorest character is read with less than this is read again, cropped
# closer.
_DOUBTFUL = 0.85
_CLOSE = 0.5
_SHORT = 12
# A page may lie on its side or head where a quarter of its widest pieces is read with less than this: figures read well
# upside down, words do not. Another turn is taken where it reads so much better.
_UNREADABLE = 0.75
_BETTER = 0.05
_SAMPLE = 12
# Half of a glyph's width in em, with the gap beside it; ideographs are as wide as the line is high.
_HALF_WIDE = 0.55
_HALF_NARROW = 0.35
# Figures are so much of an em high.
_FIGURE_HEIGHT = 0.72


class _Placed(NamedTuple):
    """A piece as it was read, its box in points; the characters' middles are shares of its width."""

    characters: tuple[Character, ...]
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """A recognised page: what it draws, and how sure each piece of text is."""

    objects: PageObjects
    readings: tuple[Reading, ...]


def read_picture(rgb: Image, dpi: float, page_no: int, rotation: int = 0) -> RecognisedPage:
    """Recognise the picture of a page.

    A page scanned on its side or head is turned upright, and says so in `turned`; one a little askew is straightened,
    and says so in `skew`; boxes are those of the upright, straight page.

    Args:
        rgb: the page as displayed, rows × columns × 3.
        dpi: pixels to the inch.
        page_no: page in the file, from 1.
        rotation: /Rotate of the page, in degrees.

    Returns:
        Glyphs and edges in points, and the readings that the glyphs come from.
    """
    picture = prepare(rgb, dpi)
    page = _Page(picture, find_rules(picture))
    turns = 0
    if page.looks_unreadable():
        turns = _best_turn(picture)
        if turns:
            picture = prepare(quarter_turned(rgb, turns), dpi)
            page = _Page(picture, find_rules(picture))
    placed = page.read()
    height, width = picture.grey.shape
    objects = PageObjects(
        page_no,
        width * picture.points,
        height * picture.points,
        rotation,
        tuple(glyph for piece in placed for glyph in _glyphs(piece)),
        page.rules,
        (),
        (),
        90 * turns,
        picture.skew,
    )
    return RecognisedPage(objects, tuple(_reading(piece, page_no, index) for index, piece in enumerate(placed)))


class _Page:
    """A prepared picture with its rules, and the text found in it."""

    def __init__(self, picture: Picture, rules: Sequence[Edge]) -> None:
        self.picture = picture
        self.rules = tuple(rules)
        self.layout = lay_out(picture, rules)
        self.outside = _outside_pieces(picture, self.rules, self.layout)
        self.pieces = [*self.layout.pieces, *self.outside]
        self._known: dict[TextPiece, list[Character]] = {}

    def looks_unreadable(self) -> bool:
        """Tell from a sample of pieces whether the page may lie on its side or head."""
        if not self.pieces:
            return False
        sample = _widest(self.pieces)
        self._read(sample, _ROOM_ABOVE)
        confidences = sorted(_mean_confidence(self._known[p]) for p in sample)
        return confidences[len(confidences) // 4] < _UNREADABLE

    def read(self) -> list[_Placed]:
        """Read all pieces, those that are in doubt twice."""
        self._read([p for p in self.pieces if p not in self._known], _ROOM_ABOVE)
        self._part_columns()
        first = dict(self._known)
        doubtful = [p for p in self.pieces if _is_worth_a_second_look(first[p])]
        self._read(doubtful, _ROOM_ABOVE * _CLOSE)
        answers = {**first, **{p: max(first[p], self._known[p], key=_sureness) for p in doubtful}}
        mended = {p: with_points(p, answers[p], self.layout.ink) for p in self.pieces}
        return [_placed(p, mended[p], self.picture) for p in self.pieces if mended[p]]

    def _part_columns(self) -> None:
        """Read apart what the detector took for one line and stands in several columns."""
        cuts = {p: column_cuts(p, self._known[p], self.layout.ink) for p in self.outside}
        parts = {p: split_at(p, at, self.layout.ink) for p, at in cuts.items() if at}
        self._read([part for found in parts.values() for part in found], _ROOM_ABOVE)
        self.pieces = [part for p in self.pieces for part in parts.get(p, [p])]

    def _read(self, pieces: Sequence[TextPiece], room: float) -> None:
        crops = [_crop(self.picture, piece, room) for piece in pieces]
        for piece, characters in zip(pieces, recognise(crops), strict=True):
            self._known[piece] = [c._replace(middle=_middle_in_piece(c.middle, piece)) for c in characters]


def _widest(pieces: Sequence[TextPiece]) -> list[TextPiece]:
    return sorted(pieces, key=lambda p: (p.x0 - p.x1, p.top, p.x0))[:_SAMPLE]


def _best_turn(picture: Picture) -> int:
    """Quarter turns clockwise after which the page reads best."""
    confidences = []
    for turns in range(4):
        turned = Picture(quarter_turned(picture.grey, turns), quarter_turned(picture.ink, turns), picture.dpi, 0.0)
        boxes = [TextPiece(*box, float(box[3] - box[1])) for box in detect_text(turned, turned.grey)]
        pieces = _widest([p for p in boxes if p.x1 - p.x0 > 2 * (p.bottom - p.top)])
        answers = recognise([_crop(turned, piece, 0.0) for piece in pieces])
        confidences.append(sum(map(_mean_confidence, answers)) / max(len(answers), 1))
    best = max(range(4), key=lambda turns: confidences[turns])
    return best if confidences[best] > confidences[0] + _BETTER else 0


def _outside_pieces(picture: Picture, rules: Sequence[Edge], layout: Layout) -> list[TextPiece]:
    """Text around the closed cells: titles, paragraphs, tables without closing rules."""
    ink = np.where(layout.outside > 0, layout.ink, 0).astype(np.uint8)
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return []
    grey = np.where(layout.outside > 0, picture.grey, 255).astype(np.uint8)
    pieces = []
    rest = ink.copy()
    for top, bottom in _stretches_of(rows.tolist(), round(3 * layout.line), len(ink)):
        for x0, y0, x1, y1 in detect_text(picture, grey[top:bottom]):
            box = TextPiece(max(0, x0), max(0, y0) + top, min(ink.shape[1], x1), min(len(ink), y1 + top), layout.line)
            pieces += split_at_rules(box, rules, rest, picture.points)
            rest[box.top : box.bottom, box.x0 : box.x1] = 0
    return [*pieces, *left_over(rest, layout.line)]


def _stretches_of(rows: Sequence[int], gap: int, end: int) -> list[tuple[int, int]]:
    """Stretches of rows to be searched, with a margin; rows nearer than the gap are searched together."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row - found[-1][1] <= 2 * gap:
            found[-1] = (found[-1][0], int(row) + 1)
        else:
            found.append((int(row), int(row) + 1))
    return [(max(0, top - gap), min(end, bottom + gap)) for top, bottom in found]


def _crop(picture: Picture, piece: TextPiece, room: float) -> Image:
    """A piece on white paper of its own, with room around it."""
    text_height = max(piece.bottom - piece.top, _LEAST_HEIGHT * piece.line)
    height = round(text_height * (1 + 2 * room))
    beside = _beside(piece)
    top = round((piece.top + piece.bottom - height) / 2)
    crop = np.full((height, piece.x1 - piece.x0 + 2 * beside), 255, np.uint8)
    y0, y1 = max(piece.top - 1, top, 0), min(piece.bottom + 1, top + height, picture.grey.shape[0])
    x0, x1 = max(piece.x0 - 1, 0), min(piece.x1 + 1, picture.grey.shape[1])
    left = beside - (piece.x0 - x0)
    crop[y0 - top : y1 - top, left : left + x1 - x0] = picture.grey[y0:y1, x0:x1]
    return crop


def _beside(piece: TextPiece) -> int:
    return round(_ROOM_BESIDE * max(piece.bottom - piece.top, _LEAST_HEIGHT * piece.line))


def _mean_confidence(characters: Sequence[Character]) -> float:
    return sum(c.confidence for c in characters) / len(characters) if characters else 0.0


def _is_worth_a_second_look(characters: Sequence[Character]) -> bool:
    poor = [c for c in characters if c.sureness < _DOUBTFUL]
    if len(characters) <= _SHORT:
        return bool(poor) or not characters
    return any({c.text, c.second} & FIGURES for c in poor)


def _sureness(characters: Sequence[Character]) -> float:
    """How sure the least sure character is."""
    return min((c.sureness for c in characters), default=0.0)


def _middle_in_piece(middle: float, piece: TextPiece) -> float:
    """Turn a share of a crop's width into one of its piece's."""
    beside, width = _beside(piece), piece.x1 - piece.x0
    return min(1.0, max(0.0, (middle * (width + 2 * beside) - beside) / width))


def _placed(piece: TextPiece, characters: Sequence[Character], picture: Picture) -> _Placed:
    """Place what was read of a piece on the page."""
    return _Placed(tuple(characters), *(v * picture.points for v in (piece.x0, piece.top, piece.x1, piece.bottom)))


def _reading(placed: _Placed, page_no: int, index: int) -> Reading:
    return Reading(
        page_no,
        index,
        "".join(c.text for c in placed.characters),
        round(_sureness(placed.characters), 4),
        tuple(
            ReadCharacter(c.text, round(c.sureness, 4), c.second, round(c.second_confidence, 4))
            for c in placed.characters
        ),
        *placed[1:],
    )


def _glyphs(placed: _Placed) -> list[PrintedGlyph]:
    """A glyph for each character: it reaches half way to its neighbours, and no further than its own width."""
    height = placed.bottom - placed.top
    is_wide = [ord(c.text[0]) >= FIRST_WIDE for c in placed.characters]
    size = height if any(is_wide) else height / _FIGURE_HEIGHT
    middles = [placed.x0 + c.middle * (placed.x1 - placed.x0) for c in placed.characters]
    borders = [placed.x0, *((a + b) / 2 for a, b in pairwise(middles)), placed.x1]
    glyphs = []
    for index, (character, middle) in enumerate(zip(placed.characters, middles, strict=True)):
        half = size * (_HALF_WIDE if is_wide[index] else _HALF_NARROW)
        x0, x1 = max(borders[index], middle - half), min(borders[index + 1], middle + half)
        glyphs.append(PrintedGlyph(character.text, x0, placed.top, x1, placed.bottom, size))
    return glyphs
