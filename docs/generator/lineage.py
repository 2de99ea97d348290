"""Which columns of which tables an SQL statement reads, told from DuckDB's own parse of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb

from docs.generator.declared import published_models
from warehouse.views import View, quote_name

# Schema-less name of a table, and a column of it.
ColumnOf = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Select:
    """One SELECT: its tables by alias, and each output column with the names that its expression reads."""

    tables: dict[str, str]
    outputs: dict[str, tuple[tuple[str, ...], ...]]
    read: tuple[tuple[str, ...], ...]


def _parse(sql: str) -> Any:
    [text] = duckdb.execute("select json_serialize_sql($1)", [sql]).fetchall()[0]
    tree = json.loads(text)
    if tree["error"]:
        raise ValueError(f"{tree['error_message']}: {sql[:80]}")
    return tree


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object in the tree, outer ones first."""
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _nodes(value)


def _names_read(tree: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(node["column_names"]) for node in _nodes(tree) if node.get("class") == "COLUMN_REF")


def _tables_from(source: Any) -> dict[str, str]:
    """Published tables of a FROM clause by alias; a subquery of `select *` stands for its table."""
    models = published_models()
    if source["type"] == "BASE_TABLE":
        name = source["table_name"]
        return {source["alias"] or name: name} if name in models else {}
    if source["type"] == "JOIN":
        return _tables_from(source["left"]) | _tables_from(source["right"])
    if source["type"] == "SUBQUERY":
        node = source["subquery"]["node"]
        inner = _tables_from(node["from_table"]) if "from_table" in node else {}
        return dict.fromkeys((source["alias"],), *inner.values()) if len(inner) == 1 else {}
    return {}


@cache
def _selects(sql: str) -> tuple[_Select, ...]:
    return tuple(
        _Select(
            _tables_from(node["from_table"]),
            {_output_name(item): _names_read(item) for item in node["select_list"]},
            _names_read([value for key, value in node.items() if key not in ("from_table", "cte_map")]),
        )
        for node in _nodes(_parse(sql))
        if node.get("type") == "SELECT_NODE"
    )


def _output_name(item: dict[str, Any]) -> str:
    if item["alias"]:
        return str(item["alias"])
    return str(item["column_names"][-1]) if item.get("class") == "COLUMN_REF" else ""


def _resolve(names: tuple[str, ...], tables: dict[str, str]) -> Iterator[ColumnOf]:
    """Tell which table's column a name is; none for a name that belongs to no published table."""
    models = published_models()
    is_qualified = len(names) > 1 and names[0] in tables
    # Else a column alone, or a field of one.
    column = names[1] if is_qualified else names[0]
    asked = [tables[names[0]]] if is_qualified else list(tables.values())
    for table in asked:
        if any(column == declared.name for declared in models[table].columns):
            yield table, column


def tables_of_view(view: View) -> tuple[str, ...]:
    """Published tables that a view reads, the first one first."""
    return tuple(dict.fromkeys(_selects(f"select 1 from {view.source}")[0].tables.values()))


def columns_of_view(view: View) -> dict[str, tuple[ColumnOf, ...]]:
    """Tell what each column of a view is made of.

    Args:
        view: its declaration.

    Returns:
        By column of the view the columns of tables that its expression reads, in that order.
    """
    outputs = ", ".join(f"{column.expression} as {quote_name(column.name)}" for column in view.columns)
    sql = f"select {outputs} from {view.source}"
    select = _selects(sql)[0]
    return {
        column.name: tuple(
            dict.fromkeys(found for names in select.outputs[column.name] for found in _resolve(names, select.tables))
        )
        for column in view.columns
    }


def columns_behind(sql: str, outputs: tuple[str, ...]) -> frozenset[ColumnOf]:
    """Tell which columns of published tables the output columns of a statement rest on.

    Names are followed through common table expressions whatever their scope: a frame gives one name one meaning.

    Args:
        sql: statement, any number of common table expressions.
        outputs: names of its output columns.

    Returns:
        Columns of tables that the statement reads.
    """
    selects = _selects(sql)
    made_of: dict[str, set[str]] = defaultdict(set)
    read: set[ColumnOf] = set()
    for select in selects:
        for output, names in select.outputs.items():
            made_of[output].update(name[-1] for name in names)
        read.update(found for names in select.read for found in _resolve(names, select.tables))
    seen: set[str] = set()
    waiting = set(outputs)
    while waiting:
        name = waiting.pop()
        seen.add(name)
        waiting |= made_of[name] - seen
    return frozenset(found for found in read if found[1] in seen)


def tables_read(sql: str) -> frozenset[str]:
    """Published tables that a statement reads."""
    return frozenset(table for select in _selects(sql) for table in select.tables.values())
