"""The queries whose results the suites check, one per frame: the SQL files and those of the published tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from expectations.table_spec import ROW_COUNTS, table_queries

__all__ = ["EXPECTED_ROW_COUNTS", "PREVIOUS_FRAMES", "REQUIRED_FRAMES", "ROW_COUNTS"]

_FRAMES = Path(__file__).parent / "frames"


def _read_queries(directory: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(directory.glob("*.sql"))}


REQUIRED_FRAMES: Mapping[str, str] = MappingProxyType(_read_queries(_FRAMES) | table_queries())
"""Frame name → query on the build database."""

PREVIOUS_FRAMES: Mapping[str, str] = MappingProxyType(_read_queries(_FRAMES / "published"))
"""Frame name → query on the database published before, where there is one."""

EXPECTED_ROW_COUNTS = "expected_row_counts"
"""Frame of the row counts that were registered, which no query gives: ``table_name, fiscal_year, expected_count``."""
