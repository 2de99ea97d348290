"""The queries whose results the suites check, one SQL file per frame."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

_FRAMES = Path(__file__).parent / "frames"


def _read_queries(directory: Path) -> Mapping[str, str]:
    queries = {path.stem: path.read_text(encoding="utf-8") for path in sorted(directory.glob("*.sql"))}
    return MappingProxyType(queries)


REQUIRED_FRAMES = _read_queries(_FRAMES)
"""Frame name → query on the build database."""

PREVIOUS_FRAMES = _read_queries(_FRAMES / "published")
"""Frame name → query on the database published before, where there is one."""
