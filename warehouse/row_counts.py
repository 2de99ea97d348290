"""The row counts that a warehouse must not fall below, in a file that its operator keeps, reads and may edit."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import TypeAlias

from warehouse.errors import RowCountsError
from warehouse.home import Home

RowCounts: TypeAlias = dict[tuple[str, int], int]
"""Rows by table and fiscal year."""

_COLUMNS = ["table_name", "fiscal_year", "expected_count"]


def read_expected_row_counts(home: Home) -> RowCounts | None:
    """Read the registered row counts.

    Returns:
        The counts; None where there is no such file, that is, where none are registered.

    Raises:
        RowCountsError: the file is not such a table; the message names the line and what is wrong.
    """
    path = home.expected_row_counts
    if not path.exists():
        return None
    counts: RowCounts = {}
    try:
        with path.open(newline="", encoding="utf-8-sig") as handle:
            reader = csv.reader(handle)
            if next(reader, None) != _COLUMNS:
                raise RowCountsError(f"{path} 的第一行应是列名 {','.join(_COLUMNS)}。{_WHAT_TO_DO}")
            for row in reader:
                if not row:
                    continue
                if len(row) != len(_COLUMNS) or not all(cell.strip().isdecimal() for cell in row[1:]):
                    raise RowCountsError(
                        f"{path} 第 {reader.line_num} 行应是表名、年度、行数：{','.join(row)}。{_WHAT_TO_DO}"
                    )
                place = (row[0].strip(), int(row[1]))
                if place in counts:
                    raise RowCountsError(f"{path} 第 {reader.line_num} 行重复：{place[0]} {place[1]} 年已在前面登记。")
                counts[place] = int(row[2])
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RowCountsError(f"{path} 无法读取（{error}）。{_WHAT_TO_DO}") from error
    return counts


_WHAT_TO_DO = "请改正，或运行 yusuan expect-counts 重新登记。"


def write_expected_row_counts(home: Home, counts: Mapping[tuple[str, int], int]) -> None:
    """Write row counts in the place of those registered; the file is whole at any time.

    Raises:
        RowCountsError: the file cannot be written; the one before is unchanged.
    """
    path = home.expected_row_counts
    fresh = path.with_name(f".{path.name}.new")
    try:
        with fresh.open("w", newline="", encoding="utf-8") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(_COLUMNS)
            writer.writerows((table, year, count) for (table, year), count in sorted(counts.items()))
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise RowCountsError(f"{path} 无法写入（{error.strerror or error}）。") from error
