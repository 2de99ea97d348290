"""Read the glyphs of a page."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from extract.page_objects import Box, PrintedGlyph
from extract.pdf import native
from extract.pdf.frame import Frame

UNMAPPED = "\ufffd"
# A font that does not say how far its glyphs reach below the line: usual for Chinese fonts, in em.
_USUAL_DESCENT = -0.15
_USUAL_ASCENT = 1.0 + _USUAL_DESCENT
_SPACE_WIDTH = 0.25
_LOWEST_DESCENT = -0.6
_LEVEL = 0.02  # sine
_INVISIBLE = 3
_STROKED = (1, 5)
_BLACK = [0, 0, 0, 255]
_SPACES = (0x20, 0x09, 0x0A, 0x0D)
_HYPHEN = 0x02


class _Style(NamedTuple):
    """What text objects of one matrix, size, font and colour have in common.

    `descent` is how far a level line's glyphs reach below it, in points: a negative number.
    """

    size: float
    descent: float
    sine: float
    cosine: float
    luminance: float
    is_level: bool
    quarter: int | None
    is_invisible: bool


def read_glyphs(textpage: int, frame: Frame, clips: Mapping[int, Box]) -> tuple[list[PrintedGlyph], int]:
    """Read every glyph, and tell which way most of the text runs.

    Args:
        textpage: handle of a page's text.
        frame: where the page is read from.
        clips: what is shown of a text object, by its handle, in the coordinates of the objects; all of it where none
            stands.

    Returns:
        The glyphs, nearly in content order, and the degrees by which the page must be turned clockwise for most of
        its text to run from left to right.
    """
    glyphs: list[PrintedGlyph] = []
    quarters: Counter[int | None] = Counter()
    styles: dict[tuple[object, ...], _Style] = {}
    descents: dict[int, float] = {}
    left, high = frame.left, frame.high
    last_object, last_box = 0, None
    style, top, bottom, clip = None, 0.0, 0.0, None
    # Looked up once: what follows runs for every glyph.
    get_text_object, get_unicode, is_generated = native.get_text_object, native.get_unicode, native.is_generated
    has_error, get_loose, read_box = native.has_unicode_map_error, native.get_loose_char_box, native.box_read.tolist
    at = native.FLOATS
    for index in range(native.count_chars(textpage)):
        handle = get_text_object(textpage, index)
        if not handle:
            continue  # a line's end that pdfium makes
        code = get_unicode(textpage, index)
        if code in _SPACES and is_generated(textpage, index):
            continue
        if style is None or handle != last_object:
            style = _read_style(textpage, index, handle, styles, descents)
            low = _baseline(textpage, index) + style.descent
            top, bottom = high - (low + style.size), high - low
            clip = frame.box(*clips[handle]) if handle in clips else None
            last_object, last_box = handle, None
        if style.is_level:
            get_loose(textpage, index, at)
            x0, upper, x1, lower = read_box()
            if upper > lower:
                box = x0 - left, top, x1 - left, bottom
            else:  # written downwards: the box is that of the glyph's place in its column
                box = x0 - left, high - lower, x1 - left, high - upper
        else:
            box = _tight_box(textpage, index, frame)
        text = UNMAPPED if has_error(textpage, index) else _text(textpage, index, code)
        if box == last_box and glyphs:
            # Several code points for one glyph, as for a ligature.
            glyphs[-1] = glyphs[-1]._replace(text=glyphs[-1].text + text)
            continue
        last_box = box
        if code != 0x20:
            quarters[style.quarter] += 1
        glyphs.append(
            PrintedGlyph(
                text,
                *box,
                style.size,
                style.sine,
                style.cosine,
                style.luminance,
                style.is_invisible,
                clip is not None and _is_clipped(box, clip),
            )
        )
    main = quarters.most_common(1)[0][0] if quarters else 0
    return glyphs, (main or 0) if 2 * quarters[main] > quarters.total() else 0


def blank_glyphs(blanks: Iterable[tuple[float, float, float]], frame: Frame) -> list[PrintedGlyph]:
    """Spaces printed by themselves: pdfium keeps none, and how wide they are is not known."""
    return [
        PrintedGlyph(
            " ", *frame.box(x, y + _USUAL_DESCENT * size, x + _SPACE_WIDTH * size, y + _USUAL_ASCENT * size), size
        )
        for x, y, size in blanks
    ]


def _text(textpage: int, index: int, code: int) -> str:
    if code == _HYPHEN and native.is_hyphen(textpage, index):
        return "-"  # pdfium marks the one at which it believes a word to be broken
    if code in _SPACES:
        return " "
    return chr(code) if 0x20 < code < 0x110000 else UNMAPPED


def _read_style(
    textpage: int, index: int, handle: int, styles: dict[tuple[object, ...], _Style], descents: dict[int, float]
) -> _Style:
    """The style of a text object, by one of its glyphs; those of a page are few, and worked out once each."""
    native.get_char_matrix(textpage, index, native.FLOATS)
    matrix = native.box_read.tolist()
    native.get_text_size(handle, native.FLOATS)
    size = native.floats.a
    mode = native.get_render_mode(handle)
    read = native.get_object_stroke if mode in _STROKED else native.get_object_fill
    colour = native.integers_read.tolist() if read(handle, *native.INTEGERS) else _BLACK
    font = native.get_font(handle) or 0
    key = (*matrix, size, mode, font, *colour)
    style = styles.get(key)
    if style is None:
        style = styles[key] = _style(matrix, size, mode, _luminance(*colour), _descent(font, descents))
    return style


def _style(matrix: Sequence[float], text_size: float, mode: int, luminance: float, descent: float) -> _Style:
    a, b, c, d = matrix
    # pdfium places what it writes in the text's own space: a mirrored or negative size turns it around.
    upright = math.copysign(1.0, text_size)
    norm = math.hypot(a, b)
    sine, cosine = (upright * b / norm, upright * a / norm) if norm else (0.0, 1.0)
    size = abs(text_size) * (math.hypot(c, d) or norm)
    return _Style(
        size,
        descent * size,
        abs(sine),
        abs(cosine),
        luminance,
        abs(sine) <= _LEVEL and cosine > 0 and upright > 0,
        _quarter(sine, cosine),
        mode == _INVISIBLE,
    )


def _baseline(textpage: int, index: int) -> float:
    native.get_char_origin(textpage, index, native.DOUBLES[0], native.DOUBLES[1])
    return float(native.doubles.b)


def _quarter(sine: float, cosine: float) -> int | None:
    """Degrees clockwise that make a line level, or None where it is slanted."""
    if abs(sine) <= _LEVEL:
        return 0 if cosine > 0 else 180
    if abs(cosine) <= _LEVEL:
        return 90 if sine > 0 else 270
    return None


def _descent(font: int, known: dict[int, float]) -> float:
    """How far a font's glyphs reach below their line, in em; a negative number."""
    if font not in known:
        known[font] = _USUAL_DESCENT
        if font and native.get_font_descent(font, 1.0, native.FLOATS):
            descent = native.floats.a
            native.get_font_ascent(font, 1.0, native.FLOATS)
            if _LOWEST_DESCENT <= descent <= 0.0 and descent < native.floats.a:
                known[font] = descent
    return known[font]


def _luminance(red: int, green: int, blue: int, opacity: int) -> float:
    """Brightness 0 (black) to 1 (white) as it looks on white paper; what is nearly transparent is nearly white."""
    return 1.0 - opacity / 255 * (1.0 - (0.299 * red + 0.587 * green + 0.114 * blue) / 255)


def _tight_box(textpage: int, index: int, frame: Frame) -> Box:
    """The box of a turned glyph's drawing: its font's metrics are those of level text."""
    native.get_char_box(textpage, index, *native.DOUBLES)
    found = native.doubles
    return frame.box(found.a, found.c, found.b, found.d)


def _is_clipped(box: Box, clip: Box) -> bool:
    """Tell whether the middle of a glyph stands where its text object is not shown."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return not (clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3])
