"""What guards a published column: reconciliation rules, expectations and the tests of the models."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from docs.generator.declared import ROOT, SEEDS, read_csv
from docs.generator.lineage import ColumnOf, columns_behind, tables_read
from expectations.suite_spec import ExpectationSpec, load_suites
from expectations.table_spec import RELATIONS, TableSpec, load_table_suites

FRAMES = ROOT / "expectations" / "frames"

# table.section.role.measure, with what restricts it behind a colon and ? where it may be missing.
_TERM = re.compile(r"(\d+)\.([^.\s]*)\.([^\s]+?)\.([^\s?:]+)")


@dataclass(frozen=True, slots=True)
class Term:
    """What a rule adds up: a table's column, by its canonical name, as @kind of measure or as * for all of them."""

    table_no: int
    measure: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A reconciliation rule: its number and what its checks compare; `sides` are those that are told in words."""

    rule_no: str
    terms: frozenset[Term]
    sides: frozenset[str]


@cache
def rules() -> tuple[Rule, ...]:
    """Read the rules, in the order of their numbers."""
    terms: dict[str, set[Term]] = defaultdict(set)
    sides: dict[str, set[str]] = defaultdict(set)
    for row in read_csv(SEEDS / "quality" / "reconciliation_rules.csv"):
        for side in (row["left_side"], row["right_side"]):
            found = [Term(int(table_no), measure) for table_no, _, _, measure in _TERM.findall(side)]
            terms[row["rule_no"]].update(found)
            if not found:
                sides[row["rule_no"]].add(side)
    return tuple(Rule(no, frozenset(terms[no]), frozenset(sides[no])) for no in sorted({*terms, *sides}))


@cache
def _measures() -> tuple[dict[str, str], ...]:
    return tuple(read_csv(SEEDS / "mapping" / "measures.csv"))


def measures_of(table_nos: Sequence[int]) -> tuple[str, ...]:
    """Canonical measures of tables, each once, in the order of the seed."""
    return tuple(dict.fromkeys(row["measure"] for row in _measures() if int(row["table_no"]) in table_nos))


def fund_measures_of(table_nos: Sequence[int]) -> tuple[str, ...]:
    """Those of the measures of tables that stand for a fund source."""
    rows = [row for row in _measures() if int(row["table_no"]) in table_nos and row["fund_source"]]
    return tuple(dict.fromkeys(row["measure"] for row in rows))


def _names_measure(term: Term, measure: str) -> bool:
    """Whether a term adds up a measure of its table."""
    if term.measure == measure:
        return True
    if term.measure == "*":
        return measure in measures_of([term.table_no])
    kinds = {"@main": ("main",), "@own": ("main",), "@part": ("part",), "@fund": ("part",), "@within": ("carryover",)}
    return any(
        row["measure_kind"] in kinds.get(term.measure, ())
        for row in _measures()
        if row["measure"] == measure and int(row["table_no"]) == term.table_no
    )


def rules_on_measures(table_nos: Sequence[int], measures: Sequence[str]) -> tuple[str, ...]:
    """Numbers of the rules that compare one of the measures in one of the tables."""
    return tuple(
        rule.rule_no
        for rule in rules()
        if any(
            term.table_no in table_nos and _names_measure(term, measure) for term in rule.terms for measure in measures
        )
    )


def rules_on_sides(sides: Mapping[str, Sequence[str]], column: str) -> tuple[str, ...]:
    """Numbers of the rules with a side in words that stands for a column.

    Args:
        sides: columns (`table.column`) by words of the rule; words that are not listed stand for every printed amount.
        column: `table.column`.
    """
    amounts = ("fct_reported_amount.amount_yuan", "fct_reported_amount.amount_wan")
    return tuple(rule.rule_no for rule in rules() if any(column in sides.get(side, amounts) for side in rule.sides))


def shorten_numbers(numbers: Sequence[str]) -> str:
    """Write rule numbers with runs of three and more drawn together: R01–R04、R09."""
    known = [rule.rule_no for rule in rules()]
    places = sorted(known.index(number) for number in set(numbers))
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    parts = [
        f"{known[run[0]]}–{known[run[-1]]}" if len(run) > 2 else "、".join(known[place] for place in run)
        for run in runs
    ]
    return "、".join(parts)


@dataclass(frozen=True, slots=True)
class Expectation:
    """An expectation of a suite: its name, what must hold (Chinese), and what it reads."""

    suite: str
    name: str
    severity: str
    description: str
    tables: frozenset[str]
    columns: frozenset[ColumnOf]


# A column of the row that a rule of `tables.yml` is about.
_ROW_COLUMN = re.compile(r"\br\.(\w+)")


@cache
def expectations() -> tuple[Expectation, ...]:
    """Read the suites and tell which published columns each expectation rests on.

    What is made of ``tables.yml`` names its columns there; the SQL of the other frames tells them.
    """
    tables = {table.table: table for suite in load_table_suites() for table in suite.tables}
    found = []
    for suite in load_suites():
        for frame in suite.frames:
            table = tables.get(frame.frame)
            path = next(FRAMES.rglob(f"{frame.frame}.sql"), None)
            for item in frame.expectations:
                if table:
                    read, columns = _names(table), _columns_of_table(table, item.name.removeprefix(f"{table.table}_"))
                elif frame.frame == RELATIONS:
                    read = frozenset(name for one in tables.values() if one.references for name in _names(one))
                    columns = frozenset((one.table, column) for one in tables.values() for column in one.references)
                else:
                    read, columns = _read_by(path, item)
                severity = str(getattr(item.severity, "value", item.severity))
                found.append(Expectation(suite.suite, item.name, severity, item.description, read, columns))
    return tuple(found)


def _names(table: TableSpec) -> frozenset[str]:
    return frozenset({table.table, *([f"{table.table}_history"] if table.has_history else [])})


def _columns_of_table(table: TableSpec, name: str) -> frozenset[ColumnOf]:
    """The columns of the table that one of its expectations is about."""
    columns: dict[str, Sequence[str]] = {
        "key_unique": [table.key],
        "grain_unique": table.grain,
        "filled": table.required,
        "values_known": tuple(table.values),
        **{rule.name: _ROW_COLUMN.findall(rule.holds) for rule in table.rules},
    }
    return frozenset((table.table, column) for column in columns[name] if column not in table.computed)


def _read_by(path: Path | None, item: ExpectationSpec) -> tuple[frozenset[str], frozenset[ColumnOf]]:
    """The tables and columns behind an expectation on the frame of a query; none where the frame has no query."""
    if path is None:
        return frozenset(), frozenset()
    sql = path.read_text(encoding="utf-8")
    values = [v for value in item.kwargs.values() for v in (value if isinstance(value, list) else [value])]
    return tables_read(sql), columns_behind(sql, tuple(value for value in values if isinstance(value, str)))
