"""What a new build changes against the published one: documents, rows, amounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import duckdb

_SAMPLE = 50

# A key hashes the extractor's version, so that a newer extractor would make every amount look new: lines are matched by
# the document's content and their place in it.
# A document that a later version supersedes keeps its amounts, in the history.
_AMOUNTS = """
    select
        d.sha256, f.file_name, f.table_no, f.section, f.line_no, f.measure,
        any_value(f.line_name) as line_name, sum(f.amount_yuan) as amount_yuan, count(*) as cells
    from ({facts}) as f
    inner join {database}.marts.dim_document as d using (document_key)
    group by all
"""
_FACTS = ("fct_reported_amount", "fct_reported_amount_history")

_CHANGES = """
    select
        sha256, coalesce(n.file_name, o.file_name) as file_name, table_no, line_no,
        coalesce(n.line_name, o.line_name) as line_name, measure,
        o.amount_yuan as before_yuan, n.amount_yuan as after_yuan
    from ({new_amounts}) as n
    full outer join ({old_amounts}) as o using (sha256, table_no, section, line_no, measure)
    where
        sha256 in (
            select sha256 from new_build.marts.dim_document
            intersect
            select sha256 from old_build.marts.dim_document
        )
        and (n.amount_yuan is distinct from o.amount_yuan or n.cells is distinct from o.cells)
"""

# Documents that spoke before and that a later one supersedes now.
_SUPERSEDED = """
    select n.file_name, later.file_name
    from new_build.marts.dim_document as n
    inner join old_build.marts.dim_document as o using (sha256)
    inner join new_build.marts.dim_document as later on n.superseded_by = later.document_key
    where o.superseded_by is null
    order by all
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
        superseded_documents: file names of documents that a later version supersedes now and did not before, each with
            that of the later one.
        row_counts: rows by table, before and after, where they differ; None where the table is missing.
        row_counts_by_year: rows by fact and fiscal year, before and after, where they differ; 0 where there are none.
        changed_count: amounts that differ in the documents that both builds have.
        changed_amounts: the first of them, in order of document, table and line.
        restated_count: those of them that were published before and that the same document, without having been handed
            in anew, now prints otherwise or not at all. A document that has lost all of its amounts, or had none, is
            not counted: it is held back, or was.
    """

    added_documents: tuple[str, ...]
    removed_documents: tuple[str, ...]
    row_counts: dict[str, tuple[int | None, int | None]]
    changed_count: int
    changed_amounts: tuple[ChangedAmount, ...]
    restated_count: int = 0
    superseded_documents: tuple[tuple[str, str], ...] = ()
    row_counts_by_year: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)

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


def compare_builds(before: Path | None, after: Path, amounts_file: Path | None = None) -> Difference:
    """Compare a new database with the one published before it.

    Args:
        before: published database, or None where nothing was published yet.
        after: new database, closed.
        amounts_file: CSV to be written with every amount that differs; none is written without a database before.

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
        superseded = con.execute(_SUPERSEDED).fetchall() if _has_versions(con) else []
        amounts = {name: _amounts(con, name) for name in ("new_build", "old_build")}
        changes = _CHANGES.format(new_amounts=amounts["new_build"], old_amounts=amounts["old_build"])
        con.execute(f"create temp table changed as {changes}")
        if amounts_file is not None:
            con.execute("create temp view told as select * exclude (sha256) from changed order by all")
            con.execute(f"copy told to '{_quoted(amounts_file)}' (format csv, header)")
        years = _rows_by_year(con)
        total = con.execute("select count(*) from changed").fetchone()
        sample = con.execute(
            """
            select * exclude (sha256) from changed
            order by before_yuan is null, file_name, table_no, line_no, line_name, measure, before_yuan, after_yuan
            limit ?
            """,
            [_SAMPLE],
        ).fetchall()
        restated = con.execute(
            f"""
            select count(*) from changed
            where before_yuan is not null
                and sha256 in (select sha256 from ({amounts["new_build"]}))
            """
        ).fetchone()
    return Difference(
        added_documents=tuple(name for name, is_new in documents if is_new),
        removed_documents=tuple(name for name, is_new in documents if not is_new),
        row_counts=row_counts,
        changed_count=int(total[0]) if total else 0,
        changed_amounts=tuple(ChangedAmount(*row) for row in sample),
        restated_count=int(restated[0]) if restated else 0,
        superseded_documents=tuple((earlier, later) for earlier, later in superseded),
        row_counts_by_year=years,
    )


def _columns(con: duckdb.DuckDBPyConnection, database: str, column: str) -> list[str]:
    """Names of the marts with a column."""
    found = con.execute(
        """
        select table_name from duckdb_columns()
        where database_name = ? and schema_name = 'marts' and column_name = ? order by 1
        """,
        [database, column],
    ).fetchall()
    return [name for (name,) in found]


def _has_versions(con: duckdb.DuckDBPyConnection) -> bool:
    """A database published by an older program may not know of versions."""
    return all("dim_document" in _columns(con, name, "superseded_by") for name in ("new_build", "old_build"))


def _amounts(con: duckdb.DuckDBPyConnection, database: str) -> str:
    there = [name for name in _FACTS if name in _columns(con, database, "amount_yuan")]
    facts = " union all by name ".join(f"select * from {database}.marts.{name}" for name in there)
    return _AMOUNTS.format(database=database, facts=facts)


def _rows_by_year(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, int], tuple[int, int]]:
    counts: dict[tuple[str, int], list[int]] = {}
    for place, database in enumerate(("old_build", "new_build")):
        for table in _columns(con, database, "fiscal_year"):
            sql = f"select fiscal_year, count(*) from {database}.marts.{table} where fiscal_year is not null group by 1"
            for year, count in con.execute(sql).fetchall():
                counts.setdefault((table, year), [0, 0])[place] = count
    return {key: (before, after) for key, (before, after) in sorted(counts.items()) if before != after}


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
