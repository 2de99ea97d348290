"""A file of which a part is missing is refused, whatever a reader would show of it; a damaged table is mended."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest

from extract import UnreadableDocumentError, read_document
from tests.extract.drawn import BODY, pdf, table, texts
from tests.factory.drawing import Pages


def _two_pages(*, tree_first: bool = False) -> bytes:
    """A table on each of two pages; the page tree stands at the end of the file, or at its beginning."""

    def draw(pages: Pages) -> None:
        pages.table(table())
        pages.new_page()
        pages.table(table())

    data = pdf(draw)
    if not tree_first:
        return data
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return buffer.getvalue()


def _refused(data: bytes) -> UnreadableDocumentError:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(data)
    return caught.value


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
@pytest.mark.parametrize("tree_first", [True, False])
def test_a_file_that_broke_off_is_refused(share: float, tree_first: bool) -> None:
    """With the page tree at its beginning a reader opens it and shows as many pages as ever, some of them blank."""
    data = _two_pages(tree_first=tree_first)
    objects_end = data.rindex(b"\nxref")
    assert _refused(data[: int(share * objects_end)]).reason == "truncated"


def test_a_hole_in_a_page_is_refused_with_the_page() -> None:
    """The table of objects is whole, and the content of the second page is not: a reader shows a part of it."""
    data = _two_pages(tree_first=True)
    second = [match.end() for match in re.finditer(rb"FlateDecode.{0,60}?stream\r?\n", data, re.DOTALL)][1]
    refusal = _refused(data[: second + 100] + bytes(100) + data[second + 200 :])
    assert (refusal.reason, refusal.page_no) == ("truncated", 2)


@pytest.mark.parametrize("tree_first", [True, False])
@pytest.mark.parametrize("damage", ["wrong place", "no table", "shifted", "page behind"])
def test_a_damaged_table_of_objects_is_mended_and_said(tree_first: bool, damage: str) -> None:
    data = _two_pages(tree_first=tree_first)
    at = data.rindex(b"startxref")
    match damage:
        case "wrong place":
            data = data[:at] + b"startxref\n12\n%%EOF\n"
        case "no table":
            data = data[:at]
        case "shifted":
            data = data.replace(b"1 0 obj", b"% a line that was not there\n1 0 obj", 1)
        case _:
            data += b"<html>too many connections</html>" * 100
    document = read_document(data)
    assert document.page_count == 2
    assert texts(document)[:6] == list(BODY)
    assert document.is_mended


def test_a_sound_file_is_not_mended() -> None:
    assert not read_document(_two_pages()).is_mended
    assert not read_document(_two_pages(tree_first=True)).is_mended


def test_the_file_that_says_more_pages_than_it_has_is_refused_once_damaged() -> None:
    data = _two_pages(tree_first=True).replace(b"/Count 2", b"/Count 9")
    assert _refused(data[: data.rindex(b"startxref")]).reason == "truncated"


def test_a_page_larger_than_any_paper_is_refused() -> None:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(_two_pages())) as document:
        document.pages[1].mediabox = pikepdf.Array([0, 0, 2_000_000_000, 2_000_000_000])
        document.save(buffer)
    refusal = _refused(buffer.getvalue())
    assert (refusal.reason, refusal.page_no) == ("too_large", 2)
