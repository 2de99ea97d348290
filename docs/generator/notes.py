"""What the dictionary says of a published column beside its meaning: unit, example, printed heading, what guards it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from docs.generator.declared import DOCS, HISTORY, SEEDS, Column, Model, published_models, published_views, read_csv
from docs.generator.examples import examples, printed
from docs.generator.guards import (
    expectations,
    fund_measures_of,
    measures_of,
    rules_on_measures,
    rules_on_sides,
    shorten_numbers,
)
from docs.generator.lineage import ColumnOf, columns_of_view
from warehouse.views import View

MISSING = ""
_MOST_SHOWN = 8
# Hashes are alike but for their digits: the first of them are enough.
_HASH = re.compile(r"\b([0-9a-f]{8})[0-9a-f]{24,}(?=\b|…)")
_CUT_HASH = re.compile(r"(?<=, )([0-9a-f]{1,8})[0-9a-f]*…$")
_LONGEST_EXAMPLE = 40


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of a column; an empty text is not known.

    Attributes:
        meaning: in Chinese.
        unit: in Chinese.
        example: value as text.
        printed: headings and labels that it is printed under.
        origin: what else its values come from (Chinese).
        rules: numbers of the rules that compare it.
        expectations: `suite.name` of those that rest on it.
    """

    meaning: str
    unit: str
    example: str
    printed: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    expectations: tuple[str, ...] = field(default=())

    @property
    def missing(self) -> list[str]:
        """What the dictionary wants of every column and this one lacks."""
        wanted = {
            "meaning": self.meaning,
            "unit": self.unit,
            "example": self.example,
            "printed heading or origin": [*self.printed, *self.origin],
        }
        return [name for name, value in wanted.items() if not value]

    @property
    def facts(self) -> str:
        """All but the meaning, in sentences."""
        suites = dict.fromkeys(name.split(".")[0] for name in self.expectations)
        parts = [
            f"单位：{self.unit}",
            f"例：{self.example}",
            f"栏目：{list_some(self.printed)}" if self.printed else "",
            f"来源：{'；'.join(self.origin)}" if self.origin else "",
            f"勾稽：{shorten_numbers(self.rules)}" if self.rules else "",
            f"检查：{'、'.join(suites)}" if suites else "",
        ]
        return "".join(f"{part}。" for part in parts if part)


def list_some(texts: Sequence[str]) -> str:
    """Join texts, the first of many."""
    return "、".join(texts[:_MOST_SHOWN]) + ("等" if len(texts) > _MOST_SHOWN else "")


@cache
def _columns_yml() -> Any:
    return yaml.safe_load((DOCS / "dictionary" / "columns.yml").read_text(encoding="utf-8"))


@cache
def _tables_yml() -> Any:
    return yaml.safe_load((DOCS / "dictionary" / "tables.yml").read_text(encoding="utf-8"))


def meaning_of_table(model: Model) -> str:
    """Say in Chinese what the rows of a table are; empty where that is not known."""
    told = str(_tables_yml()["tables"].get(model.base, {}).get("zh", MISSING))
    return f"{told}；被取代的版本" if told and model.name.endswith(HISTORY) else told


def table_nos_of(model: Model) -> tuple[int, ...]:
    """Canonical tables whose amounts the rows of a table hold; none for most."""
    return tuple(_tables_yml()["tables"].get(model.base, {}).get("table_nos", ()))


def described_only() -> set[str]:
    """Names in the files of the dictionary that no published table or column bears."""
    models = published_models().values()
    blocks = {column.block for model in models for column in model.columns}
    columns = {f"{model.name}.{column.name}" for model in models for column in model.columns}
    named = {column for listed in _tables_yml()["sides"].values() for column in listed}
    tables = set(_tables_yml()["tables"]) - {model.name for model in models}
    return tables | (set(_columns_yml()["columns"]) - blocks) | (named - columns)


@cache
def _names_of_tables() -> dict[int, str]:
    return {int(row["table_no"]): row["name_zh"] for row in read_csv(SEEDS / "mapping" / "table_kinds.csv")}


def _first_clause(text: str) -> str:
    return re.split("[；;。]", text)[0]


def _printed_by_documents(seed: str, key: str, table_nos: Sequence[int]) -> list[str]:
    """Headings or labels as found in documents; any scope of a label where none is named."""
    return [
        item.text
        for item in printed()
        if item.seed == seed
        and (item.key == key or item.key.startswith(f"{key}/"))
        and (not table_nos or not item.table_no or int(item.table_no) in table_nos)
    ]


def _labels(key: str) -> list[str]:
    """Labels of forms as printed; as the seed notes them where no document at hand prints any."""
    found = _printed_by_documents("form_labels", key, ())
    if found:
        return found
    name, _, scope = key.partition("/")
    rows = read_csv(SEEDS / "mapping" / "form_labels.csv")
    chosen = [row for row in rows if row["field"] == name and (not scope or row["scope"] == scope)]
    return [_first_clause(row["note"]) for row in chosen if row["note"]]


def _rows_of_field(name: str) -> list[dict[str, str]]:
    rows = read_csv(SEEDS / "mapping" / "document_patterns.csv")
    return [row for row in rows if row["field"] == name]


def _titles(table_nos: Sequence[int]) -> list[str]:
    return [f"表{number} {name}" for number, name in _names_of_tables().items() if number in (table_nos or (number,))]


def _measures(name: str, table_nos: Sequence[int]) -> list[str]:
    everywhere = table_nos or tuple(_names_of_tables())
    if name == "*":
        return list(measures_of(everywhere))
    if name == "@fund":
        # Of a table without such columns the title names the fund source.
        return list(fund_measures_of(everywhere)) or _titles(everywhere)
    tables = [number for number in everywhere if name in measures_of([number])]
    return [f"{name}（表{'、表'.join(map(str, tables))}）"] if tables else []


def _told(source: str, table_nos: Sequence[int]) -> tuple[list[str], list[str]]:
    """Read one entry of `from`: what is printed, and what else it comes from."""
    kind, _, name = source.partition(":")
    if kind == "heading":
        return _printed_by_documents("headings", name, table_nos), []
    if kind == "measure":
        return _measures(name, table_nos), []
    if kind == "label":
        return _labels(name), []
    if kind == "place":
        places = _columns_yml()["places_of_documents"]
        return [], [f"印在{'、'.join(_unique([places[row['source']] for row in _rows_of_field(name)]))}"]
    if kind == "example":
        return [row["note"] for row in _rows_of_field(name) if row["note"]], []
    if kind == "title":
        return (_titles(table_nos), []) if table_nos else ([], [_columns_yml()["origins"]["titles"]])
    if kind == "item":
        rows = read_csv(SEEDS / "mapping" / "three_public_items.csv")
        return [row["item_name"] for row in rows if row["is_three_public"] == "true"], []
    return [], [str(_columns_yml()["origins"][source])]


def _unit(name: str, kind: str, own: str = MISSING) -> str:
    rules = _columns_yml()
    by_type = (unit for prefix, unit in rules["units_by_type"].items() if kind.startswith(prefix))
    by_name = (rule["unit"] for rule in rules["units"] if re.search(rule["pattern"], name))
    return own or next(by_type, None) or next(by_name, MISSING)


def _unit_in_words(unit: str, names: Mapping[str, str]) -> str:
    """Say where the unit stands that another column has, by its name in the view."""
    if not unit.startswith("="):
        return unit
    column = unit.removeprefix("=")
    return f"见 {names.get(column, column)} 列"


def _example(relation: str, column: str) -> str:
    found = examples().get((relation, column))
    if not found or not found.value:
        return MISSING
    value = _CUT_HASH.sub(r"\1…", _HASH.sub(r"\1…", found.value).replace("……", "…"))
    if found.type == "DOUBLE":
        value = f"{float(value):.6g}"
    return value if len(value) <= _LONGEST_EXAMPLE else value[: _LONGEST_EXAMPLE - 1].rstrip("…") + "…"


def examples_by_hand() -> dict[str, str]:
    """Examples that are told, not found, by `table.column`."""
    return {place: str(value) for place, value in _columns_yml()["examples"].items()}


@cache
def _example_of_block(block: str) -> str:
    """An example of the first column of any table that means the same."""
    values = (
        _example(f"{model.schema}.{model.name}", column.name)
        for model in published_models().values()
        for column in model.columns
        if column.block == block
    )
    return next((value for value in values if value), MISSING)


def _example_elsewhere(model: Model, column: Column) -> str:
    """An example where no warehouse has one: as it is told, one of the only values, or of what means the same."""
    told = examples_by_hand().get(f"{model.base}.{column.name}", MISSING)
    return told or next(iter(column.values), MISSING) or _example_of_block(column.block)


def type_of(relation: str, column: str) -> str:
    """Type of a column as the published database has it; empty where no example of it is known."""
    found = examples().get((relation, column))
    return found.type if found else MISSING


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


@cache
def _guards() -> dict[ColumnOf, tuple[str, ...]]:
    found: dict[ColumnOf, list[str]] = {}
    for expectation in expectations():
        for column in expectation.columns:
            found.setdefault(column, []).append(f"{expectation.suite}.{expectation.name}")
    return {column: tuple(names) for column, names in found.items()}


def note_of_column(model: Model, column: Column, shown_as: Mapping[str, str] | None = None) -> Note:
    """Tell what the dictionary says of a column of a table; a history says what its fact says.

    Args:
        model: the table.
        column: of it.
        shown_as: other names of its columns, in a view.
    """
    base = published_models()[model.base]
    entry = _columns_yml()["columns"].get(column.block, {})
    sources = entry.get("from", [])
    sources = [sources] if isinstance(sources, str) else sources
    table_nos = table_nos_of(base)
    told = [_told(source, table_nos) for source in sources]
    measured = [source.partition(":")[2] for source in sources if source.startswith("measure:")]
    measures = _unique([name for m in measured for name in (measures_of(table_nos) if m == "*" else [m])])
    is_amount = column.name.endswith(("_yuan", "_wan"))
    rules = rules_on_measures(table_nos, measures) if is_amount else ()
    relation = f"{base.schema}.{base.name}"
    return Note(
        entry.get("zh", MISSING),
        _unit_in_words(_unit(column.name, type_of(relation, column.name), entry.get("unit", MISSING)), shown_as or {}),
        _example(relation, column.name) or _example_elsewhere(model, column),
        _unique(text for printed_texts, _ in told for text in printed_texts),
        _unique(text for _, origins in told for text in origins),
        _unique([*rules, *rules_on_sides(_tables_yml()["sides"], f"{base.name}.{column.name}")]),
        _guards().get((base.name, column.name), ()),
    )


def notes_of_view(view: View) -> dict[str, Note]:
    """Tell what the dictionary says of the columns of a view: what it says of the columns that they show."""
    models = published_models()
    notes = {}
    shown = columns_of_view(view)
    shown_as = {name: column for column, behind in shown.items() for _, name in behind}
    for column in view.columns:
        behind = []
        for table, name in shown[column.name]:
            found = next(declared for declared in models[table].columns if declared.name == name)
            behind.append(note_of_column(models[table], found, shown_as))
        own_unit = _unit(column.name, type_of(view.name, column.name))
        notes[column.name] = Note(
            column.comment,
            own_unit or next((note.unit for note in behind), MISSING),
            _example(view.name, column.name) or next((note.example for note in behind), MISSING),
            _unique(text for note in behind for text in note.printed),
            _unique(text for note in behind for text in note.origin),
            _unique(rule for note in behind for rule in note.rules),
            _unique(name for note in behind for name in note.expectations),
        )
    return notes


def lacking() -> dict[str, list[str]]:
    """Name what the dictionary lacks, by table or column."""
    found: dict[str, list[str]] = {}
    for model in published_models().values():
        if not meaning_of_table(model):
            found[model.name] = ["meaning"]
        for column in model.columns:
            found[f"{model.name}.{column.name}"] = note_of_column(model, column).missing
    for view in published_views():
        for name, note in notes_of_view(view).items():
            found[f"{view.name}.{name}"] = note.missing
    return {name: missing for name, missing in found.items() if missing}
