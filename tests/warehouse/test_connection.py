from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from warehouse.connection import connect, load_lock, open_build, read_build, read_published
from warehouse.errors import QueryError, WarehouseBusyError, WarehouseError
from warehouse.home import Home, resolve_home

_HOLD_DATABASE = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
_HOLD_LOAD = (
    "import sys; from pathlib import Path\n"
    "from warehouse.connection import load_lock; from warehouse.home import Home\n"
    "with load_lock(Home(Path(sys.argv[1]))): print('held', flush=True); sys.stdin.read()"
)


@contextmanager
def _held(code: str, argument: Path) -> Iterator[subprocess.Popen[str]]:
    """Have another process hold something until the block ends."""
    command = [sys.executable, "-c", code, str(argument)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.communicate()


def test_a_held_database_is_refused_with_the_holder_s_pid(home: Home) -> None:
    with open_build(home):
        pass
    with _held(_HOLD_DATABASE, home.build_database) as holder:
        for opened in (open_build, read_build):
            with pytest.raises(WarehouseBusyError, match=str(holder.pid)) as caught, opened(home):
                pass
            assert caught.value.pid == holder.pid
            assert str(home.build_database) in str(caught.value)
    with open_build(home) as con:
        assert con.execute("select count(*) from raw.document").fetchall() == [(0,)]


def test_a_second_load_is_refused_until_the_first_process_ends(home: Home) -> None:
    with (
        _held(_HOLD_LOAD, home.root) as holder,
        pytest.raises(WarehouseBusyError, match=str(holder.pid)),
        load_lock(home),
    ):
        pass
    with load_lock(home):
        pass


def test_the_lock_goes_with_a_killed_process(home: Home) -> None:
    with _held(_HOLD_LOAD, home.root) as holder:
        holder.kill()
        holder.wait()
        with load_lock(home):
            pass


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "budget.duckdb"
    path.write_text("no database" * 1000)
    with pytest.raises(WarehouseError, match="无法打开数据库") as caught:
        connect(path, read_only=False)
    assert str(path) in str(caught.value)


def test_nothing_published_is_said_so(home: Home) -> None:
    with pytest.raises(QueryError, match="yusuan load"), read_published(home):
        pass
    assert not home.root.exists()


def test_the_home_is_the_one_given_else_the_variable_s_else_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YUSUAN_HOME", raising=False)
    assert resolve_home().root == tmp_path / "data"
    monkeypatch.setenv("YUSUAN_HOME", str(tmp_path / "named"))
    assert resolve_home().root == tmp_path / "named"
    assert resolve_home(Path("given")).root == tmp_path / "given"
