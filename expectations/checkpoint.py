"""The checkpoint: every suite on its frame, and the Data Docs of the run.

Imported only when checks run, because Great Expectations takes seconds to import.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from operator import and_
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

# Read once, at import: without it the library reports its use over the network.
os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
from great_expectations.core import RunIdentifier
from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.row_conditions import Column, Condition

from expectations.data_docs import refuse_foreign_directory, write_site
from expectations.data_docs_index import SuiteOutcome
from expectations.derived_frames import expected_rows, previous_departments, previous_documents
from expectations.frame_queries import EXPECTED_ROW_COUNTS, PREVIOUS_FRAMES, REQUIRED_FRAMES, ROW_COUNTS
from expectations.messages import exception_message, failure_message
from expectations.report import CheckFailure, CheckReport
from expectations.suite_spec import ExpectationSpec, FrameSpec, SuiteSpec, load_column_labels, load_suites

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult
    from great_expectations.datasource.fluent.pandas_datasource import PandasDatasource

_SITE = "data_docs"
_GX_SEVERITY = {"error": FailureSeverity.CRITICAL, "warn": FailureSeverity.WARNING}
_RESULT_FORMAT = {
    "result_format": "BASIC",
    # left out by BASIC, and without them a message cannot name a document
    "include_unexpected_rows": True,
    # the pages would show them bare, and decimals as floats; the messages on the pages name whole rows
    "exclude_unexpected_values": True,
}


@dataclass(frozen=True, slots=True)
class Check:
    """One suite on one frame."""

    suite: SuiteSpec
    frame: FrameSpec

    @property
    def name(self) -> str:
        """The name under which Great Expectations knows it, such as ``totals.fact_totals``."""
        return f"{self.suite.suite}.{self.frame.frame}"


def run_checkpoint(frames: Mapping[str, pd.DataFrame], data_docs_dir: Path, notes: Sequence[str] = ()) -> CheckReport:
    """Evaluate all suites on the frames and write the Data Docs; see `expectations.run_checks`."""
    refuse_foreign_directory(data_docs_dir)
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    run_id = RunIdentifier(run_name="build", run_time=datetime.now(UTC))
    with TemporaryDirectory(prefix="data_docs_") as raw_site:
        context = new_context(Path(raw_site))
        evaluated = evaluate(context, all_checks(), complete_frames(frames), run_id)
        failures = [failure for _, failed in evaluated for failure in failed]
        report = CheckReport(
            failures=tuple(sorted(failures, key=lambda failure: failure.severity != "error")),
            evaluated=sum(len(check.frame.expectations) for check, _ in evaluated),
        )
        context.build_data_docs(site_names=[_SITE])
        outcomes = [_outcome_of(check, failed) for check, failed in evaluated]
        write_site(Path(raw_site), data_docs_dir, report, outcomes, run_id.run_time, notes)
    return report


def all_checks() -> list[Check]:
    """Every suite on every frame that it checks."""
    return [Check(suite, frame) for suite in load_suites() for frame in suite.frames]


def evaluate(
    context: EphemeralDataContext, checks: Sequence[Check], frames: Mapping[str, pd.DataFrame], run_id: RunIdentifier
) -> list[tuple[Check, list[CheckFailure]]]:
    """Run checks in a context that has seen none of them, and say of each what failed."""
    labels = load_column_labels()
    source = context.data_sources.add_pandas("warehouse")
    evaluated = []
    for check in checks:
        result = _validate(context, source, check, frames[check.frame.frame], run_id)
        evaluated.append((check, _failures_of(check, result, labels)))
    return evaluated


def complete_frames(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Refuse what no check can rest on, and add the frames that are derived; see `expectations.run_checks`."""
    missing = sorted(set(REQUIRED_FRAMES) - set(frames))
    if missing:
        raise ValueError(f"frames not handed in: {', '.join(missing)}")
    complete = {name: frames[name] for name in REQUIRED_FRAMES}
    for name, frame in complete.items():
        # A driver's shortcut to pandas turns DECIMAL into float64, and then every comparison below would lie.
        floats = [
            str(column)
            for column in frame.columns
            if str(column).endswith(("_yuan", "_wan")) and frame[column].dtype.kind == "f" and len(frame)
        ]
        if floats:
            raise ValueError(f"frame {name} carries money as floating point: {', '.join(floats)}")
    (previous_name,) = PREVIOUS_FRAMES
    documents = complete["document_coverage"]
    previous = frames.get(previous_name, documents.head(0))
    expected = frames.get(EXPECTED_ROW_COUNTS, complete[ROW_COUNTS].head(0))
    return complete | {
        "previous_documents": previous_documents(previous, documents),
        "previous_departments": previous_departments(previous, documents),
        "expected_rows": expected_rows(expected, complete[ROW_COUNTS]),
    }


def new_context(site_dir: Path) -> EphemeralDataContext:
    """Open a context in memory, silent, with a Data Docs site in the given directory."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    # A context comes with a site of its own in a temporary directory that nobody would look at.
    for name in list(context.get_site_names()):
        context.delete_data_docs_site(name)
    context.add_data_docs_site(
        _SITE,
        {
            "class_name": "SiteBuilder",
            "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(site_dir)},
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        },
    )
    return context


def _expectation_suite(check: Check) -> gx.ExpectationSuite:
    """Turn the expectations of one frame into a suite; its order, and so that of the results, is kept by name."""
    suite = gx.ExpectationSuite(name=check.name)
    for spec in check.frame.expectations:
        suite.add_expectation_configuration(
            ExpectationConfiguration(
                type=spec.type,
                kwargs={**spec.kwargs, **_row_condition(spec)},
                severity=_GX_SEVERITY[spec.severity],
                description=spec.description,
                meta={"name": spec.name},
            )
        )
    return suite


def _row_condition(spec: ExpectationSpec) -> dict[str, Condition]:
    conditions = [Column(column) == value for column, value in spec.where.items()]
    return {"row_condition": reduce(and_, conditions)} if conditions else {}


def _validate(
    context: EphemeralDataContext, source: PandasDatasource, check: Check, frame: pd.DataFrame, run_id: RunIdentifier
) -> ExpectationSuiteValidationResult:
    """Run the checkpoint of one suite on its frame.

    A frame is a parameter of the run, and a checkpoint hands the same parameters to all its validations: hence one
    checkpoint per frame, all under one run id.
    """
    asset = source.add_dataframe_asset(name=check.name)
    definition = gx.ValidationDefinition(
        name=check.name,
        data=asset.add_batch_definition_whole_dataframe("whole frame"),
        suite=context.suites.add(_expectation_suite(check)),
    )
    checkpoint = gx.Checkpoint(
        name=check.name,
        validation_definitions=[context.validation_definitions.add(definition)],
        result_format=_RESULT_FORMAT,
    )
    outcome = context.checkpoints.add(checkpoint).run(batch_parameters={"dataframe": frame}, run_id=run_id)
    (result,) = outcome.run_results.values()
    return result


def _failures_of(
    check: Check, result: ExpectationSuiteValidationResult, labels: Mapping[str, str]
) -> list[CheckFailure]:
    by_name = {_name_of(item): item for item in result.results}
    return [
        _failure_of(check, spec, by_name[spec.name], labels)
        for spec in check.frame.expectations
        if not by_name[spec.name].success
    ]


def _failure_of(
    check: Check, spec: ExpectationSpec, item: ExpectationValidationResult, labels: Mapping[str, str]
) -> CheckFailure:
    if item.result:
        columns = spec.identify or check.frame.identify
        message, severity = failure_message(spec.description, item.result, columns, labels), spec.severity
    else:
        # A check that cannot be evaluated guards nothing, so it stops the publishing whatever its severity.
        message, severity = exception_message(spec.description, item.exception_info), "error"
    return CheckFailure(check.suite.suite, spec.name, message, severity, check.suite.title)


def _name_of(item: ExpectationValidationResult) -> str:
    if item.expectation_config is None:
        raise TypeError("a validation result without its expectation")
    return str(item.expectation_config.meta["name"])


def _outcome_of(check: Check, failures: Sequence[CheckFailure]) -> SuiteOutcome:
    return SuiteOutcome(
        suite=check.suite.suite,
        title=check.suite.title,
        description=check.suite.description,
        frame=check.frame.frame,
        frame_title=check.frame.title,
        evaluated=len(check.frame.expectations),
        failures=tuple(failures),
    )
