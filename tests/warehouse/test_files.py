"""The archive and the quarantine."""

from __future__ import annotations

import datetime as dt
import json
import stat
from pathlib import Path

import pytest

from warehouse.archive import archive_document, write_atomically
from warehouse.home import Home
from warehouse.quarantine import withdraw_note, write_note


def test_a_document_is_archived_once_and_read_only(home: Home) -> None:
    path = archive_document(home, "ab", b"%PDF first")
    assert path == home.archive / "ab.pdf"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    inode = path.stat().st_ino
    assert archive_document(home, "ab", b"%PDF first").stat().st_ino == inode
    assert [file.name for file in home.archive.iterdir()] == ["ab.pdf"]


def test_a_write_that_fails_leaves_the_old_file_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "note.json"
    write_atomically(path, b"old")

    def refuse(self: Path, target: Path) -> Path:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="no space left"):
        write_atomically(path, b"new")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("note.json", b"old")]


def test_a_note_says_what_was_refused_and_why(home: Home) -> None:
    write_note(home, sha256="ab", file_name="旧.pdf", reason="timeout", message="旧")
    write_note(home, sha256="ab", file_name="甲.pdf", reason="not_a_pdf", message="文件“甲.pdf”不是 PDF。")
    assert [file.name for file in home.quarantine.iterdir()] == ["ab.json"]
    text = (home.quarantine / "ab.json").read_text(encoding="utf-8")
    assert "甲.pdf" in text
    note = json.loads(text)
    refused_at = dt.datetime.fromisoformat(note.pop("refused_at"))
    assert abs(dt.datetime.now(dt.UTC) - refused_at) < dt.timedelta(minutes=1)
    assert note == {
        "sha256": "ab",
        "file_name": "甲.pdf",
        "reason": "not_a_pdf",
        "message": "文件“甲.pdf”不是 PDF。",
    }
    withdraw_note(home, "ab")
    withdraw_note(home, "ab")
    assert list(home.quarantine.iterdir()) == []
