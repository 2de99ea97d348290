"""The cells that a reader of a fixture must find, in the golden files' columns; derived from the figures alone."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from decimal import Decimal
from pathlib import Path

from tests.factory.tables import Table

GOLDEN_COLUMNS = ("file", "table_no", "line_no", "section", "code", "name", "name2", "unit", "measure", "amount")


@dataclass(frozen=True, slots=True)
class ExpectedCell:
    """One printed amount: where it stands and what it says, in 万元 (six places where the document prints 元)."""

    table_no: int
    line_no: int
    section: str
    code: str
    name: str
    name2: str
    unit: str
    measure: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class BuiltDocument:
    """A fixture: the file's bytes and what must be read from it."""

    file_name: str
    data: bytes
    cells: tuple[ExpectedCell, ...]

    def write(self, directory: Path) -> Path:
        """Write the PDF into a directory; returns its path."""
        path = directory / self.file_name
        path.write_bytes(self.data)
        return path


def expect(tables: Mapping[int, Table], transposed: Mapping[int, int] | None = None) -> tuple[ExpectedCell, ...]:
    """Cells of whole tables.

    Args:
        tables: The tables by number.
        transposed: Tables whose only row prints item after item: each item is a line. The value counts the items that
            another table has in the same row before them.

    Returns:
        The cells; ``line_no`` counts the body rows of the whole table from 1, blank rows too, or the items.
    """
    before = transposed or {}
    return tuple(
        ExpectedCell(
            table_no,
            before[table_no] + item_no if table_no in before else line_no,
            line.section,
            line.code,
            line.name,
            line.name2,
            line.unit,
            measure,
            amount,
        )
        for table_no, table in sorted(tables.items())
        for line_no, row in enumerate(table, start=1)
        for item_no, line in enumerate(row, start=1)
        if line is not None
        for measure, amount in line.amounts.items()
    )


def write_golden(path: Path, documents: Iterable[BuiltDocument]) -> None:
    """Write the expected cells of several documents as one golden file."""
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(GOLDEN_COLUMNS)
        for document in documents:
            writer.writerows((document.file_name, *astuple(cell)) for cell in document.cells)
