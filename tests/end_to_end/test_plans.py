"""How DuckDB would run each model: what joins two models must cost by their rows, not by the product of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import duckdb

from tests.end_to_end.loading import Load

# The joins that hold each row of one side against each of the other.
_EACH_AGAINST_EACH = frozenset({"BLOCKWISE_NL_JOIN", "NESTED_LOOP_JOIN", "CROSS_PRODUCT"})
Node = dict[str, Any]


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node["children"]:
        yield from _nodes(child)


def _reads_a_model(node: Node) -> bool:
    """Whether rows of a model come out of this part of a plan; a seed has a few rows, an aggregate one."""
    if node["name"].startswith("UNGROUPED_AGGREGATE"):
        return False
    table = node["extra_info"].get("Table", "")
    return bool(table and ".seeds." not in table) or any(_reads_a_model(child) for child in node["children"])


def _slow_joins(plan: Node) -> list[str]:
    return [
        f"{node['name']}: {node['extra_info']}"
        for node in _nodes(plan)
        if node["name"] in _EACH_AGAINST_EACH and all(_reads_a_model(child) for child in node["children"])
    ]


def _plan(con: duckdb.DuckDBPyConnection, query: str) -> Node:
    row = con.execute(f"explain (format json) {query}").fetchone()
    assert row is not None
    (plan,) = json.loads(row[1])
    return dict(plan)


def test_no_model_holds_each_row_of_a_model_against_each_of_another(samples: Load) -> None:
    compiled = samples.home.dbt_target / "compiled" / "yusuan" / "models"
    models = {path.stem: path for path in compiled.rglob("*.sql") if "_unit_tests" not in str(path)}
    with duckdb.connect(str(samples.home.build_database), read_only=True) as con:
        plans = {name: _plan(con, path.read_text(encoding="utf-8")) for name, path in models.items()}
        slow = {name: joins for name, plan in plans.items() if (joins := _slow_joins(plan))}
        # What the test goes by: DuckDB finds no hash join where a left join asks something of its left side alone.
        join = "from intermediate.int_lines_read as a left join intermediate.int_lines_read as b"
        known = _plan(con, f"select count(*) {join} on a.line_key = b.line_key and a.table_no = 1")

    assert len(plans) > 50
    assert _slow_joins(known)
    assert slow == {}
