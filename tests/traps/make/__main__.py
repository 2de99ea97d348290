"""Write the fixtures: `python -m tests.traps.make [all | NAME…]`; see tests/traps/README.md."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from tests.factory.expected import write_golden
from tests.factory.forms import GOLDEN_FORM_COLUMNS, GoldenRow
from tests.traps.make import forms  # noqa: F401  registers the fixtures of trap 16
from tests.traps.make.accounts import ACCOUNTS
from tests.traps.make.fixtures import FIXTURES, Fixture

FILES = Path(__file__).parents[1] / "files"
DOCUMENTS = FILES.parent / "documents.csv"
PERFORMANCE = FILES.parent / "performance.csv"
COLUMNS = ("file", "department", "fiscal_year", "budget_stage", "quality_status")


def main(names: list[str]) -> None:
    """Write the named fixtures, or all that need no other program, and what is expected of them."""
    told = _told()
    makers = FIXTURES | ACCOUNTS
    if not makers.keys() >= set(names):
        # What other programs print is imported only when asked for: it needs more than this project installs.
        from tests.traps.make.others import OTHERS

        makers |= OTHERS
    for name in sorted(makers) if not names or names == ["all"] else names:
        made = makers[name](name)
        made.document.write(FILES)
        write_golden(FILES / f"{name}.csv", [made.document])
        told[made.document.file_name] = _line(made)
        if made.forms:
            _write_forms(made.document.file_name, made.forms)
        print(f"{len(made.document.data):>8,} {len(made.document.cells):>4} {made.document.file_name}")
    with DOCUMENTS.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(told[file_name] for file_name in sorted(told))


def _write_forms(file_name: str, rows: tuple[GoldenRow, ...]) -> None:
    """Put the golden rows of one document's forms among those of the others."""
    every: list[list[str]] = []
    if PERFORMANCE.exists():
        with PERFORMANCE.open(newline="", encoding="utf-8") as handle:
            every = [row for row in list(csv.reader(handle))[1:] if row[0] != file_name]
    every += [[file_name, *("" if cell is None else str(cell) for cell in row)] for row in rows]
    with PERFORMANCE.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(GOLDEN_FORM_COLUMNS)
        every.sort(key=lambda row: row[0])
        writer.writerows(every)


def _told() -> dict[str, tuple[str, ...]]:
    if not DOCUMENTS.exists():
        return {}
    with DOCUMENTS.open(newline="", encoding="utf-8") as handle:
        return {row["file"]: tuple(row[column] for column in COLUMNS) for row in csv.DictReader(handle)}


def _line(made: Fixture) -> tuple[str, ...]:
    return (made.document.file_name, made.department, str(made.year), made.stage, made.status)


if __name__ == "__main__":
    main(sys.argv[1:])
