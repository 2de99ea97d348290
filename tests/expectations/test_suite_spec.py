from __future__ import annotations

import pandas as pd
import pytest
import yaml
from pydantic import ValidationError

from expectations import LOSS_EXPECTATIONS, REQUIRED_FRAMES
from expectations.suite_spec import ExpectationSpec, load_column_labels, load_suites, parse_suite

_SUITE = """
suite: keys
title: 主键
description: 主键唯一
frames:
  - frame: dim_document
    title: 文件
    identify: [document_key]
    expectations:
      - name: key_unique
        type: expect_column_values_to_be_unique
        kwargs: {column: document_key}
        severity: error
        description: 主键唯一
"""
_SECOND = """
      - name: key_unique
        type: expect_column_values_to_not_be_null
        kwargs: {column: document_key}
        severity: error
        description: 主键不为空
"""


def test_a_suite_is_read() -> None:
    suite = parse_suite(_SUITE)

    assert suite.suite == "keys"
    assert suite.frames[0].expectations[0] == ExpectationSpec(
        name="key_unique",
        type="expect_column_values_to_be_unique",
        kwargs={"column": "document_key"},
        severity="error",
        description="主键唯一",
    )


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        ("severity: error", "severity: fatal", "severity"),
        ("severity: error", "severty: error", "severty"),
        ("type: expect_column", "type: column", "type"),
        ("    identify: [document_key]\n", "", "identify"),
        ("title: 主键", "title: ''", "title"),
        ("    title: 文件\n", "", "title"),
        ("        description: 主键唯一", "        description: x0<x1", "description"),
    ],
)
def test_a_malformed_suite_is_refused(was: str, becomes: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        parse_suite(_SUITE.replace(was, becomes))


def test_two_expectations_of_one_name_are_refused() -> None:
    with pytest.raises(ValidationError, match="key_unique"):
        parse_suite(_SUITE.rstrip("\n") + _SECOND)


def test_a_repeated_key_is_refused() -> None:
    with pytest.raises(yaml.YAMLError, match="repeated key: title"):
        parse_suite(_SUITE + "title: 再来一次\n")


def test_suites_and_frames_fit_each_other(sound_frames: dict[str, pd.DataFrame]) -> None:
    from expectations.checkpoint import complete_frames

    frames = complete_frames(sound_frames)
    checked = {frame.frame for suite in load_suites() for frame in suite.frames}
    assert checked == set(REQUIRED_FRAMES) - {"row_counts"} | {
        "previous_documents",
        "previous_departments",
        "expected_rows",
    }

    labels = load_column_labels()
    for suite in load_suites():
        for frame in suite.frames:
            columns = set(frames[frame.frame].columns)
            for item in frame.expectations:
                used = {item.kwargs[name] for name in ("column", "column_A", "column_B") if name in item.kwargs}
                used |= {*item.kwargs.get("column_list", ()), *item.where, *item.identify, *frame.identify}
                assert used <= columns, (suite.suite, item.name)
                assert {*item.identify, *frame.identify} <= set(labels), (suite.suite, item.name)


def test_every_label_is_used() -> None:
    used = {
        column
        for suite in load_suites()
        for frame in suite.frames
        for columns in (frame.identify, *(item.identify for item in frame.expectations))
        for column in columns
    }

    assert used == set(load_column_labels())


def test_the_losses_that_can_be_accepted_are_errors_of_the_suites() -> None:
    errors = {
        expectation.name
        for suite in load_suites()
        for frame in suite.frames
        for expectation in frame.expectations
        if expectation.severity == "error"
    }
    assert errors >= LOSS_EXPECTATIONS
