from __future__ import annotations

import duckdb
import pytest

from tests.warehouse.content import content, source
from warehouse.errors import WarehouseError
from warehouse.landing import land_document
from warehouse.runs import (
    BuildOutcome,
    LoadEvent,
    build_outcomes,
    document_states,
    finish_run,
    is_build_due,
    record_event,
    start_run,
)

NO_COUNTS = {"found": 0, "loaded": 0, "known": 0, "refused": 0}


def _event(stage: str, outcome: str, reason: str | None = None, sha256: str = "s1", version: str = "1") -> LoadEvent:
    return LoadEvent(sha256, version, "甲.pdf", stage, outcome, reason)


def test_the_newest_event_tells_where_a_document_stands(build: duckdb.DuckDBPyConnection) -> None:
    run = start_run(build)
    record_event(build, run, _event("extract", "refused", "timeout"))
    assert document_states(build, "1")["s1"].needs_extraction
    record_event(build, run, _event("land", "landed"))
    state = document_states(build, "1")["s1"]
    assert not state.needs_extraction
    assert state.needs_build
    record_event(build, run, _event("publish", "loaded"))
    state = document_states(build, "1")["s1"]
    assert not state.needs_extraction
    assert not state.needs_build


@pytest.mark.parametrize("reason", ["empty_file", "not_a_pdf", "truncated", "password_protected", "no_pages"])
def test_a_fault_of_the_document_is_not_tried_again(build: duckdb.DuckDBPyConnection, reason: str) -> None:
    record_event(build, start_run(build), _event("extract", "refused", reason))
    assert not document_states(build, "1")["s1"].needs_extraction


def test_another_version_of_the_extractor_knows_nothing_yet(build: duckdb.DuckDBPyConnection) -> None:
    record_event(build, start_run(build), _event("publish", "loaded", version="1"))
    assert document_states(build, "2") == {}


def test_a_build_is_due_while_a_landed_document_waits(build: duckdb.DuckDBPyConnection) -> None:
    run = start_run(build)
    land_document(build, source(), content())
    record_event(build, run, _event("land", "landed"))
    finish_run(build, run, "published", **NO_COUNTS)
    assert is_build_due(build)
    record_event(build, run, _event("publish", "loaded"))
    assert not is_build_due(build)


@pytest.mark.parametrize(("status", "due"), [("published", False), ("failed", True), ("running", True)])
def test_a_build_is_due_after_one_that_did_not_get_through(
    build: duckdb.DuckDBPyConnection, status: str, due: bool
) -> None:
    run = start_run(build)
    land_document(build, source(), content())
    record_event(build, run, _event("publish", "loaded"))
    if status != "running":
        finish_run(build, run, status, **NO_COUNTS)
    finish_run(build, start_run(build), "unchanged", **NO_COUNTS)
    assert is_build_due(build) is due


def test_nothing_is_due_in_an_empty_warehouse(build: duckdb.DuckDBPyConnection) -> None:
    assert not is_build_due(build)
    finish_run(build, start_run(build), "failed", **NO_COUNTS)
    assert not is_build_due(build)


def _fake_build(con: duckdb.DuckDBPyConnection, statuses: str) -> None:
    con.execute(
        f"""
        create schema staging;
        create schema quality;
        create view staging.stg_raw__document as select *, sha256 as document_key from raw.document;
        create table quality.document_refusal as select 'r' as document_key, 'unknown_year' as reason, '封面' as detail;
        create table quality.document_status as {statuses};
        create table quality.reconciliation as
        select
            'h' as document_key, 'R90' as rule_no, 'R90a' as check_code, 1 as line_no, 'broken' as outcome,
            '表三没有合计行' as reason, '' as line_label
        """
    )


def test_every_landed_document_has_an_outcome(build: duckdb.DuckDBPyConnection) -> None:
    for sha256 in ("l", "h", "r"):
        land_document(build, source(sha256, file_name=f"{sha256}.pdf"), content())
    _fake_build(
        build,
        "select *, '勾稽不平' as summary from (values ('l', 'discrepant'), ('h', 'incomplete')) "
        "as t (document_key, quality_status)",
    )
    assert build_outcomes(build) == [
        BuildOutcome("l", "1", "l.pdf", "loaded", None, "勾稽不平", "/inbox/l.pdf"),
        BuildOutcome("h", "1", "h.pdf", "held_back", "incomplete", "表三没有合计行", "/inbox/h.pdf"),
        BuildOutcome("r", "1", "r.pdf", "refused", "unknown_year", "封面", "/inbox/r.pdf"),
    ]


@pytest.mark.parametrize(
    ("count", "detail"),
    [(2, "表三没有合计行；第2格；第3格"), (146, "表三没有合计行；第2格；第3格等共147处")],
)
def test_a_document_held_back_tells_its_first_faults_and_how_many_there_are(
    build: duckdb.DuckDBPyConnection, count: int, detail: str
) -> None:
    land_document(build, source("h", file_name="h.pdf"), content())
    _fake_build(build, "select 'h' as document_key, 'incomplete' as quality_status, '' as summary")
    build.execute(
        """
        insert into quality.reconciliation
        select 'h', 'R90', 'R90c', i, 'broken', '第' || i || '格', '' from range(?, 1, -1) as t (i)
        """,
        [count + 1],
    )
    assert [outcome.detail for outcome in build_outcomes(build)] == [detail]


def test_a_file_read_again_by_a_newer_extractor_speaks_once(build: duckdb.DuckDBPyConnection) -> None:
    for version in ("1", "2"):
        land_document(build, source("l", file_name="l.pdf", version=version), content())
    _fake_build(build, "select 'l' as document_key, 'reconciled' as quality_status, '相符' as summary")
    outcomes = build_outcomes(build)
    assert [(o.sha256, o.extractor_version, o.outcome) for o in outcomes] == [("l", "2", "loaded")]


def test_a_document_that_the_build_does_not_account_for_is_an_error(build: duckdb.DuckDBPyConnection) -> None:
    land_document(build, source("l", file_name="失踪.pdf"), content())
    _fake_build(build, "select 'x' as document_key, 'reconciled' as quality_status, '' as summary")
    with pytest.raises(WarehouseError, match=r"失踪\.pdf"):
        build_outcomes(build)
