from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest

from tests.expectations.tiny_warehouse import frames_of, new_warehouse


@pytest.fixture(scope="session")
def _connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with new_warehouse() as connection:
        yield connection


@pytest.fixture(scope="session")
def sound_frames(_connection: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """All frames of the tiny warehouse as nothing has happened to it."""
    return frames_of(_connection)


@pytest.fixture
def warehouse(
    _connection: duckdb.DuckDBPyConnection, sound_frames: dict[str, pd.DataFrame]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tiny warehouse; what a test does to it is undone."""
    _connection.execute("begin")
    yield _connection
    _connection.execute("rollback")
