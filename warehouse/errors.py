"""What the warehouse raises, each with a message for the person at the command line."""

from __future__ import annotations


class WarehouseError(Exception):
    """The warehouse could not do what was asked; the message is in the reader's language."""


class WarehouseBusyError(WarehouseError):
    """Another process holds the database or the load lock; trying again later can help.

    Attributes:
        pid: process that holds it, where known.
    """

    def __init__(self, message: str, pid: int | None = None) -> None:
        super().__init__(message, pid)
        self.message = message
        self.pid = pid

    def __str__(self) -> str:
        return self.message


class MigrationError(WarehouseError):
    """The database and the migrations of this program do not fit together."""


class DuplicateDocumentError(WarehouseError):
    """The same document version is in the raw schema already."""


class PublishError(WarehouseError):
    """The new build could not be published; the published one is unchanged."""


class RestatedAmountsError(PublishError):
    """The new build states amounts otherwise that are published, of documents that were not handed in anew."""


class QueryError(WarehouseError):
    """A query failed, or there is nothing published to ask."""


class EmptyQueryError(QueryError):
    """What was given as a query has no statement in it."""


class RowCountsError(WarehouseError):
    """The file of registered row counts cannot be read as one, or not be written."""


class GoldenFileError(WarehouseError):
    """A golden file that cannot be read as one."""
