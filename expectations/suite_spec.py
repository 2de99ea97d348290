"""The suites: those that stand in YAML, and those of the published tables."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from expectations.plain_yaml import load_file, load_text
from expectations.report import Severity
from expectations.table_spec import TableSpec, TableSuite, load_table_suites

_PACKAGE = Path(__file__).parent
_NAME = r"^[a-z][a-z0-9_]*$"
# Great Expectations puts a description into its pages as markup.
_PLAIN = r"^[^<>&]+$"


class _Spec(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ExpectationSpec(_Spec):
    """One expectation on a frame.

    Attributes:
        name: Unique within the suite; reports name the expectation by it.
        type: Type name that Great Expectations knows, such as ``expect_column_values_to_be_unique``.
        kwargs: Arguments of that type.
        severity: ``error`` stops the publishing, ``warn`` is only reported.
        description: In Chinese, what must hold.
        where: Column → value; only rows with all these values are looked at.
        identify: Columns that name a bad row in a message; empty for those of the frame.
    """

    name: str = Field(pattern=_NAME)
    type: str = Field(pattern=r"^expect_[a-z_]+$")
    kwargs: dict[str, Any]
    severity: Severity
    description: str = Field(pattern=_PLAIN)
    where: dict[str, bool] = {}
    identify: tuple[str, ...] = ()


class FrameSpec(_Spec):
    """The expectations of a suite on one frame, which has a name in Chinese too."""

    frame: str = Field(pattern=_NAME)
    title: str = Field(pattern=_PLAIN)
    identify: tuple[str, ...] = Field(min_length=1)
    expectations: tuple[ExpectationSpec, ...] = Field(min_length=1)


class SuiteSpec(_Spec):
    """A suite: what it is called, in Chinese too, and its expectations by frame."""

    suite: str = Field(pattern=_NAME)
    title: str = Field(min_length=1)
    description: str = Field(min_length=1)
    frames: tuple[FrameSpec, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_are_unique(self) -> SuiteSpec:
        for what, names in (
            ("expectation", [item.name for frame in self.frames for item in frame.expectations]),
            ("frame", [frame.frame for frame in self.frames]),
        ):
            repeated = sorted({name for name in names if names.count(name) > 1})
            if repeated:
                raise ValueError(f"{what} named twice in suite {self.suite}: {', '.join(repeated)}")
        return self


def parse_suite(text: str) -> SuiteSpec:
    """Read one suite.

    Args:
        text: YAML, as in ``suites/*.yml``.

    Returns:
        The validated suite.

    Raises:
        yaml.YAMLError: The text is no YAML, or repeats a key.
        pydantic.ValidationError: A field is missing, unknown or malformed.
    """
    return SuiteSpec.model_validate(load_text(text))


@cache
def load_suites(directory: Path = _PACKAGE / "suites") -> tuple[SuiteSpec, ...]:
    """Read all suites: those of a directory and those of the published tables, in the order of their names."""
    written = [parse_suite(path.read_text(encoding="utf-8")) for path in directory.glob("*.yml")]
    made = [_suite_of_tables(suite) for suite in load_table_suites()]
    return tuple(sorted([*written, *made], key=lambda suite: suite.suite))


def _suite_of_tables(suite: TableSuite) -> SuiteSpec:
    return SuiteSpec(
        suite=suite.suite,
        title=suite.title,
        description=suite.description,
        frames=tuple(
            FrameSpec(
                frame=table.table, title=table.name, identify=table.places, expectations=tuple(_expectations_of(table))
            )
            for table in suite.tables
        ),
    )


def _expectations_of(table: TableSpec) -> list[ExpectationSpec]:
    """Say what ``tables.yml`` says of a table as expectations on its frame, `table_spec.faulty_rows`."""
    told = f"{table.name}（{table.table}）"

    def expectation(
        name: str, kind: str, arguments: dict[str, Any], text: str, severity: Severity = "error", shown: str = ""
    ) -> ExpectationSpec:
        return ExpectationSpec(
            name=f"{table.table}_{name}",
            type=kind,
            kwargs=arguments,
            severity=severity,
            description=f"{told}{text}",
            identify=(*table.places, shown) if shown else (),
        )

    made = []
    if table.key:
        column = {"column": table.key}
        made.append(
            expectation("key_unique", "expect_column_values_to_be_unique", column, f"：主键 {table.key} 没有重复")
        )
    if table.grain:
        made.append(
            expectation(
                "grain_unique",
                *_unique(table.grain),
                f"：没有重复行，{table.grain_text}只有一行",
                table.grain_severity,
            )
        )
    column = {"column": "missing_columns"}
    text = "：主键和必填的列都有值" if table.key else "：必填的列都有值"
    made.append(expectation("filled", "expect_column_values_to_be_null", column, text, shown="missing_columns"))
    if table.values:
        column = {"column": "unknown_values"}
        made.append(
            expectation(
                "values_known",
                "expect_column_values_to_be_null",
                column,
                "：代码列只有约定的取值",
                shown="unknown_values",
            )
        )
    for rule in table.rules:
        holds = {"column": rule.name, "value_set": [True]}
        made.append(expectation(rule.name, "expect_column_values_to_be_in_set", holds, f"：{rule.text}", rule.severity))
    return made


def _unique(columns: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    if len(columns) == 1:
        return "expect_column_values_to_be_unique", {"column": columns[0]}
    return "expect_compound_columns_to_be_unique", {"column_list": list(columns), "ignore_row_if": "never"}


@cache
def load_column_labels(path: Path = _PACKAGE / "column_labels.yml") -> dict[str, str]:
    """Read the Chinese names of the columns that messages print."""
    labels: dict[str, str] = load_file(path)
    return labels
