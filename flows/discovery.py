"""Finding the documents of a load and telling which of them are new."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from flows.plain_text import plain_line
from warehouse.runs import DocumentState

# What a directory is searched for; a file named on the command line is taken by its content, whatever its name.
SUFFIXES = (".pdf", ".xlsx", ".xlsm", ".xls", ".et")
# Excel and WPS leave these beside a workbook that is open.
_LOCK_PREFIX = "~$"


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A file to load.

    Attributes:
        path: absolute path.
        sha256: SHA-256 of its bytes, hexadecimal; empty where the file could not be read.
        size_bytes: its size.
        error: what the system said where the file could not be read, else empty.
    """

    path: Path
    sha256: str
    size_bytes: int
    error: str = ""

    @property
    def file_name(self) -> str:
        """Name without directories, as text that can be stored and shown."""
        return plain_line(self.path.name)


class Case(StrEnum):
    """What is to be done with a found document."""

    EXTRACT = "extract"
    """New: it must be read."""
    BUILD = "build"
    """Landed by an earlier load that did not get as far as publishing."""
    SETTLED = "settled"
    """Known, with its outcome."""
    REPEATED = "repeated"
    """The same content as a document before it in this load."""
    UNREADABLE = "unreadable"
    """The system does not give the file."""


@dataclass(frozen=True, slots=True)
class PlannedDocument:
    """A found document and what is to be done with it.

    Attributes:
        document: the file.
        case: what is to be done.
        state: where it stands already, if it was met before.
        first: name of the file with the same content before it in this load, where repeated.
    """

    document: FoundDocument
    case: Case
    state: DocumentState | None = None
    first: str = ""


def list_files(paths: Iterable[Path]) -> list[Path]:
    """List the files to load.

    Args:
        paths: files, which are taken whatever their names, and directories, of which every file below with one of the
            `SUFFIXES` is taken.

    Returns:
        Absolute paths, each once, in the order given; within a directory in order of name.
    """
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            below = (file for file in path.rglob("*") if _is_document(file) and _may_be_file(file))
            files.update(dict.fromkeys(file.absolute() for file in sorted(below)))
        else:
            files[path.absolute()] = None
    return list(files)


def count_passed_over(paths: Iterable[Path]) -> int:
    """Count the files below the directories given that `list_files` leaves out for their names, hidden ones apart."""
    files = {
        file.absolute()
        for path in paths
        if path.is_dir()
        for file in path.rglob("*")
        if not _is_document(file) and not file.name.startswith((".", _LOCK_PREFIX)) and _may_be_file(file)
    }
    return len(files)


def _is_document(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(_LOCK_PREFIX)


def _may_be_file(path: Path) -> bool:
    """Tell directories from files; what the system does not let look at is left to `hash_file`, which says so."""
    try:
        return path.is_file()
    except OSError:
        return True


def hash_file(path: Path) -> FoundDocument:
    """Read a file's size and SHA-256; what the system refuses is told in `error`, not raised."""
    try:
        status = path.stat()
        return FoundDocument(path, _digest(path, status.st_size, status.st_mtime_ns), status.st_size)
    except OSError as error:
        return FoundDocument(path, "", 0, error.strerror or str(error))


@cache
def _digest(path: Path, size_bytes: int, modified_ns: int) -> str:
    """Hash a file, once for each state of it: a load looks twice, before it starts the scheduler and in the flow."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def plan_documents(found: Iterable[FoundDocument], states: Mapping[str, DocumentState]) -> list[PlannedDocument]:
    """Decide what is to be done with each found document.

    Args:
        found: documents in the order given.
        states: where documents stand, by sha256 (`warehouse.runs.document_states`).

    Returns:
        One plan for each document, in the same order.
    """
    first_names: dict[str, str] = {}
    plans: list[PlannedDocument] = []
    for document in found:
        state = states.get(document.sha256)
        if document.error:
            plans.append(PlannedDocument(document, Case.UNREADABLE))
        elif document.sha256 in first_names:
            plans.append(PlannedDocument(document, Case.REPEATED, state, first_names[document.sha256]))
        elif state is None or state.needs_extraction:
            plans.append(PlannedDocument(document, Case.EXTRACT, state))
        elif state.needs_build:
            plans.append(PlannedDocument(document, Case.BUILD, state))
        else:
            plans.append(PlannedDocument(document, Case.SETTLED, state))
        if document.sha256:
            first_names.setdefault(document.sha256, document.file_name)
    return plans
