"""The published tables as they stand in ``tables.yml``, and the queries for rows that break what stands there.

Read at import by all who run the checks, hence plain data classes and no pydantic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from expectations.plain_yaml import load_file

_FILE = Path(__file__).parent / "tables.yml"

RELATIONS = "relations"
"""Name of the frame with one row per reference."""

ROW_COUNTS = "row_counts"
"""Name of the frame with one row per table and fiscal year."""

# A key says nothing to a reader: rows of a table that names no file are told by that of their document.
_FILE_NAME = "(select any_value(d.file_name) from marts.dim_document as d where d.document_key = r.document_key)"


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold of each row `r` of a table, as SQL, and the same in words."""

    name: str
    holds: str
    text: str
    severity: Literal["error", "warn"] = "error"


@dataclass(frozen=True, slots=True)
class Reference:
    """What a column points at.

    Attributes:
        to: Name of a target.
        optional: Whether null points at nothing rightly.
        history: Target of the superseded rows; empty where these may point anywhere.
        where: Condition on a row `r`; others may point at nothing.
    """

    to: str
    optional: bool = True
    history: str = ""
    where: str = "true"


@dataclass(frozen=True, slots=True)
class Target:
    """What keys may point at: its name in messages and a query of one column."""

    name: str
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """One published table; the attributes are explained in ``tables.yml``."""

    schema: str
    table: str
    name: str
    key: str = ""
    has_history: bool = False
    grain: tuple[str, ...] = ()
    grain_text: str = ""
    grain_severity: Literal["error", "warn"] = "error"
    computed: Mapping[str, str] = field(default_factory=dict)
    identify: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    @property
    def relation(self) -> str:
        """The table with its schema."""
        return f"{self.schema}.{self.table}"

    @property
    def places(self) -> tuple[str, ...]:
        """Columns that name a row in a message."""
        keys = [self.key] if self.key else [column for column in self.grain if column != "document_key"]
        return tuple(dict.fromkeys([*self._file_name, *self.identify, *keys]))

    @property
    def required(self) -> tuple[str, ...]:
        """Columns that are never null."""
        return (*([self.key] if self.key else []), *self.filled)

    @property
    def has_years(self) -> bool:
        """Whether each row is of a fiscal year."""
        return "fiscal_year" in self.filled

    @property
    def _file_name(self) -> tuple[str, ...]:
        return ("file_name",) if "document_key" in self.filled else ()


@dataclass(frozen=True, slots=True)
class TableSuite:
    """The tables of a schema and what their suite is called."""

    suite: str
    title: str
    description: str
    tables: tuple[TableSpec, ...]


@cache
def load_table_suites() -> tuple[TableSuite, ...]:
    """Read the published tables, by schema."""
    return tuple(
        TableSuite(
            suite["suite"],
            suite["title"],
            suite["description"],
            tuple(_table(suite["suite"], dict(entry)) for entry in suite["tables"]),
        )
        for suite in load_file(_FILE)["suites"]
    )


@cache
def load_targets() -> Mapping[str, Target]:
    """Read what the columns of the tables point at, by the name that references use."""
    return MappingProxyType({name: Target(**entry) for name, entry in load_file(_FILE)["targets"].items()})


def _table(schema: str, entry: dict[str, Any]) -> TableSpec:
    for name in ("grain", "identify", "filled"):
        entry[name] = tuple(entry.get(name, ()))
    entry["values"] = {column: tuple(values) for column, values in entry.get("values", {}).items()}
    entry["references"] = {column: Reference(**to) for column, to in entry.get("references", {}).items()}
    entry["rules"] = tuple(Rule(**rule) for rule in entry.get("rules", ()))
    return TableSpec(schema=schema, **entry)


def table_queries() -> dict[str, str]:
    """The query of each table's frame, by the table's name, and that of the frame of references."""
    tables = [table for suite in load_table_suites() for table in suite.tables]
    return {
        **{table.table: faulty_rows(table) for table in tables},
        RELATIONS: _relations(tables),
        ROW_COUNTS: _row_counts(table for table in tables if table.schema == "marts" and table.has_years),
    }


def faulty_rows(table: TableSpec) -> str:
    """Write the query for the rows of a table that break what is written of it, and no others.

    A large warehouse is not carried out row by row. Beside the columns of key and grain each row has
    ``missing_columns`` and ``unknown_values``, null where there are none, and a Boolean column for each rule.
    """
    expressions = dict(table.computed)
    if "file_name" in table.places and "file_name" not in table.identify:
        expressions["file_name"] = _FILE_NAME
    computed = "".join(f", {expression} as {name}" for name, expression in expressions.items())
    sources = [f"select *{computed} from {relation} as r" for relation in _relations_of(table)]
    missing = [f"case when r.{column} is null then '{column}' end" for column in table.required]
    unknown = [
        f"case when r.{column} not in ({_list(values)}) then '{column}=' || r.{column} end"
        for column, values in table.values.items()
    ]
    columns = [f"r.{column}" for column in dict.fromkeys([*table.places, *table.grain])]
    columns += [f"{_joined(missing)} as missing_columns", f"{_joined(unknown)} as unknown_values"]
    columns += [f"coalesce({rule.holds}, true) as {rule.name}" for rule in table.rules]

    faults = [f"r.{column} is null" for column in table.required]
    faults += [f"r.{column} not in ({_list(values)})" for column, values in table.values.items()]
    faults += [f"not ({rule.holds})" for rule in table.rules]
    if table.key:
        faults.append(_repeated((table.key,)))
    if table.grain:
        faults.append(_repeated(table.grain))
    return (
        f"with all_rows as (\n    {' union all by name '.join(sources)}\n)\n\n"
        f"select\n    {_lines(columns)}\nfrom all_rows as r\n"
        f"where\n    {_lines(faults, ' or')}\norder by {', '.join(f'r.{column}' for column in table.places)}\n"
    )


def _relations_of(table: TableSpec) -> list[str]:
    """The tables that hold its rows."""
    return [table.relation, *([f"{table.relation}_history"] if table.has_history else [])]


def _row_counts(tables: Iterable[TableSpec]) -> str:
    """Write the query for one row per table and fiscal year.

    What a later version of a document superseded is counted with the rest: a re-issue with fewer lines is no loss.
    """
    parts = [
        f"select '{table.table}' as table_name, fiscal_year, count(*) as row_count\n"
        f"from ({' union all '.join(f'select fiscal_year from {name}' for name in _relations_of(table))})\n"
        "where fiscal_year is not null\ngroup by fiscal_year"
        for table in tables
    ]
    return "\nunion all\n".join(parts) + "\norder by table_name, fiscal_year\n"


def _relations(tables: Iterable[TableSpec]) -> str:
    """Write the query for one row per reference: how many rows point at nothing."""
    parts = []
    for table in tables:
        for column, reference in table.references.items():
            parts.append(_orphans(table, table.table, column, reference, reference.to))
            if table.has_history and reference.history:
                parts.append(_orphans(table, f"{table.table}_history", column, reference, reference.history))
    return "\nunion all\n".join(parts) + "\norder by model, column_name, dimension\n"


def _orphans(table: TableSpec, model: str, column: str, reference: Reference, to: str) -> str:
    target = load_targets()[to]
    row_key = f"r.{table.key}" if table.key else f"concat_ws(' ', {', '.join(f'r.{name}' for name in table.grain)})"
    pointer = f"r.{column}"
    if column.endswith("_keys"):
        # A list that names nothing is one element that is null.
        pointer = f"unnest(case when len(r.{column}) > 0 then r.{column} else [null] end)"
    null_is_fault = "false" if reference.optional else "true"
    return (
        f"select '{model}' as model, '{column}' as column_name, '{target.name}' as dimension, count(*) as row_count,\n"
        "    count(*) filter (is_orphan) as orphan_count,\n"
        "    array_to_string(min(row_key, 5) filter (is_orphan), ', ') as sample_rows\n"
        "from (\n"
        "    select links.row_key, case when links.pointer is null\n"
        f"        then {null_is_fault} else targets.pointer is null end as is_orphan\n"
        f"    from (select ({row_key})::varchar as row_key, {pointer} as pointer from {table.schema}.{model} as r "
        f"where {reference.where}) as links\n"
        f"    left join (select distinct pointer from ({target.sql}) as t (pointer)) as targets\n"
        "        on links.pointer = targets.pointer\n"
        ")"
    )


def _repeated(columns: Iterable[str]) -> str:
    """Write the condition that another row has the same values, null equal to null."""
    names = ", ".join(columns)
    same = " and ".join(f"s.{column} is not distinct from r.{column}" for column in columns)
    return f"exists (from (select {names} from all_rows group by {names} having count(*) > 1) as s where {same})"


def _joined(expressions: list[str]) -> str:
    return f"nullif(concat_ws('、', {', '.join(expressions)}), '')" if expressions else "null::varchar"


def _list(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _lines(parts: Iterable[str], separator: str = ",") -> str:
    return f"{separator}\n    ".join(parts)
