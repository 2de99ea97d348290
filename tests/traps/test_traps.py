"""Every trap met in real documents: the fixture gives its golden cells, no other amount, and is known for what it is.

All fixtures are loaded in one call; `README.md` says how they are made.
"""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from tests.end_to_end.dictionary import untrue_examples
from tests.end_to_end.loading import Load, ask, load
from tests.factory.forms import LANDLINE, PERSON, TELEPHONE
from tests.traps.score import (
    COLUMNS_OF_FORMS,
    differences,
    golden,
    golden_forms,
    held,
    persons_in,
    right_characters,
)
from warehouse.home import Home

HERE = Path(__file__).parent
FILES = HERE / "files"
PERFORMANCE = HERE / "performance.csv"

# What today's program does not read yet. A mark is taken away with the change that makes its fixture pass.

# What is text only.
WITHOUT_TABLES = {"12_pair_of_text"}

FORMS = ("16_performance_forms", "16_scanned_performance_forms")


def _documents() -> dict[str, dict[str, str]]:
    with (HERE / "documents.csv").open(newline="", encoding="utf-8") as handle:
        return {Path(row["file"]).stem: row for row in csv.DictReader(handle)}


DOCUMENTS = _documents()


@pytest.fixture(scope="module")
def loaded(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Load:
    """All fixtures in one warehouse."""
    documents = tmp_path_factory.mktemp("documents")
    for row in DOCUMENTS.values():
        (documents / row["file"]).symlink_to(FILES / row["file"])
    return load(Home(tmp_path_factory.mktemp("traps") / "home"), documents)


def test_every_file_has_its_golden_cells_and_its_row() -> None:
    assert {path.stem for path in FILES.glob("*.csv")} == set(DOCUMENTS)
    assert {path.name for path in FILES.iterdir() if path.suffix != ".csv"} == {
        row["file"] for row in DOCUMENTS.values()
    }


def test_the_load_refuses_none(loaded: Load) -> None:
    assert loaded.answer.exit_code == 0, loaded.answer.output


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_fixture_is_read_as_it_is_printed(name: str, loaded: Load) -> None:
    """Its cells, and its year, stage, department and status; nothing of it is left that no rule understood."""
    expected = DOCUMENTS[name]
    printed = golden(FILES / f"{name}.csv")
    assert len(printed) > 100 or name in WITHOUT_TABLES
    assert differences(printed, held(loaded.database, expected["file"])) == []
    document = ask(
        loaded.database,
        """
        select department_name, fiscal_year::varchar, budget_stage, quality_status
        from marts.dim_document where file_name = ?
        """,
        [expected["file"]],
    )
    assert len(document) == 1
    status = expected["quality_status"] or document[0][3]
    assert document == [(expected["department"], expected["fiscal_year"], expected["budget_stage"], status)]
    measures = {measure for (*_, measure), _ in printed}
    assert not_understood(loaded.database, expected["file"], measures) == []


@pytest.mark.parametrize("name", FORMS)
def test_the_forms_of_a_fixture_are_read_as_they_are_printed(name: str, loaded: Load) -> None:
    """All where they are text; of pictures, whatever tells forms apart, and of the rest 97 characters in 100."""
    file_name = DOCUMENTS[name]["file"]
    expected = golden_forms(PERFORMANCE, file_name)
    found, superseded = (
        ask(
            loaded.database,
            f"""
            select {COLUMNS_OF_FORMS}, extraction_method from marts.{table}
            where file_name = ? order by form_no, indicator_no
            """,
            [file_name],
        )
        for table in ("fct_performance_target", "fct_performance_target_history")
    )
    # The form filed on the day before says 0 元.
    assert {row[5] for row in superseded} == {Decimal(0)}
    standing = [row for row in expected if row[5] != 0]
    assert [row[:8] for row in superseded] == [row[:8] for row in expected if row[5] == 0]
    if "scanned" in name:
        assert [row[:8] for row in found] == [row[:8] for row in standing]
        assert right_characters(found, standing) >= 0.97
        assert {row[12] for row in found} == {"ocr"}
    else:
        assert Counter(row[:12] for row in [*found, *superseded]) == Counter(expected)
        assert ask(loaded.database, "select detail from quality.form_finding where file_name = ?", [file_name]) == []
        assert (
            ask(loaded.database, "select page_no from quality.unread_form_cell where file_name = ?", [file_name]) == []
        )
    compared = ask(
        loaded.database, "select distinct outcome from quality.project_form_amount where file_name = ?", [file_name]
    )
    assert compared == [("equal",)]


def test_rules_point_at_the_figure_of_a_scan_that_was_altered_and_change_nothing(loaded: Load) -> None:
    """A 6 painted over the 2 of 120.00: the sums of its line ask for a 2; the amount stays as the picture has it."""
    doubts = ask(
        loaded.database,
        """
        select distinct rule_no, measure, printed_text, amount_yuan::varchar, suspected_character
        from quality.ocr_doubt
        where file_name = '14_scanned_figure_altered.pdf' and reason = 'broken_rule' and line_name = '水利工程建设'
            and list_contains(fitting_texts, '120.00')
        order by all
        """,
    )
    assert [(rule, *rest) for rule, *rest in doubts] == [
        (rule, "合计", "160.00", "1600000.00", "6") for rule in ("R10", "R11")
    ]


def test_each_example_of_the_dictionary_is_a_value_of_the_fixtures(loaded: Load) -> None:
    assert untrue_examples(loaded.database, "traps") == [], "run `make examples`"


def test_no_person_on_a_form_leaves_raw(loaded: Load) -> None:
    assert persons_in(loaded.database, (PERSON, TELEPHONE, LANDLINE)) == []


def not_understood(database: Path, file_name: str, measures: set[str]) -> list[tuple[str, str]]:
    """What quality lists of a file as not understood; a heading that is a measure of the golden cells is."""
    return ask(
        database,
        """
        select 'table' as what, title || ': ' || reason from quality.unrecognised_table
        where file_name = $1 and reason != 'set_aside_by_title'
        union all
        select 'heading', printed_heading from quality.unmapped_heading
        where file_name = $1 and amount_count > 0 and not list_contains($2, measure)
        union all
        select 'amount', printed_text from quality.unparsed_amount where file_name = $1
        """,
        [file_name, sorted(measures)],
    )
