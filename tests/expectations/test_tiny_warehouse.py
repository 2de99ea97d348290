from __future__ import annotations

from pathlib import Path

import duckdb
import yaml

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


def test_no_table_of_the_marts_is_left_out(warehouse: duckdb.DuckDBPyConnection) -> None:
    tables = warehouse.execute("select table_name from information_schema.tables where table_schema = 'marts'")

    assert {table for (table,) in tables.fetchall()} == {model for model, _ in _declared_columns("marts")}
