"""Text from outside (file names, what a PDF prints, what the system says) made harmless for a terminal and a report."""

from __future__ import annotations

import re

# C0 but the line feed, DEL and C1: they move the cursor, and ESC and CSI begin a terminal's commands. The next ones
# turn the direction of what follows, so that a name shows as another.
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")
# A name in another encoding than the system's, or half a character: no database and no terminal takes it.
_SURROGATE = re.compile("[\ud800-\udfff]")


def plain_text(text: str) -> str:
    """Put a space for control characters and U+FFFD for what is no Unicode text; line feeds stay."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))


def plain_line(text: str) -> str:
    """Make a text plain and put it on one line."""
    return plain_text(text).replace("\n", " ")
