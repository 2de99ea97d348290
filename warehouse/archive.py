"""The archive: every accepted document, once, under the name of its content."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from warehouse.home import Home


def write_atomically(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file so that it is there whole or not at all.

    Args:
        path: file to make or replace; its directory must exist.
        data: content.
        mode: permissions of the file.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        written.chmod(mode)
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise


def is_archived(home: Home, sha256: str) -> bool:
    """Tell whether a document is kept, under whatever suffix."""
    return any(home.archive.glob(f"{sha256}.*"))


def archive_document(home: Home, sha256: str, data: bytes, suffix: str = ".pdf") -> Path:
    """Keep a document, read-only, unless it is kept already.

    Args:
        home: home directory.
        sha256: SHA-256 of the data, hexadecimal.
        data: the file's bytes.
        suffix: what its content is, as a suffix with its point.

    Returns:
        Path of the archived file.
    """
    home.archive.mkdir(parents=True, exist_ok=True)
    path = home.archive / f"{sha256}{suffix}"
    if not path.exists():
        write_atomically(path, data, 0o444)
    return path
