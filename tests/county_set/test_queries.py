"""The queries of docs/queries over the set answer what the figures say, worked out without SQL."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pdfplumber
import pytest

from tests.county_set.answers import ANSWERS, Row, Truth
from tests.county_set.conftest import CountySet
from tests.county_set.faults import LEFT_OUT_TABLE
from tests.county_set.test_findings import known_rules

QUERIES = {path.stem[3:]: path for path in sorted((Path(__file__).parents[2] / "docs" / "queries").glob("*.sql"))}
# Answered by what stands on the page, or by the rules: each has a test of its own.
_OTHERS = {"totals_that_do_not_add_up", "held_back", "where_a_figure_stands"}


@pytest.fixture(scope="module")
def known(county_set: CountySet) -> Truth:
    return Truth(county_set.documents, county_set.standing)


def answer(database: Path, name: str) -> list[dict[str, Any]]:
    """Run a query on the published database."""
    with duckdb.connect(str(database), read_only=True) as con:
        result = con.execute(QUERIES[name].read_text(encoding="utf-8"))
        columns = [column[0] for column in result.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def test_every_query_has_an_answer_to_compare_with() -> None:
    assert len(QUERIES) == 20
    assert set(ANSWERS) | _OTHERS == set(QUERIES)


@pytest.mark.parametrize("name", QUERIES)
def test_queries_say_what_they_ask_and_read_chinese_views_only(name: str) -> None:
    question, caveat, *_ = QUERIES[name].read_text(encoding="utf-8").splitlines()
    assert re.match(r"-- 问：.+？$", question)
    assert re.match(r"-- 注意：.+。$", caveat)
    assert not re.search(r"\b(marts|quality|raw)\.", QUERIES[name].read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_are_those_of_the_figures(name: str, known: Truth, county_set: CountySet) -> None:
    found = [tuple(row.values()) for row in answer(county_set.database, name)]
    wanted = ANSWERS[name](known)
    assert wanted
    assert len(found) == len(wanted)
    differing = [(got, row) for got, row in zip(found, wanted, strict=True) if not _alike(got, row)]
    assert differing == []


def _alike(found: Row, wanted: Row) -> bool:
    """The same values; a percentage may be rounded either way where it lies in the middle."""
    return len(found) == len(wanted) and all(
        abs(one - other) <= (0 if one.as_tuple().exponent == -6 else Decimal("0.01"))
        if isinstance(one, Decimal) and isinstance(other, Decimal)
        else other is None or one == other
        for one, other in zip(found, wanted, strict=True)
    )


def test_departments_whose_totals_do_not_add_up_are_those_with_a_fault(known: Truth, county_set: CountySet) -> None:
    found = answer(county_set.database, "totals_that_do_not_add_up")
    replaced = {document.file_name for document in known.documents if document.date_supersedes}
    rules = known_rules() - {"R25", "R27", "R31", "R40", "R41", "R42", "R43", "R50"}
    wanted = {
        (document.entry.department, document.entry.year, document.entry.stage, rule)
        for document in known.documents
        for rule in document.broken_rules & rules
        if document.file_name not in replaced
    }
    assert {(row["部门"], row["年度"], row["预决算"], row["规则"]) for row in found} == wanted
    # Each fault of a table is printed nine too high; the project left out is the whole of what is missing.
    amounts = {abs(row["差额_万元"]) for row in found if row["规则"] not in ("R90", "R30")}
    assert amounts == {Decimal("9.00")}


def test_the_document_held_back_says_what_it_lacks(known: Truth, county_set: CountySet) -> None:
    (found,) = answer(county_set.database, "held_back")
    (held_back,) = [document for document in known.documents if document.is_held_back]
    assert found["文件名"] == held_back.file_name
    assert f"表{LEFT_OUT_TABLE.table_no}" in str(found["原因"])


def test_figures_stand_where_the_query_says(known: Truth, county_set: CountySet) -> None:
    found = {row["文件名"]: row for row in answer(county_set.database, "where_a_figure_stands")}
    with_tables = [document for document in known.standing if document.part != "narrative"]
    assert found.keys() == {document.file_name for document in with_tables}
    one_of_each_layout = {document.entry.county.layout: document for document in with_tables}
    for document in with_tables:
        totals = [
            cell.amount
            for cell in document.built.cells
            if (cell.table_no, cell.section) == (1, "收入") and cell.name in ("收入总计", "总计", "收入合计")
        ]
        assert found[document.file_name]["金额_万元"] == totals[0]
    pages_looked_at = 0
    for document in one_of_each_layout.values():
        if document.file_name.endswith(".pdf"):
            row = found[document.file_name]
            with pdfplumber.open(io.BytesIO(document.built.data)) as pdf:
                words = pdf.pages[row["页码"] - 1].extract_words()
            left, top = row["左"], row["上"]
            assert [
                word
                for word in words
                if word["text"] == row["所印文字"]
                and left - 1 <= word["x0"] < left + 160
                and top - 1 <= word["top"] < top + 20
            ]
            pages_looked_at += 1
    assert pages_looked_at == 4
