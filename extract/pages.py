"""Read one page: its kind, its grids, and its lines around the grids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from extract.glyphs import Glyph, clean_glyphs, well_formed
from extract.grids import find_grids, outside
from extract.lines import Line, line_text, page_lines, split_lines
from extract.marks import Mark
from extract.page_grid import PageGrid
from extract.page_objects import PageObjects
from extract.patterns import patterns

# A picture over this share of the page with hardly any text (a page number, a running head) is a scan.
_SCAN_SHARE = 0.4
_SCAN_MAX_CHARS_IN_BODY = 10
# Running heads and feet stand in this share of the page's height at its top and bottom.
MARGIN_SHARE = 0.1
_CENTRED_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page holds before the document is put together.

    `text_size` is the usual font size in points; `lines` leave out what stands inside the grids. Width, height and
    boxes are those of the page as it is read, `turned` clockwise by so many degrees and straightened by `skew`.
    `sheet_name` is None on a page of paper: a sheet has no margins for running heads.
    """

    page_no: int
    width: float
    height: float
    rotation: int
    method: str
    text: str
    text_size: float
    set_aside: str
    grids: tuple[PageGrid, ...]
    lines: tuple[Line, ...]
    turned: int = 0
    skew: float = 0.0
    sheet_name: str | None = None


def read_page(page: PageObjects, marks: frozenset[Mark] = frozenset()) -> PageContent:
    """Find the grids and lines of what a page draws; `marks` are the level watermarks of its document."""
    if not page.text_is_readable:
        return _unread(page)
    glyphs, set_aside = clean_glyphs(page, marks)
    number = _page_number(glyphs, page)
    in_body = [g for g in glyphs if g not in number] if number else glyphs
    grids = find_grids(page, in_body)
    lines = page_lines([*outside(in_body, grids), *number])
    has_picture_only = _picture_share(page) >= _SCAN_SHARE and _body_chars(page, glyphs) <= _SCAN_MAX_CHARS_IN_BODY
    method = "scanned" if has_picture_only else "text" if any(g.text.strip() for g in glyphs) else "blank"
    text = "\n".join(line_text(line).strip() for line in split_lines(glyphs))
    return PageContent(
        page.page_no,
        page.width,
        page.height,
        page.rotation,
        method,
        text,
        median([g.size for g in glyphs] or [0.0]),
        set_aside,
        tuple(grids),
        tuple(lines),
        page.turned,
        page.skew,
    )


def _page_number(glyphs: Sequence[Glyph], page: PageObjects) -> list[Glyph]:
    """The glyphs of the page's number, alone on the lowest line and at the middle of the page, or none.

    The last row of a grid may reach down to it; it is no text of a cell.
    """
    visible = [g for g in glyphs if not g.text.isspace()]
    lowest = max(visible, key=lambda g: g.mid_y, default=None)
    if lowest is None or lowest.mid_y < (1 - MARGIN_SHARE) * page.height:
        return []
    line = [g for g in visible if lowest.mid_y - g.mid_y <= lowest.size / 2]
    text = "".join(g.text for g in sorted(line, key=lambda g: g.x0))
    middle = (min(g.x0 for g in line) + max(g.x1 for g in line)) / 2
    is_number = patterns().page_number.match(text) and abs(middle - page.width / 2) <= _CENTRED_SHARE * page.width
    return line if is_number else []


def is_scan(page: PageObjects) -> bool:
    """Tell whether a page must be looked at to be read: a picture without text, or text in a font of no meaning.

    Text that a scanner's machine laid under the picture, without ink, does not count: it is of unknown quality, and
    the rules of its tables are in the picture. Where nothing can recognise the picture, it is better than nothing.
    """
    if not page.text_is_readable:
        return True
    if _picture_share(page) < _SCAN_SHARE:
        return False
    glyphs, _ = clean_glyphs(replace(page, glyphs=tuple(g for g in page.glyphs if not g.is_invisible)))
    return _body_chars(page, glyphs) <= _SCAN_MAX_CHARS_IN_BODY


def _body_chars(page: PageObjects, glyphs: Iterable[Glyph]) -> int:
    return sum(
        1 for g in glyphs if g.text.strip() and MARGIN_SHARE * page.height < g.mid_y < (1 - MARGIN_SHARE) * page.height
    )


def _unread(page: PageObjects) -> PageContent:
    """A page whose text is not that of what it shows: nothing of it is taken for text."""
    aside = "".join(well_formed(glyph.text) for glyph in page.glyphs)
    return PageContent(
        page.page_no, page.width, page.height, page.rotation, "unmapped", "", 0.0, aside, (), (), page.turned
    )


def _picture_share(page: PageObjects) -> float:
    area = page.width * page.height
    covered = sum(
        max(0.0, min(x1, page.width) - max(x0, 0.0)) * max(0.0, min(bottom, page.height) - max(top, 0.0))
        for x0, top, x1, bottom in page.pictures
    )
    return min(covered / area, 1.0) if area else 0.0


def in_margin(line: Line, page: PageContent) -> bool:
    """Tell whether a line stands where running heads and feet do."""
    if page.sheet_name is not None:
        return False
    return line.bottom <= MARGIN_SHARE * page.height or line.top >= (1 - MARGIN_SHARE) * page.height
