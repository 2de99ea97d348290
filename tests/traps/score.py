"""Compare the cells of one document with its golden file, in the way that the golden files are meant."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import duckdb

Key = tuple[int, str, str, str, str, str]
_PLACES = Decimal("0.000001")
_SYNONYMS = {
    "政府性基金": "政府性基金预算",
    "国有资本经营": "国有资本经营预算",
    "财政专户管理资金收入": "财政专户管理资金",
}


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
