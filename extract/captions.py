"""Read the lines printed over and under a table: title, label, unit, department, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extract.lines import Line
from extract.patterns import patterns, squeeze

# A title that fills this share of the page's width goes on in the next line.
_FULL_TITLE_SHARE = 0.6
_LINE_GAP_EM = 1.5
_MAX_NOTE_LINES = 12
# A unit of money, no part of a name or an amount: what stands beside a department line may state it in any words.
_MONEY_UNIT = re.compile(r"(?<![0-9.])[百千万亿]元|(^|[^一-鿿0-9.]|币|额|位)元")
# A title on the height of the unit line is told from its other company by its end.
_TABLE_NAME = re.compile(r"表([(（][^()（）]*[)）])?$")


@dataclass(slots=True)
class Caption:
    """What stands over a table, each line as printed; `used` are the lines it was read from."""

    title: str = ""
    label: str = ""
    unit_line: str = ""
    department_line: str = ""
    used: list[Line] = field(default_factory=list)


def read_caption(lines: Sequence[Line], page_width: float) -> Caption:
    """Read the caption of a table from the lines between it and what stands before it.

    Args:
        lines: lines above the table on its page, in reading order, running heads and feet left out.
        page_width: in points.

    Returns:
        The caption; fields are empty where nothing of the kind is printed. Reading goes upwards from the table and
        ends at the first line that is none of the kinds: the text of the narrative.
    """
    caption = Caption()
    title_lines: list[Line] = []
    for line in reversed(lines):
        flat = squeeze(line.text)
        label = patterns().label.match(flat)
        if is_unit_rest(flat, (squeeze(other.text) for other in lines)):
            caption.used.append(line)
        elif _read_side_line(caption, line, flat) or (not label and _read_company(caption, line, flat, lines)):
            if title_lines and not caption.label:
                break  # a unit line over the title belongs to something else
            caption.used.append(line)
        elif label and not _only_ordinal(label, title_lines):
            wraps = bool(title_lines) and _wraps_into(line, title_lines[0], page_width, flat)
            if caption.label or (title_lines and label["title"] and not wraps):
                break
            caption.label = _as_printed(line.text, len(label["label"]))
            caption.used.append(line)
            if label["title"]:
                caption.title = _after(line.text, label.start("title")) + "".join(t.text for t in title_lines)
                caption.used += title_lines
                return caption
        elif (not title_lines or _is_subtitle(title_lines)) and _may_be_title(flat):
            title_lines.insert(0, line)
        elif title_lines and _wraps_into(line, title_lines[0], page_width, flat):
            # The line that starts the title may carry the label: 公开09表：一般公共预算“三公”经费、… / 支出预算表.
            title_lines.insert(0, line)
        else:
            break
    caption.title = "".join(t.text for t in title_lines)
    caption.used += title_lines
    return caption


def join_captions(outer: Caption, inner: Caption) -> Caption:
    """One caption of what stands over a grid and in its leading rows; the inner is nearer to the table, and wins."""
    used, label = outer.used, outer.label
    if inner.title and outer.title and squeeze(inner.title) != squeeze(outer.title):
        # What looked like the table's title is another's, or narrative, with the label in its line.
        used, label = [line for line in outer.used if _is_unit_or_department(squeeze(line.text))], ""
    return Caption(
        title=inner.title or outer.title,
        label=inner.label or label,
        unit_line=inner.unit_line or outer.unit_line,
        department_line=inner.department_line or outer.department_line,
        used=[*used, *inner.used],
    )


def read_notes(lines: Sequence[Line]) -> list[Line]:
    """The note lines that follow a table: from the first that starts as a note, with the lines it wraps into."""
    notes: list[Line] = []
    for line in lines:
        flat = squeeze(line.text)
        if not patterns().note.match(flat) and not (notes and _wraps_note(notes, line, flat)):
            break
        notes.append(line)
    return notes


def _wraps_note(notes: Sequence[Line], line: Line, flat: str) -> bool:
    close = line.top - notes[-1].bottom <= _LINE_GAP_EM * line.size
    if line.is_whole and is_table_name(flat):
        return False
    return (
        close and not _is_caption_like(flat) and abs(line.size - notes[-1].size) < 0.6 and len(notes) < _MAX_NOTE_LINES
    )


def join_notes(lines: Sequence[Line]) -> tuple[str, ...]:
    """One text a note: a line that starts as a note starts a new one, the others are wrapped lines."""
    notes: list[str] = []
    for line in lines:
        if patterns().note.match(squeeze(line.text)) or not notes:
            notes.append(line.text)
        else:
            notes[-1] += line.text
    return tuple(notes)


def is_label(flat: str) -> bool:
    """Tell whether a text without white space is a printed label, alone or with the name of its table."""
    label = patterns().label.match(flat)
    return bool(label and _names_table(label) and (not label["title"] or is_table_name(label["title"])))


def is_side_line(text: str) -> bool:
    """Tell whether a line is a unit, department or label line: such lines repeat on pages and are no running heads."""
    return _is_caption_like(squeeze(text))


def is_table_name(flat: str) -> bool:
    """Tell whether a text without white space names a table: it ends in 表, an addition in brackets aside."""
    return bool(_TABLE_NAME.search(flat)) and _may_be_title(flat)


def is_caption_cell(flat: str) -> bool:
    """Tell whether a cell's text without white space is a unit, a department with its colon, or a printed label.

    Headings (单位名称) and lines of the body (一、本年收入) begin as departments and labels do.
    """
    label = patterns().label.match(flat)
    if label and _names_table(label):
        return is_label(flat)
    return _is_unit_or_department(flat) and (bool(re.search("[:：]", flat)) or bool(patterns().unit_line.match(flat)))


def names_department(flat: str, first: str) -> bool:
    """Tell whether a line names a department, and does not begin with a column's heading (单位名称 | 合计 | …).

    Args:
        flat: the line without white space.
        first: its first text, up to the gap after it.
    """
    match = patterns().department_line.match(flat)
    return match is not None and (re.search("[:：]", match.group()) is not None or match.group() != first)


def is_unit_rest(flat: str, around: Iterable[str]) -> bool:
    """Tell whether a text without white space is the rest, 元, of a unit line cut in another of the texts around it."""
    return bool(patterns().unit_rest.match(flat)) and any(patterns().cut_unit_line.match(text) for text in around)


def _is_unit_or_department(flat: str) -> bool:
    return bool(patterns().unit_line.match(flat) or patterns().department_line.match(flat))


def _is_caption_like(flat: str) -> bool:
    return _is_unit_or_department(flat) or bool(patterns().label.match(flat))


def _read_side_line(caption: Caption, line: Line, flat: str) -> bool:
    p = patterns()
    if p.unit_line.match(flat):
        caption.unit_line = caption.unit_line or line.text
        return True
    if p.department_line.match(flat):
        start = _trailing_unit(flat)
        split = len(line.text) if start is None else _printed_length(line.text, start)
        caption.department_line = caption.department_line or line.text[:split].strip()
        caption.unit_line = caption.unit_line or line.text[split:].strip()
        return True
    return False


def _trailing_unit(flat: str) -> int | None:
    """Where in a department line the unit line begins that runs together with it; None where none does."""
    return next((start for start in range(1, len(flat)) if patterns().unit_line.match(flat, start)), None)


def _read_company(caption: Caption, line: Line, flat: str, lines: Sequence[Line]) -> bool:
    """Read a line on the height of a department or unit line: whatever it says, it is no title.

    It may state the unit in words that no pattern knows. The name of a table beside a unit line alone is its title.
    """
    middle, reach = (line.top + line.bottom) / 2, line.size / 2
    beside = [
        squeeze(other.text)
        for other in lines
        if other is not line and abs((other.top + other.bottom) / 2 - middle) <= reach
    ]
    p = patterns()
    departments = [text for text in beside if p.department_line.match(text) and not p.unit_line.match(text)]
    unit_known = any(p.unit_line.match(text) for text in beside) or any(
        _trailing_unit(text) is not None for text in departments
    )
    if not departments and (not unit_known or _TABLE_NAME.search(flat)):
        return False
    if not unit_known and _MONEY_UNIT.search(flat):
        caption.unit_line = caption.unit_line or line.text
    return True


def _only_ordinal(label: re.Match[str], title_lines: Sequence[Line]) -> bool:
    """An ordinal over a title already found (十、绩效管理情况) is a heading of the narrative, no label."""
    return bool(title_lines) and not _names_table(label)


def _names_table(label: re.Match[str]) -> bool:
    return bool(re.search(r"表|公开|附", label["label"]))


def _may_be_title(flat: str) -> bool:
    p = patterns()
    return bool(flat) and len(flat) <= p.title_max_length and not p.sentence_end.search(flat) and not p.note.match(flat)


def _is_subtitle(title_lines: Sequence[Line]) -> bool:
    """A line in brackets, （2023年度）, stands under the title it belongs to."""
    flat = squeeze(title_lines[0].text)
    return len(title_lines) == 1 and flat[0] in "(（" and flat[-1] in ")）"


def _wraps_into(line: Line, below: Line, page_width: float, flat: str) -> bool:
    gap = below.top - line.bottom
    return (
        not line.is_whole
        and abs(line.size - below.size) < 0.6
        and gap <= _LINE_GAP_EM * line.size
        and line.x1 - line.x0 >= _FULL_TITLE_SHARE * page_width
        and _may_be_title(flat)
    )


def _as_printed(text: str, squeezed_length: int) -> str:
    return text[: _printed_length(text, squeezed_length)].strip()


def _after(text: str, squeezed_length: int) -> str:
    return text[_printed_length(text, squeezed_length) :].strip()


def _printed_length(text: str, squeezed_length: int) -> int:
    """Length of the prefix of `text` that holds so many characters other than white space."""
    seen = 0
    for index, char in enumerate(text):
        if seen == squeezed_length:
            return index
        seen += not char.isspace()
    return len(text)
