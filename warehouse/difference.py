"""What a new build changes against the published one: documents, rows, amounts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

_SAMPLE = 50

# A key hashes the extractor's version, so that a newer extractor would make every amount look new: lines are matched by
# the document's content and their place in it.
_AMOUNTS = """
    select
        d.sha256, f.file_name, f.table_no, f.section, f.line_no, f.measure,
        any_value(f.line_name) as line_name, sum(f.amount_yuan) as amount_yuan, count(*) as cells
    from {database}.marts.fct_reported_amount as f
    inner join {database}.marts.dim_document as d using (document_key)
    group by all
"""


@dataclass(frozen=True, slots=True)
class ChangedAmount:
    """One amount that differs; `None` on the side where it is not printed. Amounts in 元."""

    file_name: str
    table_no: int
    line_no: int
    line_name: str
    measure: str
    before_yuan: Decimal | None
    after_yuan: Decimal | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Comparison of two builds.

    Attributes:
        added_documents: file names that only the new build has.
        removed_documents: file names that only the old build has.
        row_counts: rows by table, before and after, where they differ; None where the table is missing.
        changed_count: amounts that differ in the documents that both builds have.
        changed_amounts: the first of them, in order of document, table and line.
    """

    added_documents: tuple[str, ...]
    removed_documents: tuple[str, ...]
    row_counts: dict[str, tuple[int | None, int | None]]
    changed_count: int
    changed_amounts: tuple[ChangedAmount, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing differs."""
        return not (self.added_documents or self.removed_documents or self.row_counts or self.changed_count)


def _tables(con: duckdb.DuckDBPyConnection, database: str) -> dict[str, int]:
    names = con.execute(
        """
        select schema_name || '.' || table_name from duckdb_tables()
        where database_name = ? and schema_name in ('marts', 'quality') order by 1
        """,
        [database],
    ).fetchall()
    counts: dict[str, int] = {}
    for (name,) in names:
        row = con.execute(f"select count(*) from {database}.{name}").fetchone()
        counts[name] = int(row[0]) if row else 0
    return counts


def compare_builds(before: Path | None, after: Path) -> Difference:
    """Compare a new database with the one published before it.

    Args:
        before: published database, or None where nothing was published yet.
        after: new database, closed.

    Returns:
        What differs; with no database before, every document is added and every table new.
    """
    with duckdb.connect() as con:
        con.execute(f"attach '{_quoted(after)}' as new_build (read_only)")
        counts_after = _tables(con, "new_build")
        if before is None:
            added = con.execute("select file_name from new_build.marts.dim_document order by all").fetchall()
            counts = {name: (None, count) for name, count in counts_after.items()}
            return Difference(tuple(row[0] for row in added), (), dict(counts), 0, ())
        con.execute(f"attach '{_quoted(before)}' as old_build (read_only)")
        counts_before = _tables(con, "old_build")
        row_counts = {
            name: (counts_before.get(name), counts_after.get(name))
            for name in sorted(counts_before.keys() | counts_after.keys())
            if counts_before.get(name) != counts_after.get(name)
        }
        documents = con.execute(
            """
            select coalesce(n.file_name, o.file_name), n.sha256 is not null
            from (select distinct sha256, file_name from new_build.marts.dim_document) as n
            full outer join (select distinct sha256, file_name from old_build.marts.dim_document) as o using (sha256)
            where n.sha256 is null or o.sha256 is null
            order by 1
            """
        ).fetchall()
        con.execute(
            f"""
            create temp table changed as
            with
            new_amounts as ({_AMOUNTS.format(database="new_build")}),
            old_amounts as ({_AMOUNTS.format(database="old_build")}),
            common as (
                select sha256 from new_build.marts.dim_document
                intersect
                select sha256 from old_build.marts.dim_document
            )
            select
                coalesce(n.file_name, o.file_name) as file_name, table_no, line_no,
                coalesce(n.line_name, o.line_name) as line_name, measure,
                o.amount_yuan as before_yuan, n.amount_yuan as after_yuan
            from new_amounts as n
            full outer join old_amounts as o using (sha256, table_no, section, line_no, measure)
            where
                sha256 in (from common)
                and (n.amount_yuan is distinct from o.amount_yuan or n.cells is distinct from o.cells)
            """
        )
        total = con.execute("select count(*) from changed").fetchone()
        sample = con.execute("from changed order by all limit ?", [_SAMPLE]).fetchall()
    return Difference(
        added_documents=tuple(name for name, is_new in documents if is_new),
        removed_documents=tuple(name for name, is_new in documents if not is_new),
        row_counts=row_counts,
        changed_count=int(total[0]) if total else 0,
        changed_amounts=tuple(ChangedAmount(*row) for row in sample),
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
