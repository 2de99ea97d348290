from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from flows.discovery import Case, FoundDocument, count_passed_over, hash_file, list_files, plan_documents
from warehouse.runs import DocumentState


def test_a_directory_gives_its_pdfs_in_order_and_a_named_file_is_always_taken(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "below").mkdir(parents=True)
    for name in ("b.pdf", "a.PDF", "golden.csv", "README.md", "below/c.pdf"):
        (folder / name).touch()
    named = tmp_path / "no_suffix"
    named.touch()
    found = list_files([named, folder, folder / "b.pdf", folder / "golden.csv"])
    assert [path.name for path in found] == ["no_suffix", "a.PDF", "b.pdf", "c.pdf", "golden.csv"]
    (folder / ".gitkeep").touch()
    assert count_passed_over([named, folder, folder / "below"]) == 2


def test_a_file_changed_in_place_is_hashed_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"first")
    assert hash_file(path) == FoundDocument(path, hashlib.sha256(b"first").hexdigest(), 5)
    path.write_bytes(b"second")
    assert hash_file(path).sha256 == hashlib.sha256(b"second").hexdigest()


def test_a_file_that_the_system_does_not_give_is_told_and_stops_nobody(tmp_path: Path) -> None:
    gone = hash_file(tmp_path / "gone.pdf")
    assert gone.error
    plans = plan_documents([gone, FoundDocument(tmp_path / "a.pdf", "s1", 1)], {})
    assert [plan.case for plan in plans] == [Case.UNREADABLE, Case.EXTRACT]


@pytest.mark.parametrize(
    ("stage", "outcome", "reason", "case"),
    [
        ("land", "landed", None, Case.BUILD),
        ("publish", "loaded", None, Case.SETTLED),
        ("publish", "held_back", "incomplete", Case.SETTLED),
        ("publish", "refused", "unknown_year", Case.SETTLED),
        ("extract", "refused", "not_a_pdf", Case.SETTLED),
        ("extract", "refused", "timeout", Case.EXTRACT),
        ("extract", "refused", "crashed", Case.EXTRACT),
        ("extract", "refused", "changed", Case.EXTRACT),
    ],
)
def test_what_is_done_follows_from_where_the_document_stands(
    stage: str, outcome: str, reason: str | None, case: Case
) -> None:
    found = FoundDocument(Path("/a.pdf"), "s1", 1)
    state = DocumentState("s1", "a.pdf", stage, outcome, reason, None)
    assert [plan.case for plan in plan_documents([found], {"s1": state})] == [case]


def test_the_same_content_twice_in_one_load_is_taken_once() -> None:
    first, second = FoundDocument(Path("/a.pdf"), "s1", 1), FoundDocument(Path("/b.pdf"), "s1", 1)
    plans = plan_documents([first, second], {})
    assert [(plan.case, plan.first) for plan in plans] == [(Case.EXTRACT, ""), (Case.REPEATED, "a.pdf")]
