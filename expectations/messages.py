"""The Chinese message of a failed expectation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_SAMPLES = 3


def _shown(value: Any) -> str:
    # Missing values arrive as None, NaN or NaT; the latter two alone differ from themselves.
    return "空" if value is None or value != value else str(value)


def describe_rows(rows: pd.DataFrame, columns: Sequence[str], labels: Mapping[str, str]) -> str:
    """Name the first rows by the given columns: ``文件=a.pdf，表号=3；文件=…``."""
    records = rows[list(columns)].head(_SAMPLES).to_dict(orient="records")
    return "；".join(
        "，".join(f"{labels[column]}={_shown(record[column])}" for column in columns) for record in records
    )


def failure_message(
    description: str, result: Mapping[str, Any], columns: Sequence[str], labels: Mapping[str, str]
) -> str:
    """Say what is wrong.

    Args:
        description: What must hold.
        result: The result of Great Expectations, with ``unexpected_rows`` where the expectation is about rows.
        columns: Columns that name a row.
        labels: Column name → Chinese name.

    Returns:
        One line of Chinese.
    """
    rows = result.get("unexpected_rows")
    if rows is None:
        return f"未满足“{description}”：实际为 {_shown(result.get('observed_value'))}"
    count = result["unexpected_count"]
    return f"未满足“{description}”：{count} 处，例如 {describe_rows(rows, columns, labels)}"


def exception_message(description: str, exception_info: Mapping[str, Any]) -> str:
    """Say that an expectation could not be evaluated, and why.

    Args:
        description: What must hold.
        exception_info: As Great Expectations gives it: one exception, or one per metric.

    Returns:
        One line of Chinese.
    """
    infos = [exception_info] if "exception_message" in exception_info else list(exception_info.values())
    texts = dict.fromkeys(str(info["exception_message"]) for info in infos if info.get("exception_message"))
    return f"无法检查“{description}”：{'；'.join(texts) or '原因不明'}"
