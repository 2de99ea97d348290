"""Fixtures that several parts of the tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# The same examples in each run; `--hypothesis-profile long` looks for others.
_ALL_CHECKS = tuple(HealthCheck)
settings.register_profile("short", max_examples=80, derandomize=True, deadline=None, suppress_health_check=_ALL_CHECKS)
settings.register_profile("long", max_examples=3000, print_blob=True, deadline=None, suppress_health_check=_ALL_CHECKS)
settings.load_profile("short")

# The fixtures that load documents for several files of tests.
_LOADS = ("samples", "layouts_load", "mixed_load", "county_load")


# First: the scheduler reads the marks in the same hook, and spread each file over all workers when it came before.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep on one worker what shares a load, or a file: a load costs more than all tests of what it published."""
    for item in items:
        loads = [name for name in getattr(item, "fixturenames", ()) if name in _LOADS]
        item.add_marker(pytest.mark.xdist_group(loads[0] if loads else str(item.path)))


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """One Prefect server for all flow tests of the session: starting it costs more than they do."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield
