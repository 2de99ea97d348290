"""Random departments in random layouts, all in one load: each loads to exactly its cells.

``YUSUAN_SEEDS=1000-1200 pytest tests/properties/test_pipeline.py`` tries others; a failure names its seed.
"""

from __future__ import annotations

import os

import pytest

from tests.end_to_end.loading import Load, ask, load
from tests.factory.expected import BuiltDocument, write_golden
from tests.properties.departments import random_document
from tests.traps.score import differences, golden, held
from warehouse.home import Home


def _seeds() -> range:
    first, last = os.environ.get("YUSUAN_SEEDS", "0-15").split("-")
    return range(int(first), int(last) + 1)


@pytest.fixture(scope="module")
def documents() -> dict[int, BuiltDocument]:
    """The documents by seed."""
    return {seed: random_document(seed) for seed in _seeds()}


@pytest.fixture(scope="module")
def loaded(prefect_server: None, documents: dict[int, BuiltDocument], tmp_path_factory: pytest.TempPathFactory) -> Load:
    """All of them in one warehouse; the golden files stand beside it."""
    place = tmp_path_factory.mktemp("departments")
    (place / "files").mkdir()
    for seed, document in documents.items():
        document.write(place / "files")
        write_golden(place / f"{seed}.csv", [document])
    return load(Home(place / "home"), place / "files")


@pytest.mark.parametrize("seed", _seeds())
def test_a_random_department_loads_to_its_cells(seed: int, documents: dict[int, BuiltDocument], loaded: Load) -> None:
    document = documents[seed]
    kept = loaded.home.root.parent
    printed = golden(kept / f"{seed}.csv")
    assert len(printed) > 60
    assert differences(printed, held(loaded.database, document.file_name)) == [], f"{kept}/files/{document.file_name}"
    status = "select quality_status from marts.dim_document where file_name = ?"
    assert ask(loaded.database, status, [document.file_name]) in ([("reconciled",)], [("rounding",)])
