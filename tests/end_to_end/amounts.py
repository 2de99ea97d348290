"""Comparing what a warehouse says with what a document prints; written for the tests, no part of the program."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from tests.factory.expected import BuiltDocument

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True, order=True)
class Amount:
    """One printed amount in 万元: the place in the document that it stands for, and its value.

    `unit` is the 单位 of a line of 表12 and 表13, empty in every other table.
    """

    table_no: int
    line_no: int
    section: str
    code: str
    name: str
    name2: str
    unit: str
    measure: str
    wan: Decimal


def flat(text: str | None) -> str:
    """A name without regard to white space, width of brackets or direction of quotation marks."""
    return re.sub(r"[“”‘’]", '"', re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or "")))


def golden_amounts(path: Path = SAMPLES / "golden_cells.csv") -> dict[str, list[Amount]]:
    """The committed amounts of the sample documents, by file name."""
    amounts: dict[str, list[Amount]] = {}
    with path.open(newline="", encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            amounts.setdefault(row["file"], []).append(
                Amount(
                    int(row["table_no"]),
                    int(row["line_no"]),
                    row["section"],
                    row["code"],
                    flat(row["name"]),
                    flat(row["name2"]),
                    flat(row["unit"]),
                    row["measure"],
                    Decimal(row["amount"]).quantize(_PLACES),
                )
            )
    return amounts


def built_amounts(document: BuiltDocument) -> list[Amount]:
    """The amounts that a fixture prints."""
    return [
        Amount(
            cell.table_no,
            cell.line_no,
            cell.section,
            cell.code,
            flat(cell.name),
            flat(cell.name2),
            flat(cell.unit),
            cell.measure,
            cell.amount.quantize(_PLACES),
        )
        for cell in document.cells
    ]


def warehouse_amounts(database: Path, file_name: str) -> list[Amount]:
    """What marts.fct_reported_amount holds of one document."""
    with duckdb.connect(str(database), read_only=True) as con:
        rows = con.execute(
            """
            select table_no, line_no, section, subject_code, line_name, gov_economic_name,
                case when table_no in (12, 13) then unit_name end, measure, amount_wan
            from marts.fct_reported_amount
            where file_name = ?
            """,
            [file_name],
        ).fetchall()
    return [
        Amount(no, line, section, code, flat(name), flat(name2), flat(unit), measure, wan)
        for no, line, section, code, name, name2, unit, measure, wan in rows
    ]


def differences(printed: Iterable[Amount], found: Iterable[Amount]) -> list[str]:
    """Say what a warehouse lacks and what it holds that the document does not print; each amount counts once.

    Returns:
        One line for each amount missing or wrong, in the order of the document; empty where all are right.
    """
    wanted, held = Counter(printed), Counter(found)
    missing = [(amount, "missing") for amount in (wanted - held).elements()]
    wrong = [(amount, "not printed") for amount in (held - wanted).elements()]
    return [f"{what}: {amount}" for amount, what in sorted(missing + wrong)]
