"""dbt in a process of its own, which ends: its adapter keeps the database open as long as its process lives.

As a program (`python -m flows.dbt_process`) it builds the models and then writes the static documentation, in one go,
because starting dbt and reading the project cost more than either.

A build computes the documents that no build before it has, with those they belong with (`int_documents_due`). What
these are a first pass tells: only then is it known which others are of the same department. Where the project or the
extractor has changed, everything is computed again. Many documents are computed in several batches, for the memory.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

from extract import EXTRACTOR_VERSION
from flows.settings import TELEMETRY_OFF
from warehouse.builds import count_documents_to_build, latest_project_digest, record_project_build
from warehouse.connection import open_build
from warehouse.home import Home

PROJECT_DIRECTORY = Path(__file__).resolve().parents[1] / "dbt_project"
DATABASE_VARIABLE = "YUSUAN_BUILD_DB"
LOG_NAME = "dbt_build.log"

# New documents that a build computes at a time, without those they belong with.
LARGEST_BATCH = 1000
_LARGEST_BATCH_VARIABLE = "YUSUAN_LARGEST_BATCH"

# What dbt and its users leave in the project's directory.
_NO_PART_OF_THE_PROJECT = frozenset({"target", "logs", "dbt_packages", "__pycache__"})
_IDENTIFY = ["run", "--select", "+int_documents_known"]
# Seeds are loaded and unit tests are run when the project has changed.
_BUILD = ["build", "--exclude", "resource_type:seed", "resource_type:unit_test"]

_SHOWN_NODES = 5
_MESSAGE_WIDTH = 300
_FAILED = frozenset({"error", "fail", "runtime error"})


@dataclass(frozen=True, slots=True)
class FailedNode:
    """A model, seed or test that failed; `message` is dbt's."""

    name: str
    message: str


class BuildFailedError(Exception):
    """dbt could not build the models, or a test of theirs failed.

    Attributes:
        nodes: what failed; empty where dbt did not get as far as running anything.
        log: dbt's output.
    """

    def __init__(self, nodes: tuple[FailedNode, ...], log: Path) -> None:
        super().__init__(nodes, log)
        self.nodes = nodes
        self.log = log

    def __str__(self) -> str:
        lines = [f"dbt 的完整输出见 {self.log}"]
        lines += [f"  {node.name}：{shorten(node.message, _MESSAGE_WIDTH)}" for node in self.nodes[:_SHOWN_NODES]]
        if len(self.nodes) > _SHOWN_NODES:
            lines.append(f"  另有 {len(self.nodes) - _SHOWN_NODES} 个失败")
        return "\n".join(lines)


def digest_project(project: Path) -> str:
    """Hash all that the rows of a build depend on beside the documents: the dbt project and the extractor's version."""
    digest = hashlib.sha256(EXTRACTOR_VERSION.encode())
    for path in sorted(project.rglob("*")):
        place = path.relative_to(project)
        if path.is_file() and not _NO_PART_OF_THE_PROJECT.intersection(place.parts):
            digest.update(f"\0{place.as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def dbt_environment(home: Home, project: Path = PROJECT_DIRECTORY) -> dict[str, str]:
    """Make the environment in which dbt works on a home's build database; `build_models` needs none."""
    return {
        **os.environ,
        **TELEMETRY_OFF,
        DATABASE_VARIABLE: str(home.build_database),
        "DBT_TARGET_PATH": str(home.dbt_target),
        "DBT_PROJECT_DIR": str(project),
        "DBT_PROFILES_DIR": str(project),
        "DBT_LOG_LEVEL_FILE": "none",
        "DBT_USE_COLORS": "false",
        "PYTHONUTF8": "1",
        _LARGEST_BATCH_VARIABLE: str(LARGEST_BATCH),
    }


def build_models(home: Home, project: Path = PROJECT_DIRECTORY, *, full_refresh: bool = False) -> Path:
    """Bring every model in the build database up to date and run the tests of the models.

    Args:
        home: home directory; nobody may have its build database open.
        project: directory of the dbt project and its profile.
        full_refresh: compute all documents again, as is done in any case where the project has changed.

    Returns:
        The documentation of the project as one static page.

    Raises:
        BuildFailedError: a model, seed or test failed, or dbt itself.
    """
    home.dbt_target.mkdir(parents=True, exist_ok=True)
    home.logs.mkdir(parents=True, exist_ok=True)
    results = home.dbt_target / "run_results.json"
    results.unlink(missing_ok=True)
    digest = digest_project(project)
    with open_build(home) as con:
        full_refresh = full_refresh or latest_project_digest(con) != digest
        document_count = count_documents_to_build(con, full_refresh=full_refresh)
    batches = max(1, math.ceil(document_count / LARGEST_BATCH))
    log = home.logs / LOG_NAME
    with log.open("w", encoding="utf-8") as output:
        ended = subprocess.run(
            [sys.executable, "-m", "flows.dbt_process", "full" if full_refresh else "new", str(batches)],
            env=dbt_environment(home, project),
            cwd=home.build,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if ended.returncode:
        raise BuildFailedError(_failed_nodes(results), log)
    with open_build(home) as con:
        record_project_build(con, digest)
    return home.dbt_target / "static_index.html"


def _failed_nodes(results: Path) -> tuple[FailedNode, ...]:
    """Read from dbt's own account what failed."""
    if not results.is_file():
        return ()
    account = json.loads(results.read_text(encoding="utf-8"))
    return tuple(
        FailedNode(str(result["unique_id"]), str(result.get("message") or result["status"]))
        for result in account["results"]
        if result["status"] in _FAILED
    )


def _commands(full_refresh: bool, batches: int) -> list[list[str]]:
    """What dbt is to do, one after the other."""
    first = [["build", "--full-refresh"]] if full_refresh else [_IDENTIFY, _BUILD]
    return [*first, *[_IDENTIFY, _BUILD] * (batches - 1), ["docs", "generate", "--static", "--no-compile"]]


def main(arguments: Sequence[str]) -> int:
    """Run dbt several times in this process.

    Args:
        arguments: `full` for a full refresh, or `new`; the number of batches.

    Returns:
        0 where all commands succeeded, else 1.
    """
    from dbt.cli.main import dbtRunner

    mode, batches = arguments
    for command in _commands(mode == "full", int(batches)):
        outcome = dbtRunner().invoke(command)
        if not outcome.success:
            if outcome.exception:
                print(outcome.exception)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
