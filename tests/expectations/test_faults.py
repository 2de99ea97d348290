from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from expectations import REQUIRED_FRAMES
from expectations.suite_spec import load_suites
from tests.expectations.faults import FAULTS, Fault
from tests.expectations.tiny_warehouse import read_frames

# Frames that are derived from others are joined from these.
_ALWAYS_READ = {"dim_document_keys", "document_coverage"}


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{fault.suite}.{fault.expectation}" for fault in FAULTS])
def test_a_fault_is_caught_by_its_expectation(
    fault: Fault, warehouse: duckdb.DuckDBPyConnection, sound_frames: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    from great_expectations.core import RunIdentifier

    from expectations.checkpoint import all_checks, complete_frames, evaluate, new_context

    (check,) = (
        check
        for check in all_checks()
        if check.suite.suite == fault.suite
        and fault.expectation in {expectation.name for expectation in check.frame.expectations}
    )
    warehouse.execute(fault.sql)
    queries = {name: REQUIRED_FRAMES[name] for name in {check.frame.frame, *_ALWAYS_READ} & set(REQUIRED_FRAMES)}
    frames = complete_frames(sound_frames | read_frames(warehouse, queries))

    ((_, failures),) = evaluate(new_context(tmp_path), [check], frames, RunIdentifier("fault"))

    (failure,) = (failure for failure in failures if failure.expectation == fault.expectation)
    assert (failure.suite, failure.severity) == (fault.suite, fault.severity)
    assert fault.named in failure.message


def test_every_expectation_has_a_fault() -> None:
    expected = {
        (suite.suite, expectation.name, expectation.severity)
        for suite in load_suites()
        for frame in suite.frames
        for expectation in frame.expectations
    }

    assert {(fault.suite, fault.expectation, fault.severity) for fault in FAULTS} == expected


def _relations(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, int, int]]:
    result = connection.execute(REQUIRED_FRAMES["relations"])
    return [row[:5] for row in result.fetchall()]


def test_every_relation_finds_its_orphan(warehouse: duckdb.DuckDBPyConnection) -> None:
    relations = _relations(warehouse)
    assert {orphans for *_, orphans in relations} == {0}

    for model, column, dimension, rows, _ in relations:
        warehouse.execute(f"create or replace temp table kept as select * from marts.{model}")
        value = f"list_transform({column}, lambda _: '1999')" if column.endswith("_keys") else "'1999'"
        warehouse.execute(f"update marts.{model} set {column} = {value}")
        orphans = {(m, c, d): count for m, c, d, _, count in _relations(warehouse)}
        warehouse.execute(f"delete from marts.{model}")
        warehouse.execute(f"insert into marts.{model} select * from kept")

        assert orphans[model, column, dimension] == rows, (model, column, dimension)


def test_a_fact_of_a_superseded_document_is_an_orphan(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("update marts.dim_document set is_current = false where document_key = 'doc-b'")

    orphans = {(model, column): count for model, column, _, _, count in _relations(warehouse)}

    assert orphans["fct_revenue_expenditure", "document_key"] == 1
    assert orphans["fct_reported_amount", "document_key"] == 3


def test_a_required_key_that_is_null_is_an_orphan(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("update marts.fct_project set reported_amount_keys = null, document_key = null")

    orphans = {(model, column): count for model, column, _, _, count in _relations(warehouse)}

    assert orphans["fct_project", "reported_amount_keys"] == 1
    assert orphans["fct_project", "document_key"] == 1


def test_a_row_in_the_history_of_a_current_document_is_an_orphan(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("insert into marts.fct_project_history from marts.fct_project")

    orphans = {(model, column): count for model, column, _, _, count in _relations(warehouse)}

    assert orphans["fct_project_history", "document_key"] == 1


@pytest.mark.parametrize(
    ("printed", "unit", "yuan"), [("10.345", "元", "10.35"), ("(0.001)", "元", "-0.00"), ("0.00001", "百元", "0.00")]
)
def test_more_decimals_than_an_amount_keeps_are_no_fault(
    warehouse: duckdb.DuckDBPyConnection, printed: str, unit: str, yuan: str
) -> None:
    warehouse.execute("update seeds.units set unit_name = '百元', yuan_multiplier = 100 where unit_name = '千元'")
    warehouse.execute(
        "update marts.fct_reported_amount set printed_text = $printed, printed_unit = $unit, "
        "amount_yuan = $yuan::decimal(20, 2), amount_wan = $yuan::decimal(20, 2) / 10000 where table_no = 2",
        {"printed": printed, "unit": unit, "yuan": yuan},
    )
    sql = f"select amount_count, unknown_unit_count from ({REQUIRED_FRAMES['amount_units']}) where table_no = 2"
    assert warehouse.execute(sql).fetchall() == [(1, 0)]
