"""The suites as they stand in YAML, loaded and validated."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from expectations.report import Severity

_PACKAGE = Path(__file__).parent
_NAME = r"^[a-z][a-z0-9_]*$"
# Great Expectations puts a description into its pages as markup.
_PLAIN = r"^[^<>&]+$"


class _UniqueKeyLoader(yaml.SafeLoader):
    """A repeated key would silently drop every check written under the first one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        repeated = sorted({str(key) for key in keys if keys.count(key) > 1})
        if repeated:
            raise yaml.constructor.ConstructorError(None, None, f"repeated key: {', '.join(repeated)}", node.start_mark)
        return super().construct_mapping(node, deep)


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
    """The expectations of a suite on one frame."""

    frame: str = Field(pattern=_NAME)
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
    return SuiteSpec.model_validate(yaml.load(text, Loader=_UniqueKeyLoader))


def load_suites(directory: Path = _PACKAGE / "suites") -> tuple[SuiteSpec, ...]:
    """Read all suites of a directory, in the order of their file names."""
    return tuple(parse_suite(path.read_text(encoding="utf-8")) for path in sorted(directory.glob("*.yml")))


def load_column_labels(path: Path = _PACKAGE / "column_labels.yml") -> dict[str, str]:
    """Read the Chinese names of the columns that messages print."""
    labels: dict[str, str] = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)
    return labels
