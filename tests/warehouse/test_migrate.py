from __future__ import annotations

import duckdb
import pytest

from warehouse.errors import MigrationError
from warehouse.migrate import Migration, migrate, packaged_migrations

FIRST = Migration(1, "0001_first", "create schema s; create table s.a (x integer);")
SECOND = Migration(2, "0002_second", "alter table s.a add column y varchar;")


def test_each_migration_is_applied_once_and_in_order() -> None:
    with duckdb.connect() as con:
        assert migrate(con, [FIRST]) == (1,)
        assert migrate(con, [FIRST, SECOND]) == (2,)
        assert migrate(con, [FIRST, SECOND]) == ()
        assert [row[0] for row in con.execute("describe s.a").fetchall()] == ["x", "y"]
        assert con.execute("select version, name from raw.schema_migration order by 1").fetchall() == [
            (1, "0001_first"),
            (2, "0002_second"),
        ]


def test_a_failing_migration_leaves_nothing_of_itself() -> None:
    broken = Migration(2, "0002_broken", "create table s.b (x integer); select no_such_column;")
    with duckdb.connect() as con:
        migrate(con, [FIRST])
        with pytest.raises(MigrationError, match="0002_broken"):
            migrate(con, [FIRST, broken])
        assert con.execute("select table_name from duckdb_tables() where schema_name = 's'").fetchall() == [("a",)]
        assert migrate(con, [FIRST, SECOND]) == (2,)


def test_a_newer_database_and_an_edited_migration_are_refused() -> None:
    edited = Migration(1, "0001_first", FIRST.sql + " -- edited")
    with duckdb.connect() as con:
        migrate(con, [FIRST, SECOND])
        with pytest.raises(MigrationError, match="升级"):
            migrate(con, [FIRST])
        with pytest.raises(MigrationError, match="0001_first"):
            migrate(con, [edited, SECOND])


def test_every_raw_table_carries_a_comment() -> None:
    with duckdb.connect() as con:
        assert migrate(con) == tuple(range(1, len(packaged_migrations()) + 1))
        silent = con.execute(
            "select table_name from duckdb_tables() where schema_name = 'raw' and comment is null"
        ).fetchall()
    assert silent == []
