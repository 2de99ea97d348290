"""Find the pieces of text in a picture: what stands on one line of one cell, or of the page around the tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.ocr.picture import Image, Picture, as_bytes
from extract.page_objects import Edge

# The height of a usual line (points) where the picture does not tell it.
_USUAL_LINE = 9.0
# Ink no higher than this share of a line is a stroke or a mark that belongs to the line beside it.
_PART_OF_LINE = 0.6
# Ink higher than this many lines is lines that touch, or large print.
_TOUCHING = 1.5
# Ink this far apart (in lines' heights) is read apart.
_APART = 2.2
# A piece inked in less than this is dust.
_LEAST_PIXELS = 5


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Where a piece of text stands, in pixels; `line` is the usual height of a line around it."""

    x0: int
    top: int
    x1: int
    bottom: int
    line: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where text stands in a picture.

    Attributes:
        pieces: text inside closed cells.
        outside: 255 where the page is no part of a closed cell.
        ink: the picture's ink without its rules.
        line: the usual height of a line, in pixels.
    """

    pieces: tuple[TextPiece, ...]
    outside: Image
    ink: Image
    line: float


def lay_out(picture: Picture, rules: Sequence[Edge]) -> Layout:
    """Find the text inside the cells that rules close, and the part of the page that they leave."""
    height, width = picture.ink.shape
    drawn = np.zeros((height, width), np.uint8)
    thickness = max(2, round(2.4 / picture.points))
    for edge in rules:
        ends = [round(v / picture.points) for v in edge]
        cv2.line(drawn, (ends[0], ends[1]), (ends[2], ends[3]), 255, thickness)
    ink = as_bytes(np.where(drawn > 0, 0, picture.ink))
    ink = _without_rule_remains(ink, drawn, thickness)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(as_bytes(255 - drawn), connectivity=4)
    border = set(np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])).tolist())
    line = _usual_line(ink, picture.points)
    pieces: list[TextPiece] = []
    outside = np.zeros((height, width), np.uint8)
    for index in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[index])
        # A region that is far from filling its box surrounds tables.
        if index in border or area < 0.5 * w * h:
            outside[labels == index] = 255
            continue
        part = ink[y : y + h, x : x + w]
        mine = as_bytes(np.where(labels[y : y + h, x : x + w] == index, part, 0))
        pieces += [TextPiece(p.x0 + x, p.top + y, p.x1 + x, p.bottom + y, p.line) for p in _pieces(mine, line)]
    return Layout(tuple(pieces), outside, ink, line)


def split_at_rules(piece: TextPiece, rules: Iterable[Edge], ink: Image, points: float) -> list[TextPiece]:
    """Split a piece where upright rules cross it, and take in to the ink of each part."""
    middle = (piece.top + piece.bottom) / 2
    cuts = sorted(
        round(e.x0 / points)
        for e in rules
        if e.is_upright and e.top / points <= middle <= e.bottom / points and piece.x0 < e.x0 / points < piece.x1
    )
    return split_at(piece, cuts, ink)


def split_at(piece: TextPiece, cuts: Sequence[int], ink: Image) -> list[TextPiece]:
    """Split a piece at columns of the page, given from left to right, and take in to the ink of each part."""
    parts = []
    for x0, x1 in zip([piece.x0, *cuts], [*cuts, piece.x1], strict=True):
        part = ink[piece.top : piece.bottom, x0:x1]
        columns = np.flatnonzero((part > 0).any(axis=0))
        if len(columns) and (part > 0).sum() >= _LEAST_PIXELS:
            rows = np.flatnonzero((part > 0).any(axis=1))
            parts.append(
                TextPiece(
                    x0 + int(columns[0]),
                    piece.top + int(rows[0]),
                    x0 + int(columns[-1]) + 1,
                    piece.top + int(rows[-1]) + 1,
                    piece.line,
                )
            )
    return parts


def white_gaps(piece: TextPiece, ink: Image, least: float) -> list[tuple[int, int]]:
    """First and one past last column of each stretch inside a piece without ink, no narrower than `least`."""
    inked = (ink[piece.top : piece.bottom, piece.x0 : piece.x1] > 0).any(axis=0)
    white = [(piece.x0 + first, piece.x0 + last) for first, last in bands(~inked)]
    return [(a, b) for a, b in white if b - a >= least and a > piece.x0 and b < piece.x1]


def _without_rule_remains(ink: Image, drawn: Image, thickness: int) -> Image:
    """Drop the rims of rules a little thicker than drawn: thin flat ink that lies along a drawn rule."""
    near = cv2.dilate(drawn, np.ones((5, 5), np.uint8)) > 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    if count == 1:
        return ink
    flat = (np.minimum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) <= thickness) & (
        np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= 3 * thickness
    )
    alongside = np.bincount(labels[near & (ink > 0)], minlength=count) >= 0.6 * stats[:, cv2.CC_STAT_AREA]
    drop = flat & alongside
    drop[0] = False
    return as_bytes(np.where(drop[labels], 0, ink))


def _usual_line(ink: Image, points: float) -> float:
    """Height of a usual line: ideographs are single blots or few, each nearly as high as the line."""
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(as_bytes(joined), connectivity=8)
    heights = stats[1:, cv2.CC_STAT_HEIGHT] * points
    heights = heights[(heights > 5) & (heights < 30)]
    return float(np.percentile(heights, 75) if len(heights) >= 8 else _USUAL_LINE) / points


def _pieces(ink: Image, line: float) -> list[TextPiece]:
    """The pieces of a cell, from its ink alone."""
    pieces = []
    for top, bottom in _line_bands(ink, line):
        columns = (ink[top:bottom] > 0).any(axis=0)
        for x0, x1 in _join_near(bands(columns), _APART * max(line, min(bottom - top, 2 * line))):
            part = ink[top:bottom, x0:x1] > 0
            if part.sum() < _LEAST_PIXELS:
                continue
            rows = np.flatnonzero(part.any(axis=1))
            pieces.append(TextPiece(x0, top + int(rows[0]), x1, top + int(rows[-1]) + 1, line))
    return pieces


def _line_bands(ink: Image, line: float) -> list[tuple[int, int]]:
    """First and one past last row of each line of a cell."""
    profile = (ink > 0).sum(axis=1)
    found: list[tuple[int, int]] = []
    for top, bottom in bands(profile > 0):
        found += _untangle(profile, top, bottom, line)
    merged: list[tuple[int, int]] = []
    for top, bottom in found:
        if merged:
            before = merged[-1]
            low = min(bottom - top, before[1] - before[0]) <= _PART_OF_LINE * line
            if low and bottom - before[0] <= 1.2 * line:
                merged[-1] = (before[0], bottom)
                continue
        merged.append((top, bottom))
    return merged


def _untangle(profile: npt.NDArray[np.int64], top: int, bottom: int, line: float) -> list[tuple[int, int]]:
    """Cut a band of lines that touch at the palest row near each line's end."""
    height = bottom - top
    if height <= _TOUCHING * line:
        return [(top, bottom)]
    peak = float(np.percentile(profile[top:bottom], 80))
    reach = max(1, round(0.45 * line))
    valleys = [
        row
        for row in range(top + reach, bottom - reach)
        if profile[row] <= 0.35 * peak and profile[row] == profile[row - reach : row + reach + 1].min()
    ]
    cuts: list[int] = []
    for row in valleys:
        if not cuts or row - cuts[-1] >= 0.6 * line:
            cuts.append(row)
    return list(zip([top, *cuts], [*cuts, bottom], strict=True))


def bands(flags: npt.ArrayLike) -> list[tuple[int, int]]:
    """First and one past last index of each run of true values."""
    padded = np.concatenate([[False], np.asarray(flags, dtype=bool), [False]])
    changes = np.flatnonzero(padded[1:] != padded[:-1])
    return [(int(a), int(b)) for a, b in zip(changes[::2], changes[1::2], strict=True)]


def _join_near(found: Sequence[tuple[int, int]], reach: float) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in found:
        if joined and first - joined[-1][1] <= reach:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def left_over(ink: Image, line: float) -> list[TextPiece]:
    """Pieces of ink of a line's height that the detector passed over, such as single digits."""
    reach = max(3, round(0.8 * line))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((max(3, round(0.4 * line)), reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(as_bytes(joined), connectivity=8)
    pieces = []
    for x, y, width, height, _area in stats[1:count]:
        inked = int((ink[y : y + height, x : x + width] > 0).sum())
        if inked >= 2 * _LEAST_PIXELS and height <= 2.5 * line and max(width, height) >= 0.3 * line:
            pieces.append(TextPiece(int(x), int(y), int(x + width), int(y + height), line))
    return pieces
