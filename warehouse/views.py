"""The Chinese views of the published warehouse, declared in views.yml; column_notes.csv says more of their columns."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from importlib import resources

import duckdb
import yaml

from warehouse.errors import PublishError


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """One column: its Chinese name, the expression that gives it, its description, and what the dictionary adds."""

    name: str
    expression: str
    comment: str
    note: str = ""

    @property
    def whole_comment(self) -> str:
        """What the database says of the column."""
        return f"{self.comment}。{self.note}" if self.note else self.comment


@dataclass(frozen=True, slots=True)
class View:
    """One view: its Chinese name, what it reads (a FROM clause without the keyword) and its columns in order."""

    name: str
    comment: str
    source: str
    columns: tuple[ViewColumn, ...]


def column_notes() -> dict[str, dict[str, str]]:
    """Read what the dictionary says of the columns of the views, and of tables that no model makes.

    Returns:
        Notes by relation and column; what is said of a table itself stands under an empty name.
    """
    notes: dict[str, dict[str, str]] = defaultdict(dict)
    with (resources.files("warehouse") / "column_notes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            notes[row["relation"]][row["column"]] = row["note"]
    return notes


def declared_views() -> tuple[View, ...]:
    """Read the declaration that comes with the program.

    Returns:
        The views in order; a view may read one declared before it.
    """
    notes = column_notes()
    text = (resources.files("warehouse") / "views.yml").read_text(encoding="utf-8")
    return tuple(
        View(
            name=view["name"],
            comment=view["comment"].strip(),
            source=view["from"].strip(),
            columns=tuple(
                ViewColumn(
                    column["name"],
                    str(column["is"]),
                    column["comment"].strip(),
                    notes[view["name"]].get(column["name"], ""),
                )
                for column in view["columns"]
            ),
        )
        for view in yaml.safe_load(text)["views"]
    )


def quote_name(name: str) -> str:
    """Write a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """Write a text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def create_view(con: duckdb.DuckDBPyConnection, view: View) -> None:
    """Create one view in the current database, with its descriptions as comments.

    Args:
        con: connection whose current database has the marts.
        view: what to create.

    Raises:
        PublishError: the view reads a model or a column that the build lacks; the message names view and column.
    """
    columns = ",\n    ".join(f"{column.expression} as {quote_name(column.name)}" for column in view.columns)
    name = quote_name(view.name)
    try:
        con.execute(f"create view {name} as\nselect\n    {columns}\nfrom {view.source}")
    except duckdb.Error as error:
        raise PublishError(f"视图 {view.name} 无法建立，与数据模型不符：{error}") from error
    con.execute(f"comment on view {name} is {quote_text(view.comment)}")
    for column in view.columns:
        con.execute(f"comment on column {name}.{quote_name(column.name)} is {quote_text(column.whole_comment)}")
