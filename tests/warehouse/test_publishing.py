from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from warehouse import publishing
from warehouse.connection import open_build
from warehouse.errors import PublishError, WarehouseBusyError
from warehouse.home import Home
from warehouse.publishing import (
    BUILD_COLUMN_COMMENTS,
    BuildIdentity,
    identify_build,
    published_identity,
    staged_build,
)
from warehouse.views import View, ViewColumn, column_notes, declared_views

VIEW = View(
    "金额",
    "每个金额",
    "marts.fct as f",
    (
        ViewColumn("金额_元", "f.amount_yuan", "单位元"),
        ViewColumn("金额_万元", "(f.amount_yuan * 0.0001)::decimal(20, 6)", "单位万元"),
    ),
)


def _build(home: Home, amount: str = "1.50") -> None:
    with open_build(home) as con:
        con.execute(
            f"""
            create schema if not exists marts;
            create schema if not exists quality;
            create schema if not exists staging;
            create or replace table staging.secret as select 1 as x;
            create or replace table marts.fct as select 'k''1' as key, {amount}::decimal(20, 2) as amount_yuan;
            create or replace view quality.checks as select 'R01' as rule_no;
            comment on table marts.fct is 'It''s a fact';
            comment on column marts.fct.amount_yuan is '金额，元';
            comment on view quality.checks is 'Checks';
            comment on column quality.checks.rule_no is '规则';
            """
        )


def _publish(home: Home, views: tuple[View, ...] = (VIEW,)) -> BuildIdentity:
    identity = identify_build("run-1", "1")
    with staged_build(home, identity, views) as staged:
        (staged.docs / "load_report.md").write_text(identity.build_id)
        staged.commit()
    return identity


def _tree(home: Home) -> dict[str, bytes]:
    """Everything under `published` that a reader can see, by path."""
    return {
        str(path.relative_to(home.published)): path.read_bytes() for path in home.published.rglob("*") if path.is_file()
    }


def test_the_published_database_has_marts_quality_views_and_comments_only(home: Home) -> None:
    _build(home)
    identity = _publish(home)
    with duckdb.connect(str(home.published_database), read_only=True) as con:
        assert con.execute("from 金额").fetchall() == [(Decimal("1.50"), Decimal("0.00015"))]
        names = con.execute(
            "select schema_name || '.' || table_name, comment from duckdb_tables() order by 1"
        ).fetchall()
        columns = con.execute(
            """
            select schema_name, table_name, column_name, comment from duckdb_columns()
            where not internal and comment is not null order by all
            """
        ).fetchall()
        views = con.execute("select view_name, comment from duckdb_views() where not internal").fetchall()
        assert published_identity(con).build_id == identity.build_id
    assert [name for name, _ in names] == ["marts.fct", "quality.checks", "quality.published_build"]
    assert dict(names)["marts.fct"] == "It's a fact"
    assert dict(names)["quality.checks"] == "Checks"
    assert views == [("金额", "每个金额")]
    notes = column_notes()["published_build"]
    assert columns == [
        ("main", "金额", "金额_万元", "单位万元"),
        ("main", "金额", "金额_元", "单位元"),
        ("marts", "fct", "amount_yuan", "金额，元"),
        ("quality", "checks", "rule_no", "规则"),
        *(
            ("quality", "published_build", name, f"{notes[name]} {text}")
            for name, text in sorted(BUILD_COLUMN_COMMENTS.items())
        ),
    ]


def test_parquet_and_database_tell_that_they_belong_together(home: Home) -> None:
    _build(home)
    identity = _publish(home)
    assert sorted(path.name for path in home.published_parquet.iterdir()) == ["_build.json", "fct.parquet"]
    assert json.loads((home.published_parquet / "_build.json").read_text())["build_id"] == identity.build_id
    file = pq.ParquetFile(home.published_parquet / "fct.parquet")
    assert file.metadata.metadata[b"build_id"] == identity.build_id.encode()
    assert str(file.schema_arrow.field("amount_yuan").type) == "decimal128(20, 2)"
    assert (home.published_docs / "load_report.md").read_text() == identity.build_id


def test_an_open_reader_keeps_its_build_and_a_new_one_sees_the_next(home: Home) -> None:
    _build(home, "1.50")
    _publish(home)
    old_parquet = home.published_parquet.resolve()
    reader = duckdb.connect(str(home.published_database), read_only=True)
    try:
        _build(home, "2.50")
        _publish(home)
        assert str(reader.execute("select amount_yuan from marts.fct").fetchall()[0][0]) == "1.50"
    finally:
        reader.close()
    with duckdb.connect(str(home.published_database), read_only=True) as con:
        assert str(con.execute("select amount_yuan from marts.fct").fetchall()[0][0]) == "2.50"
    # The build before the last stays for who has its files open, the one before that goes.
    assert (old_parquet / "fct.parquet").is_file()
    _publish(home)
    assert not old_parquet.exists()


def test_a_missing_column_stops_publishing_and_is_named(home: Home) -> None:
    _build(home)
    _publish(home)
    before = _tree(home)
    lacking = View("坏视图", "", "marts.fct as f", (ViewColumn("栏", "f.no_such_column", ""),))
    with pytest.raises(PublishError, match=r"(?s)坏视图.*no_such_column"):
        _publish(home, (VIEW, lacking))
    assert _tree(home) == before


def test_a_build_without_marts_is_not_published(home: Home) -> None:
    with open_build(home):
        pass
    with pytest.raises(PublishError, match="marts"):
        _publish(home)
    assert _tree(home) == {}


def test_a_staged_build_that_is_not_committed_leaves_nothing(home: Home) -> None:
    _build(home)
    _publish(home)
    before = _tree(home)
    with pytest.raises(RuntimeError, match="between"), staged_build(home, identify_build("run-2", "1"), (VIEW,)):
        raise RuntimeError("between staging and commit")
    assert _tree(home) == before


def test_a_failing_replacement_points_everything_back(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    _build(home)
    _publish(home)
    before = _tree(home)
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target == home.published_database:
            raise OSError("no space left")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PublishError, match="no space left"):
        _publish(home)
    monkeypatch.undo()
    assert _tree(home) == before


def test_a_publishing_killed_before_its_last_step_shows_and_the_next_one_mends_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(BaseException):
        pass

    _build(home)
    first = _publish(home)
    replace = Path.replace

    def die(self: Path, target: Path) -> Path:
        if target == home.published_database:
            raise KilledError
        return replace(self, target)

    def build_ids() -> tuple[str, str]:
        with duckdb.connect(str(home.published_database), read_only=True) as con:
            database = published_identity(con).build_id
        return database, json.loads((home.published_parquet / "_build.json").read_text())["build_id"]

    monkeypatch.setattr(Path, "replace", die)
    with pytest.raises(KilledError):
        _publish(home)
    monkeypatch.undo()
    database, parquet = build_ids()
    assert database == first.build_id
    assert parquet != database
    third = _publish(home)
    assert build_ids() == (third.build_id, third.build_id)


def test_what_fails_after_the_last_step_does_not_undo_it(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    _build(home)
    _publish(home)

    def refuse(*_: object) -> None:
        raise OSError("not now")

    with staged_build(home, identify_build("run-2", "1"), (VIEW,)) as staged:
        monkeypatch.setattr(publishing, "_remove_versions", refuse)
        staged.commit()
    with duckdb.connect(str(home.published_database), read_only=True) as con:
        assert published_identity(con).run_id == "run-2"


def test_litter_of_a_killed_publishing_is_cleared_by_the_next(home: Home) -> None:
    _build(home)
    _publish(home)
    litter = home.published_versions / "20200101T000000.000000Z"
    litter.mkdir()
    (litter / "budget.duckdb").write_text("half")
    _publish(home)
    assert not litter.exists()


def test_a_write_ahead_log_beside_the_published_file_is_not_applied_to_the_new_one(home: Home) -> None:
    _build(home)
    _publish(home)
    log = home.published / "budget.duckdb.wal"
    log.write_bytes(b"left behind")
    _publish(home)
    assert not log.exists()


def test_publishing_while_somebody_writes_says_who(home: Home) -> None:
    _build(home)
    code = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(home.build_database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(WarehouseBusyError, match=str(holder.pid)):
            _publish(home)
        holder.communicate()
    assert list(home.published_versions.iterdir()) == []


def test_declared_views_are_those_of_the_contract_and_wholly_described() -> None:
    views = declared_views()
    assert [view.name for view in views] == [
        "收支",
        "经济科目",
        "项目",
        "三公经费",
        "机关运行经费",
        "绩效指标",
        "文字说明数字",
        "表中金额",
        "表中金额历史",
        "部门",
        "年度",
        "功能科目",
        "经济分类科目",
        "文件",
        "勾稽检查",
        "发现",
        "更正差异",
        "部门更名",
    ]
    for view in views:
        assert view.comment
        assert all(column.comment for column in view.columns), view.name
        names = [column.name for column in view.columns]
        assert len(names) == len(set(names)), view.name
        assert ("金额_元" in names) == ("金额_万元" in names), view.name
