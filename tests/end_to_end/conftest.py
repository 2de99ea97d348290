"""Three loads for the whole session: the samples, a document of each layout, good files together with bad ones."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.amounts import SAMPLES
from tests.end_to_end.layout_documents import layout_documents
from tests.end_to_end.loading import Load, load
from tests.end_to_end.mixed_documents import write_mixed
from tests.factory.expected import BuiltDocument
from warehouse.home import Home

CopyHome = Callable[[Load], Home]


@pytest.fixture(scope="session")
def samples(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Load:
    """The two county budgets, loaded once into a home of their own."""
    return load(Home(tmp_path_factory.mktemp("samples") / "home"), SAMPLES)


@pytest.fixture(scope="session")
def layouts() -> dict[str, BuiltDocument]:
    """One document of each layout and each defect, by what is particular about it."""
    return layout_documents()


@pytest.fixture(scope="session")
def layouts_load(
    prefect_server: None, layouts: dict[str, BuiltDocument], tmp_path_factory: pytest.TempPathFactory
) -> Load:
    """All layouts in one warehouse."""
    root = tmp_path_factory.mktemp("layouts")
    (root / "files").mkdir()
    for document in layouts.values():
        document.write(root / "files")
    return load(Home(root / "home"), root / "files")


@pytest.fixture(scope="session")
def mixed_load(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Load:
    """One call with good documents, some with one wrong figure, with an incomplete one and files to be refused."""
    root = tmp_path_factory.mktemp("mixed")
    (root / "files").mkdir()
    return load(Home(root / "home"), *write_mixed(root / "files"))


@pytest.fixture
def copy_home(tmp_path: Path) -> CopyHome:
    """Copy the home of a load, so that a test may spoil it."""

    def copy(loaded: Load) -> Home:
        shutil.copytree(loaded.home.root, tmp_path / "copy", symlinks=True)
        return Home(tmp_path / "copy")

    return copy
