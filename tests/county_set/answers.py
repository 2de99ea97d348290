"""The answers to the queries of docs/queries over the set, worked out in Python from its figures.

One function per query, named as its file without the number. Amounts are in 万元, in the order in which the query
answers; None as a value means that any will do (positions on a page).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from tests.county_set import truth
from tests.county_set.documents import SetDocument
from tests.county_set.narrative import staff
from tests.factory.figures import SUBJECT_NAMES
from tests.factory.tables import total

Row = tuple[Any, ...]
CENT = Decimal("0.01")
SERVICES = re.compile("购买.*服务|委托|外包")
SERVICE_SUBJECTS = {"30203", "30209", "30213", "30214", "30226", "30227"}


def wan(yuan: Decimal) -> Decimal:
    """An amount in 元 in 万元."""
    return yuan / 10000


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """A share in per cent, to two places."""
    return (100 * part / whole).quantize(CENT, ROUND_HALF_UP)


def each(whole: Decimal, people: int) -> Decimal:
    """What one of several people has of an amount, to two places."""
    return (whole / people).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Truth:
    """The documents that stand, and those that another version replaces."""

    documents: tuple[SetDocument, ...]
    standing: tuple[SetDocument, ...]

    @cached_property
    def budgets(self) -> dict[tuple[str, int], SetDocument]:
        """Budgets with tables by department and year."""
        return {
            (document.entry.department, document.entry.year): document
            for document in self.standing
            if document.part != "narrative" and document.entry.stage == "预算"
        }

    @cached_property
    def finals(self) -> dict[tuple[str, int], SetDocument]:
        """Final accounts by department and year."""
        return {
            (document.entry.department, document.entry.year): document
            for document in self.standing
            if document.entry.stage == "决算"
        }

    def spent(self, key: tuple[str, int]) -> Decimal:
        """支出 of a budget in 元."""
        return total(truth.expenditure(self.budgets[key]).values())

    def split(self) -> Iterator[tuple[tuple[str, int], SetDocument, Decimal]]:
        """Budgets that tell 项目支出 apart, with that in 元."""
        for key, document in self.budgets.items():
            if document.entry.county.layout != "province_pdf":
                yield key, document, truth.basic_and_project(document.entry)[1]


def _public(document: SetDocument) -> Decimal:
    return total(truth.yuan(line.amount) for line in document.printed.economic if not line.is_personnel)


def _descending(rows: Iterable[Row], column: int, *others: int) -> list[Row]:
    """Rows by one figure from the largest, then by other columns."""
    return sorted(rows, key=lambda row: (-row[column], *(row[other] for other in others)))


def three_public_by_year(known: Truth) -> list[Row]:
    """All of it, abroad, cars, reception, and the difference to last year."""
    sums = {key: truth.three_public(document.printed) for key, document in known.budgets.items()}
    rows: list[Row] = []
    for (department, year), items in sorted(sums.items()):
        if items:
            before = sums.get((department, year - 1))
            whole = total(items.values())
            rows.append(
                (
                    department,
                    year,
                    wan(whole),
                    wan(items.get(("overseas",), Decimal(0))),
                    wan(total(amount for (item,), amount in items.items() if str(item).startswith("vehicle"))),
                    wan(items.get(("reception",), Decimal(0))),
                    wan(whole - total(before.values())) if before else None,
                )
            )
    return rows


def no_three_public(known: Truth) -> list[Row]:
    """Budgets without any of it."""
    return sorted(
        (
            (department, year, document.file_name)
            for (department, year), document in known.budgets.items()
            if not truth.three_public(document.printed)
        ),
        key=lambda row: (row[1], row[0]),
    )


def share_of_projects(known: Truth) -> list[Row]:
    """Budgets by the share of 项目支出."""
    rows = [
        (*key, wan(known.spent(key)), wan(project), percent(project, known.spent(key)))
        for key, _, project in known.split()
    ]
    return _descending(rows, 4, 0, 1)


def largest_projects(known: Truth) -> list[Row]:
    """Ten of each year."""
    sums: dict[tuple[int, str, object, object], Decimal] = {}
    funds: dict[tuple[int, str, object, object], set[str]] = {}
    for (department, year), document in known.budgets.items():
        for (unit, name, fund, _), amount in truth.projects(document).items():
            key = year, department, unit, name
            sums[key] = sums.get(key, Decimal(0)) + amount
            funds.setdefault(key, set()).add(str(fund))
    rows: list[Row] = []
    for year in sorted({key[0] for key in sums}):
        of_year = sorted((key for key in sums if key[0] == year), key=lambda key: -sums[key])[:10]
        rows += [(*key, wan(sums[key]), "、".join(sorted(funds[key]))) for key in of_year]
    return rows


def carryover_ratio(known: Truth) -> list[Row]:
    """Budgets by the share of last year's money."""
    rows: list[Row] = []
    for key, document in known.budgets.items():
        sums = truth.revenue(document)
        carried, whole = sums.get(("结转",), Decimal(0)), total(sums.values())
        rows.append((*key, wan(whole), wan(carried), percent(carried, whole)))
    return _descending(rows, 4, 0, 1)


def purchase_of_services(known: Truth) -> list[Row]:
    """Projects that say so in their names, and service subjects of basic expenditure."""
    rows: list[Row] = []
    for key, document in known.budgets.items():
        projects = total(
            amount for (_, name, _, _), amount in truth.projects(document).items() if SERVICES.search(str(name))
        )
        basic = total(amount for (code,), amount in truth.economic(document).items() if code in SERVICE_SUBJECTS)
        rows.append((*key, wan(projects), wan(basic), wan(projects + basic)))
    return _descending(rows, 4, 0, 1)


def growth_of_expenditure(known: Truth) -> list[Row]:
    """Budgets beside last year's of the same name."""
    rows: list[Row] = []
    for department, year in known.budgets:
        if (department, year - 1) in known.budgets:
            before, now = known.spent((department, year - 1)), known.spent((department, year))
            rows.append((department, year, wan(before), wan(now), wan(now - before), percent(now - before, before)))
    return _descending(rows, 5, 0, 1)


def personnel_and_public(known: Truth) -> list[Row]:
    """Basic expenditure in two."""
    rows: list[Row] = []
    for key, document in known.budgets.items():
        public = _public(document)
        whole = total(truth.yuan(line.amount) for line in document.printed.economic)
        rows.append((*key, wan(whole - public), wan(public), percent(whole - public, whole)))
    return _descending(rows, 4, 0, 1)


def agency_operating(known: Truth) -> list[Row]:
    """机关运行经费 and its share of 公用经费."""
    rows = [
        (*key, wan(total(sums.values())), percent(total(sums.values()), _public(document)))
        for key, document in known.budgets.items()
        if (sums := truth.operating(document))
    ]
    return _descending(rows, 2, 0, 1)


def subjects_across_counties(known: Truth) -> list[Row]:
    """Each 类 in each county with its share of the county."""
    sums: dict[tuple[int, str, str], Decimal] = {}
    of_county: dict[tuple[int, str], Decimal] = {}
    for (_, year), document in known.budgets.items():
        county = document.entry.county
        # 上海市普陀区 is the district 普陀区.
        name = county.name.removeprefix("上海市") if county.region else "未判定"
        for (code,), amount in truth.expenditure(document).items():
            key = year, SUBJECT_NAMES[str(code)], name
            sums[key] = sums.get(key, Decimal(0)) + amount
            of_county[year, name] = of_county.get((year, name), Decimal(0)) + amount
    rows = [(*key, wan(amount), percent(amount, of_county[key[0], key[2]])) for key, amount in sums.items()]
    return sorted(rows, key=lambda row: (row[0], row[1], -row[3], row[2]))


def budget_and_final_account(known: Truth) -> list[Row]:
    """Departments and years with both."""
    rows: list[Row] = []
    for key, document in known.finals.items():
        if key in known.budgets:
            planned, done = known.spent(key), total(truth.expenditure(document).values())
            rows.append((*key, wan(planned), wan(done), percent(done, planned)))
    return sorted(rows, key=lambda row: (row[4], row[0], row[1]))


def dependence_on_fund_sources(known: Truth) -> list[Row]:
    """The year's revenue by fund source."""
    rows: list[Row] = []
    for key, document in sorted(known.budgets.items()):
        sums = _revenue_as_printed(document)
        whole = total(sums.values())
        of_one = [(*key, fund, wan(amount), percent(amount, whole)) for fund, amount in sums.items()]
        rows += sorted(of_one, key=lambda row: -row[3])
    return rows


def _revenue_as_printed(document: SetDocument) -> Mapping[str, Decimal]:
    """By fund. A district prints 财政拨款收入 as one column, which is one fund only where it is all of it; a province
    prints 其他资金, which is none of the five.
    """
    sums = dict(truth.revenue_by_fund(document.entry))
    if document.entry.county.layout == "province_pdf" and "单位资金" in sums:
        sums["未分列"] = sums.pop("单位资金")
    if document.entry.county.layout == "district_pdf" and len(sums) > 1:
        fiscal = total(amount for fund, amount in sums.items() if fund != "单位资金")
        return {"未分列": fiscal} | {fund: amount for fund, amount in sums.items() if fund == "单位资金"}
    return sums


def targets_with_thresholds(known: Truth) -> list[Row]:
    """Satisfaction in per cent, the lowest first."""
    rows: list[Row] = []
    for key, document in known.budgets.items():
        first = document.entry.figures.projects[0]
        rows += [
            (*key, first.unit, first.name, target.name, target.value, target.operator, target.number, "%", None)
            for target in document.entry.targets
            if target.level1 == "满意度指标"
        ]
    return sorted(rows, key=lambda row: (row[7], row[0], row[1]))


def projects_without_targets(known: Truth) -> list[Row]:
    """Of departments with forms all projects of the year but the first."""
    rows = [
        (*key, unit, name, wan(amount))
        for key, document in known.budgets.items()
        if document.entry.targets
        for (unit, name, _, status), amount in truth.projects(document).items()
        if status == "当年" and name != document.entry.figures.projects[0].name
    ]
    return _descending(rows, 4, 0, 1, 3)


def renamed_departments(known: Truth) -> list[Row]:
    """The reforms of the set."""
    rows: list[Row] = []
    entries = {document.entry.key: document.entry for document in known.budgets.values()}
    for (county, kind, year), entry in entries.items():
        before = entries.get((county, kind, year - 1))
        if before is not None and before.department != entry.department:
            count = len(entry.kind.programmes)
            rows.append((county, before.department, year - 1, entry.department, year, count))
    return sorted(rows)


def what_a_reissue_changed(known: Truth) -> list[Row]:
    """Cells that differ between the version that stands and the one that it replaces."""
    stands = {document.file_name for document in known.standing}
    rows: list[tuple[Row, Row]] = []
    for old in known.documents:
        for new in known.standing:
            same = (old.entry.key, old.entry.stage) == (new.entry.key, new.entry.stage)
            if same and old.file_name not in stands and "narrative" not in (old.part, new.part):
                rows += [((new.file_name, *place), row) for place, row in _changes(old, new)]
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _changes(old: SetDocument, new: SetDocument) -> Iterator[tuple[Row, Row]]:
    before, after = (
        {(cell.table_no, cell.line_no, cell.measure, cell.section): cell for cell in document.built.cells}
        for document in (old, new)
    )
    for place in before.keys() | after.keys():
        was, now = before.get(place), after.get(place)
        if was is None or now is None or was.amount != now.amount:
            cell = now or was
            assert cell is not None
            amounts = [version.amount if version else None for version in (was, now)]
            difference = (amounts[1] or Decimal(0)) - (amounts[0] or Decimal(0))
            names = new.entry.department, new.entry.year
            files = old.file_name, new.file_name
            yield place, (*names, cell.table_no, cell.name, cell.measure, *amounts, difference, *files)


def cost_per_head(known: Truth) -> list[Row]:
    """基本支出, 人员经费 and 公用经费 for each of the people whom the text counts."""
    rows = []
    for key, document in known.budgets.items():
        if document.part == "tables" and document.entry.county.layout != "tables_and_text":
            continue
        people = staff(document.entry.figures)
        public = wan(_public(document))
        whole = wan(total(truth.yuan(line.amount) for line in document.printed.economic))
        rows.append((*key, people, whole, *(each(figure, people) for figure in (whole, whole - public, public))))
    return sorted(rows, key=lambda row: (-row[4], row[0], row[1]))


ANSWERS: Mapping[str, Callable[[Truth], list[Row]]] = {
    function.__name__: function
    for function in (
        three_public_by_year,
        no_three_public,
        share_of_projects,
        largest_projects,
        carryover_ratio,
        purchase_of_services,
        growth_of_expenditure,
        personnel_and_public,
        agency_operating,
        subjects_across_counties,
        budget_and_final_account,
        dependence_on_fund_sources,
        targets_with_thresholds,
        projects_without_targets,
        renamed_departments,
        what_a_reissue_changed,
        cost_per_head,
    )
}
