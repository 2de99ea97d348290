"""A golden file finds what is missing and what is too many, and compares names as people type them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse.errors import GoldenFileError
from warehouse.golden import compare, read_golden

HEAD = "file,table_no,section,code,name,name2,measure,amount\n"


@pytest.fixture
def published() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute(
            """
            create schema marts;
            create table marts.fct_reported_amount as
            select * from (values
                ('云岭.pdf', 10, '', '', '“三公”经费（合计）', null::varchar, '合计', 12.500000::decimal(20, 6)),
                ('云岭.pdf', 10, '', '', '公务接待费', null, '合计', 0::decimal(20, 6)),
                ('云岭.pdf', 3, '', '2010301', '行政运行', null, '合计', 100.1::decimal(20, 6)),
                ('云岭.pdf', 3, '', '2010301', '行政运行', null, '基本支出', 99.9::decimal(20, 6)),
                ('别处.pdf', 3, '', '2010301', '行政运行', null, '合计', 7::decimal(20, 6))
            ) as t (file_name, table_no, section, subject_code, line_name, gov_economic_name, measure, amount_wan)
            """
        )
        yield con


def _golden(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "golden.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_equal_amounts_are_right_however_their_names_are_typed(
    tmp_path: Path, published: duckdb.DuckDBPyConnection
) -> None:
    path = _golden(tmp_path, HEAD + '云岭.pdf,10,,,"""三公""经费 (合计)",,合计,12.5\n')
    table_3, table_10 = compare(published, read_golden(path))
    assert (table_10.table_no, table_10.right, table_10.missing, table_10.wrong) == (10, 1, (), ())
    # The zero that the golden file leaves out is no fault; the amounts of table 3 are.
    assert [cell.measure for cell in table_3.wrong] == ["合计", "基本支出"]


def test_a_missing_and_a_wrong_amount_are_told_with_their_place(
    tmp_path: Path, published: duckdb.DuckDBPyConnection
) -> None:
    rows = "云岭.pdf,3,,2010301,行政运行,,合计,100.11\n云岭.pdf,3,,2010301,行政运行,,基本支出,99.9\n"
    (table_3, _) = compare(published, read_golden(_golden(tmp_path, HEAD + rows)))
    assert table_3.right == 1
    assert [str(cell.amount_wan) for cell in table_3.missing] == ["100.110000"]
    assert [str(cell.amount_wan) for cell in table_3.wrong] == ["100.100000"]


def test_an_amount_printed_twice_must_be_published_twice(tmp_path: Path, published: duckdb.DuckDBPyConnection) -> None:
    row = "云岭.pdf,3,,2010301,行政运行,,合计,100.1\n"
    (table_3, _) = compare(published, read_golden(_golden(tmp_path, HEAD + row + row)))
    assert (table_3.right, len(table_3.missing)) == (1, 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("file,table_no\nx,1\n", "缺少列：section"),
        (HEAD, "没有任何一行"),
        (HEAD + "x,三,,,n,,合计,1\n", "第 2 行"),
        (HEAD + "x,3,,,n,,合计,一百\n", "第 2 行"),
    ],
)
def test_a_file_that_is_no_golden_file_says_why(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(GoldenFileError, match=told):
        read_golden(_golden(tmp_path, text))
