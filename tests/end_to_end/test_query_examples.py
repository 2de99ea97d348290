"""The excerpts in docs/queries/README.md are what the queries answer on the two sample budgets."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.end_to_end.loading import Load

QUERIES = Path(__file__).parents[2] / "docs" / "queries"
NAMES = [path.stem for path in sorted(QUERIES.glob("*.sql"))]
_NOTHING = "两份样本里没有。"


def printed(value: object) -> str:
    """A value as the page prints it: amounts and percentages to two places, nothing for NULL."""
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return "" if value is None else str(value).replace("|", "｜")


def excerpt(name: str) -> list[list[str]]:
    """The rows that the page shows under a query, its heading first."""
    page = (QUERIES / "README.md").read_text(encoding="utf-8")
    match = re.search(rf"\[{name}\.sql\]\({name}\.sql\)\n\n(.+?)\n(?:\n#|$)", page, flags=re.DOTALL)
    assert match is not None
    lines = [line for line in match[1].splitlines() if line.startswith("| ")]
    assert lines or _NOTHING in match[1]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "| --- |" not in line]


def test_the_page_lists_every_query_with_its_question() -> None:
    page = (QUERIES / "README.md").read_text(encoding="utf-8")
    for name in NAMES:
        question = (QUERIES / f"{name}.sql").read_text(encoding="utf-8").splitlines()[0].removeprefix("-- 问：")
        assert f"### {name[:2]} {question}" in page


@pytest.mark.parametrize("name", NAMES)
def test_the_page_shows_what_the_query_answers(name: str, samples: Load) -> None:
    with duckdb.connect(str(samples.database), read_only=True) as con:
        result = con.execute((QUERIES / f"{name}.sql").read_text(encoding="utf-8"))
        columns = [column[0] for column in result.description or ()]
        rows = [[printed(value) for value in row] for row in result.fetchall()]
    shown = excerpt(name)
    assert shown == ([columns, *rows[: len(shown) - 1]] if rows else [])
