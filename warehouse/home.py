"""Where everything lies: the home directory and the paths under it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "YUSUAN_HOME"
DEFAULT_HOME = Path("data")


@dataclass(frozen=True, slots=True)
class Home:
    """The home directory; no path outside `root` is ever written.

    Attributes:
        root: absolute path of the home directory, which need not exist yet.
    """

    root: Path

    @property
    def inbox(self) -> Path:
        """Documents waiting for the nightly load; nothing here is deleted or changed by the program."""
        return self.root / "inbox"

    @property
    def archive(self) -> Path:
        """Every accepted document, once, as `<sha256>.pdf`, or with the suffix of a workbook."""
        return self.root / "archive"

    @property
    def build(self) -> Path:
        """The warehouse that flows and dbt write, and their working files."""
        return self.root / "build"

    @property
    def build_database(self) -> Path:
        """Database that flows and dbt write."""
        return self.build / "budget.duckdb"

    @property
    def dbt_target(self) -> Path:
        """What dbt compiles and remembers between runs."""
        return self.build / "dbt_target"

    @property
    def spool(self) -> Path:
        """Content of documents that are read and not yet landed."""
        return self.build / "spool"

    @property
    def originals(self) -> Path:
        """Bytes of documents that are read and of which no build has told yet whether they are accepted."""
        return self.build / "originals"

    @property
    def published(self) -> Path:
        """What users open."""
        return self.root / "published"

    @property
    def published_database(self) -> Path:
        """Database that users open: always whole, replaced in one step."""
        return self.published / "budget.duckdb"

    @property
    def published_parquet(self) -> Path:
        """The marts as Parquet, of the same build as the database beside them."""
        return self.published / "parquet"

    @property
    def published_docs(self) -> Path:
        """Documentation of the published build: dbt docs, Data Docs and the load report."""
        return self.published / "docs"

    @property
    def published_versions(self) -> Path:
        """Directories of single builds, to which `parquet` and `docs` point."""
        return self.published / ".versions"

    @property
    def quarantine(self) -> Path:
        """A note for each refused document, as `<sha256>.json`."""
        return self.root / "quarantine"

    @property
    def expected_row_counts(self) -> Path:
        """Row counts by table and fiscal year below which no build is published; the operator's own file."""
        return self.root / "expected_row_counts.csv"

    @property
    def logs(self) -> Path:
        """Logs of dbt and Prefect."""
        return self.root / "logs"

    @property
    def prefect(self) -> Path:
        """Prefect's own state."""
        return self.root / "prefect"

    @property
    def lock_file(self) -> Path:
        """Held by the one load that may run at a time."""
        return self.build / "load.lock"

    def create(self) -> None:
        """Make the directories that are missing."""
        for directory in (self.inbox, self.archive, self.build, self.published, self.quarantine, self.logs):
            directory.mkdir(parents=True, exist_ok=True)


def resolve_home(given: Path | None = None) -> Home:
    """Find the home directory: the one given, else `$YUSUAN_HOME`, else `./data`.

    Args:
        given: directory named on the command line, if any.

    Returns:
        The home with an absolute root; nothing is created.
    """
    chosen = given or (Path(named) if (named := os.environ.get(HOME_VARIABLE)) else DEFAULT_HOME)
    return Home(chosen.expanduser().resolve())
