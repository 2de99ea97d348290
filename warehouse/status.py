"""A short account of a home: what is published, what was loaded last."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.connection import read_build, read_published
from warehouse.errors import WarehouseBusyError
from warehouse.home import Home
from warehouse.publishing import BuildIdentity, published_identity


@dataclass(frozen=True, slots=True)
class LastRun:
    """The newest load run; `started_at` is local time as text."""

    run_id: str
    started_at: str
    status: str


@dataclass(frozen=True, slots=True)
class Status:
    """Account of a home.

    Attributes:
        identity: the published build, or None where there is none.
        documents: number of published documents by year, stage and quality status.
        last_run: newest run, or None where there is none or a load is writing just now.
        is_busy: a load is writing just now.
        quarantined: refused documents with a note.
    """

    identity: BuildIdentity | None
    documents: tuple[tuple[int, str, str, int], ...]
    last_run: LastRun | None
    is_busy: bool
    quarantined: int


def read_status(home: Home) -> Status:
    """Read the account of a home; nothing is created or changed."""
    identity: BuildIdentity | None = None
    documents: tuple[tuple[int, str, str, int], ...] = ()
    if home.published_database.is_file():
        with read_published(home) as con:
            identity = published_identity(con)
            counted = con.execute(
                """
                select fiscal_year, budget_stage, quality_status, count(*)
                from marts.dim_document where is_current group by all order by all
                """
            ).fetchall()
            documents = tuple((row[0], row[1], row[2], row[3]) for row in counted)
    last_run: LastRun | None = None
    is_busy = False
    if home.build_database.is_file():
        try:
            with read_build(home) as con:
                row = con.execute(
                    """
                    select run_id, strftime(started_at, '%Y-%m-%d %H:%M:%S'), status
                    from raw.load_run order by run_id desc limit 1
                    """
                ).fetchone()
                last_run = LastRun(*row) if row else None
        except WarehouseBusyError:
            is_busy = True
    quarantined = sum(1 for _ in home.quarantine.glob("*.json")) if home.quarantine.is_dir() else 0
    return Status(identity, documents, last_run, is_busy, quarantined)
