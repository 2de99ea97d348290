"""The line patterns of `patterns.yml`, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Patterns:
    """Compiled patterns; each is matched against a line without its white space."""

    unit_line: re.Pattern[str]
    cut_unit_line: re.Pattern[str]
    unit_rest: re.Pattern[str]
    department_line: re.Pattern[str]
    label: re.Pattern[str]
    note: re.Pattern[str]
    page_number: re.Pattern[str]
    headings: tuple[re.Pattern[str], ...]
    heading_max_length: int
    sentence_end: re.Pattern[str]
    title_max_length: int


@cache
def patterns() -> Patterns:
    """Load `patterns.yml`.

    Raises:
        re.error: a pattern there is no regular expression.
        KeyError: a pattern is missing.
    """
    loaded = yaml.safe_load(files("extract").joinpath("patterns.yml").read_text("utf-8"))
    return Patterns(
        unit_line=re.compile(f"{loaded['unit_line']}|{loaded['cut_unit_line']}"),
        cut_unit_line=re.compile(loaded["cut_unit_line"]),
        unit_rest=re.compile(loaded["unit_rest"]),
        department_line=re.compile(loaded["department_line"]),
        label=re.compile(loaded["label"]),
        note=re.compile(loaded["note"]),
        page_number=re.compile(loaded["page_number"]),
        headings=tuple(re.compile(h) for h in loaded["headings"]),
        heading_max_length=int(loaded["heading_max_length"]),
        sentence_end=re.compile(loaded["sentence_end"]),
        title_max_length=int(loaded["title_max_length"]),
    )


def squeeze(text: str) -> str:
    """A line without white space, as the patterns expect it."""
    return re.sub(r"\s+", "", text)
