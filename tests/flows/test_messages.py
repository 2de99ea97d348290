from __future__ import annotations

import string

import pytest

from flows.messages import known_reasons, refusal_message
from warehouse.runs import TRANSIENT_REASONS

PHYSICAL = {
    "empty_file",
    "not_a_pdf",
    "unsupported_format",
    "truncated",
    "password_protected",
    "no_pages",
    "too_large",
}
DECIDED_BY_THE_BUILD = {"no_budget_table", "unknown_year", "unknown_stage", "unknown_department"}


def test_every_reason_has_a_message() -> None:
    assert known_reasons() == PHYSICAL | DECIDED_BY_THE_BUILD | TRANSIENT_REASONS | {"unreadable_file"}


@pytest.mark.parametrize("reason", sorted(known_reasons()))
def test_a_message_names_the_file_and_says_what_to_do(reason: str) -> None:
    message = refusal_message(reason, file_name="甲.pdf", page_no=3, detail="细节")
    assert "“甲.pdf”" in message
    assert "请" in message
    assert not set(message) & set("{}")
    assert message.endswith("。")


def test_a_page_is_named_where_one_is_known() -> None:
    assert "第 3 页" in refusal_message("truncated", file_name="甲.pdf", page_no=3)
    assert "页" not in refusal_message("truncated", file_name="甲.pdf")


def test_braces_in_what_was_seen_do_no_harm() -> None:
    detail = "{" + string.ascii_letters + "}"
    assert detail in refusal_message("crashed", file_name="{x}.pdf", detail=detail)
