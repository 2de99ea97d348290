"""Write the fixtures: `python -m tests.traps.make [all | NAME…]`; see tests/traps/README.md."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from tests.factory.expected import write_golden
from tests.traps.make.accounts import ACCOUNTS
from tests.traps.make.fixtures import FIXTURES, Fixture

FILES = Path(__file__).parents[1] / "files"
DOCUMENTS = FILES.parent / "documents.csv"
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
        print(f"{len(made.document.data):>8,} {len(made.document.cells):>4} {made.document.file_name}")
    with DOCUMENTS.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(told[file_name] for file_name in sorted(told))


def _told() -> dict[str, tuple[str, ...]]:
    if not DOCUMENTS.exists():
        return {}
    with DOCUMENTS.open(newline="", encoding="utf-8") as handle:
        return {row["file"]: tuple(row[column] for column in COLUMNS) for row in csv.DictReader(handle)}


def _line(made: Fixture) -> tuple[str, ...]:
    return (made.document.file_name, made.department, str(made.year), made.stage, made.status)


if __name__ == "__main__":
    main(sys.argv[1:])
