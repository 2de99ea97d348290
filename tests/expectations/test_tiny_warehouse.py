from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import yaml

from expectations.table_spec import load_table_suites

_MODELS = Path(__file__).parents[2] / "dbt_project" / "models"


def _declared_columns(schema: str) -> dict[tuple[str, str], str]:
    """Type of each column that the dbt project declares in a schema; empty where it declares none."""
    models = yaml.safe_load((_MODELS / schema / f"_{schema}.yml").read_text(encoding="utf-8"))["models"]
    return {
        (model["name"], column["name"]): column.get("data_type", "") for model in models for column in model["columns"]
    }


def test_the_tiny_warehouse_has_the_shape_that_the_dbt_project_declares(warehouse: duckdb.DuckDBPyConnection) -> None:
    for schema in ("marts", "quality"):
        declared = _declared_columns(schema)
        columns = warehouse.execute(
            "select table_name, column_name, data_type from information_schema.columns where table_schema = ?", [schema]
        ).fetchall()

        assert columns
        assert {(table, column) for table, column, _ in columns} <= set(declared)
        for table, column, data_type in columns:
            assert declared[table, column].upper() in ("", data_type), (table, column)


@pytest.mark.parametrize("schema", ["marts", "quality"])
def test_no_published_table_is_left_out(schema: str, warehouse: duckdb.DuckDBPyConnection) -> None:
    """Neither here nor in `tables.yml`: each is guarded, and each has a row that can be spoiled."""
    declared = {model for model, _ in _declared_columns(schema)}
    tables = warehouse.execute("select table_name from information_schema.tables where table_schema = ?", [schema])
    assert {table for (table,) in tables.fetchall()} == declared

    (suite,) = (suite for suite in load_table_suites() if suite.suite == schema)
    histories = {f"{table.table}_history" for table in suite.tables if table.has_history}
    assert {table.table for table in suite.tables} | histories == declared


def test_every_column_of_a_fact_that_dbt_wants_filled_is_checked_as_a_whole() -> None:
    """dbt tests the rows of a build; these checks see all that is published."""
    for schema in ("marts", "quality"):
        models = yaml.safe_load((_MODELS / schema / f"_{schema}.yml").read_text(encoding="utf-8"))["models"]
        tables = {table.table: table for suite in load_table_suites() for table in suite.tables}
        for model in models:
            if model["name"].endswith("_history"):
                continue
            table = tables[model["name"]]
            for column in model["columns"]:
                tests = dict(
                    (test, {}) if isinstance(test, str) else next(iter(test.items()))
                    for test in column.get("data_tests", [])
                )
                if "not_null" in tests:
                    assert column["name"] in (table.key, *table.filled), (table.table, column["name"])
                if "accepted_values" in tests:
                    values = set(tests["accepted_values"]["arguments"]["values"])
                    assert set(table.values.get(column["name"], ())) == values, (table.table, column["name"])
                if "relationships" in tests:
                    assert column["name"] in table.references, (table.table, column["name"])
