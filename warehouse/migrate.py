"""Numbered changes of the raw schema, each applied once and in order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

import duckdb

from warehouse.errors import MigrationError

_LEDGER = """
create schema if not exists raw;
create table if not exists raw.schema_migration (
    version integer primary key,
    name varchar not null,
    checksum varchar not null,
    applied_at timestamptz not null
);
comment on table raw.schema_migration is 'Changes of the raw schema that this database has been given.';
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered change; `checksum` is the SHA-256 of its text."""

    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text, hexadecimal."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def packaged_migrations() -> tuple[Migration, ...]:
    """Read the migrations that come with the program, in order of their numbers.

    Raises:
        MigrationError: two files carry the same number, or a number is missing.
    """
    folder = resources.files("warehouse") / "migrations"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    migrations = tuple(
        Migration(int(file.name.split("_", 1)[0]), file.name.removesuffix(".sql"), file.read_text(encoding="utf-8"))
        for file in files
    )
    if [m.version for m in migrations] != list(range(1, len(migrations) + 1)):
        raise MigrationError(f"迁移脚本编号不连续：{', '.join(m.name for m in migrations)}")
    return migrations


def migrate(con: duckdb.DuckDBPyConnection, migrations: Iterable[Migration] | None = None) -> tuple[int, ...]:
    """Bring the raw schema up to date.

    Args:
        con: connection open for writing.
        migrations: what to apply; by default what comes with the program.

    Returns:
        Numbers of the migrations applied now; empty when there was nothing to do.

    Raises:
        MigrationError: the database has a migration that is unknown here or whose text was changed afterwards.
    """
    wanted = packaged_migrations() if migrations is None else tuple(migrations)
    con.execute(_LEDGER)
    applied: dict[int, str] = dict(
        con.execute("select version, checksum from raw.schema_migration order by version").fetchall()
    )
    known = {migration.version: migration for migration in wanted}
    for version, checksum in applied.items():
        if version not in known:
            raise MigrationError(f"数据库的结构版本 {version} 比本程序新，请升级 yusuan 后再用。")
        if known[version].checksum != checksum:
            raise MigrationError(f"迁移脚本 {known[version].name} 在应用之后被改动；请另写一个新编号的脚本。")
    pending = [migration for migration in wanted if migration.version not in applied]
    for migration in pending:
        con.begin()
        try:
            con.execute(migration.sql)
            con.execute(
                "insert into raw.schema_migration values (?, ?, ?, now())",
                [migration.version, migration.name, migration.checksum],
            )
            con.commit()
        except duckdb.Error as error:
            con.rollback()
            raise MigrationError(f"迁移脚本 {migration.name} 失败：{error}") from error
    return tuple(migration.version for migration in pending)
