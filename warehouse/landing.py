"""Landing of extracted documents in the raw schema: as read, append-only, one transaction each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.errors import DuplicateDocumentError, WarehouseError

# Part of an extracted document → table that takes its rows.
_PARTS = {
    "pages": "page",
    "tables": "table_grid",
    "rows": "table_row",
    "paragraphs": "paragraph",
    "readings": "reading",
}


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """Where a document came from and who reads it now.

    Attributes:
        sha256: SHA-256 of the file's bytes, hexadecimal.
        file_name: name under which it was handed in.
        source_path: absolute path of the file.
        size_bytes: size of the file.
        extractor_version: version of the extractor that read it.
        run_id: load run that lands it.
    """

    sha256: str
    file_name: str
    source_path: str
    size_bytes: int
    extractor_version: str
    run_id: str


def _with_column_numbers(grid: Mapping[str, Any]) -> dict[str, Any]:
    """Give each heading path the number of its column, which a list in the database would only imply."""
    paths = [{"column_index": index, "path": list(path)} for index, path in enumerate(grid["heading_paths"])]
    return {**grid, "heading_paths": paths}


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows in one statement, by column name.

    Raises:
        WarehouseError: a row has a field that the table lacks, which would be lost without a word, or lacks one.
    """
    if not rows:
        return
    schema = con.execute(f"select * from raw.{table} limit 0").to_arrow_table().schema
    if surplus := set(rows[0]) ^ set(schema.names):
        raise WarehouseError(f"raw.{table} 与抽取结果的字段不一致：{', '.join(sorted(surplus))}")
    con.register("landing_rows", pa.Table.from_pylist([dict(row) for row in rows], schema=schema))
    try:
        con.execute(f"insert into raw.{table} by name select * from landing_rows")
    finally:
        con.unregister("landing_rows")


def land_document(con: duckdb.DuckDBPyConnection, source: DocumentSource, content: Mapping[str, Any]) -> None:
    """Write one extracted document, wholly or not at all.

    Args:
        con: connection open for writing.
        source: where the document came from.
        content: fields of the extracted document as plain dictionaries and sequences (`dataclasses.asdict`).

    Raises:
        DuplicateDocumentError: this document version is landed already; nothing is changed.
        WarehouseError: the content does not fit the raw schema; nothing is changed.
    """
    identity = {"sha256": source.sha256, "extractor_version": source.extractor_version}
    landed = con.execute(
        "select count(*) from raw.document where sha256 = $sha256 and extractor_version = $extractor_version", identity
    ).fetchone()
    if landed and landed[0]:
        raise DuplicateDocumentError(f"{source.file_name} 已经载入过（sha256 {source.sha256[:12]}）。")
    con.begin()
    try:
        con.execute(
            """
            insert into raw.document by name
            select
                $sha256 as sha256, $file_name as file_name, $source_path as source_path, $size_bytes as size_bytes,
                $page_count as page_count, $producer as producer, $creator as creator, $content_kind as content_kind,
                $is_mended as is_mended, $extractor_version as extractor_version, now() as landed_at, $run_id as run_id
            """,
            {
                **identity,
                "file_name": source.file_name,
                "source_path": source.source_path,
                "size_bytes": source.size_bytes,
                "run_id": source.run_id,
                "is_mended": content.get("is_mended", False),
                **{field: content[field] for field in ("page_count", "producer", "creator", "content_kind")},
            },
        )
        for part, table in _PARTS.items():
            rows: Iterable[Mapping[str, Any]] = content[part]
            if part == "tables":
                rows = map(_with_column_numbers, rows)
            _insert(con, table, [{**identity, **row} for row in rows])
        con.commit()
    except Exception as error:
        # Whatever it is that the database does not take, it is this document's; the next one begins anew. A commit that
        # failed has rolled back already.
        with suppress(duckdb.TransactionException):
            con.rollback()
        if isinstance(error, WarehouseError):
            raise
        raise WarehouseError(f"{source.file_name} 写入原始层失败：{type(error).__name__}: {error}") from error
