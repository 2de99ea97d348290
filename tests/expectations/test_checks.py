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
    (site / "validations").mkdir(parents=True)
    (site / "validations" / "of_an_earlier_run.html").touch()
    return Run(run_checks(sound_frames, site, ["没有登记<行数>"]), site)


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
    assert {failure.title for failure in sound_run.report.warnings} == {"勾稽结果"}


def test_without_a_previous_build_nothing_can_have_shrunk(
    sound_frames: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    from expectations.checkpoint import complete_frames

    optional = {"previous_coverage", "expected_row_counts"}
    without = {name: frame for name, frame in sound_frames.items() if name not in optional}
    for frames in (without, {**without, **dict.fromkeys(optional, pd.DataFrame())}):
        complete = complete_frames(frames)
        assert complete["previous_documents"].empty
        assert complete["previous_departments"].empty
        assert complete["expected_rows"].empty

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


def test_a_department_of_another_key_is_followed_by_its_documents(warehouse: duckdb.DuckDBPyConnection) -> None:
    """An edited list of names gives another key to all that the department published; a lost one is told."""
    from expectations.checkpoint import complete_frames

    before = read_frames(warehouse, PREVIOUS_FRAMES)
    warehouse.execute("update marts.dim_document set department_key = 'renamed'")
    (followed,) = complete_frames(frames_of(warehouse) | before)["previous_departments"].to_dict(orient="records")
    assert followed == {
        "department_name": "某县某局",
        "fiscal_year": 2026,
        "budget_stage": "预算",
        "is_still_covered": True,
        "previous_table_count": 7,
        "table_count": 7,
        "lost_table_count": 0,
    }

    warehouse.execute("update marts.dim_document set budget_stage = '决算'")
    (lost,) = complete_frames(frames_of(warehouse) | before)["previous_departments"].to_dict(orient="records")
    assert (lost["is_still_covered"], lost["lost_table_count"]) == (False, 7)


def test_rows_that_a_later_version_superseded_are_no_loss(warehouse: duckdb.DuckDBPyConnection) -> None:
    from expectations.checkpoint import complete_frames

    registered = {"expected_row_counts": frames_of(warehouse)["expected_row_counts"]}
    warehouse.execute(
        "insert into marts.fct_project_history from marts.fct_project; delete from marts.fct_project; "
        "insert into marts.fct_three_public "
        "select * replace ('three-2' as three_public_key) from marts.fct_three_public"
    )
    rows = complete_frames(frames_of(warehouse) | registered)["expected_rows"].set_index("table_name")
    assert set(rows["is_below"]) == {False}
    assert (rows.at["fct_project", "expected_count"], rows.at["fct_project", "row_count"]) == (1, 1)
    assert (rows.at["fct_three_public", "expected_count"], rows.at["fct_three_public", "row_count"]) == (1, 2)


def test_every_table_with_years_is_counted(sound_frames: dict[str, pd.DataFrame]) -> None:
    counted = set(sound_frames["row_counts"]["table_name"])
    assert counted == {
        "dim_document",
        "fct_agency_operating",
        "fct_economic_subject",
        "fct_performance_target",
        "fct_project",
        "fct_project_form",
        "fct_reported_amount",
        "fct_revenue_expenditure",
        "fct_stated_figure",
        "fct_three_public",
    }


def test_an_empty_warehouse_can_be_checked(sound_frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    kept = {"fund_sources", "money_columns"}
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


def _only(suite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run one suite: all of them take their time."""
    from expectations import checkpoint

    chosen = [check for check in checkpoint.all_checks() if check.suite.suite == suite]
    monkeypatch.setattr(checkpoint, "all_checks", lambda: chosen)


def test_a_check_that_cannot_be_evaluated_is_an_error(
    sound_frames: dict[str, pd.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _only("reconciliation", monkeypatch)
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
    assert re.findall("<title>(.*)</title>", page) == ["勾稽结果 · 逐份文件 · 预算公开数据仓库 · 数据检查"]
    assert "可以发布" in index
    assert all(failure.message in index for failure in sound_run.report.failures)
    assert all(failure.message in page for failure in sound_run.report.failures if "文件" in failure.message[:6])
    texts = {text.strip() for text in re.findall(r">([^<>]+)<", page.partition("<body")[2])}
    assert not {text for text in texts if re.search(r"\bExpectation|unexpected|Status|Overview", text)} - {
        "Great Expectations 版本"
    }


def test_every_page_opens_with_what_failed(sound_run: Run) -> None:
    for page in _pages(sound_run.site):
        html = page.read_text(encoding="utf-8")
        first = "各项检查全部满足" if page.stem.startswith("marts.") else "未满足的检查"
        later = "全部检查" if page.stem == "index" else "统计"
        if page.stem == "index" or page.stem.startswith(("marts.", "reconciliation.")):
            assert 0 < html.index(first) < html.index(later), page.name


def test_what_was_not_checked_is_told_on_the_index(sound_run: Run) -> None:
    index = (sound_run.site / "index.html").read_text(encoding="utf-8")
    assert "未检查：没有登记&lt;行数&gt;" in index


def test_the_index_says_when_publishing_is_stopped(
    sound_frames: dict[str, pd.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _only("coverage", monkeypatch)
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
