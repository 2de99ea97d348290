"""The Prefect flow of a load: discover → extract → land → build → check → publish."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner

from expectations import LOSS_EXPECTATIONS
from flows import steps
from flows.discovery import Case
from flows.extraction import Extraction, Refusal, extract_document
from flows.messages import not_recorded_message
from flows.processes import WorkerCrashedError
from flows.progress import current_progress
from flows.report import DocumentReport, Finding, LoadFailedError, LoadReport, Outcome, summarise
from flows.settings import DEFAULT_TIMEOUT_SECONDS, default_workers
from warehouse.connection import load_lock, open_build
from warehouse.errors import WarehouseBusyError
from warehouse.home import Home
from warehouse.runs import finish_run, start_run

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State, TaskRun
    from prefect.tasks import Task

# Below Prefect's own, so that it goes into the same log file.
_logger = logging.getLogger("prefect.yusuan")


def _failed_with(*causes: type[Exception]) -> Any:
    """Make a condition under which a task is tried again: only causes that may be gone the next time."""

    def condition(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
        try:
            state.result()
        except causes:
            return True
        except Exception:
            return False
        return False

    return condition


discover = task(name="discover", cache_policy=NO_CACHE)(steps.make_plan)
extract = task(
    name="extract",
    task_run_name="extract {document.file_name}",
    cache_policy=NO_CACHE,
    retries=1,
    retry_delay_seconds=1,
    retry_condition_fn=_failed_with(WorkerCrashedError),
)(extract_document)
land = task(name="land", task_run_name="land {document.file_name}", cache_policy=NO_CACHE)(steps.land_extraction)
build = task(
    name="build",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=5,
    retry_condition_fn=_failed_with(WarehouseBusyError),
)(steps.build)
check = task(name="check", cache_policy=NO_CACHE)(steps.check)
publish = task(name="publish", cache_policy=NO_CACHE)(steps.publish)


@contextmanager
def _stage(report: LoadReport, name: str, title: str) -> Iterator[None]:
    """Tell that a stage begins, time it, and give its failure a place in the account of the load."""
    current_progress().stage(title)
    started = time.monotonic()
    try:
        yield
    except LoadFailedError:
        raise
    except Exception as error:
        raise LoadFailedError(name, f"{title}失败：{str(error) or type(error).__name__}", report) from error
    finally:
        report.stage_seconds[name] = time.monotonic() - started


@contextmanager
def _log_file(home: Home) -> Iterator[None]:
    """Write Prefect's account of the run to a file; the console belongs to the reader."""
    home.logs.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(home.logs / "prefect.log", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger("prefect")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        handler.close()


def side_by_side(workers: int) -> Any:
    """Make the task runner that reads so many documents at a time."""
    return ThreadPoolTaskRunner(max_workers=workers)


@flow(name="load-documents", task_runner=side_by_side(default_workers()))
def load_documents(
    home: Path,
    paths: list[Path],
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
    rebuild: bool = False,
    accept_loss: bool = False,
    accept_changes: bool = False,
    full_refresh: bool = False,
) -> LoadReport:
    """Load documents into the warehouse of a home directory and publish it.

    Args:
        home: home directory.
        paths: files and directories; none for a build without reading anything.
        timeout_seconds: time that reading one document may take.
        rebuild: build even if nothing new was landed, for edited seeds or models.
        accept_loss: publish although documents published before lose their amounts.
        accept_changes: publish although amounts published before change without a new version of their document.
        full_refresh: compute all documents again, not only the new ones.

    Returns:
        What became of each document.

    Raises:
        LoadFailedError: the build, its checks or the publishing failed; the published warehouse is unchanged.
        WarehouseBusyError: another load runs, or another process holds the build database.
    """
    place = Home(home)
    report = LoadReport()
    with load_lock(place), _log_file(place):
        plan = discover(place, paths)
        with open_build(place) as con:
            report.run_id = start_run(con)
        status = "failed"
        try:
            reports = steps.settled_reports(plan)
            with _stage(report, "extract", "抽取"):
                landed = _extract_and_land(place, report.run_id, plan, timeout_seconds, reports)
            report.documents = [reports[index] for index in range(len(plan.documents))]
            if landed or plan.build_due or rebuild:
                _build_and_publish(
                    place,
                    plan,
                    report,
                    reports,
                    accept_loss=accept_loss,
                    accept_changes=accept_changes,
                    full_refresh=full_refresh,
                )
            status = "published" if report.published else "unchanged"
        finally:
            _record_end(place, plan, report, status)
    return report


@contextmanager
def _recording(report: LoadReport) -> Iterator[None]:
    """Keep a failure to record from hiding how the load itself ended.

    What is not recorded is made good: a run without an end counts as one that died, so the next load builds again.
    """
    try:
        yield
    except Exception as error:
        _logger.exception("The outcome of the load could not be recorded")
        if report.published:
            message = not_recorded_message(detail=str(error) or type(error).__name__)
            report.findings.append(Finding("load", "outcome_recorded", message, "warn", "载入"))


def _record_end(home: Home, plan: steps.LoadPlan, report: LoadReport, status: str) -> None:
    """Record how a load ended, in the build database and as Prefect's artifact."""
    known = steps.count_known(plan, report.documents)
    with _recording(report), open_build(home) as con:
        finish_run(
            con,
            report.run_id,
            status,
            found=len(plan.documents),
            loaded=report.count(Outcome.LOADED, Outcome.HELD_BACK, Outcome.KNOWN) - known,
            known=known,
            refused=report.count(Outcome.REFUSED),
        )
    try:
        create_markdown_artifact(summarise(report), key="load-report", description="What became of each document")
    except Exception:
        # The same account is published as load_report.md.
        _logger.exception("The load report could not be kept as an artifact")


def _extract_and_land(
    home: Home, run_id: str, plan: steps.LoadPlan, timeout_seconds: float, reports: dict[int, DocumentReport]
) -> int:
    """Read the new documents side by side and land each in the order given.

    The order of landing decides which of two versions is current: it must not depend on which worker is quicker.

    Returns:
        Number of documents landed; what becomes of each is added to `reports`.
    """
    progress = current_progress()
    progress.expect(len(plan.to_extract))
    # Content that a load before this one did not get to land.
    shutil.rmtree(home.spool, ignore_errors=True)
    futures = {
        extract.submit(home, planned.document, timeout_seconds): index
        for index, planned in enumerate(plan.documents)
        if planned.case is Case.EXTRACT
    }
    landed = 0
    if not futures:
        return landed
    with open_build(home) as con:
        for future, index in futures.items():
            document = plan.documents[index].document
            answer: object = future.result(raise_on_failure=False)
            extraction = (
                answer if isinstance(answer, Extraction) else Extraction(None, Refusal("crashed", None, str(answer)))
            )
            reports[index] = land(con, home, run_id, document, extraction)
            landed += reports[index].outcome is Outcome.LANDED
            progress.done(reports[index])
    return landed


def _build_and_publish(
    home: Home,
    plan: steps.LoadPlan,
    report: LoadReport,
    reports: dict[int, DocumentReport],
    *,
    accept_loss: bool,
    accept_changes: bool,
    full_refresh: bool,
) -> None:
    """Build, check and publish, and record where each document stands then.

    Raises:
        LoadFailedError: one of them failed; the account so far is in it.
    """
    with _stage(report, "build", "构建"):
        build(home, full_refresh=full_refresh)
        outcomes = steps.read_outcomes(home)
    # Nothing is loaded before it is published: a failure from here on leaves the documents as waiting.
    reports |= steps.built_reports(plan, outcomes)
    documents = [reports[index] for index in range(len(plan.documents))]
    with _stage(report, "check", "检查"):
        report.findings = list(check(home, accept_loss=accept_loss))
        if errors := [finding for finding in report.findings if finding.severity == "error"]:
            lines = [f"[{finding.title or finding.suite}] {finding.message}" for finding in errors]
            if any(finding.expectation in LOSS_EXPECTATIONS for finding in errors):
                lines.append("确认这些文件、部门或行数确实应当减少时，可加 --accept-loss 再运行一次。")
            raise LoadFailedError("check", "检查没有通过，不予发布：\n  " + "\n  ".join(lines), report)
    with _stage(report, "publish", "发布"):
        report.findings += steps.mended_findings(home, report.run_id)
        report.findings += steps.keep_originals(home, outcomes)
        report.difference = publish(home, replace(report, documents=documents), accept_changes=accept_changes)
        report.documents, report.published = documents, True
    with _recording(report), open_build(home) as con:
        steps.record_outcomes(con, home, report.run_id, outcomes)
