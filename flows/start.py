"""Starting a load: at once where there is nothing to do, else through the flow.

Only what answers at once is imported here; Prefect, dbt and Great Expectations take seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flows import steps
from flows.report import LoadReport, Outcome
from flows.settings import LoadSettings, prepare_environment
from warehouse.connection import load_lock, open_build
from warehouse.home import Home
from warehouse.runs import finish_run, start_run


def start_load(home: Home, paths: Sequence[Path], settings: LoadSettings, *, rebuild: bool = False) -> LoadReport:
    """Load documents.

    Args:
        home: home directory.
        paths: files and directories; none for a build without reading anything.
        settings: how to run the load.
        rebuild: build even if nothing new was landed.

    Returns:
        What became of each document.

    Raises:
        LoadFailedError: the build, its checks or the publishing failed; the published warehouse is unchanged.
        WarehouseBusyError: another load runs, or another process holds the build database.
    """
    prepare_environment(home)
    if not rebuild and (report := _report_if_settled(home, paths)) is not None:
        return report

    from flows.load_documents import load_documents, side_by_side

    configured = load_documents.with_options(task_runner=side_by_side(settings.workers))
    return configured(
        home=home.root,
        paths=list(paths),
        timeout_seconds=settings.timeout_seconds,
        rebuild=rebuild,
        accept_loss=settings.accept_loss,
        accept_changes=settings.accept_changes,
        full_refresh=settings.full_refresh,
    )


def _report_if_settled(home: Home, paths: Sequence[Path]) -> LoadReport | None:
    """Answer for documents that are all known, and record the run; None where there is something to do."""
    with load_lock(home):
        plan = steps.make_plan(home, paths)
        if not plan.is_settled:
            return None
        report = LoadReport(documents=[*steps.settled_reports(plan).values()])
        with open_build(home) as con:
            report.run_id = start_run(con)
            finish_run(
                con,
                report.run_id,
                "unchanged",
                found=len(report.documents),
                loaded=0,
                known=steps.count_known(plan, report.documents),
                refused=report.count(Outcome.REFUSED),
            )
        return report
