"""Settings of a load, and the environment that Prefect, dbt and Great Expectations are started in."""

from __future__ import annotations

import os
from dataclasses import dataclass

from warehouse.home import Home

# A scan of sixty pages on a slow machine that reads another document beside.
DEFAULT_TIMEOUT_SECONDS = 900.0

# None of the tools that a load runs may report its use to anyone.
TELEMETRY_OFF = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
}


@dataclass(frozen=True, slots=True)
class LoadSettings:
    """How a load is run.

    Attributes:
        workers: documents read side by side, each in a process of its own.
        timeout_seconds: time that one document may take.
        accept_loss: publish although documents published before lose their amounts.
        accept_changes: publish although amounts published before change without a new version of their document.
        full_refresh: compute all documents again, not only the new ones.
    """

    workers: int
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS
    accept_loss: bool = False
    accept_changes: bool = False
    full_refresh: bool = False


def default_workers() -> int:
    """As many workers as processors that this process may use."""
    return len(os.sched_getaffinity(0))


def prepare_environment(home: Home) -> None:
    """Set what the tools read from the environment; to be called before any of them is imported.

    Prefect needs no server: its state lies in the home, it starts what it needs beside this process, and it may take
    its time for that. What the caller has set for Prefect stays, telemetry excepted.
    """
    os.environ.update(TELEMETRY_OFF)
    for name, value in {
        "PREFECT_HOME": str(home.prefect),
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        # The console is the reader's; Prefect's own account goes to the log file.
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_LEVEL": "INFO",
        "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
        "PREFECT_CLI_PROMPT": "false",
    }.items():
        os.environ.setdefault(name, value)
