from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from flows.processes import WorkerCrashedError, WorkerTimeoutError, run_in_process


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _note_pid_and_sleep(note: Path, seconds: float, ignore_termination: bool = False) -> None:
    if ignore_termination:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    note.write_text(str(os.getpid()))
    time.sleep(seconds)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _start_method_and_pid() -> tuple[str, int]:
    return multiprocessing.get_start_method(allow_none=False), os.getpid()


def _raise() -> None:
    raise LookupError("from the worker")


@pytest.mark.parametrize("stubborn", [False, True])
def test_a_worker_over_its_time_is_stopped(tmp_path: Path, stubborn: bool) -> None:
    note = tmp_path / "pid"
    # The worker's start is part of its time, and a busy machine draws it out.
    for seconds in (2.0, 10.0, 50.0):
        started = time.monotonic()
        with pytest.raises(WorkerTimeoutError) as caught:
            run_in_process(seconds, _note_pid_and_sleep, note, 600.0, ignore_termination=stubborn)
        assert caught.value.seconds == seconds
        if note.exists() and note.read_text():
            break
    assert time.monotonic() - started < seconds + 100
    assert not _is_running(int(note.read_text()))


def test_a_worker_that_dies_is_told_from_one_that_answers() -> None:
    with pytest.raises(WorkerCrashedError) as caught:
        run_in_process(60.0, _die)
    assert caught.value.exit_code == -signal.SIGKILL


class _KillsItsReader:
    """Something that ends the process which unpickles it, as a lack of memory at the wrong time would."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (3,)


def test_a_worker_that_dies_while_it_takes_a_large_task_does_not_stop_the_caller() -> None:
    with pytest.raises(WorkerCrashedError):
        run_in_process(60.0, print, _KillsItsReader(), bytes(5_000_000))


def test_a_worker_is_a_fresh_process_and_not_a_copy_of_this_one() -> None:
    method, pid = run_in_process(60.0, _start_method_and_pid)
    assert method == "spawn"
    assert pid != os.getpid()


def test_an_error_of_the_function_comes_back() -> None:
    with pytest.raises(LookupError, match="from the worker"):
        run_in_process(60.0, _raise)


def test_a_large_answer_comes_back_whole() -> None:
    assert run_in_process(60.0, bytes, 5_000_000) == bytes(5_000_000)
