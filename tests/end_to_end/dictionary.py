"""What the data dictionary promises of a published database."""

from __future__ import annotations

from pathlib import Path

import duckdb

from docs.generator.examples import Example, examples, holds


def untrue_examples(database: Path, source: str) -> list[Example]:
    """Examples of a source that its published database has no value for."""
    mine = [example for example in examples().values() if example.source == source]
    assert mine, source
    with duckdb.connect(str(database), read_only=True) as con:
        return [example for example in mine if not holds(con, example)]
