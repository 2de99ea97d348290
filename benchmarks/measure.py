"""Measure reading, loading and growth, as ratios of one run on one machine.

`python -m benchmarks.measure` takes some minutes and prints Markdown tables; see benchmarks/README.md. Nothing here
is a test: times depend on the machine and on what else it does.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import pdfplumber
import pikepdf
import pypdfium2

from extract import read_document
from extract.pages import is_scan
from extract.pdf import open_document, read_objects
from tests.factory.figures import culture, sports
from tests.factory.layouts import jiangsu, shanghai, shanxi

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
STAGES = ("extract", "build", "check")

_REPEATS = 3
_SAMPLING_SECONDS = 0.1
_STAGE_ROW = re.compile(r"^\| (\w+) \| ([\d.]+) \|$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Load:
    """One run of the command line.

    Attributes:
        seconds: wall time of the whole process.
        peak_megabytes: highest sum of the resident memory of the process and its children, sampled; memory that they
            share counts for each of them.
        stage_seconds: as the load report states them; empty where nothing was published.
    """

    seconds: float
    peak_megabytes: float
    stage_seconds: dict[str, float]


class Seconds(NamedTuple):
    """How long something took, by the wall's clock and by the processor time of this process."""

    wall: float
    processor: float


def _best(function: Callable[[], object]) -> Seconds:
    """The shortest times of several calls: those least disturbed."""
    times = []
    for _ in range(_REPEATS):
        wall, processor = time.perf_counter(), time.process_time()
        function()
        times.append(Seconds(time.perf_counter() - wall, time.process_time() - processor))
    return Seconds(min(t.wall for t in times), min(t.processor for t in times))


def plain_tables(data: bytes) -> int:
    """Read the tables of a document as pdfplumber does unasked: what this is measured against; returns their number."""
    count = 0
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            count += len(page.extract_tables())
            page.close()
    return count


def read_tables(data: bytes) -> int:
    """Read a document as a load does; returns the number of rows, for a process to hand on."""
    return len(read_document(data).rows)


def read_drawing(data: bytes) -> int:
    """Read glyphs, rules and pictures and nothing else: the floor; returns the number of glyphs."""
    with open_document(data) as (pdf, _):
        return sum(len(read_objects(pdf, page_no).glyphs) for page_no in range(1, len(pdf) + 1))


def _documents() -> list[bytes]:
    """The samples, and a made document of each layout."""
    made = shanxi(culture()), jiangsu(culture()), shanghai(sports())
    return [*(path.read_bytes() for path in sorted(SAMPLES.glob("*.pdf"))), *(document.data for document in made)]


def _text_pages(data: bytes) -> bytes:
    """The pages of a document that have a text layer: recognising scans is measured for itself."""
    kept = io.BytesIO()
    with open_document(data) as (pdf, _):
        scans = [page_no for page_no in range(1, len(pdf) + 1) if is_scan(read_objects(pdf, page_no))]
    with pikepdf.open(io.BytesIO(data)) as whole:
        for page_no in reversed(scans):
            del whole.pages[page_no - 1]
        whole.save(kept)
    return kept.getvalue()


def measure_reading(files: Sequence[bytes]) -> list[str]:
    """Compare reading documents with plain pdfplumber, with the floor, and with two processes.

    Returns:
        Lines of a Markdown table: pages a second, and the ratios to plain pdfplumber of wall and processor time. What
            two processes take is no time of this one.
    """
    documents = [_text_pages(data) for data in files]
    pages = sum(len(pypdfium2.PdfDocument(data)) for data in documents)
    plain = _best(lambda: [plain_tables(data) for data in documents])
    alone = _best(lambda: [read_tables(data) for data in documents])
    floor = _best(lambda: [read_drawing(data) for data in documents])
    longest_first = sorted(2 * documents, key=len, reverse=True)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(read_tables, documents[:1] * 2)  # imports
        together = _best(lambda: pool.map(read_tables, longest_first, chunksize=1))
    lines = ["| reading | pages a second | ratio | ratio, processor time |", "| --- | --- | --- | --- |"]
    for name, taken in (
        ("plain pdfplumber, extract_tables", plain),
        ("extract, one process", alone),
        ("glyphs and rules alone (floor)", floor),
    ):
        ratios = f"{plain.wall / taken.wall:.2f} | {plain.processor / taken.processor:.2f}"
        lines.append(f"| {name} | {pages / taken.wall:.1f} | {ratios} |")
    both = together.wall / 2
    return [*lines, f"| extract, two processes | {pages / both:.1f} | {plain.wall / both:.2f} | — |"]


def _group_megabytes(group: int) -> float:
    """Resident memory of all processes of a process group."""
    pages = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                pages += int(stat.with_name("statm").read_text().split()[1])
        except (OSError, IndexError):  # the process ended meanwhile
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def run_load(home: Path, source: Path) -> Load:
    """Run `yusuan load` as a user does, in a process of its own.

    Raises:
        RuntimeError: the load did not end with status 0.
    """
    report = home / "published" / "docs" / "load_report.md"
    before = report.resolve() if report.exists() else None
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "yusuan", "load", str(source), "--home", str(home)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    peak, ended = 0.0, threading.Event()

    def sample() -> None:
        nonlocal peak
        while not ended.wait(_SAMPLING_SECONDS):
            peak = max(peak, _group_megabytes(process.pid))

    sampler = threading.Thread(target=sample)
    sampler.start()
    _, errors = process.communicate()
    seconds = time.perf_counter() - started
    ended.set()
    sampler.join()
    if process.returncode:
        raise RuntimeError(f"load ended with {process.returncode}: {errors.decode()}")
    published = report.exists() and report.resolve() != before
    stages = _STAGE_ROW.findall(report.read_text(encoding="utf-8")) if published else []
    return Load(seconds, peak, {name: float(value) for name, value in stages})


def measure_load(directory: Path) -> list[str]:
    """Load the samples into an empty home, and again with nothing new.

    Returns:
        Lines of a Markdown table.
    """
    home = directory / "samples_home"
    first, again = run_load(home, SAMPLES), run_load(home, SAMPLES)
    headings = ["load", "whole, s", *(f"{stage}, s" for stage in STAGES), "peak memory, MB", "ratio to first"]
    lines = ["| " + " | ".join(headings) + " |", "|" + " --- |" * len(headings)]
    for name, load in (("first", first), ("again, nothing new", again)):
        stages = [f"{load.stage_seconds[stage]:.1f}" if stage in load.stage_seconds else "—" for stage in STAGES]
        values = [name, f"{load.seconds:.1f}", *stages, f"{load.peak_megabytes:.0f}"]
        lines.append("| " + " | ".join(values) + f" | {load.seconds / first.seconds:.3f} |")
    return lines


def measure_growth(directory: Path, counts: Sequence[int]) -> list[str]:
    """Load so many made documents each into an empty home.

    Returns:
        Lines of a Markdown table, relative to the first count.
    """
    lines = [
        "| documents | extract, s | build, s | check, s | build, ratio | build per document, ratio |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    first: float | None = None
    for count in counts:
        source = directory / f"documents_{count}"
        source.mkdir()
        for number in range(count):
            figures = replace(culture(), department=f"基准县第{number + 1}文化局")
            shanxi(figures, file_name=f"{number:03d}.pdf").write(source)
        stages = run_load(directory / f"home_{count}", source).stage_seconds
        build = stages["build"]
        first = first or build
        ratio = build / first
        values = [str(count), *(f"{stages[stage]:.1f}" for stage in STAGES), f"{ratio:.2f}"]
        lines.append("| " + " | ".join(values) + f" | {ratio * counts[0] / count:.2f} |")
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--documents", type=int, nargs="+", default=[1, 4, 16], help="numbers of made documents")
    parser.add_argument("--reading", action="store_true", help="measure reading alone")
    parser.add_argument("--files", type=Path, nargs="+", help="documents to read instead of samples and made ones")
    options = parser.parse_args()
    counts: list[int] = options.documents
    files = [path.read_bytes() for path in options.files] if options.files else _documents()
    print("### Reading\n", *measure_reading(files), sep="\n", flush=True)
    if options.reading:
        return
    with tempfile.TemporaryDirectory() as name:
        print("\n### Loading the samples\n", *measure_load(Path(name)), sep="\n", flush=True)
        print("\n### Growth\n", *measure_growth(Path(name), counts), sep="\n", flush=True)


if __name__ == "__main__":
    main()
