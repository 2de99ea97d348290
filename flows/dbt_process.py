"""dbt in a process of its own, which ends: its adapter keeps the database open as long as its process lives.

As a program (`python -m flows.dbt_process`) it builds the models and then writes the static documentation, in one go,
because starting dbt and reading the project cost more than either.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

from flows.settings import TELEMETRY_OFF
from warehouse.home import Home

PROJECT_DIRECTORY = Path(__file__).resolve().parents[1] / "dbt_project"
DATABASE_VARIABLE = "YUSUAN_BUILD_DB"
LOG_NAME = "dbt_build.log"

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


def build_models(home: Home, project: Path = PROJECT_DIRECTORY) -> Path:
    """Build every model in the build database and run the tests of the models.

    Args:
        home: home directory; nobody may have its build database open.
        project: directory of the dbt project and its profile.

    Returns:
        The documentation of the project as one static page.

    Raises:
        BuildFailedError: a model, seed or test failed, or dbt itself.
    """
    home.dbt_target.mkdir(parents=True, exist_ok=True)
    home.logs.mkdir(parents=True, exist_ok=True)
    results = home.dbt_target / "run_results.json"
    results.unlink(missing_ok=True)
    environment = {
        **os.environ,
        **TELEMETRY_OFF,
        DATABASE_VARIABLE: str(home.build_database),
        "DBT_TARGET_PATH": str(home.dbt_target),
        "DBT_PROJECT_DIR": str(project),
        "DBT_PROFILES_DIR": str(project),
        "DBT_LOG_LEVEL_FILE": "none",
        "DBT_USE_COLORS": "false",
        "PYTHONUTF8": "1",
    }
    log = home.logs / LOG_NAME
    with log.open("w", encoding="utf-8") as output:
        ended = subprocess.run(
            [sys.executable, "-m", "flows.dbt_process"],
            env=environment,
            cwd=home.build,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if ended.returncode:
        raise BuildFailedError(_failed_nodes(results), log)
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


def main() -> int:
    """Run dbt twice in this process.

    Returns:
        0 where both commands succeeded, else 1.
    """
    from dbt.cli.main import dbtRunner

    for command in (["build"], ["docs", "generate", "--static", "--no-compile"]):
        outcome = dbtRunner().invoke(command)
        if not outcome.success:
            if outcome.exception:
                print(outcome.exception)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
