"""Frames that need two databases, joined from the frames handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def previous_documents(
    previous_coverage: pd.DataFrame, dim_document: pd.DataFrame, document_coverage: pd.DataFrame
) -> pd.DataFrame:
    """Compare what was published before with the build.

    A document is known again by its bytes: another version of the extractor gives it another key.

    Args:
        previous_coverage: Current documents of the published database: ``document_key, sha256, file_name,
            reported_amount_count``; may be empty, without columns too.
        dim_document: All documents of the build; ``sha256``.
        document_coverage: All documents of the build; ``sha256, amount_count``.

    Returns:
        One row per document published before: ``document_key, file_name, is_still_there, lost_amount_count,
        has_lost_all``. A document that was superseded since has lost nothing: its amounts stand in the history.
    """
    columns = ["document_key", "sha256", "file_name", "reported_amount_count"]
    previous = previous_coverage.reindex(columns=columns).reset_index(drop=True)
    amount_count = document_coverage.groupby("sha256")["amount_count"].max()
    before = previous["reported_amount_count"].astype("int64")
    now = previous["sha256"].map(amount_count.to_dict()).astype("float64")
    # one that is not there at all has no count to compare
    lost = (before - now.combine_first(before.astype("float64"))).clip(lower=0).astype("int64")
    return previous[["document_key", "file_name"]].assign(
        is_still_there=previous["sha256"].isin(dim_document["sha256"]),
        lost_amount_count=lost,
        has_lost_all=(before > 0) & (lost == before),
    )
