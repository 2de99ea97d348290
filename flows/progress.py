"""Telling the person at the terminal how a load goes, without the flow knowing about terminals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from flows.report import DocumentReport


class Progress(Protocol):
    """Who is told how a load goes; called from the thread that runs the flow."""

    def stage(self, name: str) -> None:
        """A stage begins; the name is in the reader's language."""

    def expect(self, total: int) -> None:
        """So many documents are going to be read."""

    def done(self, document: DocumentReport) -> None:
        """A document has been read and landed, or refused."""


class _Silence:
    def stage(self, name: str) -> None:
        pass

    def expect(self, total: int) -> None:
        pass

    def done(self, document: DocumentReport) -> None:
        pass


# A flow's parameters go to Prefect's API as JSON, so the listener cannot be one of them.
_listener: ContextVar[Progress | None] = ContextVar("progress_listener", default=None)


@contextmanager
def listening(listener: Progress) -> Iterator[None]:
    """Have a listener told of the loads started inside the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def current_progress() -> Progress:
    """The listener of this load, or one that says nothing."""
    return _listener.get() or _Silence()
