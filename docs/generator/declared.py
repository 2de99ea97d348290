"""What the dbt project and the views declare of the published tables."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from warehouse.publishing import BUILD_COLUMN_COMMENTS, BUILD_TABLE_COMMENT, PUBLISHED_SCHEMAS
from warehouse.views import View, declared_views

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
DBT = ROOT / "dbt_project"
MODELS = DBT / "models"
SEEDS = DBT / "seeds"
HISTORY = "_history"

_DOCS_BLOCK = re.compile(r"{%\s*docs\s+(\w+)\s*%}(.*?){%\s*enddocs\s*%}", re.DOTALL)
_DOCS_CALL = re.compile(r"{{\s*doc\('(\w+)'\)\s*}}")
_REF = re.compile(r"ref\('(\w+)'\)")


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose values are those of another table's column."""

    table: str
    column: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a published model.

    Attributes:
        name: as in the database.
        block: docs block that says in English what it means.
        meaning: text of that block.
        is_unique: no two rows have the same value.
        is_required: never NULL.
        reference: what it points to, where it does.
        values: the only values it may have; empty where any may stand.
        called: docs blocks that its description is made of.
    """

    name: str
    block: str
    meaning: str
    is_unique: bool = False
    is_required: bool = False
    reference: Reference | None = None
    values: tuple[str, ...] = ()
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A published table; `meaning` says in English what its rows are, `called` which docs blocks say more."""

    schema: str
    name: str
    meaning: str
    columns: tuple[Column, ...]
    called: tuple[str, ...] = ()

    @property
    def base(self) -> str:
        """Name of the model whose rows it has of superseded versions, else its own."""
        return self.name.removesuffix(HISTORY)


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a file of comma-separated values, one dictionary a row."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_docs_blocks(path: Path) -> dict[str, str]:
    """Read the docs blocks of a Markdown file: text by name."""
    return {name: text.strip() for name, text in _DOCS_BLOCK.findall(path.read_text(encoding="utf-8"))}


def _column(declared: dict[str, Any], blocks: dict[str, str]) -> Column:
    called = tuple(_DOCS_CALL.findall(declared["description"]))
    [block] = [name for name in called if name in blocks]
    is_unique = is_required = False
    reference: Reference | None = None
    values: tuple[str, ...] = ()
    for test in declared.get("data_tests", []):
        if isinstance(test, str):
            is_unique |= test == "unique"
            is_required |= test == "not_null"
        elif "relationships" in test:
            arguments = test["relationships"]["arguments"]
            reference = Reference(_REF.sub(r"\1", arguments["to"]), arguments["field"])
        elif "accepted_values" in test:
            values = tuple(test["accepted_values"]["arguments"]["values"])
    return Column(declared["name"], block, blocks[block], is_unique, is_required, reference, values, called)


def _models_of(schema: str, blocks: dict[str, str]) -> Iterator[Model]:
    text = (MODELS / schema / f"_{schema}.yml").read_text(encoding="utf-8")
    for declared in yaml.safe_load(text)["models"]:
        description = declared["description"]
        yield Model(
            schema,
            declared["name"],
            _DOCS_CALL.sub("", description).strip(),
            tuple(_column(column, blocks) for column in declared["columns"]),
            tuple(_DOCS_CALL.findall(description)),
        )


@cache
def published_models() -> dict[str, Model]:
    """Read every table that is published.

    Returns:
        Models by name, in the order of schema and name.

    Raises:
        ValueError: a column's description calls none or several of the blocks of columns.md.
    """
    blocks = read_docs_blocks(MODELS / "docs" / "columns.md")
    found = [model for schema in PUBLISHED_SCHEMAS for model in _models_of(schema, blocks)]
    columns = tuple(Column(name, name, meaning) for name, meaning in BUILD_COLUMN_COMMENTS.items())
    found.append(Model("quality", "published_build", BUILD_TABLE_COMMENT, columns))
    return {model.name: model for model in sorted(found, key=lambda m: (m.schema, m.name))}


@cache
def published_views() -> tuple[View, ...]:
    """The Chinese views, in the order of their declaration."""
    return declared_views()
