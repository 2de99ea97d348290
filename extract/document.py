"""Read a whole document: pages first, then what needs all of them (running lines, captions, continued tables)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from extract.captions import Caption, is_table_name, join_captions, join_notes, read_caption, read_notes
from extract.inner_captions import part_at_captions, take_caption
from extract.lines import Line
from extract.marks import find_marks
from extract.model import ExtractedDocument, Page, Reading, TableGrid, TableRow
from extract.ocr import is_installed, recognise_page
from extract.page_grid import PageGrid
from extract.pages import PageContent, is_scan, read_page
from extract.paragraphs import make_paragraphs
from extract.patterns import squeeze
from extract.pdf import draw_page, open_document, read_objects
from extract.running import split_running_lines
from extract.tables import columns_match, fit_columns, join_grids, prints_heading_of, repeats_heading
from extract.turned import Turn, paragraph_as_displayed, reading_as_displayed, rows_as_displayed, table_as_displayed
from extract.workbook import as_ranges, is_workbook, lay_out, open_workbook, workbook_suffix

# Two grids of the same columns this near (points) are one table whose rule the printer broke.
_SPLIT_GAP = 6.0
# A table that runs on leaves no more room than this on its page.
_FULL_PAGE_SHARE = 0.85
_CENTRED_SHARE = 0.1
# A watermark shows on the first so many pages; the pages of a long document are not all held in memory.
_PAGES_FOR_MARKS = 20
_AMOUNT = re.compile(r"-?[\d,]*\d{3}(\.\d+)?|-?[\d,]*\d\.\d+")
_CONTINUED = re.compile(r"[（(]?续表?[0-9一二三四五六七八九十]*[)）]?")


@dataclass(slots=True)
class _Draft:
    """A table being put together: its caption, its parts in reading order, the caption lines in the first's rows."""

    caption: Caption
    grids: list[PageGrid]
    inside: tuple[Line, ...] = ()
    notes: list[Line] = field(default_factory=list)


def read_document(data: bytes) -> ExtractedDocument:
    """Read the physical layer of a PDF or a workbook: pages, tables and paragraphs, all text as printed.

    Args:
        data: the whole file.

    Returns:
        The document; the same bytes give the same result. The pages of a workbook are its sheets, its boxes are ranges
        of cells (`extract.workbook`).

    Raises:
        UnreadableDocumentError: the file is no document that can be read; the reason and the page are named.
    """
    return _read_workbook(data) if is_workbook(data) else _read_pdf(data)


def document_suffix(data: bytes) -> str:
    """The suffix of a document that was read, by its content: `.pdf`, `.xlsx`, `.xlsm` or `.xls`."""
    return workbook_suffix(data) or ".pdf"


def _read_workbook(data: bytes) -> ExtractedDocument:
    workbook = open_workbook(data)
    laid_out = [
        lay_out(sheet, before) for before, sheet in zip((None, *workbook.sheets), workbook.sheets, strict=False)
    ]
    document = _assemble([page for page, _ in laid_out], (), workbook.producer, "")
    return as_ranges(document, {page.page_no: layout for page, layout in laid_out})


def _read_pdf(data: bytes) -> ExtractedDocument:
    pages: list[PageContent] = []
    readings: list[Reading] = []
    with open_document(data) as (pdf, is_mended):
        first = [read_objects(pdf, page_no) for page_no in range(1, min(len(pdf), _PAGES_FOR_MARKS) + 1)]
        marks = find_marks(first)
        rest = (read_objects(pdf, page_no) for page_no in range(len(first) + 1, len(pdf) + 1))
        for objects in chain(first, rest):
            if is_scan(objects) and is_installed():
                page_no = objects.page_no
                recognised = recognise_page(*draw_page(pdf, page_no), page_no, objects.rotation)
                pages.append(replace(read_page(recognised.objects), method="ocr"))
                readings += recognised.readings
            else:
                pages.append(read_page(objects, marks))
        producer, creator = pdf.get_metadata_value("Producer"), pdf.get_metadata_value("Creator")
    return replace(_assemble(pages, readings, producer, creator), is_mended=is_mended)


def _assemble(
    pages: Sequence[PageContent], readings: Sequence[Reading], producer: str, creator: str
) -> ExtractedDocument:
    lines, printed_numbers = split_running_lines(pages)
    drafts = _draft_tables(pages, lines)
    tables: list[TableGrid] = []
    rows: list[TableRow] = []
    for index, draft in enumerate(drafts):
        table, table_rows = _finish_table(index, draft)
        tables.append(table)
        rows += table_rows
    used = {id(line) for d in drafts for line in (*d.caption.used, *d.notes)}
    narrative = [(p.page_no, [line for line in lines[p.page_no] if id(line) not in used]) for p in pages]
    turns = {p.page_no: Turn(p.turned, p.skew, p.width, p.height) for p in pages}
    scanned = sum(p.method in ("scanned", "unmapped", "ocr") for p in pages)
    readable = sum(p.method == "text" for p in pages)
    return ExtractedDocument(
        page_count=len(pages),
        producer=producer,
        creator=creator,
        content_kind="text" if not scanned else "mixed" if readable else "scanned",
        pages=tuple(
            Page(
                p.page_no,
                printed_numbers.get(p.page_no),
                *turns[p.page_no].displayed_size,
                p.rotation,
                p.method,
                p.text,
                p.set_aside,
                p.sheet_name,
            )
            for p in pages
        ),
        tables=tuple(table_as_displayed(table, turns) for table in tables),
        rows=rows_as_displayed(rows, turns),
        paragraphs=tuple(paragraph_as_displayed(p, turns) for p in make_paragraphs(narrative)),
        readings=tuple(reading_as_displayed(reading, turns) for reading in readings),
    )


def _draft_tables(pages: Sequence[PageContent], lines: dict[int, list[Line]]) -> list[_Draft]:
    """Give each grid its caption and notes, and put the parts of a table that runs on together."""
    drafts: list[_Draft] = []
    carried: list[Line] = []  # lines since the last table on the page before: a caption may stand at a page's foot
    for page in pages:
        pending = list(lines[page.page_no])
        grids = [part for grid in page.grids for part in part_at_captions(grid)]
        for whole in grids:
            grid, inside = take_caption(whole)
            _insert(lines[page.page_no], inside)
            beside = [other for other in grids if other is not whole and _stand_side_by_side(whole, other)]
            above = [
                line
                for line in pending
                if line.bottom <= whole.top + line.size and not any(_is_nearer(line, other, whole) for other in beside)
            ]
            pending = _without(pending, above)
            caption = read_caption(above, page.width)
            if not above and carried:
                foot = read_caption(carried, page.width)
                # Only a title with its label or unit line is a caption left behind; other text is narrative.
                caption = foot if foot.title and (foot.label or foot.unit_line) else caption
            if not caption.title and carried:
                _take_title(caption, carried[-1], page.width)
            if inside:
                caption = join_captions(caption, read_caption(inside, page.width))
            if caption.title and not caption.label and carried and (above or inside):
                _take_label(caption, carried[-1])
            previous = drafts[-1] if drafts else None
            room = pages[previous.grids[-1].page_no - 1].height if previous else 0.0
            if previous is not None and prints_heading_of([squeeze(line.text) for line in above], previous.grids[0]):
                above = []  # the upper line of a heading printed again, over which no rule shows where the table begins
            between = [*carried, *above, *([] if previous and _repeats_units(previous, inside) else inside)]
            fitted = (fit_columns(previous.grids[0], grid) if previous is not None else None) or grid
            if previous is not None and _goes_on(previous, fitted, caption, between, room):
                previous.grids.append(fitted)
                previous.caption.unit_line = previous.caption.unit_line or caption.unit_line
                previous.caption.used += caption.used
            else:
                drafts.append(_Draft(caption, [grid], inside))
            carried = []
            next_top = min((g.top for g in grids if g.top >= grid.bottom), default=page.height)
            notes = read_notes(
                [
                    line
                    for line in pending
                    if grid.bottom - line.size <= line.top < next_top
                    and not any(_is_nearer(line, other, whole) for other in beside)
                ]
            )
            drafts[-1].notes += notes
            pending = _without(pending, notes)
        carried = pending
    return drafts


def _stand_side_by_side(grid: PageGrid, other: PageGrid) -> bool:
    return min(grid.bottom, other.bottom) > max(grid.top, other.top)


def _is_nearer(line: Line, other: PageGrid, grid: PageGrid) -> bool:
    """Tell whether a line belongs to the grid beside another; what stands over both belongs to the first of them."""

    def shared(of: PageGrid) -> float:
        return min(line.x1, of.x1) - max(line.x0, of.x0)

    if shared(grid) > 0 and shared(other) > 0:
        return other.x0 < grid.x0 and shared(other) > 0.2 * (line.x1 - line.x0)
    return shared(other) > shared(grid)


def _without(lines: Sequence[Line], taken: Sequence[Line]) -> list[Line]:
    ids = {id(line) for line in taken}
    return [line for line in lines if id(line) not in ids]


def _insert(lines: list[Line], inside: Sequence[Line]) -> None:
    """Put the lines of a grid's rows among those of its page: what the caption does not use is text like any other."""
    if inside:
        at = next((index for index, line in enumerate(lines) if line.top >= inside[0].top), len(lines))
        lines[at:at] = inside


def _repeats_units(previous: _Draft, inside: Sequence[Line]) -> bool:
    """Tell whether rows of units and departments, with no title, are those of the part before printed again."""
    texts = [squeeze(line.text) for line in inside]
    return texts == [squeeze(line.text) for line in previous.inside] and not read_caption(inside, 0.0).title


def _take_title(caption: Caption, line: Line, page_width: float) -> None:
    """Take the name of a table, centred, left at the foot of the page before its unit line and the table."""
    centred = abs((line.x0 + line.x1) / 2 - page_width / 2) <= _CENTRED_SHARE * page_width
    if centred and (caption.unit_line or caption.department_line) and is_table_name(squeeze(line.text)):
        foot = read_caption([line], page_width)
        caption.title, caption.label = foot.title, caption.label or foot.label
        caption.used += foot.used


def _take_label(caption: Caption, line: Line) -> None:
    """Take a label left at the foot of the page before its title."""
    foot = read_caption([line], page_width=0.0)
    if foot.label and not foot.title:
        caption.label = foot.label
        caption.used.append(line)


def _goes_on(
    previous: _Draft, grid: PageGrid, caption: Caption, between: Sequence[Line], previous_page_height: float
) -> bool:
    """Tell whether a grid continues the table before it.

    With nothing printed between them, the columns decide. Where the title is printed again, it says 续, or the heading
    must be repeated too, and either the page before is full, or the caption is the same in all its lines and other
    lines follow the heading: project forms follow one another under one title, each a table of its own.
    """
    last = previous.grids[-1]
    if grid.page_no == last.page_no:
        return not between and grid.top - last.bottom <= _SPLIT_GAP and columns_match(last, grid)
    if grid.page_no != last.page_no + 1 or previous.notes or not columns_match(last, grid):
        return False
    if not between:
        return True
    title, previous_title = squeeze(caption.title), squeeze(previous.caption.title)
    bare_title = _CONTINUED.sub("", title)
    if bare_title != title and bare_title in ("", previous_title):
        return True  # 续 says it, whatever room the page before had left
    same_title = bare_title == previous_title != ""
    if _is_same_caption(previous.caption, caption, between) and repeats_heading(previous.grids[0], grid):
        return True
    page_is_full = last.bottom >= _FULL_PAGE_SHARE * previous_page_height
    begins_alike = [c.text for c in grid.rows[0]] == [c.text for c in previous.grids[0].rows[0]]
    return same_title and page_is_full and begins_alike and not _repeats_amounts(grid, previous.grids[0])


def _is_same_caption(before: Caption, after: Caption, between: Sequence[Line]) -> bool:
    """Tell whether a caption prints that of the part before again, and nothing else stands between the two."""
    used = {id(line) for line in after.used}
    title = _CONTINUED.sub("", squeeze(after.title))
    pairs = [
        (before.title, title),
        (before.unit_line, after.unit_line),
        (before.department_line, after.department_line),
    ]
    return all(id(line) in used for line in between) and all(
        not again or squeeze(again) == squeeze(first) for first, again in pairs
    )


def _repeats_amounts(grid: PageGrid, first: PageGrid) -> bool:
    """Tell whether the rows that begin two grids alike hold an amount: no heading does, so this is the next form."""
    for row, other in zip(grid.rows, first.rows, strict=False):
        if [c.text for c in row] != [c.text for c in other]:
            return False
        if any(_AMOUNT.fullmatch(squeeze(c.text)) for c in row):
            return True
    return False


def _finish_table(index: int, draft: _Draft) -> tuple[TableGrid, tuple[TableRow, ...]]:
    joined = join_grids(index, draft.grids)
    first, caption = draft.grids[0], draft.caption
    table = TableGrid(
        table_index=index,
        first_page=first.page_no,
        last_page=draft.grids[-1].page_no,
        title=caption.title,
        label=caption.label,
        unit_line=caption.unit_line,
        department_line=caption.department_line,
        column_count=joined.column_count,
        heading_paths=joined.heading_paths,
        notes=join_notes(draft.notes),
        x0=first.x0,
        top=first.top,
        x1=first.x1,
        bottom=first.bottom,
    )
    return table, joined.rows
