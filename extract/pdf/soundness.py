"""Tell a whole PDF from a part of one, and mend one whose table of objects is damaged.

Readers open what is left of a file and show the pages that they find. A warehouse must not: a budget of which half has
arrived looks like one with fewer tables.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf

from extract.errors import UnreadableDocumentError
from extract.pdf.user_unit import count_in_points

# What it finds is asked for, not shown.
logging.getLogger("pikepdf").setLevel(logging.CRITICAL)

_REFERENCE = re.compile(rb"(?<![\d.])(\d+) (\d+) R\b")
# What qpdf says of a stream whose end it did not find, and of a table of objects that it had to make anew.
_REBUILT = "reconstruct cross-reference"
_CUT = re.compile(r"expected endstream|stream length|EOF while reading|unexpected EOF")


class Whole(NamedTuple):
    """A file of which nothing is missing.

    `copy` is read in its place: with a new table of objects where it was damaged (`is_mended`), with pages that count
    in points where they count in other units.
    """

    page_count: int
    copy: bytes | None
    is_mended: bool


def make_whole(data: bytes) -> Whole:
    """Look whether a file is whole, and mend it where that is possible.

    Args:
        data: the whole file, with the head of a PDF.

    Raises:
        UnreadableDocumentError: `truncated`, `password_protected` or `no_pages`.
    """
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            if len(pdf.pages) == 0:
                # An intact file ends with its trailer; where that is lost, so is the page tree.
                raise UnreadableDocumentError(
                    "truncated" if pdf.get_warnings() else "no_pages", "no page could be found"
                )
            for page_no, page in enumerate(pdf.pages, 1):
                _read_content(page, page_no)
            is_damaged = any(_REBUILT in str(warning) for warning in pdf.get_warnings())
            if is_damaged:
                _refuse_parts(pdf)
            if not count_in_points(pdf) and not is_damaged:
                return Whole(len(pdf.pages), None, False)
            copy = io.BytesIO()
            pdf.save(copy)
            return Whole(len(pdf.pages), copy.getvalue(), is_damaged)
    except (UnreadableDocumentError, MemoryError):
        raise
    except pikepdf.PasswordError as error:
        raise UnreadableDocumentError("password_protected", "a password is needed to open it") from error
    except Exception as error:  # what stands where a page tree should: qpdf hands on whatever it finds
        raise UnreadableDocumentError("truncated", f"{type(error).__name__}: {_plain(error)}") from error


def _plain(error: object) -> str:
    """What qpdf says, without the place in memory of what it read."""
    return re.sub(r"stream <[^>]*>:? ?", "", str(error))


def _read_content(page: pikepdf.Page, page_no: int) -> None:
    """Decode everything that draws on a page: a reader leaves out what it cannot."""
    try:
        contents: Any = page.obj.get("/Contents")
        for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
            if isinstance(stream, pikepdf.Stream):
                stream.read_bytes()
        _read_forms(page.obj.get("/Resources"), set())
    except (pikepdf.PdfError, pikepdf.DataDecodingError) as error:
        raise UnreadableDocumentError("truncated", _plain(error), page_no) from error


def _read_forms(resources: Any, seen: set[tuple[int, int]]) -> None:
    """Decode the forms that resources name, and those that they name."""
    named: Any = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    for name in named.keys() if isinstance(named, pikepdf.Dictionary) else ():
        form = named.get(name)
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form" and form.objgen not in seen:
            seen.add(form.objgen)
            form.read_bytes()
            _read_forms(form.get("/Resources"), seen)


def _refuse_parts(pdf: pikepdf.Pdf) -> None:
    """Refuse a damaged file of which something is missing that its pages name."""
    announced = int(pdf.Root.Pages["/Count"])
    if announced != len(pdf.pages):
        raise UnreadableDocumentError("truncated", f"{len(pdf.pages)} of {announced} pages are left")
    seen: set[tuple[int, int]] = set()
    for page_no, page in enumerate(pdf.pages, 1):
        if page.obj.get("/Contents") is None:
            raise UnreadableDocumentError("truncated", "the content of the page is missing", page_no)
        for missing in _missing(pdf, page.obj, seen):
            raise UnreadableDocumentError("truncated", f"object {missing} is missing", page_no)
    for warning in map(str, pdf.get_warnings()):
        if _CUT.search(warning):
            raise UnreadableDocumentError("truncated", _plain(warning))


def _missing(pdf: pikepdf.Pdf, start: pikepdf.Object, seen: set[tuple[int, int]]) -> Iterator[int]:
    """The numbers of the objects that an object names, itself or through others, and that the file does not hold."""
    waiting = [start]
    while waiting:
        item = waiting.pop()
        text = (item.stream_dict if isinstance(item, pikepdf.Stream) else item).unparse(resolved=True)
        for found in _REFERENCE.finditer(text):
            number = int(found[1]), int(found[2])
            if number in seen:
                continue
            seen.add(number)
            named: Any = pdf.get_object(number)
            if named is None:
                yield number[0]
            elif isinstance(named, pikepdf.Object) and not _is_page_tree(named):
                waiting.append(named)


def _is_page_tree(item: pikepdf.Object) -> bool:
    """Tell whether an object is a page or a node above pages: these are looked through page by page."""
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") in ("/Page", "/Pages", "/Catalog")
