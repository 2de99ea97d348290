"""What the loader did: runs, the events of each document, and where each document stands."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

import duckdb

from warehouse.errors import WarehouseError

# Extraction can refuse these for a cause outside the document, so that the next load tries again.
TRANSIENT_REASONS = frozenset({"timeout", "crashed", "changed"})

# A table read wrongly throughout has a fault in each cell; the others stand in quality.reconciliation.
_SHOWN_FAULTS = 3


@dataclass(frozen=True, slots=True)
class LoadEvent:
    """One thing that happened to one document in one run.

    Attributes:
        stage: `extract`, `land` or `publish`.
        outcome: `refused`, `landed`, `loaded` or `held_back`.
        reason: reason code where refused or held back.
        message: message as shown to the user.
        seconds: time spent.
    """

    sha256: str
    extractor_version: str
    file_name: str
    stage: str
    outcome: str
    reason: str | None = None
    message: str | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class DocumentState:
    """Where a document stands after its newest event; the fields are those of the event."""

    sha256: str
    file_name: str
    stage: str
    outcome: str
    reason: str | None
    message: str | None

    @property
    def needs_extraction(self) -> bool:
        """The document must be read: the last attempt failed for a cause that may be gone."""
        return self.stage == "extract" and self.reason in TRANSIENT_REASONS

    @property
    def needs_build(self) -> bool:
        """Its rows are landed, but no build that has them was published."""
        return self.stage == "land"


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """What the build made of a landed document.

    Attributes:
        outcome: `loaded`, `held_back` or `refused`.
        reason: reason code where refused, `incomplete` where held back.
        detail: what the build found: of a loaded document how it stands, else what is wrong.
        source_path: where the document was read.
    """

    sha256: str
    extractor_version: str
    file_name: str
    outcome: str
    reason: str | None
    detail: str | None
    source_path: str


def start_run(con: duckdb.DuckDBPyConnection) -> str:
    """Record that a run begins.

    Returns:
        The run's id, whose order is the order of time.
    """
    run_id = f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S.%fZ}-{uuid.uuid4().hex[:6]}"
    con.execute("insert into raw.load_run (run_id, started_at, status) values (?, now(), 'running')", [run_id])
    return run_id


def finish_run(
    con: duckdb.DuckDBPyConnection, run_id: str, status: str, *, found: int, loaded: int, known: int, refused: int
) -> None:
    """Record how a run ended.

    Args:
        con: connection open for writing.
        run_id: the run.
        status: `published`, `unchanged` or `failed`.
        found: documents found; the other counts are parts of it.
        loaded: documents newly in the warehouse, those held back among them.
        known: documents that were there already.
        refused: documents refused.
    """
    con.execute(
        """
        update raw.load_run
        set ended_at = now(), status = ?, documents_found = ?, documents_loaded = ?, documents_known = ?,
            documents_refused = ?
        where run_id = ?
        """,
        [status, found, loaded, known, refused, run_id],
    )


def record_event(con: duckdb.DuckDBPyConnection, run_id: str, event: LoadEvent) -> None:
    """Append one event."""
    con.execute(
        """
        insert into raw.load_event (
            run_id, sha256, extractor_version, file_name, stage, outcome, reason, message, seconds, recorded_at
        )
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, now())
        """,
        [
            run_id,
            event.sha256,
            event.extractor_version,
            event.file_name,
            event.stage,
            event.outcome,
            event.reason,
            event.message,
            event.seconds,
        ],
    )


def document_states(con: duckdb.DuckDBPyConnection, extractor_version: str) -> dict[str, DocumentState]:
    """Tell where each document stands for one version of the extractor.

    Returns:
        Newest state by sha256; a document never met has none.
    """
    rows = con.execute(
        """
        select sha256, file_name, stage, outcome, reason, message
        from raw.load_event
        where extractor_version = ?
        qualify row_number() over (partition by sha256 order by event_no desc) = 1
        """,
        [extractor_version],
    ).fetchall()
    return {row[0]: DocumentState(*row) for row in rows}


def is_build_due(con: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether what is landed has not been published: a document waits, or the last build did not get through.

    To be asked before the asker's own run begins: a run still marked as running is taken for one that died.
    """
    waiting = con.execute(
        """
        select 1
        from raw.load_event
        qualify row_number() over (partition by sha256, extractor_version order by event_no desc) = 1 and stage = 'land'
        limit 1
        """
    ).fetchone()
    if waiting:
        return True
    last = con.execute(
        "select status from raw.load_run where status <> 'unchanged' order by run_id desc limit 1"
    ).fetchone()
    landed = con.execute("select 1 from raw.document limit 1").fetchone()
    return bool(landed) and (last is None or last[0] != "published")


def build_outcomes(con: duckdb.DuckDBPyConnection) -> list[BuildOutcome]:
    """Read what the newest build made of every landed document.

    Returns:
        One outcome for each file in raw.document, of its latest extraction, in order of landing.

    Raises:
        WarehouseError: the build gives no account of a landed document, which would otherwise pass for loaded.
    """
    rows = con.execute(
        """
        with gaps as (
            select
                document_key,
                array_to_string(list(fault order by check_code, line_no, fault)[:$shown], '；')
                || case when count(*) > $shown then '等共' || count(*) || '处' else '' end as detail
            from (
                select
                    document_key,
                    coalesce(reason, line_label) as fault,
                    min(check_code) as check_code,
                    min(line_no) as line_no
                from quality.reconciliation
                where rule_no = 'R90' and outcome = 'broken'
                group by all
            )
            group by document_key
        )

        select
            landed.sha256, landed.extractor_version, landed.file_name,
            case
                when refusal.reason is not null then 'refused'
                when status.quality_status = 'incomplete' then 'held_back'
                when status.document_key is not null then 'loaded'
            end as outcome,
            coalesce(refusal.reason, case when status.quality_status = 'incomplete' then 'incomplete' end) as reason,
            coalesce(
                refusal.detail, case when status.quality_status = 'incomplete' then gaps.detail else status.summary end
            ) as detail,
            landed.source_path
        from staging.stg_raw__document as landed
        left join quality.document_refusal as refusal using (document_key)
        left join quality.document_status as status using (document_key)
        left join gaps using (document_key)
        -- A file read again by a newer extractor speaks by its newest rows; the older ones stay in raw.
        qualify row_number() over (partition by landed.sha256 order by landed.landed_at desc) = 1
        order by landed.landed_at, landed.sha256
        """,
        {"shown": _SHOWN_FAULTS},
    ).fetchall()
    if missing := [row[2] for row in rows if row[3] is None]:
        raise WarehouseError(f"构建结果中没有这些文件的状态：{'、'.join(missing)}")
    return [BuildOutcome(*row) for row in rows]
