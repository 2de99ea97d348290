"""Damaged documents give a document or a reason: no error of the program, no death, no hang, no flood of memory."""

from __future__ import annotations

import pytest

from benchmarks.fuzz import CRASHED, MEMORY_BYTES, TIMED_OUT, fuzz
from flows.messages import known_reasons


@pytest.mark.slow
def test_some_hundred_damaged_documents_do_no_harm() -> None:
    outcomes = list(fuzz(range(200)))
    assert sorted(outcome.seed for outcome in outcomes) == list(range(200))
    results = {outcome.result for outcome in outcomes}
    assert results <= {"a document"} | known_reasons()
    assert not any(result.startswith((CRASHED, TIMED_OUT, "error")) for result in results)
    # Damage of both kinds is among them: what can be read all the same, and what cannot.
    assert {"a document", "truncated"} <= results
    assert max(outcome.megabytes for outcome in outcomes) * 1024**2 < MEMORY_BYTES
