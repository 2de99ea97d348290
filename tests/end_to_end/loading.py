"""Loading as users do, in this process: the command line's answer and the home it leaves behind."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from typer.testing import CliRunner

from warehouse.home import Home
from yusuan.cli import app


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said and how it ended."""

    exit_code: int
    output: str


@dataclass(frozen=True, slots=True)
class Load:
    """A load and the home that it filled."""

    home: Home
    answer: Answer

    @property
    def database(self) -> Path:
        """The published database."""
        return self.home.published_database


def command(*arguments: str | Path) -> Answer:
    """Run `yusuan`; an error that it does not turn into a message is raised."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Answer(result.exit_code, result.output)


def load(home: Home, *paths: Path) -> Load:
    """Run `yusuan load`."""
    return Load(home, command("load", *paths, "--home", home.root))


def ask(database: Path, sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """Run one query on a database that stays as it is."""
    with duckdb.connect(str(database), read_only=True) as con:
        return con.execute(sql, parameters or []).fetchall()


def contents(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every published table; what says when and by which run is left out."""
    with duckdb.connect(str(database), read_only=True) as con:
        columns: dict[str, list[str]] = defaultdict(list)
        for schema, table, column in con.execute(
            """
            select schema_name, table_name, column_name from duckdb_columns()
            where schema_name in ('marts', 'quality')
            """
        ).fetchall():
            if column != "landed_at" and table != "published_build":
                columns[f"{schema}.{table}"].append(column)
        return {
            table: con.execute(f"select {', '.join(names)} from {table} order by all").fetchall()
            for table, names in columns.items()
        }
