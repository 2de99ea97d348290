"""Compare the cells of one document with its golden file, in the way that the golden files are meant."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import duckdb

Key = tuple[int, str, str, str, str, str]
_PLACES = Decimal("0.000001")
_SYNONYMS = {
    "政府性基金": "政府性基金预算",
    "国有资本经营": "国有资本经营预算",
    "财政专户管理资金收入": "财政专户管理资金",
}

# The columns of the golden files of performance forms, behind the file's name.
COLUMNS_OF_FORMS = """
    form_no, coalesce(project_name, ''), coalesce(unit_name, ''), coalesce(term, ''), coalesce(filed_at, ''),
    period_amount_yuan, year_amount_yuan, scope, level1, level2, level3, value
"""


def flat(text: str | None) -> str:
    """A name without regard to white space, width of brackets, direction of quotation marks or `[部门]`."""
    bare = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))
    return re.sub("[“”]", '"', bare).replace("[部门]", "")


def _key(table_no: object, section: str, code: str, name: str, name2: str, measure: str) -> Key:
    told = flat(measure)
    return int(str(table_no)), flat(section), flat(code), flat(name), flat(name2), _SYNONYMS.get(told, told)


def golden(path: Path) -> Counter[tuple[Key, Decimal]]:
    """The amounts of a golden file, 万元, by table, section, code, name, second name and measure."""
    with path.open(newline="", encoding="utf-8") as handle:
        return Counter(
            (
                _key(row["table_no"], row["section"], row["code"], row["name"], row["name2"], row["measure"]),
                Decimal(row["amount"]).quantize(_PLACES),
            )
            for row in csv.DictReader(handle)
        )


def held(database: Path, file_name: str) -> Counter[tuple[Key, Decimal]]:
    """The amounts that a warehouse holds of one file."""
    with duckdb.connect(str(database), read_only=True) as con:
        rows = con.execute(
            """
            select table_no, section, subject_code, line_name, gov_economic_name, measure, amount_wan
            from marts.fct_reported_amount
            where file_name = ? and table_no is not null
            """,
            [file_name],
        ).fetchall()
    return Counter((_key(*place), amount.quantize(_PLACES)) for *place, amount in rows)


def differences(printed: Counter[tuple[Key, Decimal]], found: Counter[tuple[Key, Decimal]]) -> list[str]:
    """One line for each amount missing, and for each held that is not printed and not zero."""
    wrong = Counter({cell: count for cell, count in (found - printed).items() if cell[1]})
    return [*_lines("missing", (printed - found).elements()), *_lines("not printed", wrong.elements())]


def _lines(what: str, amounts: Iterable[tuple[Key, Decimal]]) -> list[str]:
    return [f"{what}: {key} {amount.normalize():f}" for key, amount in sorted(amounts)]


def golden_forms(path: Path, file_name: str) -> list[tuple[Any, ...]]:
    """The indicators that a golden file of performance forms gives of a document."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (
                int(row["form_no"]),
                *(row[name] for name in ("project", "unit", "term", "filed_at")),
                *(Decimal(row[name]) if row[name] else None for name in ("period_amount_yuan", "year_amount_yuan")),
                *(row[name] for name in ("scope", "level1", "level2", "level3", "value")),
            )
            for row in csv.DictReader(file)
            if row["file"] == file_name
        ]


def right_characters(found: Sequence[tuple[Any, ...]], expected: Sequence[tuple[Any, ...]]) -> float:
    """Of the characters of levels, names and values, the part that is right; both in the order of the forms."""
    texts = ["\n".join("|".join(row[8:12]) for row in rows) for rows in (found, expected)]
    matcher = SequenceMatcher(None, texts[0], texts[1], autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / max(map(len, texts))


def persons_in(database: Path, marks: Iterable[str]) -> list[str]:
    """The published tables and views that say one of these names or telephone numbers."""
    with duckdb.connect(str(database), read_only=True) as con:
        names = con.execute(
            """
            select schema_name || '.' || table_name from duckdb_tables() where schema_name in ('marts', 'quality')
            union all
            select schema_name || '."' || view_name || '"' from duckdb_views() where not internal
            """
        ).fetchall()
        assert len(names) > 30
        return [
            f"{name}: {mark}"
            for (name,) in names
            for text in [repr(con.execute(f"select * from {name}").fetchall())]
            for mark in marks
            if mark in text
        ]
