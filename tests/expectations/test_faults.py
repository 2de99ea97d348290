from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from expectations import REQUIRED_FRAMES
from expectations.suite_spec import load_suites
from expectations.table_spec import TableSpec, load_table_suites
from tests.expectations.faults import FAULTS, Fault, holes, strangers
from tests.expectations.tiny_warehouse import read_frames

_TABLES = [table for suite in load_table_suites() for table in suite.tables]

# Frames that are derived from others are joined from these.
_ALWAYS_READ = {"document_coverage", "row_counts"}


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{fault.suite}.{fault.expectation}" for fault in FAULTS])
def test_a_fault_is_caught_by_its_expectation(
    fault: Fault, warehouse: duckdb.DuckDBPyConnection, sound_frames: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    from great_expectations.core import RunIdentifier

    from expectations.checkpoint import Check, all_checks, complete_frames, evaluate, new_context

    (check,) = (
        Check(check.suite, check.frame.model_copy(update={"expectations": (expectation,)}))
        for check in all_checks()
        for expectation in check.frame.expectations
        if (check.suite.suite, expectation.name) == (fault.suite, fault.expectation)
    )
    warehouse.execute(fault.sql)
    queries = {name: REQUIRED_FRAMES[name] for name in {check.frame.frame, *_ALWAYS_READ} & set(REQUIRED_FRAMES)}
    frames = complete_frames(sound_frames | read_frames(warehouse, queries))

    ((_, failures),) = evaluate(new_context(tmp_path), [check], frames, RunIdentifier("fault"))

    (failure,) = failures
    assert (failure.suite, failure.expectation, failure.severity) == (fault.suite, fault.expectation, fault.severity)
    assert fault.named in failure.message


def test_every_expectation_has_a_fault() -> None:
    expected = {
        (suite.suite, expectation.name, expectation.severity)
        for suite in load_suites()
        for frame in suite.frames
        for expectation in frame.expectations
    }

    assert {(fault.suite, fault.expectation, fault.severity) for fault in FAULTS} == expected


@pytest.mark.parametrize("table", _TABLES, ids=[table.table for table in _TABLES])
def test_every_column_that_must_be_filled_or_known_is_missed(
    table: TableSpec, warehouse: duckdb.DuckDBPyConnection
) -> None:
    def faulty(column: str) -> set[str]:
        rows = warehouse.execute(f"select {column} from ({REQUIRED_FRAMES[table.table]})").fetchall()
        return {name for (text,) in rows if text for name in text.split("、")}

    for sql in (*holes(table).values(), *strangers(table).values()):
        warehouse.execute(sql)
    assert faulty("missing_columns") == set(table.required)
    assert faulty("unknown_values") == {f"{column}=错" for column in table.values}


def _relations(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, int, int]]:
    result = connection.execute(REQUIRED_FRAMES["relations"])
    return [row[:5] for row in result.fetchall()]


def test_every_relation_finds_its_orphan(warehouse: duckdb.DuckDBPyConnection) -> None:
    relations = _relations(warehouse)
    assert {orphans for *_, orphans in relations} == {0}
    schemas = {table.table: table.schema for table in _TABLES}

    for spoiled in sorted({column for _, column, *_ in relations}):
        pointing = {(model, dimension): rows for model, column, dimension, rows, _ in relations if column == spoiled}
        for model in {model for model, _ in pointing}:
            table = f"{schemas[model.removesuffix('_history')]}.{model}"
            value = f"list_transform({spoiled}, lambda _: '1999')" if spoiled.endswith("_keys") else "'1999'"
            warehouse.execute(f"create temp table kept_{model} as select * from {table}")
            warehouse.execute(f"update {table} set {spoiled} = {value}")
        orphans = {
            (model, dimension): n for model, column, dimension, _, n in _relations(warehouse) if column == spoiled
        }
        for model in {model for model, _ in pointing}:
            table = f"{schemas[model.removesuffix('_history')]}.{model}"
            warehouse.execute(f"delete from {table}")
            warehouse.execute(f"insert into {table} select * from kept_{model}")
            warehouse.execute(f"drop table kept_{model}")

        assert orphans == pointing, spoiled


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
