"""Each test that the dbt project defines itself passes on sound rows and names those that are not.

dbt's own tests (`unique`, `not_null`, `accepted_values`, `relationships`) are dbt's to test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
from jinja2 import Environment, StrictUndefined

_PROJECT = Path(__file__).parents[2] / "dbt_project"
_GENERIC = re.compile(r"\{%-?\s*test\s+(\w+)")


class Case(NamedTuple):
    """Rows of the models that a test reads, what is done to them, and the rows that the test returns then."""

    sound: str
    fault: str
    found: list[tuple[Any, ...]]


CASES = {
    # 乙 is of the same department as 甲, and was left out; an earlier version of 乙 need not be computed.
    "documents_of_a_department_are_computed_together": Case(
        sound="""
            create table int_documents_due as select unnest(['甲', '乙']) as document_key;
            create table int_documents_known as
            select * from (
                values ('甲', 'A'), ('乙', 'A'), ('乙之前', 'A'), ('丙', 'B')
            ) as t (document_key, department_key);
            create table int_documents_latest as select unnest(['甲', '乙', '丙']) as document_key;
        """,
        fault="delete from int_documents_due where document_key = '乙'",
        found=[("乙", "A")],
    ),
}


def _custom_tests() -> dict[str, str]:
    """The SQL of each test that stands in the project, by its name."""
    singular = {path.stem: path.read_text(encoding="utf-8") for path in (_PROJECT / "tests").glob("*.sql")}
    macros = [path.read_text(encoding="utf-8") for path in (_PROJECT / "macros").rglob("*.sql")]
    return singular | {name: text for text in macros for name in _GENERIC.findall(text)}


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        yield con


def test_every_custom_test_has_a_case_that_makes_it_fail() -> None:
    assert set(CASES) == set(_custom_tests())


@pytest.mark.parametrize("name", CASES)
def test_a_custom_test_passes_on_sound_rows_and_finds_the_fault(
    name: str, connection: duckdb.DuckDBPyConnection
) -> None:
    case = CASES[name]
    template = Environment(undefined=StrictUndefined, autoescape=False).from_string(_custom_tests()[name])
    sql = template.render(ref=lambda model: model)
    connection.execute(case.sound)
    assert connection.execute(sql).fetchall() == []

    connection.execute(case.fault)
    assert connection.execute(sql).fetchall() == case.found
