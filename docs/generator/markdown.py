"""Small pieces of Markdown."""

from __future__ import annotations

from collections.abc import Sequence


def escape(text: str) -> str:
    """Write a text on one line of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def code(text: str) -> str:
    """Write a text as code; nothing for none."""
    return f"`{escape(text)}`" if text else ""


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Write a table as lines, an empty one behind it."""
    lines = ["| " + " | ".join(headings) + " |", "|" + " --- |" * len(headings)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows), ""]
