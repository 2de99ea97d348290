"""Measure what one more document costs in warehouses of several sizes.

`python -m benchmarks.incremental` makes a warehouse of 10, then 1,000, then 10,000 documents out of the raw rows of one
made document under other departments and years, and at each size lands one document more and builds. Prints Markdown
tables; see benchmarks/README.md. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from extract import EXTRACTOR_VERSION, read_document
from flows.dbt_process import build_models
from flows.settings import prepare_environment
from flows.steps import check
from tests.factory.figures import archives
from tests.factory.layouts import shanxi
from tests.factory.shanxi import ShanxiOptions
from warehouse.connection import Connection, open_build, read_build
from warehouse.home import Home
from warehouse.landing import DocumentSource, land_document
from warehouse.publishing import identify_build, staged_build

SIZES = (10, 1_000, 10_000)

# Documents of a department before the one more, a year each.
_YEARS = 5
_FIRST_YEAR = 2021
# Shown by model: those that take most time at the largest size.
_SHOWN_MODELS = 12
_TABLES = ("page", "table_grid", "table_row", "paragraph")


@dataclass(frozen=True, slots=True)
class Step:
    """Wall time, and processor time of all processes, of one step; in seconds."""

    wall: float
    processor: float


@dataclass(frozen=True, slots=True)
class Growth:
    """What one more document cost.

    Attributes:
        documents: documents in the warehouse before.
        amounts: rows of fct_reported_amount then.
        build: bringing the models up to date, dbt's start included.
        check: the checks before publishing.
        publish: copying marts and quality into a new file.
        models: seconds by model, seed or test that dbt ran.
    """

    documents: int
    amounts: int
    build: Step
    check: Step
    publish: Step
    models: dict[str, float]


def land_template(con: Connection) -> None:
    """Read one made document and set its rows aside as temporary tables."""
    figures = archives()
    data = shanxi(figures, ShanxiOptions()).data
    source = DocumentSource("template", "template.pdf", "", len(data), EXTRACTOR_VERSION, "")
    land_document(con, source, asdict(read_document(data)))
    for table in ("document", *_TABLES):
        con.execute(f"create temp table {table} as from raw.{table} where sha256 = 'template'")
        con.execute(f"delete from raw.{table} where sha256 = 'template'")


def land_copies(con: Connection, documents: Sequence[tuple[int, int]]) -> None:
    """Land copies of the template.

    Args:
        con: connection on which `land_template` was called.
        documents: number of the department and fiscal year of each.
    """
    figures = archives()
    con.execute("create or replace temp table copies (sha256 varchar, department varchar, year integer, no integer)")
    rows = [
        (hashlib.sha256(f"{number} {year}".encode()).hexdigest(), f"云岭县第{number}档案馆", year, index)
        for index, (number, year) in enumerate(documents)
    ]
    con.executemany("insert into copies values (?, ?, ?, ?)", rows)
    # The year before is printed too: both years move.
    con.execute(
        f"""
        create or replace macro renamed(printed, department, year) as replace(replace(replace(
            printed, '{figures.department}', department),
            '{figures.year - 1}', (year - 1)::varchar), '{figures.year}', year::varchar)
        """
    )
    changes = {
        "document": "department || year || '.pdf' as file_name, now() + to_microseconds(no) as landed_at",
        "page": "renamed(text, department, year) as text",
        "table_grid": "renamed(title, department, year) as title, "
        "renamed(department_line, department, year) as department_line, "
        "list_transform(heading_paths, lambda heading: struct_update(heading, path := list_transform(heading.path, "
        "lambda level: renamed(level, department, year)))) as heading_paths",
        "table_row": "list_transform(cells, lambda cell: struct_update(cell, text := "
        "renamed(cell.text, department, year))) as cells",
        "paragraph": "renamed(text, department, year) as text",
    }
    for table, changed in changes.items():
        con.execute(
            f"""
            insert into raw.{table} by name
            select template.* replace (copies.sha256 as sha256, {changed})
            from copies cross join {table} as template
            order by copies.no
            """
        )


def count_amounts(con: Connection, documents: int) -> int:
    """Count the amounts that stand in the warehouse.

    Args:
        con: connection to the build database.
        documents: how many have been landed.

    Raises:
        ValueError: a copy was held back, so that the warehouse is smaller than it is said to be.
    """
    row = con.execute("select count(*), count(distinct document_key) from marts.fct_reported_amount").fetchone()
    amounts, current = row or (0, 0)
    if current != documents:
        raise ValueError(f"{current} of {documents} documents have amounts in the warehouse")
    return int(amounts)


def _timed(function: object, *arguments: object) -> Step:
    started, before = time.perf_counter(), _processor_seconds()
    assert callable(function)
    function(*arguments)
    return Step(time.perf_counter() - started, _processor_seconds() - before)


def _processor_seconds() -> float:
    """Processor time of this process and of those that it started and that have ended."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _publish(home: Home) -> None:
    with staged_build(home, identify_build("benchmark", EXTRACTOR_VERSION)) as staged:
        staged.commit()


def _seconds_by_node(home: Home) -> dict[str, float]:
    """What dbt says that each model and test took in its last build."""
    account = json.loads((home.dbt_target / "run_results.json").read_text(encoding="utf-8"))
    return {result["unique_id"].split(".", 2)[2]: float(result["execution_time"]) for result in account["results"]}


def measure(home: Home, sizes: Sequence[int]) -> list[Growth]:
    """Grow a warehouse and measure one more document at each size.

    Args:
        home: an empty home.
        sizes: numbers of documents, ascending multiples of 5.
    """
    prepare_environment(home)
    growths: list[Growth] = []
    departments = 0
    for size in sizes:
        wanted = range(departments, size // _YEARS)
        departments = size // _YEARS
        with open_build(home) as con:
            land_template(con)
            land_copies(con, [(no, year) for no in wanted for year in range(_FIRST_YEAR, _FIRST_YEAR + _YEARS)])
        grown = _timed(build_models, home)
        print(f"{size} documents built in {grown.wall:.0f} s", flush=True)
        with open_build(home) as con:
            land_template(con)
            land_copies(con, [(wanted[0], _FIRST_YEAR + _YEARS)])
        built = _timed(build_models, home)
        models = _seconds_by_node(home)
        with read_build(home) as con:
            amounts = count_amounts(con, size + len(growths) + 1)
        print(f"one more built in {built.wall:.1f} s, {built.processor:.1f} s of processor time", flush=True)
        checked = _timed(check, home)
        published = _timed(_publish, home)
        growths.append(Growth(size, amounts, built, checked, published, models))
    return growths


def _print(growths: Sequence[Growth]) -> None:
    first, last = growths[0], growths[-1]
    print(
        "\n| documents | amounts | build, s | build, processor s | ratio | ratio, processor | check, s | publish, s |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for growth in growths:
        build, base = growth.build, first.build
        print(
            f"| {growth.documents} | {growth.amounts} | {build.wall:.1f} | {build.processor:.1f} | "
            f"{build.wall / base.wall:.2f} | {build.processor / base.processor:.2f} | "
            f"{growth.check.wall:.1f} | {growth.publish.wall:.1f} |"
        )
    print("\n| model | " + " | ".join(f"{growth.documents} documents, s" for growth in growths) + " | ratio |")
    print("| --- |" + " --- |" * (len(growths) + 1))
    shown = sorted(last.models, key=lambda name: -last.models[name])[:_SHOWN_MODELS]
    rows = [(name, [growth.models.get(name, 0.0) for growth in growths]) for name in shown]
    rows.append(("all models and tests", [sum(growth.models.values()) for growth in growths]))
    for name, seconds in rows:
        ratio = seconds[-1] / seconds[0] if seconds[0] else 0.0
        print(f"| {name} | " + " | ".join(f"{value:.2f}" for value in seconds) + f" | {ratio:.2f} |")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES, help="documents before the one more, ascending")
    parser.add_argument("--home", type=Path, help="an empty directory to keep the warehouse in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        _print(measure(Home(options.home or Path(temporary)), options.sizes))


if __name__ == "__main__":
    main()
