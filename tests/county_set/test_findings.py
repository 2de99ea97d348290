"""Every fault put into the set is found under its rule, and nothing else is."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.county_set.conftest import CountySet
from tests.county_set.faults import FAULTS
from tests.end_to_end.loading import ask

_SEED = Path(__file__).parents[2] / "dbt_project" / "seeds" / "quality" / "reconciliation_rules.csv"


def known_rules() -> set[str]:
    """Numbers of the rules that the program has."""
    with _SEED.open(newline="", encoding="utf-8") as handle:
        return {row["rule_no"] for row in csv.DictReader(handle)}


def test_broken_rules_are_those_of_the_faults_and_no_others(county_set: CountySet) -> None:
    found = ask(
        county_set.database, "select distinct file_name, rule_no from quality.reconciliation where outcome = 'broken'"
    )
    known = known_rules()
    wanted = {(document.file_name, rule) for document in county_set.documents for rule in document.broken_rules & known}
    assert sorted(wanted - set(found)) == [], "faults that were not found"
    assert sorted(set(found) - wanted) == [], "findings where there is no fault"


def test_rules_of_tables_have_faults_to_find() -> None:
    """Of the faults none may go unlooked for because its rule was renumbered."""
    rules = {fault.rule for fault in FAULTS}
    assert rules - known_rules() <= {"R40", "R41", "R42", "R43", "R50"}


def test_status_of_documents_follows_from_their_faults(county_set: CountySet) -> None:
    found = dict(ask(county_set.database, "select file_name, quality_status from marts.dim_document"))
    severities = dict(ask(county_set.database, "select distinct rule_no, severity from quality.reconciliation"))
    known = known_rules()
    for document in county_set.documents:
        broken = {rule for rule in document.broken_rules & known if severities[rule] == "error"}
        wanted = {"incomplete"} if document.is_held_back else {"discrepant"} if broken else {"reconciled", "rounding"}
        assert found[document.file_name] in wanted, document.file_name
