"""The only place that opens DuckDB."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import duckdb

from warehouse.errors import QueryError, WarehouseBusyError, WarehouseError
from warehouse.home import Home
from warehouse.migrate import migrate

Connection: TypeAlias = duckdb.DuckDBPyConnection
"""An open connection, for those who hand one on without knowing DuckDB."""

_HOLDER_PID = re.compile(r"\(PID (\d+)\)")


def _translate(error: duckdb.Error, path: Path) -> WarehouseError:
    """Turn DuckDB's refusal to open a file into a message that says what to do."""
    text = str(error)
    if "Could not set lock" in text:
        found = _HOLDER_PID.search(text)
        pid = int(found.group(1)) if found else None
        holder = f"进程 {pid}" if pid else "另一个进程"
        return WarehouseBusyError(f"数据库 {path} 正被{holder}占用。请等它结束，或关闭打开该文件的程序后重试。", pid)
    return WarehouseError(f"无法打开数据库 {path}：{text}")


def connect(path: Path, *, read_only: bool, external_access: bool = True) -> duckdb.DuckDBPyConnection:
    """Open a database file.

    Args:
        path: file to open; made if it is missing and `read_only` is false.
        read_only: open for reading; other readers stay possible, a writer does not.
        external_access: let statements reach other files; without it, none can be written, read or attached.

    Returns:
        An open connection, which the caller closes.

    Raises:
        WarehouseBusyError: another process holds the file; the message names its PID.
        WarehouseError: the file is missing, damaged or not a database.
    """
    if not read_only:
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        config: dict[str, str | bool | int | float | list[str]] = (
            {} if external_access else {"enable_external_access": "false"}
        )
        return duckdb.connect(str(path), read_only=read_only, config=config)
    except duckdb.Error as error:
        raise _translate(error, path) from error


@contextmanager
def open_build(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the build database for writing, its raw schema up to date, and close it again.

    Yields:
        A connection that is alone with the file.

    Raises:
        WarehouseBusyError: another process holds the file.
        MigrationError: the file was made by a newer program.
    """
    con = connect(home.build_database, read_only=False)
    try:
        migrate(con)
        yield con
    finally:
        con.close()


@contextmanager
def read_build(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the build database for reading.

    Yields:
        A read-only connection.

    Raises:
        WarehouseBusyError: another process writes to the file.
        WarehouseError: there is no such file yet.
    """
    con = connect(home.build_database, read_only=True)
    try:
        yield con
    finally:
        con.close()


@contextmanager
def read_published(home: Home, *, external_access: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published warehouse for reading.

    Args:
        home: home directory.
        external_access: let statements reach other files; read-only alone does not keep `copy … to` from writing one.

    Yields:
        A read-only connection to the build that is published now.

    Raises:
        QueryError: nothing has been published.
    """
    if not home.published_database.is_file():
        raise QueryError(f"还没有已发布的数据库：{home.published_database}。请先运行 yusuan load 载入文件。")
    con = connect(home.published_database, read_only=True, external_access=external_access)
    try:
        yield con
    finally:
        con.close()


@contextmanager
def load_lock(home: Home) -> Iterator[None]:
    """Keep every other load of this home out; the system lets go of the lock if the process dies.

    The database's own lock is not enough: a load closes the database between its steps, where another could slip in.

    Raises:
        WarehouseBusyError: another load runs; the message names its PID.
    """
    home.create()
    with home.lock_file.open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            written = lock.read().strip()
            pid = int(written) if written.isdigit() else None
            holder = f"进程 {pid}" if pid else "另一个进程"
            raise WarehouseBusyError(f"{holder}正在载入同一个目录 {home.root}。请等它结束后重试。", pid) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
