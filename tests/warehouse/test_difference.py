from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb

from warehouse.difference import ChangedAmount, compare_builds


def _database(path: Path, documents: list[tuple[str, str]], amounts: list[tuple[str, int, str, str]]) -> Path:
    """Write a database with documents (key, sha256) and amounts (document key, line, measure, 元)."""
    with duckdb.connect(str(path)) as con:
        con.execute("create schema marts")
        con.execute("create table marts.dim_document (document_key varchar, sha256 varchar, file_name varchar)")
        con.execute(
            """
            create table marts.fct_reported_amount (
                document_key varchar, file_name varchar, table_no integer, section varchar, line_no integer,
                line_name varchar, measure varchar, amount_yuan decimal(20, 2)
            )
            """
        )
        for key, sha256 in documents:
            con.execute("insert into marts.dim_document values (?, ?, ?)", [key, sha256, f"{sha256}.pdf"])
        for key, line, measure, amount in amounts:
            con.execute(
                "insert into marts.fct_reported_amount values (?, 'f.pdf', 3, '', ?, '行', ?, ?::decimal(20, 2))",
                [key, line, measure, amount],
            )
    return path


def test_without_a_build_before_everything_is_new(tmp_path: Path) -> None:
    after = _database(tmp_path / "after", [("k1", "a")], [("k1", 1, "合计", "1.00")])
    difference = compare_builds(None, after)
    assert difference.added_documents == ("a.pdf",)
    assert difference.row_counts == {"marts.dim_document": (None, 1), "marts.fct_reported_amount": (None, 1)}
    assert not difference.is_empty


def test_the_same_content_read_by_a_newer_extractor_is_no_difference(tmp_path: Path) -> None:
    before = _database(tmp_path / "before", [("k1", "a")], [("k1", 1, "合计", "1.00")])
    after = _database(tmp_path / "after", [("k2", "a")], [("k2", 1, "合计", "1.00")])
    assert compare_builds(before, after).is_empty


def test_changed_lost_and_new_amounts_are_listed_with_both_sides(tmp_path: Path) -> None:
    before = _database(
        tmp_path / "before",
        [("k1", "a"), ("k2", "gone")],
        [("k1", 1, "合计", "1.00"), ("k1", 2, "合计", "2.00"), ("k2", 1, "合计", "5.00")],
    )
    after = _database(
        tmp_path / "after",
        [("k1", "a"), ("k3", "new")],
        [("k1", 1, "合计", "1.01"), ("k1", 3, "合计", "3.00"), ("k3", 1, "合计", "7.00")],
    )
    difference = compare_builds(before, after)
    assert difference.added_documents == ("new.pdf",)
    assert difference.removed_documents == ("gone.pdf",)
    assert difference.row_counts == {}
    assert difference.changed_count == 3
    assert difference.changed_amounts == (
        ChangedAmount("f.pdf", 3, 1, "行", "合计", Decimal("1.00"), Decimal("1.01")),
        ChangedAmount("f.pdf", 3, 2, "行", "合计", Decimal("2.00"), None),
        ChangedAmount("f.pdf", 3, 3, "行", "合计", None, Decimal("3.00")),
    )


def test_an_amount_that_stands_twice_is_a_difference(tmp_path: Path) -> None:
    before = _database(tmp_path / "before", [("k1", "a")], [("k1", 1, "合计", "0.00")])
    after = _database(tmp_path / "after", [("k1", "a")], [("k1", 1, "合计", "0.00"), ("k1", 1, "合计", "0.00")])
    assert compare_builds(before, after).changed_count == 1


def test_published_amounts_that_change_without_a_new_version_are_counted_apart(tmp_path: Path) -> None:
    """Not what a document adds, nor one that was held back or is: those have other guards."""
    before = _database(
        tmp_path / "before",
        [("k1", "a"), ("k2", "held back"), ("k3", "let in")],
        [("k1", 1, "合计", "1.00"), ("k1", 2, "合计", "2.00"), ("k2", 1, "合计", "5.00")],
    )
    after = _database(
        tmp_path / "after",
        [("k1", "a"), ("k2", "held back"), ("k3", "let in")],
        [("k1", 1, "合计", "1.01"), ("k1", 3, "合计", "3.00"), ("k3", 1, "合计", "7.00")],
    )
    changes = tmp_path / "changes.csv"
    difference = compare_builds(before, after, changes)
    assert (difference.changed_count, difference.restated_count) == (5, 2)
    assert len(changes.read_text(encoding="utf-8").splitlines()) == 6


def test_a_superseded_document_is_named_and_its_amounts_are_not_changed(tmp_path: Path) -> None:
    before = _database(tmp_path / "before", [("k1", "a")], [("k1", 1, "合计", "1.00")])
    after = _database(tmp_path / "after", [("k1", "a"), ("k2", "b")], [("k2", 1, "合计", "9.00")])
    for path in (before, after):
        with duckdb.connect(str(path)) as con:
            con.execute("alter table marts.dim_document add column superseded_by varchar")
            con.execute("alter table marts.dim_document add column fiscal_year integer default 2026")
            con.execute("create table marts.fct_reported_amount_history as from marts.fct_reported_amount where false")
    with duckdb.connect(str(after)) as con:
        con.execute("update marts.dim_document set superseded_by = 'k2' where document_key = 'k1'")
        con.execute(
            "insert into marts.fct_reported_amount_history values ('k1', 'f.pdf', 3, '', 1, '行', '合计', 1.00)"
        )
    difference = compare_builds(before, after)
    assert difference.superseded_documents == (("a.pdf", "b.pdf"),)
    assert (difference.changed_count, difference.restated_count) == (0, 0)
    assert difference.row_counts_by_year == {("dim_document", 2026): (1, 2)}
