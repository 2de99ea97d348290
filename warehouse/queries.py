"""Reading for those who do not open the database themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse.errors import EmptyQueryError, QueryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


@dataclass(frozen=True, slots=True)
class Answer:
    """A query's result: column names and rows of Python values (DECIMAL as Decimal).

    A statement that gives no result, such as `set`, has no columns.
    """

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def ask(con: duckdb.DuckDBPyConnection, sql: str) -> Answer:
    """Run one query.

    Args:
        con: open connection.
        sql: query text.

    Raises:
        EmptyQueryError: there is no statement, only space or comments.
        QueryError: DuckDB refused the query; the message is DuckDB's.
    """
    try:
        statements = con.extract_statements(sql)
        if not statements:
            raise EmptyQueryError('查询语句是空的。请给出一条 SQL，例如：yusuan query "from 文件"')
        cursor = con.execute(sql)
        rows = cursor.fetchall()
    except duckdb.Error as error:
        raise QueryError(f"查询失败：{error}") from error
    if statements[-1].expected_result_type == [duckdb.ExpectedResultType.NOTHING]:
        return Answer((), (), ())
    described = cursor.description or []
    return Answer(tuple(str(c[0]) for c in described), tuple(str(c[1]) for c in described), tuple(rows))


def read_frame(con: duckdb.DuckDBPyConnection, sql: str) -> pd.DataFrame:
    """Read a query as a data frame whose amounts are Decimals and whose whole numbers stay whole.

    DuckDB's own conversion makes DECIMAL a float and a whole number with NULLs too; through Arrow neither happens.

    Raises:
        QueryError: DuckDB refused the query.
    """
    try:
        table = con.execute(sql).to_arrow_table()
    except duckdb.Error as error:
        raise QueryError(f"查询失败：{error}") from error
    frame: pd.DataFrame = table.to_pandas(integer_object_nulls=True)
    return frame


def read_frames(con: duckdb.DuckDBPyConnection, queries: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """Read several named queries, as `read_frame` does."""
    return {name: read_frame(con, sql) for name, sql in queries.items()}
