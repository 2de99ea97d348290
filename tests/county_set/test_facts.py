"""Facts of the set equal to the cent what was printed, in the versions that stand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.county_set import truth
from tests.county_set.conftest import CountySet
from tests.county_set.documents import SetDocument
from tests.county_set.places import COUNTIES
from tests.end_to_end.amounts import Amount, built_amounts, differences, flat
from tests.end_to_end.dictionary import untrue_examples
from tests.end_to_end.loading import ask

_ITEMS = {
    "fct_revenue_expenditure 收入": (
        "select f.document_key, f.carryover_status, sum(f.amount_yuan) from marts.fct_revenue_expenditure as f"
        " where f.direction = '收入' group by all",
        truth.revenue,
    ),
    "fct_revenue_expenditure 支出": (
        "select f.document_key, f.functional_subject_key[:3], sum(f.amount_yuan)"
        " from marts.fct_revenue_expenditure as f where f.direction = '支出' group by all",
        truth.expenditure,
    ),
    "fct_economic_subject": (
        # A code that changed its meaning is a subject for each run of years.
        "select f.document_key, s.subject_code, sum(f.amount_yuan) from marts.fct_economic_subject as f"
        " left join marts.dim_economic_subject as s using (economic_subject_key) group by all",
        truth.economic,
    ),
    "fct_project": (
        "select f.document_key, f.unit_name, f.project_name, f.fund_source_key, f.carryover_status, sum(f.amount_yuan)"
        " from marts.fct_project as f group by all",
        truth.projects,
    ),
    "fct_three_public": (
        "select f.document_key, f.item_code, sum(f.amount_yuan) from marts.fct_three_public as f group by all",
        lambda document: truth.three_public(document.printed),
    ),
    "fct_agency_operating": (
        "select f.document_key, f.unit_name, sum(f.amount_yuan) from marts.fct_agency_operating as f group by all",
        truth.operating,
    ),
}


def test_every_file_is_loaded_and_only_the_one_without_a_table_is_held_back(county_set: CountySet) -> None:
    found = dict(ask(county_set.database, "select file_name, quality_status = 'incomplete' from marts.dim_document"))
    assert found == {document.file_name: document.is_held_back for document in county_set.documents}


def test_of_two_versions_the_right_one_stands(county_set: CountySet) -> None:
    found = ask(county_set.database, "select file_name from marts.dim_document where is_current")
    assert {name for (name,) in found} == {document.file_name for document in county_set.standing}


@pytest.mark.parametrize("history", [False, True], ids=["current", "history"])
def test_every_printed_amount_is_there_to_the_cent(history: bool, county_set: CountySet) -> None:
    rows = ask(
        county_set.database,
        f"""
        select file_name, table_no, line_no, section, subject_code, line_name, gov_economic_name,
            case when table_no in (12, 13) then unit_name end, measure, amount_wan
        from marts.fct_reported_amount{"_history" if history else ""}
        """,
    )
    found: dict[str, list[Amount]] = {}
    for name, no, line, section, code, line_name, gov_name, unit, measure, wan in rows:
        amount = Amount(no, line, section, code, flat(line_name), flat(gov_name), flat(unit), measure, wan)
        found.setdefault(name, []).append(amount)
    standing = {document.file_name for document in county_set.standing}
    wrong = {
        document.file_name: differences(built_amounts(document.built), found.get(document.file_name, ()))
        for document in county_set.documents
        if not document.is_held_back and history != (document.file_name in standing)
    }
    assert {name: lines for name, lines in wrong.items() if lines} == {}
    assert set(found) <= set(wrong)


@pytest.mark.parametrize("fact", _ITEMS)
def test_sums_of_facts_are_those_of_the_figures(fact: str, county_set: CountySet) -> None:
    sql, of_truth = _ITEMS[fact]
    keys = dict(ask(county_set.database, "select document_key, file_name from marts.dim_document"))
    found: dict[str, truth.Sums] = {}
    for document_key, *place, amount in ask(county_set.database, sql):
        if amount:
            found.setdefault(keys[document_key], {})[tuple(place)] = amount
    compute: Callable[[SetDocument], truth.Sums] = of_truth
    wanted = {
        document.file_name: sums
        for document in county_set.standing
        if document.part != "narrative" and (sums := compute(document))
    }
    assert {name: sums for name, sums in found.items() if wanted.get(name) != sums} == {}
    assert wanted.keys() == found.keys()


def test_totals_over_the_whole_warehouse_are_those_of_the_figures(county_set: CountySet) -> None:
    """One sum over everything: a document counted twice, or left out, shows here."""
    sql = "select direction, sum(amount_yuan) from marts.fct_revenue_expenditure group by all"
    tables = [document for document in county_set.standing if document.part != "narrative"]
    wanted = sum((amount for document in tables for amount in truth.revenue(document).values()), Decimal(0))
    assert dict(ask(county_set.database, sql)) == {"收入": wanted, "支出": wanted}


def test_departments_stand_in_their_divisions(county_set: CountySet) -> None:
    found = ask(
        county_set.database,
        "select department_name, region_code, city_name, province_name from marts.dim_department where level = '部门'",
    )
    wanted = {
        (document.entry.department, *(document.entry.county.region or (None, None, None)))
        for document in county_set.documents
    }
    assert set(found) == wanted
    assert len([county for county in COUNTIES if county.region is None]) == 1


def test_each_example_of_the_dictionary_is_a_value_of_the_set(county_set: CountySet) -> None:
    assert untrue_examples(county_set.database, "counties") == [], "run `make examples`"
