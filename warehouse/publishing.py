"""Publishing: a whole new build beside the published one, then one step that puts it in its place."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from warehouse.connection import connect
from warehouse.errors import PublishError, WarehouseError
from warehouse.home import Home
from warehouse.views import View, column_notes, create_view, declared_views, quote_name, quote_text

PUBLISHED_SCHEMAS = ("marts", "quality")

BUILD_TABLE_COMMENT = "The build that this file is; the same id stands in parquet/_build.json and in each Parquet file."
BUILD_COLUMN_COMMENTS = {
    "build_id": "Identifies the build.",
    "built_at": "When it was built.",
    "run_id": "The load that built it, as in raw.load_run.",
    "extractor_version": "Version of the extractor that read its documents.",
}


@dataclass(frozen=True, slots=True)
class BuildIdentity:
    """What tells that a database and the Parquet files beside it belong together.

    Attributes:
        build_id: unique id, in order of time.
        built_at: time of the build in UTC, ISO 8601.
        run_id: load run that made it.
        extractor_version: version of the extractor of that run.
    """

    build_id: str
    built_at: str
    run_id: str
    extractor_version: str


def identify_build(run_id: str, extractor_version: str) -> BuildIdentity:
    """Give the build of a run its identity, as of now."""
    now = dt.datetime.now(dt.UTC)
    return BuildIdentity(f"{now:%Y%m%dT%H%M%S.%fZ}", now.isoformat(timespec="milliseconds"), run_id, extractor_version)


@dataclass(frozen=True, slots=True)
class StagedBuild:
    """A build that is ready to be published and that no reader sees yet.

    Attributes:
        home: home directory.
        identity: what the build is.
        directory: its own directory under `published/.versions`.
    """

    home: Home
    identity: BuildIdentity
    directory: Path

    @property
    def database(self) -> Path:
        """The new database, closed."""
        return self.directory / "budget.duckdb"

    @property
    def parquet(self) -> Path:
        """The marts of the new database as Parquet files."""
        return self.directory / "parquet"

    @property
    def docs(self) -> Path:
        """Where the documents that are published with the build are to be put."""
        return self.directory / "docs"

    @property
    def is_published(self) -> bool:
        """This build is the one that readers see."""
        return self.directory.name in _versions_in_use(self.home)

    def commit(self) -> None:
        """Put the build in the place of the published one.

        The database is replaced last, in one step; if that fails, Parquet and docs point to the old build again. Should
        the machine stop in between, Parquet is a build ahead of the database: their build ids tell, and the next
        publishing replaces both.

        Raises:
            PublishError: the file system refused; the published build is unchanged.
        """
        links = {self.home.published_parquet: self.parquet, self.home.published_docs: self.docs}
        before: dict[Path, Path | None] = {}
        in_use = _versions_in_use(self.home)
        try:
            # On the disk before any name points to it, so that no failure of power leaves half a file published.
            for path in (self.database, *self.parquet.iterdir(), self.parquet, self.directory):
                _sync(path)
            for link, target in links.items():
                before[link] = link.readlink() if link.is_symlink() else None
                _point(link, target.relative_to(self.home.published))
            # Left behind by somebody who wrote to the published file; DuckDB would apply it to the new one.
            self.home.published_database.with_name("budget.duckdb.wal").unlink(missing_ok=True)
            self.database.replace(self.home.published_database)
        except OSError as error:
            for link, old_target in before.items():
                with suppress(OSError):
                    if old_target is not None:
                        _point(link, old_target)
                    elif link.is_symlink():
                        link.unlink()
            raise PublishError(f"无法替换已发布的数据库，原有版本保持不变：{error}") from error
        # Published it is now, whatever comes of tidying up.
        with suppress(OSError):
            _sync(self.home.published)
            _remove_versions(self.home, in_use | {self.directory.name})


def _sync(path: Path) -> None:
    """Wait until a file or the names in a directory are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _point(link: Path, target: Path) -> None:
    """Make a symbolic link point elsewhere in one step."""
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    try:
        fresh.replace(link)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def _remove_versions(home: Home, kept: set[str]) -> None:
    """Remove the directories of builds that nobody reads any more; the last one stays for readers that have it open."""
    for directory in home.published_versions.iterdir():
        if directory.name not in kept:
            shutil.rmtree(directory, ignore_errors=True)


def _relations(con: duckdb.DuckDBPyConnection, database: str) -> list[tuple[str, str, str | None]]:
    """List schema, name and comment of every table and view to publish."""
    return con.execute(
        """
        select schema_name, table_name, comment from duckdb_tables()
        where database_name = $database and schema_name in $schemas
        union all
        select schema_name, view_name, comment from duckdb_views()
        where database_name = $database and schema_name in $schemas
        order by all
        """,
        {"database": database, "schemas": list(PUBLISHED_SCHEMAS)},
    ).fetchall()


def _copy_models(con: duckdb.DuckDBPyConnection) -> None:
    """Copy every model into the new database as a table, with the comments, which `create table as` loses."""
    relations = _relations(con, "build")
    if not any(schema == "marts" for schema, _, _ in relations):
        raise PublishError("构建数据库里没有 marts，无法发布。")
    for schema in PUBLISHED_SCHEMAS:
        con.execute(f"create schema fresh.{schema}")
    for schema, name, comment in relations:
        table = f"{schema}.{quote_name(name)}"
        con.execute(f"create table fresh.{table} as from build.{table}")
        if comment:
            con.execute(f"comment on table fresh.{table} is {quote_text(comment)}")
    columns = con.execute(
        """
        select schema_name, table_name, column_name, comment from duckdb_columns()
        where database_name = 'build' and schema_name in $schemas and comment is not null
        """,
        {"schemas": list(PUBLISHED_SCHEMAS)},
    ).fetchall()
    for schema, table, column, comment in columns:
        target = f"fresh.{schema}.{quote_name(table)}.{quote_name(column)}"
        con.execute(f"comment on column {target} is {quote_text(comment)}")


def _record_identity(con: duckdb.DuckDBPyConnection, identity: BuildIdentity) -> None:
    con.execute(
        """
        create table fresh.quality.published_build as
        select
            $build_id as build_id, $built_at::timestamptz as built_at, $run_id as run_id,
            $extractor_version as extractor_version
        """,
        asdict(identity),
    )
    notes = column_notes()["published_build"]
    comment = f"{notes['']} {BUILD_TABLE_COMMENT}"
    con.execute(f"comment on table fresh.quality.published_build is {quote_text(comment)}")
    for column, comment in BUILD_COLUMN_COMMENTS.items():
        text = f"{notes[column]} {comment}"
        con.execute(f"comment on column fresh.quality.published_build.{column} is {quote_text(text)}")


def _export_parquet(con: duckdb.DuckDBPyConnection, directory: Path, identity: BuildIdentity) -> None:
    """Write each mart of the new database as one Parquet file, and the build's identity beside them."""
    directory.mkdir()
    for schema, name, _ in _relations(con, "fresh"):
        if schema == "marts":
            target = quote_text(str(directory / f"{name}.parquet"))
            con.execute(
                f"copy (from fresh.marts.{quote_name(name)}) to {target} (format parquet, compression zstd, "
                f"kv_metadata {{build_id: {quote_text(identity.build_id)}, built_at: {quote_text(identity.built_at)}}})"
            )
    text = json.dumps(asdict(identity), ensure_ascii=False, indent=2) + "\n"
    (directory / "_build.json").write_text(text, encoding="utf-8")


@contextmanager
def staged_build(home: Home, identity: BuildIdentity, views: Sequence[View] | None = None) -> Iterator[StagedBuild]:
    """Make a new published build out of the build database, where no reader sees it.

    Args:
        home: home directory; nobody may write to its build database meanwhile.
        identity: what the new build is.
        views: Chinese views; by default those that come with the program.

    Yields:
        The staged build. Unless it is committed inside the block, all of it is removed at its end.

    Raises:
        PublishError: the build lacks something that is to be published; the published build is unchanged.
        WarehouseBusyError: another process writes to the build database.
    """
    home.create()
    home.published_versions.mkdir(exist_ok=True)
    _remove_versions(home, _versions_in_use(home))
    staged = StagedBuild(home, identity, home.published_versions / identity.build_id)
    staged.directory.mkdir()
    try:
        staged.docs.mkdir()
        try:
            _fill(staged, declared_views() if views is None else views)
        except duckdb.Error as error:
            raise PublishError(f"无法生成要发布的数据库：{error}") from error
        yield staged
    finally:
        if not staged.is_published:
            shutil.rmtree(staged.directory, ignore_errors=True)


def _versions_in_use(home: Home) -> set[str]:
    """Names of the version directories that the published links point to."""
    links = (home.published_parquet, home.published_docs)
    return {link.readlink().parts[-2] for link in links if link.is_symlink()}


def _fill(staged: StagedBuild, views: Sequence[View]) -> None:
    with duckdb.connect() as con:
        try:
            con.execute(f"attach {quote_text(str(staged.home.build_database))} as build (read_only)")
        except duckdb.IOException as error:
            # The same message as everywhere else, with the holder's PID.
            connect(staged.home.build_database, read_only=True).close()
            raise WarehouseError(str(error)) from error
        con.execute(f"attach {quote_text(str(staged.database))} as fresh")
        _copy_models(con)
        _record_identity(con, staged.identity)
        con.execute("use fresh")
        for view in views:
            create_view(con, view)
        _export_parquet(con, staged.parquet, staged.identity)
        con.execute("use memory")
        con.execute("detach fresh")


def published_identity(con: duckdb.DuckDBPyConnection) -> BuildIdentity:
    """Read which build a published database is.

    Args:
        con: connection to a published database.
    """
    row = con.execute(
        "select build_id, built_at::varchar, run_id, extractor_version from quality.published_build"
    ).fetchone()
    if row is None:
        raise WarehouseError("已发布的数据库没有构建记录。")
    return BuildIdentity(*row)
