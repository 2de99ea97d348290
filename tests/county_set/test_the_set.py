"""The set is what it says: large enough, consistent but for its faults, and the same whenever it is made."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from tests.county_set.documents import all_documents, contradicted
from tests.county_set.faults import FAULTS, LOST_UNIT_FAULT
from tests.county_set.places import COUNTIES, KINDS, YEARS, County, Kind
from tests.county_set.years import department_year
from tests.factory.tables import derive

_ENTRIES = [(county, kind, year) for county in COUNTIES for kind in KINDS for year in YEARS]


def test_the_set_is_as_large_as_it_must_be() -> None:
    assert (len(COUNTIES), len(KINDS), len(YEARS)) == (6, 5, 3)
    assert {document.entry.key for document in all_documents()} == {(c.name, k.key, y) for c, k, y in _ENTRIES}
    assert len({document.built.data for document in all_documents()}) == len(all_documents()) > 110
    assert {document.entry.stage for document in all_documents()} == {"预算", "决算"}


def test_no_figures_contradict_one_another() -> None:
    assert {(c.name, k.key, y): contradicted(department_year(c, k, y).figures) for c, k, y in _ENTRIES} == {
        (c.name, k.key, y): frozenset() for c, k, y in _ENTRIES
    }


def test_faults_are_of_more_than_twelve_kinds_and_break_the_rule_they_name() -> None:
    assert len({fault.kind for fault in FAULTS}) == len(FAULTS) > 12
    assert len({fault.rule for fault in FAULTS}) > 12
    found = {(document.entry.key, rule) for document in all_documents() for rule in document.broken_rules}
    assert {(fault.place, fault.rule) for fault in FAULTS} <= found


def test_only_documents_with_a_fault_break_rules() -> None:
    assert {document.entry.key for document in all_documents() if document.broken_rules} == {
        fault.place for fault in FAULTS
    }


@pytest.mark.parametrize("county", COUNTIES, ids=lambda county: county.name)
def test_nothing_but_the_lost_unit_changes_a_thousandfold(county: County) -> None:
    leaps = [
        (county.name, kind.key, year)
        for kind in KINDS
        for before, year in pairwise(YEARS)
        if _leaps(county, kind, before, year)
    ]
    assert leaps == ([LOST_UNIT_FAULT.place] if county.name == LOST_UNIT_FAULT.place[0] else [])


def _leaps(county: County, kind: Kind, before: int, year: int) -> bool:
    earlier, later = (_amounts(county, kind, one) for one in (before, year))
    ratios = [later[key] / earlier[key] for key in later.keys() & earlier.keys()]
    assert ratios
    return any(ratio > 100 or ratio < Decimal("0.01") for ratio in ratios)


def _amounts(county: County, kind: Kind, year: int) -> dict[tuple[int, str, str, str, str], Decimal]:
    return {
        (number, line.section, line.code, line.name, measure): amount
        for number, table in derive(department_year(county, kind, year).figures).items()
        for row in table
        for line in row
        if line is not None
        for measure, amount in line.amounts.items()
    }


def test_departments_are_renamed_and_documents_handed_in_again() -> None:
    renamed = {
        (county.name, kind.key)
        for county in COUNTIES
        for kind in KINDS
        if len({kind.name_in(county, year) for year in YEARS}) > 1
    }
    assert renamed == {("泽州县", "文化和旅游局"), ("沁水县", "档案馆")}
    replaced = [document for document in all_documents() if document.date_supersedes]
    # Three come before the version that replaces them, one after it.
    assert [document.arrival_supersedes for document in replaced] == [True, True, True, False]


def test_figures_are_the_same_whenever_they_are_made() -> None:
    """Figures of one department as they were drawn when the set was first made."""
    figures = department_year(COUNTIES[0], KINDS[4], 2026).figures
    department_year.cache_clear()
    assert department_year(COUNTIES[0], KINDS[4], 2026).figures == figures
    assert figures.department == "泽州县档案馆"
