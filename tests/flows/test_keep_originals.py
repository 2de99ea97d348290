"""Which originals the archive keeps, once the build has told what is accepted."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from flows.steps import keep_originals
from warehouse.home import Home
from warehouse.runs import BuildOutcome


def _outcome(path: Path, outcome: str) -> BuildOutcome:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return BuildOutcome(sha256, "1", path.name, outcome, None, None, str(path))


def test_accepted_documents_are_kept_and_refused_ones_are_not(home: Home, tmp_path: Path) -> None:
    outcomes = []
    for name, outcome in (("载入.pdf", "loaded"), ("暂缓.pdf", "held_back"), ("拒绝.pdf", "refused")):
        path = tmp_path / name
        path.write_bytes(name.encode())
        outcomes.append(_outcome(path, outcome))
    assert keep_originals(home, outcomes) == []
    kept = {file.name: file.read_bytes().decode() for file in home.archive.iterdir()}
    assert kept == {f"{outcomes[0].sha256}.pdf": "载入.pdf", f"{outcomes[1].sha256}.pdf": "暂缓.pdf"}


def test_an_original_that_has_gone_or_changed_is_told(home: Home, tmp_path: Path) -> None:
    gone, changed = tmp_path / "不见.pdf", tmp_path / "改动.pdf"
    gone.write_bytes(b"first")
    changed.write_bytes(b"second")
    outcomes = [_outcome(gone, "loaded"), _outcome(changed, "loaded")]
    gone.unlink()
    changed.write_bytes(b"another")
    findings = keep_originals(home, outcomes)
    assert [(finding.severity, finding.suite) for finding in findings] == [("warn", "archive")] * 2
    assert "不见.pdf" in findings[0].message
    assert "改动.pdf" in findings[1].message
    assert not home.archive.exists() or not list(home.archive.iterdir())


def test_the_bytes_that_were_read_are_kept_though_the_file_has_gone(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "移走.pdf"
    path.write_bytes(b"as read")
    outcome = _outcome(path, "loaded")
    home.originals.mkdir(parents=True)
    path.rename(home.originals / outcome.sha256)
    (home.originals / "of a document that did not land.pdf").touch()
    assert keep_originals(home, [outcome]) == []
    assert (home.archive / f"{outcome.sha256}.pdf").read_bytes() == b"as read"
    assert not home.originals.exists()


def test_an_original_that_the_system_refuses_is_told_and_stops_no_other(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused, good = tmp_path / "无权.pdf", tmp_path / "好.pdf"
    refused.write_bytes(b"first")
    good.write_bytes(b"second")
    outcomes = [_outcome(refused, "loaded"), _outcome(good, "loaded")]
    read_bytes = Path.read_bytes

    def read(self: Path) -> bytes:
        if self == refused:
            raise PermissionError(13, "Permission denied")
        return read_bytes(self)

    monkeypatch.setattr(Path, "read_bytes", read)
    findings = keep_originals(home, outcomes)
    assert [finding.severity for finding in findings] == ["warn"]
    assert "无权.pdf" in findings[0].message
    assert "Permission denied" in findings[0].message
    assert [file.name for file in home.archive.iterdir()] == [f"{outcomes[1].sha256}.pdf"]
