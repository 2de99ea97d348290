"""The flow from a file to the published warehouse, with Prefect, dbt and DuckDB as they are."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import duckdb
import pytest

from expectations import CheckFailure
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
    assert (docs / "data_docs" / "index.html").read_text(encoding="utf-8") == "documents"
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
