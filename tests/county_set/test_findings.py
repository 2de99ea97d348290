"""Every fault put into the set is found under its rule, and nothing else is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

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


def test_every_fault_has_a_rule_to_find_it() -> None:
    """Of the faults none may go unlooked for because its rule was renumbered."""
    assert {fault.rule for fault in FAULTS} <= known_rules()


def test_status_of_documents_follows_from_their_faults(county_set: CountySet) -> None:
    found = dict(ask(county_set.database, "select file_name, quality_status from marts.dim_document"))
    severities = dict(ask(county_set.database, "select distinct rule_no, severity from quality.reconciliation"))
    known = known_rules()
    for document in county_set.documents:
        broken = {rule for rule in document.broken_rules & known if severities[rule] == "error"}
        wanted = {"incomplete"} if document.is_held_back else {"discrepant"} if broken else {"reconciled", "rounding"}
        assert found[document.file_name] in wanted, document.file_name


def test_each_broken_rule_is_said_by_a_finding_and_each_finding_has_a_fault(county_set: CountySet) -> None:
    """A person reads findings: what is broken is in one of them, and none is of a document without a fault."""
    found = ask(
        county_set.database, "select file_name, unnest(rule_nos) from quality.finding where kind != 'version_change'"
    )
    wanted = {(document.file_name, rule) for document in county_set.documents for rule in document.broken_rules}
    assert set(found) == wanted


@pytest.mark.parametrize(
    ("kind", "words", "cause", "reason"),
    [
        ("文字所述占比数字对调", "占71.75%", "文件差错", "相邻两位数字对调"),
        ("文字所述占比错", "按金额重算是", "文件差错", "金额取自文件自带的文字，不是识别所得"),
        ("上年以来单位丢失", "印为0.01万元，只有上年的8000分之一", "文件差错", "与上年相差千倍以上，像是单位弄错"),
        ("绩效目标表金额与表12不符", "绩效目标表是", "文件差错", "金额取自文件自带的文字，不是识别所得"),
        ("表11一单位印错", "鼓楼区实验小学", "文件差错", ""),
    ],
)
def test_findings_say_what_a_person_would(
    kind: str, words: str, cause: str, reason: str, county_set: CountySet
) -> None:
    (fault,) = [fault for fault in FAULTS if fault.kind == kind]
    names = {
        document.file_name
        for document in county_set.documents
        if document.entry.key == fault.place and fault.rule in document.broken_rules
    }
    found = ask(
        county_set.database, "select 文件名, 说明, 可能原因, 依据 from 发现 where contains(规则, ?)", [fault.rule]
    )
    (said,) = [(text, by, because) for name, text, by, because in found if name in names]
    assert words in said[0]
    assert said[1] == cause
    assert reason in said[2]
