"""An example of every published column, and what is printed over it, read out of warehouses that anybody can build.

`python -m docs.generator.examples` loads the samples and, for what these have no value of, documents of the tests, and
writes `docs/dictionary/examples.csv` and `printed.csv`. An example that still holds stays as it is.
"""

from __future__ import annotations

import argparse
import csv
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path

import duckdb

from docs.generator.declared import DOCS, HISTORY, ROOT, published_models, published_views, read_csv
from warehouse.home import Home
from warehouse.views import quote_name

EXAMPLES = DOCS / "dictionary" / "examples.csv"
PRINTED = DOCS / "dictionary" / "printed.csv"
# Where examples come from, the first that has any: the samples, then what the tests load.
SAMPLES = "samples"
SOURCES = (SAMPLES, "counties", "forms", "mixed", "traps")
# The others print on purpose what no seed knows.
SOURCES_OF_HEADINGS = SOURCES[:3]

LONGEST = 60
# What each load, or each version of the extractor, makes anew: of their values only the length is compared.
_HASH = re.compile(r"\b[0-9a-f]{32}\b")
_MADE_ANEW = frozenset({"landed_at", "载入时间", "build_id", "built_at", "run_id", "extractor_version"})
# Values that show little of a column.
_POOR = ("", "[]", "0", "0.00", "0.000000", "false")


@dataclass(frozen=True, slots=True)
class Example:
    """A value of a published column.

    Attributes:
        relation: table or view; a table as `schema.table`.
        column: of it.
        type: of the column in DuckDB.
        value: cast to text, cut to `LONGEST` characters with … behind.
        source: which warehouse has it; none of them where the value is empty.
    """

    relation: str
    column: str
    type: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A heading or label as documents print it.

    Attributes:
        seed: which seed knows it, `headings` or `form_labels`.
        key: role of the heading; field of the label, with its scope behind a stroke.
        table_no: canonical table of the heading, empty for a label.
        text: as printed, of a heading the lowest level.
        source: which warehouse has it.
    """

    seed: str
    key: str
    table_no: str
    text: str
    source: str


def relations() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name each published table and view with its columns; a history has the examples of its fact."""
    for model in published_models().values():
        if not model.name.endswith(HISTORY):
            yield f"{model.schema}.{model.name}", tuple(column.name for column in model.columns)
    for view in published_views():
        yield view.name, tuple(column.name for column in view.columns)


def quote_relation(relation: str) -> str:
    """Write a table or view as SQL names it."""
    return ".".join(quote_name(part) for part in relation.split("."))


def _shorten(value: str) -> str:
    return value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"


def holds(con: duckdb.DuckDBPyConnection, example: Example) -> bool:
    """Tell whether a published database has the value of an example, cut likewise, in its column.

    Args:
        con: connection to the database.
        example: the value of a hash or of a time of loading is only compared by its length.
    """
    column = f"{quote_name(example.column)}::varchar"
    is_cut = example.value.endswith("…") and len(example.value) == LONGEST
    value: str | int
    if example.column in _MADE_ANEW or _HASH.search(example.value):
        # A time is written without the zeroes at its end.
        value = len(example.value) - 6
        condition = f"length({column}) >= $1" if is_cut else f"length({column}) between $1 and $1 + 12"
    elif is_cut:
        condition, value = f"starts_with({column}, $1)", example.value[:-1]
    else:
        condition, value = f"{column} = $1", example.value
    query = f"select 1 from {quote_relation(example.relation)} where {condition} limit 1"
    return con.execute(query, [value]).fetchone() is not None


def _collect(con: duckdb.DuckDBPyConnection, source: str) -> Iterator[Example]:
    """Take the row of each relation that fills most columns, and for the others the first value there is."""
    types = {
        (f"{schema}.{table}" if schema in ("marts", "quality") else table, column): kind
        for schema, table, column, kind in con.execute(
            "select schema_name, table_name, column_name, data_type from duckdb_columns() where not internal"
        ).fetchall()
    }
    for relation, columns in relations():
        texts = {column: f"{quote_name(column)}::varchar" for column in columns}
        shows = " + ".join(f"(coalesce({text}, '') not in {_POOR})::integer" for text in texts.values())
        # Hashes last: a new version of the extractor must not choose another row.
        order = ", ".join(sorted(texts.values(), key=lambda text: text.endswith(('_key"::varchar', '_keys"::varchar'))))
        name = quote_relation(relation)
        best = con.execute(f"select {', '.join(texts.values())} from {name} order by {shows} desc, {order} limit 1")
        row = best.fetchone() or (None,) * len(columns)
        for column, value in zip(columns, row, strict=True):
            found = value
            if found is None or found in _POOR:
                other = con.execute(
                    f"select {texts[column]} as value from {name} where value is not null and value != '' "
                    f"order by value in {_POOR}, value limit 1"
                ).fetchone()
                found = other[0] if other else None
            yield Example(relation, column, types[relation, column], _shorten(found or ""), source if found else "")


def _collect_printed(build: Path, source: str) -> Iterator[Printed]:
    with duckdb.connect(str(build), read_only=True) as con:
        rows = con.execute(
            """
            select distinct
                'headings',
                role,
                table_no::varchar,
                regexp_replace(string_split(printed_heading, '/')[-1], '\\s', '', 'g')
            from intermediate.int_columns_mapped
            where role in ('subject_code', 'line_name', 'gov_economic_name') and printed_heading != ''
            union
            select distinct
                'form_labels',
                labels.field || coalesce('/' || labels.scope, ''),
                '',
                regexp_replace(
                    coalesce(nullif(regexp_extract(cells.text, '^([^:：]{2,20})[:：]', 1), ''), cells.text),
                    '\\s', '', 'g'
                )
            from intermediate.int_form_labels as labels
            inner join intermediate.int_form_cells as cells
                using (document_key, table_index, row_index, column_index)
            where labels.field not in ('person', 'text', 'note', 'other', 'group', 'evaluation')
            order by all
            """
        ).fetchall()
    yield from (Printed(seed, key, table_no, text, source) for seed, key, table_no, text in rows)


@cache
def examples() -> dict[tuple[str, str], Example]:
    """Read the examples, by relation and column."""
    return {(row["relation"], row["column"]): Example(**row) for row in read_csv(EXAMPLES)}


@cache
def printed() -> tuple[Printed, ...]:
    """Read what documents print, that of the samples first."""
    found = [Printed(**row) for row in read_csv(PRINTED)]
    return tuple(sorted(found, key=lambda item: item.source != SAMPLES))


def _write(path: Path, rows: Sequence[Example] | Sequence[Printed]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(rows[0]))
        writer.writerows(astuple(row) for row in rows)


def update(homes: Iterable[tuple[str, Home]]) -> None:
    """Write the examples and the printed headings out of loaded warehouses, the first before the others.

    Args:
        homes: name of the source and its home.
    """
    known = examples() if EXAMPLES.is_file() else {}
    found: dict[tuple[str, str], Example] = {}
    texts: dict[tuple[str, str, str, str], Printed] = {}
    for source, home in homes:
        with duckdb.connect(str(home.published_database), read_only=True) as con:
            for example in _collect(con, source):
                place = (example.relation, example.column)
                before = known.get(place)
                if before and (before.source, before.type) == (source, example.type) and holds(con, before):
                    example = before
                if place not in found or not found[place].source:
                    found[place] = example
        if source in SOURCES_OF_HEADINGS:
            for item in _collect_printed(home.build_database, source):
                texts.setdefault((item.seed, item.key, item.table_no, item.text), item)
    _write(EXAMPLES, [found[place] for place in sorted(found)])
    _write(PRINTED, [texts[key] for key in sorted(texts)])


def _write_files(source: str, directory: Path) -> list[Path]:
    """Name the documents of a source; those that the tests make are written."""
    if source == SAMPLES:
        return [ROOT / "samples"]
    if source == "traps":
        return [path for path in sorted((ROOT / "tests" / "traps" / "files").iterdir()) if path.suffix != ".csv"]
    # The tests come with the project, the libraries that they draw with only with its development tools.
    from tests.county_set.documents import write_all
    from tests.end_to_end.form_documents import write_forms
    from tests.end_to_end.mixed_documents import write_mixed

    directory.mkdir()
    return {"counties": write_all, "forms": write_forms, "mixed": write_mixed}[source](directory)


def _load(home: Home, files: Sequence[Path]) -> None:
    command = [sys.executable, "-m", "yusuan", "load", "--home", str(home.root), *map(str, files)]
    # 1: a document was refused, as some are meant to be.
    if subprocess.run(command, check=False, cwd=ROOT).returncode not in (0, 1):
        raise SystemExit("the load failed; the examples are as they were")


def main() -> int:
    """Load what the examples are read from, unless homes are named, and write them.

    Returns:
        0.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    for source in SOURCES:
        parser.add_argument(f"--{source}", type=Path, metavar="HOME", help=f"a home with the {source} loaded")
    homes: dict[str, Path | None] = vars(parser.parse_args())
    with tempfile.TemporaryDirectory() as scratch:
        loaded = {}
        for source, root in homes.items():
            loaded[source] = Home(root or Path(scratch) / source)
            if root is None:
                _load(loaded[source], _write_files(source, Path(scratch) / f"{source}_files"))
        update(loaded.items())
    return 0


if __name__ == "__main__":
    sys.exit(main())
