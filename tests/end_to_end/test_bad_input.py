"""Files that cannot be loaded are refused one by one, each with its reason; what is sound beside them is published."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.amounts import built_amounts, differences, warehouse_amounts
from tests.end_to_end.dictionary import untrue_examples
from tests.end_to_end.loading import Load, ask, command
from tests.end_to_end.mixed_documents import bad_files, good_documents

BAD = bad_files()


def notes(loaded: Load) -> dict[str, dict[str, Any]]:
    """The notes in quarantine, by the file name that they give."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in loaded.home.quarantine.glob("*.json")]
    return {note["file_name"]: note for note in found}


def test_a_refusal_is_exit_status_1(mixed_load: Load) -> None:
    assert mixed_load.answer.exit_code == 1
    assert f"拒绝 {len(BAD)}" in mixed_load.answer.output


@pytest.mark.parametrize("name", BAD)
def test_each_bad_file_is_refused_with_its_reason_and_what_to_do(name: str, mixed_load: Load) -> None:
    bad = BAD[name]
    shown = [line for line in mixed_load.answer.output.splitlines() if line.startswith(f"│ {name} ")]
    assert len(shown) == 1
    _, _, outcome, code, message, _ = (part.strip() for part in shown[0].split("│"))
    assert (outcome, code) == ("拒绝", bad.reason)
    assert f"“{name}”" in message
    assert bad.advice in message


@pytest.mark.parametrize("name", BAD)
def test_each_refusal_leaves_a_note_in_quarantine(name: str, mixed_load: Load) -> None:
    bad, note = BAD[name], notes(mixed_load)[name]
    sha256 = hashlib.sha256(bad.data).hexdigest()
    assert (note["sha256"], note["reason"]) == (sha256, bad.reason)
    assert name in note["message"]
    assert note["refused_at"]
    assert (mixed_load.home.quarantine / f"{sha256}.json").is_file()


def test_each_example_of_the_dictionary_is_a_value_of_the_mixed_load(mixed_load: Load) -> None:
    assert untrue_examples(mixed_load.database, "mixed") == [], "run `make examples`"


def test_only_the_bad_files_are_in_quarantine(mixed_load: Load) -> None:
    assert set(notes(mixed_load)) == set(BAD)


def test_the_sound_documents_are_published_whole(mixed_load: Load) -> None:
    published = ask(mixed_load.database, "select distinct file_name from marts.fct_reported_amount")
    documents = good_documents()
    assert {name for (name,) in published} == {document.file_name for document in documents.values()}
    for document in documents.values():
        assert differences(built_amounts(document), warehouse_amounts(mixed_load.database, document.file_name)) == []


def test_an_incomplete_document_is_held_back_and_stops_no_other(mixed_load: Load) -> None:
    """Five of 表1 to 表6 are missing, and no rule knows the heading 事由: both are said, and no more comes of it."""
    shown = [line for line in mixed_load.answer.output.splitlines() if line.startswith("│ incomplete.pdf ")]
    assert len(shown) == 1
    assert [part.strip() for part in shown[0].split("│")[2:4]] == ["暂缓", "incomplete"]
    assert ask(
        mixed_load.database,
        "select quality_status, is_current from marts.dim_document where file_name = 'incomplete.pdf'",
    ) == [("incomplete", False)]
    missing = ask(
        mixed_load.database,
        """
        select count(*) from quality.reconciliation
        where file_name = 'incomplete.pdf' and check_code = 'R90b' and outcome = 'broken'
        """,
    )
    assert missing == [(5,)]
    headings = "select printed_heading from quality.unmapped_heading where file_name = 'incomplete.pdf'"
    assert ask(mixed_load.database, headings) == [("事由",)]


def test_a_refused_document_gives_no_amount(mixed_load: Load) -> None:
    found = ask(mixed_load.database, "select distinct file_name from marts.fct_reported_amount")
    assert {name for (name,) in found} & set(BAD) == set()


def test_a_file_without_budget_stays_in_raw_for_a_better_rule(mixed_load: Load) -> None:
    """Reading was no fault of theirs: a rule that recognises them needs no PDF read again."""
    landed = ask(mixed_load.home.build_database, "select file_name from raw.document")
    assert {name for (name,) in landed} & set(BAD) == {"戊.pdf", "己.pdf", "庚.pdf"}
    reasons = ask(mixed_load.database, "select file_name, reason from quality.document_refusal")
    assert dict(reasons) == {name: BAD[name].reason for name in ("戊.pdf", "己.pdf", "庚.pdf")}


def test_a_refused_file_is_refused_again_without_being_read(mixed_load: Load, tmp_path: Path) -> None:
    before = mixed_load.database.stat().st_mtime_ns
    (tmp_path / "乙.pdf").write_bytes(BAD["乙.pdf"].data)
    again = command("load", tmp_path / "乙.pdf", "--home", mixed_load.home.root)
    assert again.exit_code == 1
    assert "not_a_pdf" in again.output
    assert mixed_load.database.stat().st_mtime_ns == before
