"""The documents of the set in the order they arrive, each with the figures printed in it and the rules it breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from tests.county_set import faults
from tests.county_set.narrative import Misstatement, narrative, narrative_and_form
from tests.county_set.places import COUNTIES, KINDS, YEARS, county_of, kind_of
from tests.county_set.years import DepartmentYear, department_year, with_more_for
from tests.factory import rules
from tests.factory.drawing import A4, Pages, Style
from tests.factory.expected import BuiltDocument, ExpectedCell, expect
from tests.factory.figures import Figures, tamper
from tests.factory.layouts import ShanxiOptions, final_accounts, jiangsu, shanghai, shanxi
from tests.factory.tables import derive
from tests.factory.workbooks import Put, WorkbookStyle, workbook_sheets, write_xls, write_xlsx

Part = Literal["both", "tables", "narrative"]
PUBLISHED, CORRECTED = "2月10日", "3月20日"
_STYLES: Mapping[str, ShanxiOptions] = {
    "county_pdf": ShanxiOptions(narrative=False, joined=frozenset({3, 5, 6, 7, 8, 9, 10, 11, 12, 13})),
    "county_pdf_wide": ShanxiOptions(
        style=Style(rules="thin_rect", footer_align="right", row_height=15.6),
        landscape=frozenset({2}),
        thousands=True,
        repeat_heading=True,
        narrative=False,
    ),
}


@dataclass(frozen=True, slots=True)
class SetDocument:
    """One file of the set.

    Attributes:
        entry: what the department planned or spent, as this version of the file has it.
        printed: its figures with the faults that are printed.
        broken_rules: rules that its faults break, by number; those that no rule of the program has yet, too.
        part: the tables, the text, or both.
        printed_on: month and day that the file bears.
        arrival_supersedes: whether a version arriving later replaces it.
        date_supersedes: whether a version with a later date on it replaces it.
        is_held_back: whether a table is missing that must be there.
    """

    entry: DepartmentYear
    printed: Figures
    built: BuiltDocument
    broken_rules: frozenset[str] = frozenset()
    part: Part = "both"
    printed_on: str = PUBLISHED
    arrival_supersedes: bool = False
    date_supersedes: bool = False
    is_held_back: bool = False

    @property
    def file_name(self) -> str:
        """Name of the file."""
        return self.built.file_name

    def stands(self, *, by_date: bool) -> bool:
        """Whether its amounts are in the facts: no other version replaces it, and nothing is missing.

        Args:
            by_date: whether the date printed on two versions tells which replaces the other, or their arrival.
        """
        return not self.is_held_back and not (self.date_supersedes if by_date else self.arrival_supersedes)


@cache
def all_documents() -> tuple[SetDocument, ...]:
    """Make the whole set."""
    return (*_first_versions(), *_later_versions())


def write_all(directory: Path) -> list[Path]:
    """Write the files; returns their paths in the order they arrive."""
    return [document.built.write(directory) for document in all_documents()]


def _first_versions() -> Iterator[SetDocument]:
    for county in COUNTIES:
        for kind in KINDS:
            for year in YEARS:
                entry = department_year(county, kind, year)
                yield from _REISSUED.get(entry.key, _budget)(entry)
            for year in county.final_years:
                yield _final(department_year(county, kind, year, "决算"))


def _budget(entry: DepartmentYear) -> Iterator[SetDocument]:
    """A budget with the faults put into it, in the files of its county."""
    chosen = faults.faults_at(entry.key)
    printed, broken = _spoilt(entry, chosen)
    wrong = next((fault.wrong for fault in chosen if isinstance(fault, faults.TextFault)), Misstatement())
    of_text = frozenset(
        fault.rule for fault in chosen if isinstance(fault, faults.TextFault) or type(fault) is faults.Fault
    )
    left_out = frozenset(fault.table_no for fault in chosen if isinstance(fault, faults.LeftOutTable))
    tables = _tables_file(entry, printed, wrong, left_out=left_out)
    document = SetDocument(entry, printed, tables, broken, is_held_back=bool(left_out))
    if entry.county.layout == "tables_and_text":
        yield replace(document, part="tables")
        yield SetDocument(entry, printed, _text_file(entry, wrong), of_text, part="narrative")
    else:
        yield replace(document, broken_rules=broken | of_text, part="both" if entry.county.has_narrative else "tables")


def _final(entry: DepartmentYear) -> SetDocument:
    printed, broken = _spoilt(entry, faults.faults_at(entry.key, "决算"))
    name = _file_name(entry, "pdf", "决算")
    return SetDocument(entry, printed, final_accounts(printed, file_name=name), broken, "tables")


def _spoilt(entry: DepartmentYear, chosen: tuple[faults.Fault, ...]) -> tuple[Figures, frozenset[str]]:
    """The figures as they are printed with their faults, and the rules that are broken by it."""
    figures, broken = entry.figures, set[str]()
    for fault in chosen:
        match fault:
            case faults.TableFault():
                figures = _tampered(figures, entry, fault)
                broken |= {fault.rule, *fault.besides}
            case faults.LeftOutProject():
                kept = tuple(project for project in figures.projects if project.name != fault.project)
                figures = replace(figures, projects=kept)
                broken.add(fault.rule)
            case faults.LeftOutTable():
                broken.add(fault.rule)
    if entry.county.has_thirteen_tables and entry.stage == "预算":
        broken |= contradicted(figures)
    return figures, frozenset(broken)


def contradicted(figures: Figures) -> frozenset[str]:
    """The rules that the thirteen tables of these figures break, by the arithmetic of the factory."""
    tables = derive(figures)
    unequal = {name[:3] for name, left, right in rules.equalities(tables) if left != right}
    return frozenset(unequal | {name[:3] for name, left, right in rules.inequalities(tables) if left < right})


def _tampered(figures: Figures, entry: DepartmentYear, fault: faults.TableFault) -> Figures:
    """Print a figure `fault.off` too high, in whichever layout."""
    place = figures, fault.table_no, fault.line, fault.measure
    # Any value finds the cell; what it says without the fault is the one amount that is then lost.
    before = {cell for cell in _cells(entry, figures) if cell.table_no == fault.table_no}
    touched = tamper(*place, "0.01", section=fault.section)
    after = {cell for cell in _cells(entry, touched) if cell.table_no == fault.table_no}
    (cell,) = before - after
    return tamper(*place, cell.amount + fault.off, section=fault.section)


def _cells(entry: DepartmentYear, figures: Figures) -> tuple[ExpectedCell, ...]:
    if entry.stage == "决算":
        return final_accounts(figures).cells
    if entry.county.layout == "province_pdf":
        return jiangsu(figures).cells
    if entry.county.layout == "district_pdf":
        return shanghai(figures).cells
    return expect(derive(figures))


def _file_name(entry: DepartmentYear, ending: str, *words: str) -> str:
    return "_".join((entry.county.name, entry.kind.key, str(entry.year), *words)) + f".{ending}"


def _tables_file(
    entry: DepartmentYear,
    printed: Figures,
    wrong: Misstatement,
    *,
    left_out: frozenset[int] = frozenset(),
    printed_on: str = PUBLISHED,
    word: str = "",
) -> BuiltDocument:
    words = (word,) if word else ()
    tables = tuple(number for number in range(1, 14) if number not in left_out)
    date = f"{entry.year}年{printed_on}"
    match entry.county.layout:
        case "county_pdf" | "county_pdf_wide" as layout:
            options = replace(_STYLES[layout], tables=tables, appendix=narrative_and_form(entry, wrong, date))
            return shanxi(printed, options, file_name=_file_name(entry, "pdf", *words))
        case "province_pdf":
            return jiangsu(printed, file_name=_file_name(entry, "pdf", *words))
        case "district_pdf":
            return shanghai(printed, file_name=_file_name(entry, "pdf", *words))
        case "workbook":
            style = WorkbookStyle(tables=tables, one_sheet=entry.year == YEARS[0], numbers="accounting")
            return _workbook(printed, style, date, _file_name(entry, "xlsx", *words))
        case "tables_and_text":
            style = WorkbookStyle(
                tables=tables, borders=entry.year != YEARS[0], indent="spaces", totals_only=frozenset({11})
            )
            return _workbook(printed, style, date, _file_name(entry, "xls", *words, "表"))


def _workbook(figures: Figures, style: WorkbookStyle, date: str, file_name: str) -> BuiltDocument:
    sheets, tables = workbook_sheets(figures, style)
    sheets[0].cells.append(Put(7, 1, f"公开日期：{date}", column_span=4, centred=True))
    data = write_xls(sheets) if file_name.endswith("xls") else write_xlsx(sheets)
    return BuiltDocument(file_name, data, expect(tables))


def _text_file(
    entry: DepartmentYear, wrong: Misstatement, printed_on: str = PUBLISHED, word: str = "", remark: str = ""
) -> BuiltDocument:
    """The text alone, in a file beside the tables."""
    pages = Pages(Style())
    pages.new_page(A4)
    pages.space(180)
    pages.line(entry.department, size=26, align="center", bold=True)
    pages.line(f"{entry.department}{entry.year}年部门预算", size=20, align="center", bold=True)
    narrative(pages, entry, wrong, f"{entry.year}年{printed_on}", remark)
    return BuiltDocument(_file_name(entry, "pdf", *((word,) if word else ()), "说明"), pages.finish(), ())


# Documents handed in twice: what the first version was, and what arrives after all others.

CORRECTED_PROJECT = ("泽州县", "水利局", 2025, "灌区节水改造工程", Decimal("-12.00"))
RAISED_PROJECT = ("柳林县", "民政局", 2026, "社会救助家庭经济状况核对委托服务", Decimal("-6.50"))
MENDED = faults.MENDED_FAULT.place
REWORDED = ("鼓楼区", "档案馆", 2026)


def _with_earlier_amount(entry: DepartmentYear, change: tuple[str, str, int, str, Decimal]) -> DepartmentYear:
    """What stood in the version of earlier date: one project had another amount, and every sum with it."""
    return replace(entry, figures=with_more_for(entry.figures, change[3], change[4]))


def _before_correction(entry: DepartmentYear) -> Iterator[SetDocument]:
    earlier = _with_earlier_amount(entry, CORRECTED_PROJECT)
    for document in _budget(earlier):
        yield replace(document, arrival_supersedes=True, date_supersedes=True)


def _arriving_first(entry: DepartmentYear) -> Iterator[SetDocument]:
    """The corrected version, which arrives before the one it corrects."""
    built = _tables_file(entry, entry.figures, Misstatement(), printed_on=CORRECTED, word="更正")
    yield SetDocument(entry, entry.figures, built, printed_on=CORRECTED, arrival_supersedes=True)


def _before_mending(entry: DepartmentYear) -> Iterator[SetDocument]:
    printed, broken = _spoilt(entry, (faults.MENDED_FAULT,))
    built = _tables_file(entry, printed, Misstatement())
    yield SetDocument(entry, printed, built, broken, "tables", arrival_supersedes=True, date_supersedes=True)


def _before_rewording(entry: DepartmentYear) -> Iterator[SetDocument]:
    tables, text = _budget(entry)
    yield tables
    yield replace(text, arrival_supersedes=True, date_supersedes=True)


_REISSUED: Mapping[tuple[str, str, int], Callable[[DepartmentYear], Iterator[SetDocument]]] = {
    CORRECTED_PROJECT[:3]: _before_correction,
    RAISED_PROJECT[:3]: _arriving_first,
    MENDED: _before_mending,
    REWORDED: _before_rewording,
}


def _entry(place: tuple[str, str, int]) -> DepartmentYear:
    return department_year(county_of(place[0]), kind_of(place[1]), place[2])


def _later_versions() -> Iterator[SetDocument]:
    for place in (CORRECTED_PROJECT[:3], MENDED):
        entry = _entry(place)
        built = _tables_file(entry, entry.figures, Misstatement(), printed_on=CORRECTED, word="更正")
        part: Part = "both" if entry.county.has_narrative else "tables"
        yield SetDocument(entry, entry.figures, built, part=part, printed_on=CORRECTED)
    # Printed earlier, and sent in late.
    entry = _with_earlier_amount(_entry(RAISED_PROJECT[:3]), RAISED_PROJECT)
    yield SetDocument(entry, entry.figures, _tables_file(entry, entry.figures, Misstatement()), date_supersedes=True)
    entry = _entry(REWORDED)
    remark = "本说明于公开后更正了文字，金额没有变化。"
    built = _text_file(entry, Misstatement(), CORRECTED, "更正", remark)
    yield SetDocument(entry, entry.figures, built, part="narrative", printed_on=CORRECTED)
