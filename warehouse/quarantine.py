"""Notes on refused documents: one JSON file each, named by the document's SHA-256."""

from __future__ import annotations

import datetime as dt
import json

from warehouse.archive import write_atomically
from warehouse.home import Home


def write_note(home: Home, *, sha256: str, file_name: str, reason: str, message: str) -> None:
    """Note a refusal; a newer note on the same document replaces the older.

    Args:
        home: home directory.
        sha256: SHA-256 of the file's bytes, hexadecimal.
        file_name: name under which it was handed in.
        reason: reason code.
        message: what is wrong and what to do, in the reader's language.
    """
    home.quarantine.mkdir(parents=True, exist_ok=True)
    note = {
        "sha256": sha256,
        "file_name": file_name,
        "reason": reason,
        "message": message,
        "refused_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }
    text = json.dumps(note, ensure_ascii=False, indent=2) + "\n"
    write_atomically(home.quarantine / f"{sha256}.json", text.encode())


def withdraw_note(home: Home, sha256: str) -> None:
    """Take back the note on a document that was accepted after all; none is fine."""
    (home.quarantine / f"{sha256}.json").unlink(missing_ok=True)
