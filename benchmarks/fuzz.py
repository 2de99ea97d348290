"""Read damaged documents, thousands of them, and count what comes of it.

`python -m benchmarks.fuzz 10000` prints a Markdown table. A document must come of it, or a reason; never an error of
the program, a process that dies, a hang, or more than two gigabytes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from extract import UnreadableDocumentError, read_document
from flows.processes import limit_memory
from tests.factory.figures import culture, sports
from tests.factory.layouts import jiangsu, shanghai, shanxi
from tests.factory.mutations import mutate, one_page, opened_up

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
SAMPLE_PAGES = (6, 9, 12)
TIMEOUT_SECONDS = 60.0
MEMORY_BYTES = 2 * 1024**3
LOADED, CRASHED, TIMED_OUT = "a document", "the process died", "no end"


class Outcome(NamedTuple):
    """What came of one damaged document; `megabytes` is the most that its worker had held by then."""

    seed: int
    result: str
    seconds: float
    megabytes: float


def base_documents() -> list[bytes]:
    """Documents to damage, each as it is and with its streams decoded."""
    whole = [shanxi(culture()).data, jiangsu(culture()).data, shanghai(sports()).data]
    whole += [one_page(data, 3) for data in whole]
    whole += [one_page(path.read_bytes(), at) for path in sorted(SAMPLES.glob("*.pdf")) for at in SAMPLE_PAGES]
    return [version for data in whole for version in (data, opened_up(data))]


def read_one(data: bytes) -> str:
    """Read a damaged document; what came of it, the reason where it was refused."""
    try:
        read_document(data)
    except UnreadableDocumentError as error:
        return error.reason
    except Exception as error:
        return f"error {type(error).__name__}: {error}"[:200]
    return LOADED


def _work(there: Connection, bases: list[bytes]) -> None:
    """Read the documents whose numbers come, until none comes; what a worker process runs."""
    limit_memory(MEMORY_BYTES)
    # What a damaged page looks like is not in question here, and recognising it takes seconds.
    with patch("extract.document.is_installed", return_value=False):
        _answer(there, bases)


def _answer(there: Connection, bases: list[bytes]) -> None:
    while (seed := there.recv()) is not None:
        data = mutate(seed, bases)
        started = time.perf_counter()
        result = read_one(data)
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
        there.send(Outcome(seed, result, time.perf_counter() - started, held))


class _Worker:
    """A process that reads, and can be replaced."""

    def __init__(self, bases: list[bytes]) -> None:
        self.here, there = multiprocessing.Pipe()
        self.process = multiprocessing.get_context("spawn").Process(target=_work, args=(there, bases), daemon=True)
        self.process.start()
        there.close()
        self.seed, self.started = -1, 0.0

    def take(self, seed: int | None) -> None:
        """Give it the next number, or none: then it ends."""
        self.here.send(seed)
        self.seed, self.started = seed if seed is not None else -1, time.monotonic()

    def stop(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.join()
        self.here.close()


def fuzz(seeds: Iterable[int], process_count: int = 2) -> Iterator[Outcome]:
    """Read the damaged documents of these numbers.

    A worker that dies or does not end is replaced; the others go on.
    """
    left, bases = iter(seeds), base_documents()
    workers: list[_Worker] = []

    def start(worker: _Worker) -> None:
        seed = next(left, None)
        worker.take(seed)
        if seed is None:
            workers.remove(worker)
            worker.process.join()

    try:
        for _ in range(process_count):
            workers.append(_Worker(bases))
        for worker in list(workers):
            start(worker)
        while workers:
            ready = wait([worker.here for worker in workers], 1.0)
            for worker in list(workers):
                if worker.here in ready:
                    try:
                        yield worker.here.recv()
                    except (EOFError, ConnectionError):
                        worker.process.join()
                        yield Outcome(worker.seed, f"{CRASHED}: {worker.process.exitcode}", 0.0, 0.0)
                        workers[workers.index(worker)] = worker = _Worker(bases)
                    start(worker)
                elif time.monotonic() - worker.started > TIMEOUT_SECONDS:
                    yield Outcome(worker.seed, TIMED_OUT, TIMEOUT_SECONDS, 0.0)
                    worker.stop()
                    workers[workers.index(worker)] = worker = _Worker(bases)
                    start(worker)
    finally:
        for worker in workers:
            worker.stop()


def main() -> None:
    """Fuzz and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("count", type=int, nargs="?", default=10_000, help="number of damaged documents")
    parser.add_argument("--first", type=int, default=0, help="number of the first")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    outcomes: Counter[str] = Counter()
    examples: dict[str, int] = {}
    slowest, largest = Outcome(-1, "", 0.0, 0.0), Outcome(-1, "", 0.0, 0.0)
    for outcome in fuzz(range(options.first, options.first + options.count), options.processes):
        outcomes[outcome.result] += 1
        examples.setdefault(outcome.result, outcome.seed)
        slowest = max(slowest, outcome, key=lambda o: o.seconds)
        largest = max(largest, outcome, key=lambda o: o.megabytes)
        if sum(outcomes.values()) % 500 == 0:
            print(dict(outcomes), file=sys.stderr, flush=True)
    print("| outcome | documents | for example |", "| --- | --- | --- |", sep="\n")
    for result, count in outcomes.most_common():
        print(f"| {result} | {count} | {examples[result]} |")
    print(f"\nSlowest: {slowest.seconds:.1f} s (document {slowest.seed}). Memory: {largest.megabytes:.0f} MB at most.")


if __name__ == "__main__":
    main()
