"""Running a function in a process that can be stopped, and that takes nobody along when it dies."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import ParamSpec, TypeVar

from pebble import ProcessExpired, concurrent

P = ParamSpec("P")
R = TypeVar("R")


class WorkerTimeoutError(Exception):
    """The function did not end in time; its process was stopped."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class WorkerCrashedError(Exception):
    """The process died without an answer, for instance of a lack of memory."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


def run_in_process(timeout_seconds: float, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a function in a new process.

    The process is spawned, not forked: the caller has threads, whose locks a fork would copy in any state.

    Args:
        timeout_seconds: time after which the process is stopped.
        function: importable function; its arguments and result go through pickle.
        args: positional arguments.
        kwargs: keyword arguments.

    Returns:
        What the function returns.

    Raises:
        WorkerTimeoutError: the time was up.
        WorkerCrashedError: the process died.
        Exception: whatever the function raises.
    """
    isolated = concurrent.process(timeout=timeout_seconds, mp_context=multiprocessing.get_context("spawn"))(function)
    try:
        result: R = isolated(*args, **kwargs).result()
    except FutureTimeoutError as error:
        raise WorkerTimeoutError(timeout_seconds) from error
    except ProcessExpired as error:
        raise WorkerCrashedError(error.exitcode or 0) from error
    return result
