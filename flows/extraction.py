"""Reading one document in a process of its own."""

from __future__ import annotations

import hashlib
import pickle
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from extract import UnreadableDocumentError, read_document
from flows.discovery import FoundDocument
from flows.processes import WorkerTimeoutError, limit_memory, run_in_process
from warehouse.home import Home

# What reading one document may take; a hundred megabytes are usual.
_MEMORY_BYTES = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a document cannot be read; the fields are those of the message."""

    reason: str
    page_no: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What came of reading a document.

    The content waits in a file, so that any number of documents can be read before they are landed without filling the
    memory, and so that the scheduler passes nothing large about.

    Attributes:
        spooled: file with the content, or None where there is none.
        refusal: why there is none, or None.
        seconds: time that reading took.
    """

    spooled: Path | None
    refusal: Refusal | None = None
    seconds: float = 0.0


def _read_in_worker(document: FoundDocument, spooled: Path, original: Path) -> Refusal | None:
    """Read a document, and write its content and its bytes to files; what the worker process runs.

    Refusals are answers, not errors, so that they survive the way back to the caller's process.
    """
    limit_memory(_MEMORY_BYTES)
    try:
        data = document.path.read_bytes()
    except OSError as error:
        return Refusal("unreadable_file", None, error.strerror or str(error))
    if hashlib.sha256(data).hexdigest() != document.sha256:
        return Refusal("changed")
    try:
        content = asdict(read_document(data))
    except UnreadableDocumentError as error:
        return Refusal(error.reason, error.page_no, error.detail)
    except MemoryError:
        return Refusal("too_large", None, f"{_MEMORY_BYTES // 1024**3} GB")
    except Exception as error:
        # A document that the extractor trips over must not stop the others.
        return Refusal("crashed", None, f"{type(error).__name__}: {error}")
    with spooled.open("wb") as file:
        pickle.dump(content, file, protocol=pickle.HIGHEST_PROTOCOL)
    # The file may be moved or changed before the build tells whether these bytes go into the archive.
    original.write_bytes(data)
    return None


def take_content(extraction: Extraction) -> Mapping[str, Any] | None:
    """Take an extracted document's content out of its file, which is removed.

    Returns:
        The document's fields as plain dictionaries and sequences, or None where it was refused.
    """
    if extraction.spooled is None:
        return None
    with extraction.spooled.open("rb") as file:
        content: Mapping[str, Any] = pickle.load(file)
    extraction.spooled.unlink()
    return content


def extract_document(home: Home, document: FoundDocument, timeout_seconds: float) -> Extraction:
    """Read a document in a process of its own.

    Args:
        home: home directory.
        document: the file, as it was found.
        timeout_seconds: time that reading may take.

    Returns:
        The content or the refusal.

    Raises:
        WorkerCrashedError: the process died; a second try may help, for instance when memory was short.
    """
    started = time.monotonic()
    home.spool.mkdir(parents=True, exist_ok=True)
    home.originals.mkdir(parents=True, exist_ok=True)
    spooled = home.spool / f"{document.sha256}.pickle"
    original = home.originals / document.sha256
    try:
        refusal = run_in_process(timeout_seconds, _read_in_worker, document, spooled, original)
    except WorkerTimeoutError as error:
        refusal = Refusal("timeout", None, f"{error.seconds:g}")
    return Extraction(None if refusal else spooled, refusal, time.monotonic() - started)
