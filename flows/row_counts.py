"""Registering how many rows each table has of each fiscal year, for the checks of later loads."""

from __future__ import annotations

from dataclasses import dataclass

from expectations import REQUIRED_FRAMES, ROW_COUNTS
from warehouse.connection import read_published
from warehouse.errors import RowCountsError
from warehouse.home import Home
from warehouse.row_counts import RowCounts, read_expected_row_counts, write_expected_row_counts


@dataclass(frozen=True, slots=True)
class Registration:
    """Row counts by table and fiscal year: those registered before, None where there were none, and those now."""

    before: RowCounts | None
    now: RowCounts

    @property
    def changed(self) -> tuple[tuple[str, int, int | None, int], ...]:
        """Table, fiscal year, count before (None: not registered) and now, where they differ."""
        before = self.before or {}
        return tuple(
            (*place, before.get(place), self.now.get(place, 0))
            for place in sorted(before.keys() | self.now.keys())
            if before.get(place) != self.now.get(place)
        )


def register_row_counts(home: Home) -> Registration:
    """Register the row counts of the published build, in the place of those registered before.

    Raises:
        WarehouseError: nothing is published, or the file cannot be written.
    """
    with read_published(home) as con:
        rows = con.execute(REQUIRED_FRAMES[ROW_COUNTS]).fetchall()
    now = {(str(table), int(year)): int(count) for table, year, count in rows}
    try:
        before = read_expected_row_counts(home)
    except RowCountsError:
        # Registering anew is what mends a file that cannot be read.
        before = None
    write_expected_row_counts(home, now)
    return Registration(before, now)
