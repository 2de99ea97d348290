"""Running a function in a process that can be stopped, and that takes nobody along when it dies."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_PATIENCE_SECONDS = 3.0


class WorkerTimeoutError(Exception):
    """The function did not end in time; its process was stopped."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class WorkerCrashedError(Exception):
    """The process died without an answer, for instance of a lack of memory; `exit_code` is negative for a signal."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code

    def __str__(self) -> str:
        return f"exit code {self.exit_code}"


def run_in_process(timeout_seconds: float, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a function in a new process.

    The process is spawned, not forked: the caller has threads, whose locks a fork would copy in any state.

    Args:
        timeout_seconds: time after which the process is stopped, its start included.
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
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_answer, args=(there,), daemon=True)
    try:
        process.start()
        # The last open end but the worker's own, so that the worker's death is seen as the end of the pipe.
        there.close()
        # Not among the process's own arguments: those `start` writes to a worker that may be dead, and waits for ever.
        here.send((function, args, kwargs))
        if not here.poll(timeout_seconds):
            raise WorkerTimeoutError(timeout_seconds)
        result, error = here.recv()
    except (EOFError, ConnectionError) as gone:
        process.join(_PATIENCE_SECONDS)
        raise WorkerCrashedError(process.exitcode) from gone
    finally:
        _stop(process)
        here.close()
    if error is not None:
        raise error
    answer: R = result
    return answer


def limit_memory(byte_count: int) -> None:
    """Let this process take no more address space than this; what asks for more gets a MemoryError.

    Library code that has no way to say so ends the process, which costs nobody but its document. Without effect where
    the system knows no such limit.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    _, highest = resource.getrlimit(resource.RLIMIT_AS)
    if highest != resource.RLIM_INFINITY:
        byte_count = min(byte_count, highest)
    resource.setrlimit(resource.RLIMIT_AS, (byte_count, highest))


def _answer(there: Connection) -> None:
    """Take a function and its arguments, call it and send its result or its error; what the worker process runs."""
    function, args, kwargs = there.recv()
    result, failure = None, None
    try:
        result = function(*args, **kwargs)
    except Exception as error:
        failure = error
    there.send((result, failure))
    there.close()


def _stop(process: BaseProcess) -> None:
    """End a process that has answered or whose time is up; one that does not listen is killed."""
    if process.is_alive():
        process.terminate()
        process.join(_PATIENCE_SECONDS)
    if process.is_alive():
        process.kill()
        process.join()
    process.close()
