"""What builds of the models have done: which documents are in them, and by what rules they were made."""

from __future__ import annotations

import duckdb


def count_documents_to_build(con: duckdb.DuckDBPyConnection, *, full_refresh: bool) -> int:
    """Count the files whose latest extraction a build has to compute.

    Args:
        con: connection to the build database.
        full_refresh: the build computes all documents, whatever has been built.
    """
    row = con.execute(
        """
        select count(*)
        from (
            select sha256, extractor_version
            from raw.document
            qualify row_number() over (
                partition by sha256 order by landed_at desc, try_cast(extractor_version as integer) desc nulls last
            ) = 1
        ) as latest
        left join raw.document_built as built using (sha256, extractor_version)
        where $full_refresh or built.built_at is null
        """,
        {"full_refresh": full_refresh},
    ).fetchone()
    return int(row[0]) if row else 0


def latest_project_digest(con: duckdb.DuckDBPyConnection) -> str | None:
    """Read by what rules the models were built last; None where no build has passed."""
    row = con.execute("select arg_max(project_digest, built_at) from raw.project_build").fetchone()
    return row[0] if row else None


def record_project_build(con: duckdb.DuckDBPyConnection, project_digest: str) -> None:
    """Record that a build passed, and by what rules."""
    con.execute("insert into raw.project_build values (?, now())", [project_digest])
