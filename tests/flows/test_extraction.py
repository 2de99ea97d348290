"""Reading one document in its own process: what the flow's tests do not reach."""

from __future__ import annotations

import os
from pathlib import Path
from unittest.mock import patch

import pytest

from flows import extraction
from flows.discovery import FoundDocument, hash_file
from flows.extraction import Refusal, extract_document, take_content
from flows.processes import WorkerCrashedError
from tests.flows.conftest import WritePdf
from warehouse.home import Home


def _stumble(data: bytes) -> None:
    raise IndexError("no such column")


def test_a_file_changed_since_it_was_found_is_not_taken_for_what_it_was(home: Home, write_pdf: WritePdf) -> None:
    found = hash_file(write_pdf("甲.pdf"))
    found.path.write_bytes(b"%PDF-1.4 half of another file")
    answer = extract_document(home, found, 60)
    assert answer.refusal is not None
    assert answer.refusal.reason == "changed"


def test_a_file_that_went_away_is_told(home: Home, write_pdf: WritePdf) -> None:
    found = hash_file(write_pdf("甲.pdf"))
    found.path.unlink()
    answer = extract_document(home, found, 60)
    assert answer.refusal is not None
    assert answer.refusal.reason == "unreadable_file"


def test_content_is_handed_over_once(home: Home, write_pdf: WritePdf) -> None:
    found = hash_file(write_pdf("甲.pdf", "first", "second"))
    answer = extract_document(home, found, 60)
    assert answer.seconds > 0
    content = take_content(answer)
    assert content is not None
    assert [page["text"].strip() for page in content["pages"]] == ["first", "second"]
    assert not list(home.spool.iterdir())


def test_the_worker_tells_an_extractor_that_stumbles_from_one_that_dies(
    home: Home, write_pdf: WritePdf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = hash_file(write_pdf("甲.pdf"))
    monkeypatch.setattr(extraction, "read_document", _stumble)
    monkeypatch.setattr(extraction, "limit_memory", lambda byte_count: None)  # of the tests' own process
    refusal = extraction._read_in_worker(found, tmp_path / "spooled", tmp_path / "original")
    assert refusal is not None
    assert (refusal.reason, refusal.detail) == ("crashed", "IndexError: no such column")
    assert not (tmp_path / "spooled").exists()

    monkeypatch.setattr(extraction, "_read_in_worker", _die)
    with pytest.raises(WorkerCrashedError, match="exit code 9"):
        extract_document(home, found, 60)


def _die(*arguments: object) -> None:
    os._exit(9)


def test_a_document_that_takes_more_memory_than_there_is_is_too_large(
    home: Home, write_pdf: WritePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction, "_read_in_worker", _read_greedily)
    answer = extract_document(home, hash_file(write_pdf("甲.pdf")), 60)
    assert answer.refusal is not None
    assert (answer.refusal.reason, answer.refusal.detail) == ("too_large", "2 GB")
    assert not list(home.spool.iterdir())


_in_worker = extraction._read_in_worker


def _read_greedily(document: FoundDocument, spooled: Path, original: Path) -> Refusal | None:
    """What the worker runs in place of the reader: the limit is set as ever, then more is asked for."""
    with patch.object(extraction, "read_document", lambda data: bytearray(3 * 1024**3)):
        return _in_worker(document, spooled, original)
