"""Compare the published amounts with a golden file: what somebody read off the page and typed."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from warehouse.errors import GoldenFileError

_COLUMNS = ("file", "table_no", "section", "code", "name", "name2", "measure", "amount")
_PLACES = Decimal("0.000001")
_HELD = """
    select
        file_name, table_no, coalesce(section, ''), coalesce(subject_code, ''), coalesce(line_name, ''),
        coalesce(gov_economic_name, ''), measure, amount_wan
    from marts.fct_reported_amount
    where table_no is not null
"""


class GoldenCell(NamedTuple):
    """One printed amount, by the table, line and measure that it stands under; `amount_wan` in 万元.

    Names are as they compare: without white space, half-width, quotation marks straight.
    """

    file_name: str
    table_no: int
    section: str
    subject_code: str
    line_name: str
    gov_economic_name: str
    measure: str
    amount_wan: Decimal


@dataclass(frozen=True, slots=True)
class TableComparison:
    """How the published amounts of one table of one file compare.

    Attributes:
        right: number of amounts that are printed and published, at the same place.
        missing: amounts of the golden file that are not published there.
        wrong: amounts published, other than 0, that the golden file does not have there.
    """

    file_name: str
    table_no: int
    right: int
    missing: tuple[GoldenCell, ...]
    wrong: tuple[GoldenCell, ...]


def flat(text: str) -> str:
    """Text as it compares: people type spaces, brackets and quotation marks in many ways."""
    bare = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return re.sub("[“”]", '"', bare).replace("[部门]", "")


def read_golden(path: Path) -> list[GoldenCell]:
    """Read a golden file: CSV with the columns file, table_no, section, code, name, name2, measure and amount (万元).

    Raises:
        GoldenFileError: the file is not such a table; the message names the line and what is wrong.
        OSError: the system does not give the file.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as handle:
            rows = list(csv.DictReader(handle))
    except (UnicodeDecodeError, csv.Error) as error:
        raise GoldenFileError(f"核对文件“{path.name}”不是 UTF-8 编码的 CSV：{error}") from error
    if lacking := [column for column in _COLUMNS if rows and column not in rows[0]]:
        raise GoldenFileError(f"核对文件“{path.name}”缺少列：{'、'.join(lacking)}。需要的列：{'、'.join(_COLUMNS)}。")
    if not rows:
        raise GoldenFileError(f"核对文件“{path.name}”里没有任何一行。")
    # The first line of the file holds the names of the columns.
    return [_read_row(path, line_no, row) for line_no, row in enumerate(rows, 2)]


def _read_row(path: Path, line_no: int, row: dict[str, str]) -> GoldenCell:
    try:
        texts = [row[column] or "" for column in _COLUMNS[:-1]]
        return _cell((*texts, Decimal(row["amount"].replace(",", ""))))
    except (InvalidOperation, ValueError, AttributeError) as error:
        raise GoldenFileError(
            f"核对文件“{path.name}”第 {line_no} 行的 table_no 或 amount 不是数字："
            f"{row['table_no']!r}、{row['amount']!r}。"
        ) from error


def _cell(row: tuple[Any, ...]) -> GoldenCell:
    """A cell of the values in its order, names as typed or printed."""
    file_name, table_no, section, code, name, name2, measure, amount = row
    return GoldenCell(
        flat(file_name),
        int(table_no),
        flat(section),
        flat(code),
        flat(name),
        flat(name2),
        flat(measure),
        amount.quantize(_PLACES),
    )


def compare(con: duckdb.DuckDBPyConnection, golden: Sequence[GoldenCell]) -> list[TableComparison]:
    """Compare the published amounts of the files that a golden file names.

    Args:
        con: connection to the published database.
        golden: cells read by `read_golden`.

    Returns:
        One comparison for each file and table that prints or publishes an amount, in order.
    """
    files = {cell.file_name for cell in golden}
    held = [_cell(row) for row in con.execute(_HELD).fetchall() if flat(row[0]) in files]
    zeros = {cell for cell in golden if not cell.amount_wan}
    printed, published = Counter(golden), Counter(cell for cell in held if cell.amount_wan or cell in zeros)
    right, missing, wrong = printed & published, printed - published, published - printed
    return [
        TableComparison(file_name, table_no, _count(right, place), _of(missing, place), _of(wrong, place))
        for (file_name, table_no), _ in groupby(sorted({*printed, *published}), key=_place)
        for place in [(file_name, table_no)]
    ]


def _place(cell: GoldenCell) -> tuple[str, int]:
    return cell.file_name, cell.table_no


def _count(cells: Counter[GoldenCell], place: tuple[str, int]) -> int:
    return sum(count for cell, count in cells.items() if _place(cell) == place)


def _of(cells: Counter[GoldenCell], place: tuple[str, int]) -> tuple[GoldenCell, ...]:
    return tuple(sorted(_only(cells.elements(), place)))


def _only(cells: Iterable[GoldenCell], place: tuple[str, int]) -> Iterable[GoldenCell]:
    return (cell for cell in cells if _place(cell) == place)
