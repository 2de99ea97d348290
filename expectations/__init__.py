"""Checks that guard the warehouse before it is published.

The suites stand as data in ``suites/*.yml``, the queries of the frames that they check in ``frames/*.sql``. The package
never opens a database: the caller runs the queries and hands the frames in.

``great_expectations`` takes seconds to import, so nothing here imports it before `run_checks` is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.frame_queries import PREVIOUS_FRAMES, REQUIRED_FRAMES
from expectations.report import LOSS_EXPECTATIONS, CheckFailure, CheckReport

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

__all__ = ["LOSS_EXPECTATIONS", "PREVIOUS_FRAMES", "REQUIRED_FRAMES", "CheckFailure", "CheckReport", "run_checks"]


def run_checks(frames: Mapping[str, pd.DataFrame], data_docs_dir: Path) -> CheckReport:
    """Evaluate every suite and build the Data Docs site.

    Args:
        frames: The result of each query of `REQUIRED_FRAMES` on the build database, by its name, and of
            `PREVIOUS_FRAMES` on the published database where there is one (a frame left out counts as empty). Amounts
            are `decimal.Decimal` objects.
        data_docs_dir: The directory of the site; a site of an earlier run in it is replaced.

    Returns:
        What failed, of both severities, and how many expectations were evaluated.

    Raises:
        ValueError: A required frame is missing, a frame carries money as floating point, or the directory holds
            something else than such a site.
    """
    from expectations.checkpoint import run_checkpoint  # the import that costs seconds

    return run_checkpoint(frames, data_docs_dir)
