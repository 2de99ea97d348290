"""The functions of pdfium that are called once a glyph, a path or a point.

pypdfium2's own bindings wrap each handle that passes through them in an object, which costs more than the calls. Here a
handle is its address, an int, and what a function fills in is one structure, made once and read at once: pdfium is not
thread-safe, and neither is this.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium_c

_HANDLE = ctypes.c_void_p
_INT = ctypes.c_int
_FLOAT = ctypes.c_float


def _function(name: str, result: Any, *arguments: Any) -> Any:
    """A function of the library; called with the interpreter's lock held, for none of them takes long."""
    address = ctypes.cast(getattr(pdfium_c, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


class Floats(ctypes.Structure):
    """Six numbers: a matrix as it is, a box as left, top, right, bottom in the first four, a point in the first two."""

    _fields_ = [(name, ctypes.c_float) for name in "abcdef"]


class Doubles(ctypes.Structure):
    """A box as left, right, low, high, or a point in the first two."""

    _fields_ = [(name, ctypes.c_double) for name in ("a", "b", "c", "d")]


class Integers(ctypes.Structure):
    """A colour as red, green, blue and opacity, each to 255, or a way of drawing in the first two."""

    _fields_ = [(name, ctypes.c_uint) for name in ("a", "b", "c", "d")]


floats, doubles, integers = Floats(), Doubles(), Integers()
FLOATS = ctypes.addressof(floats)
DOUBLES = [ctypes.addressof(doubles) + 8 * at for at in range(4)]
INTEGERS = [ctypes.addressof(integers) + 4 * at for at in range(4)]
# The same memory read at once, which takes a fraction of asking for each field: `.tolist()` gives the numbers.
matrix_read = memoryview(floats).cast("B").cast("f")
box_read = matrix_read[:4]
doubles_read = memoryview(doubles).cast("B").cast("d")
integers_read = memoryview(integers).cast("B").cast("I")
# The same memory as single numbers, for functions that give them one by one.
POINT = [FLOATS + 4 * at for at in range(4)]

count_objects = _function("FPDFPage_CountObjects", _INT, _HANDLE)
get_object = _function("FPDFPage_GetObject", _HANDLE, _HANDLE, _INT)
count_form_objects = _function("FPDFFormObj_CountObjects", _INT, _HANDLE)
get_form_object = _function("FPDFFormObj_GetObject", _HANDLE, _HANDLE, ctypes.c_ulong)
get_type = _function("FPDFPageObj_GetType", _INT, _HANDLE)
get_bounds = _function("FPDFPageObj_GetBounds", _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
get_object_matrix = _function("FPDFPageObj_GetMatrix", _INT, _HANDLE, _HANDLE)
transform = _function("FPDFPageObj_TransformF", _INT, _HANDLE, _HANDLE)
get_object_fill = _function("FPDFPageObj_GetFillColor", _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
get_object_stroke = _function("FPDFPageObj_GetStrokeColor", _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
get_stroke_width = _function("FPDFPageObj_GetStrokeWidth", _INT, _HANDLE, _HANDLE)
count_marks = _function("FPDFPageObj_CountMarks", _INT, _HANDLE)
get_mark = _function("FPDFPageObj_GetMark", _HANDLE, _HANDLE, ctypes.c_ulong)
get_mark_value_type = _function("FPDFPageObjMark_GetParamValueType", _INT, _HANDLE, ctypes.c_char_p)
remove_mark = _function("FPDFPageObj_RemoveMark", _INT, _HANDLE, _HANDLE)

get_draw_mode = _function("FPDFPath_GetDrawMode", _INT, _HANDLE, _HANDLE, _HANDLE)
count_segments = _function("FPDFPath_CountSegments", _INT, _HANDLE)
get_segment = _function("FPDFPath_GetPathSegment", _HANDLE, _HANDLE, _INT)
get_segment_point = _function("FPDFPathSegment_GetPoint", _INT, _HANDLE, _HANDLE, _HANDLE)
get_segment_type = _function("FPDFPathSegment_GetType", _INT, _HANDLE)
get_segment_close = _function("FPDFPathSegment_GetClose", _INT, _HANDLE)

get_clip_path = _function("FPDFPageObj_GetClipPath", _HANDLE, _HANDLE)
count_clip_paths = _function("FPDFClipPath_CountPaths", _INT, _HANDLE)
count_clip_segments = _function("FPDFClipPath_CountPathSegments", _INT, _HANDLE, _INT)
get_clip_segment = _function("FPDFClipPath_GetPathSegment", _HANDLE, _HANDLE, _INT, _INT)

count_chars = _function("FPDFText_CountChars", _INT, _HANDLE)
get_unicode = _function("FPDFText_GetUnicode", ctypes.c_uint, _HANDLE, _INT)
get_text_object = _function("FPDFText_GetTextObject", _HANDLE, _HANDLE, _INT)
is_generated = _function("FPDFText_IsGenerated", _INT, _HANDLE, _INT)
is_hyphen = _function("FPDFText_IsHyphen", _INT, _HANDLE, _INT)
has_unicode_map_error = _function("FPDFText_HasUnicodeMapError", _INT, _HANDLE, _INT)
get_char_matrix = _function("FPDFText_GetMatrix", _INT, _HANDLE, _INT, _HANDLE)
get_loose_char_box = _function("FPDFText_GetLooseCharBox", _INT, _HANDLE, _INT, _HANDLE)
get_char_box = _function("FPDFText_GetCharBox", _INT, _HANDLE, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
get_char_origin = _function("FPDFText_GetCharOrigin", _INT, _HANDLE, _INT, _HANDLE, _HANDLE)
get_text_size = _function("FPDFTextObj_GetFontSize", _INT, _HANDLE, _HANDLE)
get_render_mode = _function("FPDFTextObj_GetTextRenderMode", _INT, _HANDLE)
get_font = _function("FPDFTextObj_GetFont", _HANDLE, _HANDLE)
get_font_ascent = _function("FPDFFont_GetAscent", _INT, _HANDLE, _FLOAT, _HANDLE)
get_font_descent = _function("FPDFFont_GetDescent", _INT, _HANDLE, _FLOAT, _HANDLE)
get_page_box = _function("FPDF_GetPageBoundingBox", _INT, _HANDLE, _HANDLE)
