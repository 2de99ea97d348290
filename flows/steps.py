"""The steps of a load as plain functions; the flow wires them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from expectations import EXPECTED_ROW_COUNTS, LOSS_EXPECTATIONS, PREVIOUS_FRAMES, REQUIRED_FRAMES, run_checks
from extract import EXTRACTOR_VERSION, document_suffix
from flows.dbt_process import build_models
from flows.difference_page import AMOUNTS_NAME, DATA_NAME, PAGE_NAME, difference_data, difference_page
from flows.discovery import Case, FoundDocument, PlannedDocument, hash_file, list_files, plan_documents
from flows.extraction import Extraction, Refusal, take_content
from flows.messages import (
    accepted_loss_message,
    held_back_message,
    known_message,
    mended_message,
    missing_original_message,
    nothing_registered_message,
    original_not_kept_message,
    refusal_message,
    restated_message,
)
from flows.plain_text import plain_text
from flows.report import DocumentReport, Finding, LoadReport, Outcome, summarise
from warehouse.archive import archive_document, is_archived
from warehouse.connection import Connection, connect, open_build, read_build, read_published
from warehouse.difference import compare_builds
from warehouse.errors import RestatedAmountsError, WarehouseError
from warehouse.findings import FINDINGS_NAME, read_findings, write_findings
from warehouse.home import Home
from warehouse.landing import DocumentSource, land_document
from warehouse.publishing import identify_build, staged_build
from warehouse.quarantine import withdraw_note, write_note
from warehouse.queries import read_frames
from warehouse.row_counts import read_expected_row_counts
from warehouse.runs import (
    BuildOutcome,
    LoadEvent,
    build_outcomes,
    document_states,
    is_build_due,
    record_event,
)

if TYPE_CHECKING:
    import pandas as pd

    from warehouse.difference import Difference
    from warehouse.findings import Findings
    from warehouse.row_counts import RowCounts

LOAD_REPORT_NAME = "load_report.md"

# Outcomes that a later load repeats with their reason.
_STANDING = {"refused": Outcome.REFUSED, "held_back": Outcome.HELD_BACK}


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """What a load has to do.

    Attributes:
        documents: each document found, in the order given, and what is to be done with it.
        build_due: something landed has not been published, by this load or an earlier one.
    """

    documents: tuple[PlannedDocument, ...]
    build_due: bool

    @property
    def to_extract(self) -> tuple[FoundDocument, ...]:
        """Documents to read."""
        return tuple(plan.document for plan in self.documents if plan.case is Case.EXTRACT)

    @property
    def is_settled(self) -> bool:
        """There is nothing to read and nothing to build."""
        return not self.to_extract and not self.build_due


def make_plan(home: Home, paths: Iterable[Path]) -> LoadPlan:
    """Find the documents and tell what is to be done with each.

    Args:
        home: home directory, whose load lock the caller holds.
        paths: files and directories.
    """
    found = [hash_file(path) for path in list_files(paths)]
    with open_build(home) as con:
        states = document_states(con, EXTRACTOR_VERSION)
        due = is_build_due(con)
        anything_landed = con.execute("select 1 from raw.document limit 1").fetchone() is not None
    due = due or (anything_landed and not home.published_database.is_file())
    return LoadPlan(tuple(plan_documents(found, states)), due)


def settled_reports(plan: LoadPlan) -> dict[int, DocumentReport]:
    """Report on the documents that a load need not read.

    A document refused or held back earlier is so still: loading it again must not make it look accepted.

    Returns:
        Reports by the document's place in the plan.
    """
    reports: dict[int, DocumentReport] = {}
    for index, planned in enumerate(plan.documents):
        name, state = planned.document.file_name, planned.state
        if planned.case is Case.UNREADABLE:
            reports[index] = refused(name, Refusal("unreadable_file", None, planned.document.error))
        elif planned.case is Case.REPEATED:
            message = known_message("same_call", other=planned.first)
            reports[index] = DocumentReport(name, Outcome.KNOWN, "", message)
        elif planned.case is Case.BUILD:
            reports[index] = DocumentReport(name, Outcome.LANDED)
        elif planned.case is Case.SETTLED and state is not None:
            if (outcome := _STANDING.get(state.outcome)) is not None:
                reports[index] = DocumentReport(name, outcome, state.reason or "", state.message or "")
            else:
                case = "same_file" if state.file_name == name else "same_content"
                message = known_message(case, other=state.file_name)
                reports[index] = DocumentReport(name, Outcome.KNOWN, "", message)
    return reports


def count_known(plan: LoadPlan, documents: Sequence[DocumentReport]) -> int:
    """Count the documents of a load that were in the warehouse before, those held back among them."""
    return sum(
        report.outcome is Outcome.KNOWN or (report.outcome is Outcome.HELD_BACK and planned.case is Case.SETTLED)
        for planned, report in zip(plan.documents, documents, strict=False)
    )


def refused(file_name: str, refusal: Refusal) -> DocumentReport:
    """Report a refusal."""
    message = refusal_message(refusal.reason, file_name=file_name, page_no=refusal.page_no, detail=refusal.detail)
    return DocumentReport(file_name, Outcome.REFUSED, refusal.reason, message)


def land_extraction(
    con: Connection,
    home: Home,
    run_id: str,
    document: FoundDocument,
    extraction: Extraction,
) -> DocumentReport:
    """Write an extracted document to the raw schema, or note why there is none.

    Args:
        con: connection to the build database.
        home: home directory.
        run_id: this run.
        document: the file.
        extraction: what came of reading it.

    Returns:
        The report of the refusal, or that the document is landed: what becomes of it the build decides.
    """
    refusal = extraction.refusal
    if refusal is None:
        try:
            _land(con, run_id, document, extraction)
        except Exception as error:
            # One document that does not fit, or whose content is gone from the spool, must not stop the others.
            detail = str(error) if isinstance(error, WarehouseError) else f"{type(error).__name__}: {error}"
            refusal = Refusal("crashed", None, detail)
    if refusal is None:
        report = DocumentReport(document.file_name, Outcome.LANDED)
    else:
        report = refused(document.file_name, refusal)
        note_refusal(home, document.sha256, report)
    event = LoadEvent(
        sha256=document.sha256,
        extractor_version=EXTRACTOR_VERSION,
        file_name=document.file_name,
        stage="extract" if refusal else "land",
        outcome="refused" if refusal else "landed",
        reason=report.reason or None,
        message=report.message or None,
        seconds=extraction.seconds,
    )
    record_event(con, run_id, event)
    return report


def _land(con: Connection, run_id: str, document: FoundDocument, extraction: Extraction) -> None:
    content = take_content(extraction)
    if content is None:
        raise WarehouseError("没有可写入的内容。")
    source = DocumentSource(
        sha256=document.sha256,
        file_name=document.file_name,
        source_path=plain_text(str(document.path)),
        size_bytes=document.size_bytes,
        extractor_version=EXTRACTOR_VERSION,
        run_id=run_id,
    )
    land_document(con, source, content)


def note_refusal(home: Home, sha256: str, report: DocumentReport) -> None:
    """Put a note on a refused document into the quarantine."""
    write_note(home, sha256=sha256, file_name=report.file_name, reason=report.reason, message=report.message)


def build(home: Home, *, full_refresh: bool = False) -> None:
    """Build the models.

    Args:
        home: home directory.
        full_refresh: compute all documents again, not only the new ones.

    Raises:
        WarehouseBusyError: somebody has the database open, which dbt would only tell in its log.
        BuildFailedError: dbt failed.
    """
    build_models(home, full_refresh=full_refresh)


def check(home: Home, *, accept_loss: bool = False) -> tuple[Finding, ...]:
    """Check the build as a whole and write the Data Docs.

    Row counts are checked where some are registered (`yusuan expect-counts`); where none are, that is said.

    Args:
        home: home directory.
        accept_loss: that documents published before lose their amounts is only reported.

    Returns:
        The checks that do not hold; one of severity `error` forbids publishing.

    Raises:
        RowCountsError: the file of registered row counts cannot be read as one.
    """
    registered = read_expected_row_counts(home)
    with read_build(home) as con:
        frames = read_frames(con, REQUIRED_FRAMES)
    if home.published_database.is_file():
        with read_published(home) as con:
            frames |= read_frames(con, PREVIOUS_FRAMES)
    if registered:
        frames[EXPECTED_ROW_COUNTS] = _registered_frame(registered)
    notes = [] if registered else [nothing_registered_message(path=str(home.expected_row_counts))]
    failures = run_checks(frames, data_docs_directory(home), notes).failures
    not_checked = tuple(Finding("coverage", "row_count_not_below_expected", note, "warn", "覆盖") for note in notes)
    found = tuple(
        Finding(f.suite, f.expectation, accepted_loss_message(message=f.message), "warn", f.title)
        if accept_loss and f.expectation in LOSS_EXPECTATIONS
        else Finding(f.suite, f.expectation, f.message, f.severity, f.title)
        for f in failures
    )
    return found + not_checked


def _registered_frame(counts: RowCounts) -> pd.DataFrame:
    import pandas as pd

    rows = [(*place, count) for place, count in counts.items()]
    return pd.DataFrame(rows, columns=["table_name", "fiscal_year", "expected_count"])


def data_docs_directory(home: Home) -> Path:
    """Where the Data Docs of the newest build wait for being published."""
    return home.build / "data_docs"


def read_outcomes(home: Home) -> list[BuildOutcome]:
    """Read what the build made of every landed document."""
    with read_build(home) as con:
        return build_outcomes(con)


def mended_findings(home: Home, run_id: str) -> list[Finding]:
    """Say which documents of this load were damaged and read from a mended copy."""
    query = "select file_name from raw.document where run_id = $run_id and is_mended order by file_name"
    with read_build(home) as con:
        names = [name for (name,) in con.execute(query, {"run_id": run_id}).fetchall()]
    return [Finding("extract", "undamaged", mended_message(file_name=name), "warn", "读取") for name in names]


def outcome_report(outcome: BuildOutcome) -> DocumentReport:
    """Report what the build made of a document."""
    detail = outcome.detail or ""
    if outcome.outcome == "refused":
        return refused(outcome.file_name, Refusal(outcome.reason or "", None, detail))
    if outcome.outcome == "held_back":
        message = held_back_message(file_name=outcome.file_name, detail=detail)
        return DocumentReport(outcome.file_name, Outcome.HELD_BACK, outcome.reason or "", message)
    return DocumentReport(outcome.file_name, Outcome.LOADED, "", detail)


def built_reports(plan: LoadPlan, outcomes: Iterable[BuildOutcome]) -> dict[int, DocumentReport]:
    """Report on the documents of this load that the build has an answer for.

    A document that was in the warehouse before and still is stays known; one that a changed rule has let in or put out
    since is reported with what became of it.

    Args:
        plan: the load's plan.
        outcomes: what the build made of every landed document.

    Returns:
        Reports by the document's place in the plan.
    """
    by_sha256 = {o.sha256: o for o in outcomes if o.extractor_version == EXTRACTOR_VERSION}
    reports: dict[int, DocumentReport] = {}
    for index, planned in enumerate(plan.documents):
        outcome = by_sha256.get(planned.document.sha256)
        if outcome is None or planned.case is Case.REPEATED:
            continue
        was_loaded = planned.case is Case.SETTLED and planned.state is not None and planned.state.outcome == "loaded"
        if not (was_loaded and outcome.outcome == "loaded"):
            reports[index] = outcome_report(outcome)
    return reports


def keep_originals(home: Home, outcomes: Iterable[BuildOutcome]) -> list[Finding]:
    """Keep each accepted document in the archive: the bytes that were read, or else the file if it still has them.

    What is accepted only the build knows: a document can be refused by what stands in it.

    Returns:
        A warning for each document whose bytes are not to be had any more or could not be kept.
    """
    findings = []
    for outcome in outcomes:
        if outcome.outcome == "refused":
            continue
        try:
            message = _keep_original(home, outcome)
        except OSError as error:
            # A share that is gone or a full disk: the document is in the warehouse all the same.
            detail = error.strerror or str(error)
            message = original_not_kept_message(file_name=outcome.file_name, detail=detail)
        if message:
            findings.append(Finding("archive", "original_kept", message, "warn", "存档"))
    # Every landed document has its outcome now, so none of these is waited for.
    shutil.rmtree(home.originals, ignore_errors=True)
    return findings


def _keep_original(home: Home, outcome: BuildOutcome) -> str:
    """Keep one document; returns what is to be told if its bytes are not to be had any more."""
    if is_archived(home, outcome.sha256):
        return ""
    for path in (home.originals / outcome.sha256, Path(outcome.source_path)):
        data = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(data).hexdigest() == outcome.sha256:
            archive_document(home, outcome.sha256, data, document_suffix(data))
            return ""
    return missing_original_message(file_name=outcome.file_name, path=outcome.source_path)


def publish(home: Home, report: LoadReport, *, accept_changes: bool = False) -> Difference:
    """Publish the build with its documentation and the account of this load.

    Args:
        home: home directory.
        report: account of the load so far.
        accept_changes: that amounts published before change without a new version of their document is only reported.

    Returns:
        What the new build changes against the one published before.

    Raises:
        RestatedAmountsError: published amounts would change; the published build is unchanged.
        PublishError: the published build is unchanged.
    """
    before = home.published_database if home.published_database.is_file() else None
    with staged_build(home, identify_build(report.run_id, EXTRACTOR_VERSION)) as staged:
        difference = compare_builds(before, staged.database, staged.docs / AMOUNTS_NAME)
        if difference.restated_count and not accept_changes:
            raise RestatedAmountsError(restated_message(difference))
        (staged.docs / PAGE_NAME).write_text(difference_page(difference), encoding="utf-8")
        (staged.docs / DATA_NAME).write_text(difference_data(difference), encoding="utf-8")
        shutil.copytree(data_docs_directory(home), staged.docs / "data_docs")
        (staged.docs / "dbt").mkdir()
        shutil.copyfile(home.dbt_target / "static_index.html", staged.docs / "dbt" / "index.html")
        write_findings(_findings_of(staged.database), staged.docs / FINDINGS_NAME)
        (staged.docs / LOAD_REPORT_NAME).write_text(summarise(replace(report, difference=difference)), encoding="utf-8")
        staged.commit()
    return difference


def _findings_of(database: Path) -> Findings:
    with closing(connect(database, read_only=True)) as con:
        return read_findings(con)


def record_outcomes(con: Connection, home: Home, run_id: str, outcomes: Sequence[BuildOutcome]) -> None:
    """Record where each document stands after publishing, where that is news, and keep the quarantine in step.

    Args:
        con: connection to the build database.
        home: home directory.
        run_id: this run.
        outcomes: what the build made of every landed document.
    """
    states = {version: document_states(con, version) for version in {o.extractor_version for o in outcomes}}
    for outcome in outcomes:
        before = states[outcome.extractor_version].get(outcome.sha256)
        settled = ("publish", outcome.outcome, outcome.reason)
        if before is not None and (before.stage, before.outcome, before.reason) == settled:
            continue
        report = outcome_report(outcome)
        if report.outcome is Outcome.REFUSED:
            note_refusal(home, outcome.sha256, report)
        else:
            withdraw_note(home, outcome.sha256)
        event = LoadEvent(
            outcome.sha256,
            outcome.extractor_version,
            outcome.file_name,
            "publish",
            outcome.outcome,
            outcome.reason,
            report.message or None,
        )
        record_event(con, run_id, event)
