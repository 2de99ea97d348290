"""What a run of the checks reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warn"]

LOSS_EXPECTATIONS = frozenset(
    {
        "published_document_still_there",
        "published_document_not_held_back",
        "published_department_year_still_covered",
        "row_count_not_below_expected",
    }
)
"""Expectations that what was published before is not lost; a person may decide that it rightly is."""


@dataclass(frozen=True, slots=True)
class CheckFailure:
    """One expectation that the warehouse does not meet.

    Attributes:
        suite: Name of the suite, such as ``totals``.
        expectation: Name of the expectation within its suite.
        message: In Chinese, what is wrong, with keys of sample rows.
        severity: ``error`` stops the publishing, ``warn`` is only reported.
        title: Name of the suite in Chinese.
    """

    suite: str
    expectation: str
    message: str
    severity: Severity
    title: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The outcome of all suites.

    Attributes:
        failures: Errors first, then warnings, each in the order of the suites.
        evaluated: How many expectations were evaluated.
    """

    failures: tuple[CheckFailure, ...]
    evaluated: int

    @property
    def success(self) -> bool:
        """Whether the build may be published: no failure of severity ``error``."""
        return not self.errors

    @property
    def errors(self) -> tuple[CheckFailure, ...]:
        """The failures that stop the publishing."""
        return tuple(failure for failure in self.failures if failure.severity == "error")

    @property
    def warnings(self) -> tuple[CheckFailure, ...]:
        """The failures that are only reported."""
        return tuple(failure for failure in self.failures if failure.severity == "warn")
