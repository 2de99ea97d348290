from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd
import pytest

from expectations import PREVIOUS_FRAMES, CheckReport, run_checks
from expectations.suite_spec import load_suites
from tests.expectations.tiny_warehouse import frames_of, read_frames


class Run(NamedTuple):
    report: CheckReport
    site: Path


@pytest.fixture(scope="module")
def sound_run(sound_frames: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Run:
    site = tmp_path_factory.mktemp("docs") / "data_docs"
    for section in ("validations", "expectations"):
        (site / section).mkdir(parents=True)
        (site / section / "of_an_earlier_run.html").touch()
    return Run(run_checks(sound_frames, site), site)


def _pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_a_sound_warehouse_passes(sound_run: Run) -> None:
    report = sound_run.report
    expectations = [item for suite in load_suites() for frame in suite.frames for item in frame.expectations]

    assert report.success
    assert report.errors == ()
    assert report.evaluated == len(expectations)


def test_findings_in_the_documents_are_warnings(sound_run: Run) -> None:
    assert {(failure.suite, failure.expectation) for failure in sound_run.report.warnings} == {
        ("reconciliation", "document_is_not_discrepant"),
        ("reconciliation", "document_is_complete"),
        ("reconciliation", "rule_is_not_broken"),
    }


def test_without_a_previous_build_nothing_can_have_shrunk(
    sound_frames: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    from expectations.checkpoint import complete_frames

    without = {name: frame for name, frame in sound_frames.items() if name != "previous_coverage"}
    for frames in (without, {**without, "previous_coverage": pd.DataFrame()}):
        assert complete_frames(frames)["previous_documents"].empty

    assert run_checks(without, tmp_path / "docs").success


def test_a_document_superseded_since_has_lost_nothing(warehouse: duckdb.DuckDBPyConnection) -> None:
    from expectations.checkpoint import complete_frames

    before = read_frames(warehouse, PREVIOUS_FRAMES)
    warehouse.execute(
        "update marts.dim_document set is_current = false, superseded_by = 'doc-a', document_key = 'doc-b2' "
        "where document_key = 'doc-b'; "
        "insert into marts.fct_reported_amount_history select * replace ('doc-b2' as document_key) "
        "from marts.fct_reported_amount where document_key = 'doc-b'; "
        "delete from marts.fct_reported_amount where document_key = 'doc-b'"
    )

    documents = complete_frames(frames_of(warehouse) | before)["previous_documents"]

    # known again by its bytes, though another extractor version has given it another key
    (document,) = documents[documents["document_key"] == "doc-b"].to_dict(orient="records")
    assert (document["is_still_there"], document["lost_amount_count"], document["has_lost_all"]) == (True, 0, False)


def test_an_empty_warehouse_can_be_checked(sound_frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    kept = {"dim_fund_source_keys", "money_columns"}
    empty = {name: frame if name in kept else frame.head(0) for name, frame in sound_frames.items()}

    assert run_checks(empty, tmp_path / "docs").failures == ()


def test_a_missing_frame_is_refused(sound_frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    frames = {name: frame for name, frame in sound_frames.items() if name != "fact_totals"}

    with pytest.raises(ValueError, match="fact_totals"):
        run_checks(frames, tmp_path)


def test_money_as_floating_point_is_refused(sound_frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    totals = sound_frames["fact_totals"]
    frames = sound_frames | {"fact_totals": totals.assign(fact_yuan=totals["fact_yuan"].astype(float))}

    with pytest.raises(ValueError, match=r"fact_totals.*fact_yuan"):
        run_checks(frames, tmp_path)


def test_a_check_that_cannot_be_evaluated_is_an_error(sound_frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    frames = sound_frames | {"rule_outcomes": sound_frames["rule_outcomes"].drop(columns="broken_count")}

    report = run_checks(frames, tmp_path / "docs")

    (failure,) = report.errors
    assert (failure.suite, failure.expectation) == ("reconciliation", "rule_is_not_broken")
    assert "无法检查" in failure.message
    assert "broken_count" in failure.message


def test_the_site_has_a_page_per_suite_and_frame(sound_run: Run) -> None:
    names = {f"{suite.suite}.{frame.frame}.html" for suite in load_suites() for frame in suite.frames}

    assert {path.relative_to(sound_run.site).as_posix() for path in _pages(sound_run.site)} == {
        "index.html",
        *(f"validations/{name}" for name in names),
        *(f"expectations/{name}" for name in names),
    }


def test_the_site_needs_no_network(sound_run: Run) -> None:
    for page in _pages(sound_run.site):
        html = page.read_text(encoding="utf-8")
        assert not re.search(r"(?:https?:)?//", html), page.name
        assert not re.search(r"<(?:script|link|img|iframe|object)\b|@import|url\(", html), page.name


def test_every_link_of_the_site_leads_somewhere(sound_run: Run) -> None:
    for page in _pages(sound_run.site):
        html = page.read_text(encoding="utf-8")
        ids = set(re.findall(r'\sid="?([^\s">]+)', html))
        for link in re.findall(r'href="([^"]+)"', html):
            path, _, anchor = link.partition("#")
            if path:
                assert (page.parent / path).resolve().is_file(), (page.name, link)
            else:
                assert anchor in ids, (page.name, link)


def test_a_directory_of_something_else_is_not_replaced(sound_frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    (tmp_path / "index.html").touch()

    with pytest.raises(ValueError, match="not a Data Docs site"):
        run_checks(sound_frames, tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_pages_are_titled_and_in_chinese(sound_run: Run) -> None:
    index = (sound_run.site / "index.html").read_text(encoding="utf-8")
    page = (sound_run.site / "validations" / "reconciliation.document_coverage.html").read_text(encoding="utf-8")

    assert re.findall("<title>(.*)</title>", index) == ["预算公开数据仓库 · 数据检查"]
    assert re.findall("<title>(.*)</title>", page) == [
        "reconciliation.document_coverage 检查结果 · 预算公开数据仓库 · 数据检查"
    ]
    assert "可以发布" in index
    assert all(failure.message in index for failure in sound_run.report.failures)
    assert all(failure.message in page for failure in sound_run.report.failures if "文件" in failure.message[:6])
    texts = {text.strip() for text in re.findall(r">([^<>]+)<", page.partition("<body")[2])}
    assert not {text for text in texts if re.search(r"\bExpectation|unexpected|Status|Overview", text)} - {
        "Great Expectations 版本"
    }


def test_the_index_says_when_publishing_is_stopped(sound_frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    documents = sound_frames["refused_documents"].assign(file_name="<b>戊</b>.pdf", is_in_marts=True)

    report = run_checks(sound_frames | {"refused_documents": documents}, tmp_path / "docs")
    index = (tmp_path / "docs" / "index.html").read_text(encoding="utf-8")

    assert not report.success
    assert report.failures[0].severity == "error"
    assert "已阻止发布" in index
    assert "文件=&lt;b&gt;戊&lt;/b&gt;.pdf" in index


def test_importing_the_package_imports_nothing_slow() -> None:
    code = (
        "import sys, expectations; print([m for m in ('great_expectations', 'pandas', 'pydantic') if m in sys.modules])"
    )

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == "[]"
