"""One load of the whole set, for the facts, the findings and the queries over them."""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from flows import steps
from flows.dbt_process import PROJECT_DIRECTORY, build_models
from tests.county_set.documents import SetDocument, all_documents, write_all
from tests.county_set.places import LINKED
from tests.end_to_end.loading import Load, ask, load
from warehouse.home import Home


@dataclass(frozen=True, slots=True)
class CountySet:
    """The published warehouse and the documents that went into it."""

    loaded: Load
    documents: tuple[SetDocument, ...] = field(repr=False)

    @property
    def database(self) -> Path:
        """The published database."""
        return self.loaded.database

    @property
    def by_date(self) -> bool:
        """Whether the build reads the date printed on a document, and tells versions by it."""
        dated = "select 1 from duckdb_columns() where table_name = 'dim_document' and data_type = 'DATE'"
        return ask(self.database, dated) != []

    @property
    def standing(self) -> tuple[SetDocument, ...]:
        """The documents whose amounts are in the facts."""
        by_date = self.by_date
        return tuple(document for document in self.documents if document.stands(by_date=by_date))


def project_of_an_analyst(directory: Path) -> Path:
    """Copy the dbt project as an analyst of these counties has it: with a link between two names of a department, and
    one between names that no document bears.
    """
    project = directory / "dbt_project"
    shutil.copytree(PROJECT_DIRECTORY, project, ignore=shutil.ignore_patterns("target", "logs"))
    seed = project / "seeds" / "mapping" / "department_names.csv"
    with seed.open(encoding="utf-8", newline="") as handle:
        columns = csv.DictReader(handle).fieldnames
    assert columns is not None
    with seed.open("a", encoding="utf-8", newline="") as handle:
        csv.DictWriter(handle, columns, lineterminator="\n").writerows(LINKED)
    return project


@pytest.fixture(scope="session")
def county_load(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Load:
    """Load the files, one after the other as they arrive."""
    root = tmp_path_factory.mktemp("counties")
    (root / "files").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "build_models", partial(build_models, project=project_of_an_analyst(root)))
        return load(Home(root / "home"), *write_all(root / "files"))


@pytest.fixture(scope="session")
def county_set(county_load: Load) -> CountySet:
    """The loaded set."""
    return CountySet(county_load, all_documents())
