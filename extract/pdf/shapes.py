"""Read what a page draws beside its text: rules, backgrounds and pictures."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.errors import UnreadableDocumentError
from extract.page_objects import Box, Edge
from extract.pdf import native
from extract.pdf.frame import IDENTITY, Frame, Matrix, apply, cover, multiply

_TEXT, _PATH, _PICTURE, _FORM = 1, 2, 3, 5
_LINE_TO, _MOVE_TO = 0, 2
_ACTUAL_TEXT = b"ActualText"
# Rules are drawn as lines, or as filled rectangles no thicker than this; a thicker filled rectangle is a
# background (Word shades each paragraph of a cell), and its edges would cut rows in two.
_MAX_RULE_THICKNESS = 2.0
# Lines are drawn to fill an area, too.
_MAX_LINE_WIDTH = 6.0
_RECTANGLE_SEGMENTS = 5
# A line that rises by more than this share of its length is no rule.
_MAX_SLOPE = 0.05
_MAX_DEPTH = 12
# pdfium gives no glyphs of a text object narrower than this.
_NO_INK = 0.01
# A page of a published document draws some thousand objects.
MAX_OBJECTS = 1_000_000

# What tells a clip: the matrix, what clips its form, the number of points of its paths, and their corners.
_ClipKey = tuple[object, ...]


@dataclass(slots=True)
class Shapes:
    """What a page draws beside its text, in its frame.

    `clips` says what is shown of a text object, by its handle, and `blanks` where text stands that has no ink, and its
    size: both in the coordinates of the objects.
    """

    edges: list[Edge] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    clips: dict[int, Box] = field(default_factory=dict)
    blanks: list[tuple[float, float, float]] = field(default_factory=list)


def transform_objects(page: int, matrix: Matrix) -> None:
    """Move the objects of a page; their clips, and the file, stay as they are.

    Args:
        page: handle of a loaded page.
        matrix: what to move by.
    """
    for name, value in zip("abcdef", matrix, strict=True):
        setattr(native.floats, name, value)
    for at in range(native.count_objects(page)):
        native.transform(native.get_object(page, at), native.FLOATS)


def read_shapes(page: int, frame: Frame, moved: Matrix) -> Shapes:
    """Read the rules, backgrounds and pictures of a page.

    Takes the replacement text off the page's text objects: what counts is what is printed, and where.

    Args:
        page: handle of a loaded page.
        frame: where the page is read from.
        moved: what its objects were moved by.
    """
    shapes = Shapes()
    known: dict[_ClipKey, Box | None] = {}
    for handle, kind, matrix, clip_matrix, outer in _objects(page, moved, known):
        if kind == _PATH:
            _read_path(handle, matrix, frame, shapes)
        elif kind == _TEXT:
            _drop_replacement(handle)
            clip = _clip(handle, clip_matrix, outer, known)
            if clip is not None:
                shapes.clips[handle] = clip
            left, _, right, _ = _bounds(handle)
            if right - left < _NO_INK:
                shapes.blanks.append(_place(handle, matrix))
        elif kind == _PICTURE:
            shapes.pictures.append(frame.box(*cover(matrix, *_bounds(handle))))
    return shapes


def _objects(
    page: int, moved: Matrix, known: dict[_ClipKey, Box | None]
) -> Iterator[tuple[int, int, Matrix, Matrix, Box | None]]:
    """Every object on a page and in its forms: handle, kind, its matrix, that of its clip, and what clips its form."""
    stack: list[tuple[int, Matrix, Matrix, Box | None, int]] = [
        (native.get_object(page, at), IDENTITY, moved, None, 0) for at in range(native.count_objects(page) - 1, -1, -1)
    ]
    count = 0
    while stack:
        handle, matrix, clip_matrix, outer, depth = stack.pop()
        count += 1
        if count > MAX_OBJECTS:
            raise UnreadableDocumentError("too_large", f"more than {MAX_OBJECTS} objects on a page")
        kind = native.get_type(handle)
        if kind != _FORM:
            yield handle, kind, matrix, clip_matrix, outer
        elif depth < _MAX_DEPTH:
            inner = multiply(_matrix(handle), matrix)
            clip = _clip(handle, clip_matrix, outer, known)
            stack += [
                (native.get_form_object(handle, at), inner, inner, clip, depth + 1)
                for at in range(native.count_form_objects(handle) - 1, -1, -1)
            ]


def _matrix(handle: int) -> Matrix:
    native.get_object_matrix(handle, native.FLOATS)
    a, b, c, d, e, f = native.matrix_read.tolist()
    return a, b, c, d, e, f


def _bounds(handle: int) -> Box:
    """Left, low, right, high in the coordinates that the object stands in."""
    native.get_bounds(handle, *native.POINT)
    left, low, right, high = native.box_read.tolist()
    return left, low, right, high


def _place(handle: int, matrix: Matrix) -> tuple[float, float, float]:
    """Where a text object begins, and its font size."""
    a, b, c, d, x, y = multiply(_matrix(handle), matrix)
    native.get_text_size(handle, native.FLOATS)
    return x, y, abs(native.floats.a) * (math.hypot(c, d) or math.hypot(a, b))


def _drop_replacement(handle: int) -> None:
    """Take marks off that give a text object another text than the one printed: pdfium would not place it."""
    for at in range(native.count_marks(handle) - 1, -1, -1):
        mark = native.get_mark(handle, at)
        if mark and native.get_mark_value_type(mark, _ACTUAL_TEXT):
            native.remove_mark(handle, mark)


def _clip(handle: int, matrix: Matrix, outer: Box | None, known: dict[_ClipKey, Box | None]) -> Box | None:
    """The box that an object is shown in, or None where all of it is.

    Word cuts each of its thousands of texts to the same few rectangles: they are told by two opposite corners, and each
    is read once.
    """
    clip = native.get_clip_path(handle)
    count = native.count_clip_paths(clip) if clip else 0
    if count <= 0:
        return outer
    sizes = [native.count_clip_segments(clip, at) for at in range(count)]
    corners = [_clip_point(clip, at, number) for at, size in enumerate(sizes) for number in (0, 2) if number < size]
    key = matrix, outer, *sizes, *corners
    if key in known:
        return known[key]
    box = outer
    for at, size in enumerate(sizes):
        points = [_clip_point(clip, at, number) for number in range(size)]
        if points:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            found = cover(matrix, min(xs), min(ys), max(xs), max(ys))
            box = found if box is None else _common(box, found)
    known[key] = box
    return box


def _clip_point(clip: int, path: int, number: int) -> tuple[float, float]:
    native.get_segment_point(native.get_clip_segment(clip, path, number), *native.POINT[:2])
    return native.floats.a, native.floats.b


def _common(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _read_path(handle: int, matrix: Matrix, frame: Frame, shapes: Shapes) -> None:
    native.get_draw_mode(handle, *native.INTEGERS[:2])
    filled, stroked = bool(native.integers.a), bool(native.integers.b)
    filled = filled and _is_seen(handle, native.get_object_fill)
    stroked = stroked and _is_seen(handle, native.get_object_stroke)
    if not filled and not stroked:
        return
    if filled and not stroked and native.count_segments(handle) <= _RECTANGLE_SEGMENTS:
        _add_fill(frame.box(*cover(matrix, *_bounds(handle))), shapes)
        return
    total = multiply(_matrix(handle), matrix)
    width = _line_width(handle, total) if stroked else 0.0
    for outline in _outlines(handle, total, closed=filled):
        box = frame.box(*outline.box)
        if not stroked:
            if outline.is_straight:
                _add_fill(box, shapes)
        elif width > _MAX_LINE_WIDTH:
            half = width / 2
            shapes.fills.append((box[0] - half, box[1] - half, box[2] + half, box[3] + half))
        else:
            shapes.edges += (Edge(*frame.box(*line)) for line in outline.lines)
            if filled and outline.is_straight and min(box[2] - box[0], box[3] - box[1]) > _MAX_RULE_THICKNESS:
                shapes.fills.append(box)


def _is_seen(handle: int, read: Callable[..., int]) -> bool:
    """Tell whether what is drawn in a colour is not wholly transparent."""
    return not read(handle, *native.INTEGERS) or native.integers.d > 0


def _line_width(handle: int, matrix: Matrix) -> float:
    native.get_stroke_width(handle, native.FLOATS)
    width: float = native.floats.a
    return width * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))


def _add_fill(box: Box, shapes: Shapes) -> None:
    """Add a filled rectangle: as the line through its middle where it is thin, or as a background."""
    x0, top, x1, bottom = box
    is_low, is_narrow = bottom - top <= _MAX_RULE_THICKNESS, x1 - x0 <= _MAX_RULE_THICKNESS
    if is_low and (x1 - x0 >= bottom - top or is_narrow):
        middle = (top + bottom) / 2
        shapes.edges.append(Edge(x0, middle, x1, middle))
    if is_narrow and (bottom - top >= x1 - x0 or is_low):
        middle = (x0 + x1) / 2
        shapes.edges.append(Edge(middle, top, middle, bottom))
    if not is_low and not is_narrow:
        shapes.fills.append(box)


class _Outline(NamedTuple):
    """A part of a path drawn without lifting the pen: its extent, and its level and upright stretches as boxes."""

    box: Box
    lines: list[Box]
    is_straight: bool


def _outlines(handle: int, matrix: Matrix, *, closed: bool) -> Iterator[_Outline]:
    """The parts of a path; a filled one is closed, said or not."""
    points: list[tuple[float, float]] = []
    lines: list[Box] = []
    curves = 0
    for at in range(native.count_segments(handle)):
        segment = native.get_segment(handle, at)
        kind = native.get_segment_type(segment)
        native.get_segment_point(segment, *native.POINT[:2])
        point = apply(matrix, native.floats.a, native.floats.b)
        if kind == _MOVE_TO:
            if len(points) > 1:
                yield _outline(points, lines, curves, closed=closed)
            points, lines, curves = [point], [], 0
            continue
        if kind == _LINE_TO and points:
            _add_line(points[-1], point, lines)
        else:
            curves += 1
        points.append(point)
        if native.get_segment_close(segment):
            _add_line(point, points[0], lines)
    if len(points) > 1:
        yield _outline(points, lines, curves, closed=closed)


def _outline(points: list[tuple[float, float]], lines: list[Box], curves: int, *, closed: bool) -> _Outline:
    if closed:
        _add_line(points[-1], points[0], lines)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return _Outline((min(xs), min(ys), max(xs), max(ys)), lines, not curves)


def _add_line(start: tuple[float, float], end: tuple[float, float], lines: list[Box]) -> None:
    """Add a stretch that runs level or upright."""
    x0, x1 = sorted((start[0], end[0]))
    y0, y1 = sorted((start[1], end[1]))
    wide, tall = x1 - x0, y1 - y0
    if min(wide, tall) <= _MAX_SLOPE * max(wide, tall) and max(wide, tall) > 0:
        lines.append((x0, y0, x1, y1))
