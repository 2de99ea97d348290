from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.warehouse.content import SHA256, content, source
from warehouse.errors import DuplicateDocumentError, WarehouseError
from warehouse.landing import land_document

_TABLES = ("document", "page", "table_grid", "table_row", "paragraph")


def _counts(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    return {table: con.execute(f"select count(*) from raw.{table}").fetchall()[0][0] for table in _TABLES}


def test_a_document_lands_as_read(build: duckdb.DuckDBPyConnection) -> None:
    land_document(build, source(), content())

    assert _counts(build) == dict.fromkeys(_TABLES, 1)
    cells = build.execute("select unnest(cells, recursive := true) from raw.table_row").fetchall()
    assert cells == [
        (0, 1, 2, "一、税收\n收入", 10.0, 10.0, 60.0, 30.0, 12.5),
        (1, 1, 1, "", 60.0, 10.0, 110.0, 30.0, None),
    ]
    paths = build.execute("select heading_paths, notes from raw.table_grid").fetchall()
    assert paths == [
        ([{"column_index": 0, "path": ["项目"]}, {"column_index": 1, "path": ["预算数", "合计"]}], ["注：无"])
    ]
    named = build.execute("select sha256, file_name, size_bytes, content_kind, run_id from raw.document").fetchall()
    assert named == [(SHA256, "甲.pdf", 12, "text", "run-1")]


def test_the_same_version_lands_once_and_another_version_beside_it(build: duckdb.DuckDBPyConnection) -> None:
    land_document(build, source(), content())
    with pytest.raises(DuplicateDocumentError, match=r"乙\.pdf"):
        land_document(build, source(file_name="乙.pdf"), content())
    assert _counts(build) == dict.fromkeys(_TABLES, 1)
    land_document(build, source(version="2"), content())
    assert _counts(build) == dict.fromkeys(_TABLES, 2)


def _without_role(document: dict[str, Any]) -> None:
    del document["rows"][0]["role"]


def _with_unknown_field(document: dict[str, Any]) -> None:
    document["paragraphs"][0]["colour"] = "red"


def _with_text_for_a_number(document: dict[str, Any]) -> None:
    document["rows"][0]["page_no"] = "one"


def _with_null_text(document: dict[str, Any]) -> None:
    document["paragraphs"][0]["text"] = None


def _with_half_a_character(document: dict[str, Any]) -> None:
    document["paragraphs"][0]["text"] = "\ud800"


def _with_a_number_too_large(document: dict[str, Any]) -> None:
    document["rows"][0]["page_no"] = 2**70


@pytest.mark.parametrize(
    "damage",
    [
        _without_role,
        _with_unknown_field,
        _with_text_for_a_number,
        _with_null_text,
        _with_half_a_character,
        _with_a_number_too_large,
    ],
)
def test_a_failure_in_the_middle_leaves_nothing(build: duckdb.DuckDBPyConnection, damage: Any) -> None:
    damaged = content()
    damage(damaged)
    with pytest.raises(WarehouseError):
        land_document(build, source(), damaged)
    assert _counts(build) == dict.fromkeys(_TABLES, 0)
    land_document(build, source(), content())
    assert _counts(build) == dict.fromkeys(_TABLES, 1)


def test_a_field_that_would_be_lost_is_named(build: duckdb.DuckDBPyConnection) -> None:
    damaged = content()
    _with_unknown_field(damaged)
    with pytest.raises(WarehouseError, match=r"raw\.paragraph.*colour"):
        land_document(build, source(), damaged)


def test_a_document_without_tables_lands(build: duckdb.DuckDBPyConnection) -> None:
    land_document(build, source(), {**content(), "tables": (), "rows": ()})
    assert _counts(build) == {"document": 1, "page": 1, "table_grid": 0, "table_row": 0, "paragraph": 1}


def test_what_extraction_yields_fits_the_raw_schema(build: duckdb.DuckDBPyConnection) -> None:
    """The two packages know each other by field names only, so a field added on one side must fail here."""
    from dataclasses import fields

    from extract import Page, Paragraph, TableGrid, TableRow

    for model, table in ((Page, "page"), (TableGrid, "table_grid"), (TableRow, "table_row"), (Paragraph, "paragraph")):
        columns = {row[0] for row in build.execute(f"describe raw.{table}").fetchall()}
        assert {field.name for field in fields(model)} == columns - {"sha256", "extractor_version"}
