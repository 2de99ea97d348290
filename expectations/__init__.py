"""Checks that guard the warehouse before it is published.

What holds of each published table by itself stands in ``tables.yml``, and both suites and queries are made of it. What
goes beyond one table stands in ``suites/*.yml``, with the queries of the frames in ``frames/*.sql``. The package never
opens a database: the caller runs the queries and hands the frames in.

``great_expectations`` takes seconds to import, so nothing here imports it before `run_checks` is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.frame_queries import EXPECTED_ROW_COUNTS, PREVIOUS_FRAMES, REQUIRED_FRAMES, ROW_COUNTS
from expectations.report import LOSS_EXPECTATIONS, CheckFailure, CheckReport

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

__all__ = [
    "EXPECTED_ROW_COUNTS",
    "LOSS_EXPECTATIONS",
    "PREVIOUS_FRAMES",
    "REQUIRED_FRAMES",
    "ROW_COUNTS",
    "CheckFailure",
    "CheckReport",
    "run_checks",
]


def run_checks(frames: Mapping[str, pd.DataFrame], data_docs_dir: Path, notes: Sequence[str] = ()) -> CheckReport:
    """Evaluate every suite and build the Data Docs site.

    Args:
        frames: The result of each query of `REQUIRED_FRAMES` on the build database, by its name, and of
            `PREVIOUS_FRAMES` on the published database where there is one, and `EXPECTED_ROW_COUNTS` where row counts
            are registered (a frame left out of these counts as empty). Amounts are `decimal.Decimal` objects.
        data_docs_dir: The directory of the site; a site of an earlier run in it is replaced.
        notes: In Chinese, what was not checked and why; told on the site.

    Returns:
        What failed, of both severities, and how many expectations were evaluated.

    Raises:
        ValueError: A required frame is missing, a frame carries money as floating point, or the directory holds
            something else than such a site.
    """
    from expectations.checkpoint import run_checkpoint  # the import that costs seconds

    return run_checkpoint(frames, data_docs_dir, notes)
