from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from warehouse.errors import QueryError
from warehouse.queries import ask, read_frame, read_frames


def test_frames_keep_money_and_whole_numbers_exact() -> None:
    sql = """
        select * from (values
            (1, 12345678901234567.89::decimal(20, 2), ['a', 'b'], '表'),
            (null, null, null, null)
        ) as t (line_no, amount_yuan, keys, name)
    """
    with duckdb.connect() as con:
        frame = read_frame(con, sql)
    assert frame["amount_yuan"].tolist() == [Decimal("12345678901234567.89"), None]
    assert frame["line_no"].tolist() == [1, None]
    assert list(frame["keys"][0]) == ["a", "b"]
    assert frame["name"].isna().tolist() == [False, True]


def test_frames_are_read_by_name() -> None:
    with duckdb.connect() as con:
        frames = read_frames(con, {"one": "select 1 as x", "none": "select 1 as x where false"})
    assert {name: len(frame) for name, frame in frames.items()} == {"one": 1, "none": 0}


def test_an_answer_has_names_and_exact_values_and_a_fault_is_told() -> None:
    with duckdb.connect() as con:
        answer = ask(con, "select 1.10::decimal(20, 2) as 金额, '柳林' as 部门")
        assert answer.columns == ("金额", "部门")
        assert answer.rows == ((Decimal("1.10"), "柳林"),)
        with pytest.raises(QueryError, match="no_such_table"):
            ask(con, "from no_such_table")
        with pytest.raises(QueryError, match="no_such_table"):
            read_frame(con, "from no_such_table")
