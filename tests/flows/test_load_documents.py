"""The flow from a file to the published warehouse, with Prefect, dbt and DuckDB as they are."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations import CheckFailure
from flows import extraction, steps
from flows.discovery import FoundDocument
from flows.extraction import Refusal
from flows.report import LoadFailedError, LoadReport, Outcome
from flows.settings import LoadSettings
from flows.start import start_load
from tests.flows.conftest import MINI_PROJECT, WritePdf
from warehouse.connection import load_lock
from warehouse.errors import WarehouseBusyError
from warehouse.home import Home

pytestmark = pytest.mark.usefixtures("prefect_server", "mini_build")


def load(home: Home, *paths: Path, timeout: float = 120, rebuild: bool = False) -> LoadReport:
    return start_load(home, paths, LoadSettings(workers=2, timeout_seconds=timeout), rebuild=rebuild)


def outcomes(report: LoadReport) -> list[tuple[str, str, str]]:
    return [(document.file_name, document.outcome.value, document.reason) for document in report.documents]


def ask(path: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_each_document_gets_its_own_outcome(home: Home, write_pdf: WritePdf, tmp_path: Path) -> None:
    good = write_pdf("好.pdf", "first page", "second page")
    same = tmp_path / "files" / "另名.pdf"
    shutil.copyfile(good, same)
    no_table = write_pdf("无表.pdf", "no table")
    incomplete = write_pdf("不全.pdf", "not whole")
    html = tmp_path / "files" / "网页.pdf"
    html.write_text("<html></html>", encoding="utf-8")
    (tmp_path / "files" / "readme.txt").write_text("not to be loaded", encoding="utf-8")

    report = load(home, good, same, no_table, incomplete, html)

    assert outcomes(report) == [
        ("好.pdf", "载入", ""),
        ("另名.pdf", "已知", ""),
        ("无表.pdf", "拒绝", "no_budget_table"),
        ("不全.pdf", "暂缓", "incomplete"),
        ("网页.pdf", "拒绝", "not_a_pdf"),
    ]
    assert "表三没有合计行" in report.documents[3].message
    assert report.published
    assert ask(home.published_database, "select 文件名 from 文件 order by 1") == [("不全.pdf",), ("好.pdf",)]
    notes = {json.loads(note.read_text(encoding="utf-8"))["reason"] for note in home.quarantine.glob("*.json")}
    assert notes == {"no_budget_table", "not_a_pdf"}
    # What is refused by what stands in it is no document of the warehouse: two are accepted.
    assert len(list(home.archive.glob("*.pdf"))) == 2
    assert not list(home.spool.glob("*"))
    docs = home.published_docs
    assert "好.pdf" in (docs / "load_report.md").read_text(encoding="utf-8")
    assert (docs / "dbt" / "index.html").stat().st_size > 100_000
    assert (docs / "data_docs" / "index.html").read_text(encoding="utf-8") == "documents,expected_row_counts"
    runs = ask(
        home.build_database,
        "select status, documents_found, documents_loaded, documents_known, documents_refused from raw.load_run",
    )
    assert runs == [("published", 5, 2, 1, 2)]


def test_a_second_load_of_the_same_files_starts_nothing(
    home: Home, write_pdf: WritePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, refused = write_pdf("好.pdf"), write_pdf("无表.pdf")
    load(home, good, refused)
    before = home.published_database.stat().st_ino

    monkeypatch.setitem(sys.modules, "flows.load_documents", None)  # importing it again would be an error
    again = load(home, refused, good)

    assert outcomes(again) == [("无表.pdf", "拒绝", "no_budget_table"), ("好.pdf", "已知", "")]
    assert "找到任何预算" in again.documents[0].message
    assert home.published_database.stat().st_ino == before
    assert ask(home.build_database, "select status from raw.load_run order by run_id") == [
        ("published",),
        ("unchanged",),
    ]


def test_a_document_held_back_is_so_when_it_is_loaded_again(home: Home, write_pdf: WritePdf) -> None:
    held_back, good = write_pdf("不全.pdf", "not whole"), write_pdf("好.pdf")
    first = load(home, held_back)
    again = load(home, held_back)
    assert outcomes(again) == [("不全.pdf", "暂缓", "incomplete")]
    assert again.documents[0].message == first.documents[0].message
    assert outcomes(load(home, held_back, good)) == [("不全.pdf", "暂缓", "incomplete"), ("好.pdf", "载入", "")]
    runs = ask(
        home.build_database, "select status, documents_loaded, documents_known from raw.load_run order by run_id"
    )
    assert runs == [("published", 1, 0), ("unchanged", 0, 1), ("published", 1, 1)]


def test_what_cannot_be_recorded_after_publishing_is_a_warning_and_made_good(
    home: Home, write_pdf: WritePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import load_documents

    def refuse(*_: object, **__: object) -> None:
        raise OSError("disk full")

    path = write_pdf("甲.pdf")
    with monkeypatch.context() as patch:
        patch.setattr(steps, "record_outcomes", refuse)
        patch.setattr(load_documents, "create_markdown_artifact", refuse)
        report = load(home, path)
    assert report.published
    assert outcomes(report) == [("甲.pdf", "载入", "")]
    assert ["disk full" in finding.message for finding in report.findings] == [True]
    assert "disk full" in (home.logs / "prefect.log").read_text(encoding="utf-8")
    assert load(home, path).published
    assert outcomes(load(home, path)) == [("甲.pdf", "已知", "")]


def test_a_document_that_the_database_does_not_take_stops_no_other(
    home: Home, write_pdf: WritePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = write_pdf("坏.pdf"), write_pdf("好.pdf")
    from warehouse.landing import land_document as land

    def half_a_character(con: Any, source: Any, content: Any) -> None:
        land(con, source, {**content, "producer": "\ud800"} if source.file_name == "坏.pdf" else content)

    monkeypatch.setattr(steps, "land_document", half_a_character)
    report = load(home, bad, good)
    assert outcomes(report) == [("坏.pdf", "拒绝", "crashed"), ("好.pdf", "载入", "")]
    assert report.published


def test_a_document_on_which_a_library_dies_costs_no_other(
    home: Home, write_pdf: WritePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = write_pdf("坏.pdf"), write_pdf("好.pdf")
    monkeypatch.setattr(extraction, "_read_in_worker", _die_of_the_bad_one)
    report = load(home, bad, good)
    assert outcomes(report) == [("坏.pdf", "拒绝", "crashed"), ("好.pdf", "载入", "")]
    assert f"exit code {-signal.SIGSEGV}" in report.documents[0].message
    assert report.published


_in_worker = extraction._read_in_worker


def _die_of_the_bad_one(document: FoundDocument, spooled: Path, original: Path) -> Refusal | None:
    """What the worker runs in place of the reader: a fault in native code ends its process."""
    if document.path.name == "坏.pdf":
        os.kill(os.getpid(), signal.SIGSEGV)
    return _in_worker(document, spooled, original)


def test_a_name_in_another_encoding_is_loaded(home: Home, write_pdf: WritePdf) -> None:
    path = write_pdf("甲.pdf")
    odd = path.with_name("\udcbc\udcd7.pdf")
    path.rename(odd)
    assert outcomes(load(home, odd.parent)) == [("\ufffd\ufffd.pdf", "载入", "")]
    assert len(list(home.archive.iterdir())) == 1


def test_a_loss_is_published_only_where_it_is_accepted(
    home: Home, write_pdf: WritePdf, check_failures: list[CheckFailure]
) -> None:
    path = write_pdf("甲.pdf")
    check_failures.append(CheckFailure("coverage", "published_document_not_held_back", "失去乙.pdf", "error"))
    with pytest.raises(LoadFailedError, match=r"(?s)失去乙\.pdf.*--accept-loss"):
        load(home, path)
    report = start_load(home, [path], LoadSettings(2, 120, accept_loss=True))
    assert report.published
    assert [(finding.severity, finding.message) for finding in report.findings] == [
        ("warn", "失去乙.pdf（已按 --accept-loss 接受）")
    ]
    assert "accept-loss" in (home.published_docs / "load_report.md").read_text(encoding="utf-8")
    check_failures.append(CheckFailure("keys", "unique", "键重复", "error"))
    with pytest.raises(LoadFailedError, match="键重复"):
        start_load(home, [], LoadSettings(2, 120, accept_loss=True), rebuild=True)


def test_failed_checks_leave_the_published_build_and_the_next_load_tries_again(
    home: Home, write_pdf: WritePdf, check_failures: list[CheckFailure]
) -> None:
    load(home, write_pdf("甲.pdf"))
    before = home.published_database.read_bytes()
    second = write_pdf("乙.pdf")

    check_failures.append(CheckFailure("keys", "unique", "键 k1 重复", "error"))
    with pytest.raises(LoadFailedError, match="键 k1 重复") as caught:
        load(home, second)
    assert caught.value.stage == "check"
    assert outcomes(caught.value.report) == [("乙.pdf", "待发布", "")]
    assert not caught.value.report.published
    assert home.published_database.read_bytes() == before

    check_failures.clear()
    check_failures.append(CheckFailure("units", "wan", "单位可疑", "warn"))
    report = load(home, second)
    assert outcomes(report) == [("乙.pdf", "载入", "")]
    assert [finding.message for finding in report.findings] == ["单位可疑"]
    assert report.difference is not None
    assert report.difference.added_documents == ("乙.pdf",)
    assert ask(home.build_database, "select status from raw.load_run order by run_id") == [
        ("published",),
        ("failed",),
        ("published",),
    ]
    assert ask(home.build_database, "select count(*) from raw.document") == [(2,)]


def test_a_failing_model_is_named(
    home: Home, write_pdf: WritePdf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from functools import partial

    from flows import steps
    from flows.dbt_process import build_models

    project = tmp_path / "project"
    shutil.copytree(MINI_PROJECT, project)
    (project / "models" / "marts" / "fct_reported_amount.sql").write_text("select no_such_column from raw.document\n")
    monkeypatch.setattr(steps, "build_models", partial(build_models, project=project))

    with pytest.raises(LoadFailedError, match="no_such_column") as caught:
        load(home, write_pdf("甲.pdf"))
    assert caught.value.stage == "build"
    assert outcomes(caught.value.report) == [("甲.pdf", "待发布", "")]
    assert not home.published_database.exists()


def test_a_rebuild_publishes_without_reading(home: Home, write_pdf: WritePdf) -> None:
    path = write_pdf("甲.pdf")
    load(home, path)
    path.unlink()
    report = load(home, rebuild=True)
    assert report.published
    assert report.documents == []
    assert report.difference is not None
    assert report.difference.changed_count == 0


def test_only_refused_documents_build_nothing(home: Home, tmp_path: Path) -> None:
    empty = tmp_path / "空.pdf"
    empty.touch()
    report = load(home, empty)
    assert [(d.outcome, d.reason) for d in report.documents] == [(Outcome.REFUSED, "empty_file")]
    assert not report.published
    assert not home.published_database.exists()


def test_a_document_over_its_time_is_refused_and_the_next_load_reads_it_again(home: Home, write_pdf: WritePdf) -> None:
    slow = write_pdf("慢.pdf")
    assert outcomes(load(home, slow, timeout=0.01)) == [("慢.pdf", "拒绝", "timeout")]
    assert outcomes(load(home, slow)) == [("慢.pdf", "载入", "")]
    assert not list(home.quarantine.glob("*.json"))


def test_two_loads_of_one_home_exclude_each_other(home: Home, write_pdf: WritePdf) -> None:
    with load_lock(home), pytest.raises(WarehouseBusyError, match="正在载入"):
        load(home, write_pdf("甲.pdf"))


def test_the_run_leaves_an_artifact(home: Home, write_pdf: WritePdf) -> None:
    from prefect.client.orchestration import get_client

    load(home, write_pdf("甲.pdf"))
    with get_client(sync_client=True) as client:
        artifacts = client.request("POST", "/artifacts/filter", json={"sort": "CREATED_DESC", "limit": 1}).json()
    assert artifacts[0]["key"] == "load-report"
    assert "甲.pdf" in artifacts[0]["data"]
