"""Frames that need more than one database, joined from the frames handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_PREVIOUS_COLUMNS = [
    "document_key",
    "sha256",
    "file_name",
    "fiscal_year",
    "budget_stage",
    "department_key",
    "department_name",
    "reported_amount_count",
    "table_count",
]
_DISCLOSURE = ["department_name", "fiscal_year", "budget_stage"]


def previous_documents(previous_coverage: pd.DataFrame, document_coverage: pd.DataFrame) -> pd.DataFrame:
    """Compare what was published before with the build, document by document.

    A document is known again by its bytes: another version of the extractor gives it another key.

    Args:
        previous_coverage: Current documents of the published database: ``document_key, sha256, file_name,
            reported_amount_count``; may be empty, without columns too.
        document_coverage: All documents of the build; ``sha256, amount_count``.

    Returns:
        One row per document published before: ``document_key, file_name, is_still_there, lost_amount_count,
        has_lost_all``. A document that was superseded since has lost nothing: its amounts stand in the history.
    """
    previous = previous_coverage.reindex(columns=_PREVIOUS_COLUMNS).reset_index(drop=True)
    amount_count = document_coverage.groupby("sha256")["amount_count"].max()
    before = previous["reported_amount_count"].astype("int64")
    now = previous["sha256"].map(amount_count.to_dict()).astype("float64")
    # one that is not there at all has no count to compare
    lost = (before - now.combine_first(before.astype("float64"))).clip(lower=0).astype("int64")
    return previous[["document_key", "file_name"]].assign(
        is_still_there=previous["sha256"].isin(document_coverage["sha256"]),
        lost_amount_count=lost,
        has_lost_all=(before > 0) & (lost == before),
    )


def previous_departments(previous_coverage: pd.DataFrame, document_coverage: pd.DataFrame) -> pd.DataFrame:
    """Compare what was published before with the build, by department, fiscal year and stage.

    That no document is lost does not say it: one that supersedes another may itself be held back. A department that has
    got another key since (an edited list of names) is followed by its documents.

    Args:
        previous_coverage: Current documents of the published database, as the query of that name gives them; may be
            empty, without columns too.
        document_coverage: All documents of the build; ``sha256, department_key, fiscal_year, budget_stage, is_current,
            table_count, amount_count``.

    Returns:
        One row per department, fiscal year and stage that had amounts before: ``department_name, fiscal_year,
        budget_stage, is_still_covered, previous_table_count, table_count, lost_table_count``.
    """
    previous = previous_coverage.reindex(columns=_PREVIOUS_COLUMNS)
    previous = previous[previous["reported_amount_count"].astype("int64") > 0]
    keys_now = document_coverage.groupby("sha256")["department_key"].agg(set).to_dict()
    current = document_coverage[document_coverage["is_current"].astype(bool)]
    rows = []
    for (key, *place), documents in previous.groupby(["department_key", *_DISCLOSURE], dropna=False):
        keys = {key}.union(*(keys_now.get(sha256, set()) for sha256 in documents["sha256"]))
        _, year, stage = place
        there = current[
            current["department_key"].isin(keys) & (current["fiscal_year"] == year) & (current["budget_stage"] == stage)
        ]
        before, now = int(documents["table_count"].sum()), int(there["table_count"].sum())
        rows.append([*place, bool(there["amount_count"].sum() > 0), before, now, max(before - now, 0)])
    columns = [*_DISCLOSURE, "is_still_covered", "previous_table_count", "table_count", "lost_table_count"]
    return _frame(rows, columns)


def expected_rows(expected_row_counts: pd.DataFrame, row_counts: pd.DataFrame) -> pd.DataFrame:
    """Set the registered row counts beside those of the build.

    Args:
        expected_row_counts: ``table_name, fiscal_year, expected_count``; may be empty, without columns too.
        row_counts: ``table_name, fiscal_year, row_count``.

    Returns:
        One row per table and fiscal year of either, none where nothing is registered: ``table_name, fiscal_year,
        expected_count, row_count, is_below, is_registered``.
    """
    expected = {(name, int(year)): int(count) for name, year, count in expected_row_counts.itertuples(index=False)}
    actual = {(name, int(year)): int(count) for name, year, count in row_counts.itertuples(index=False)}
    rows = [
        [
            *place,
            expected.get(place),
            actual.get(place, 0),
            actual.get(place, 0) < expected.get(place, 0),
            place in expected,
        ]
        for place in sorted(expected.keys() | actual.keys() if expected else ())
    ]
    columns = ["table_name", "fiscal_year", "expected_count", "row_count", "is_below", "is_registered"]
    return _frame(rows, columns)


def _frame(rows: list[list[object]], columns: list[str]) -> pd.DataFrame:
    import pandas as pd

    # Kept as they are: a whole number beside a missing one would become a floating point number.
    return pd.DataFrame(rows, columns=columns, dtype="object")
