"""Messages for the reader, by reason code, from messages.yml."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from flows.plain_text import plain_line

if TYPE_CHECKING:
    from warehouse.difference import Difference

# Amounts that a message names.
_SHOWN = 5


@cache
def _messages() -> dict[str, Any]:
    text = (resources.files("flows") / "messages.yml").read_text(encoding="utf-8")
    messages: dict[str, Any] = yaml.safe_load(text)
    return messages


def _remark(detail: str) -> str:
    return f"（{detail}）" if detail else ""


def known_reasons() -> frozenset[str]:
    """Reason codes of refusals that have a message."""
    return frozenset(_messages()["refused"])


def refusal_message(reason: str, *, file_name: str, page_no: int | None = None, detail: str = "") -> str:
    """Say why a document is refused and what to do.

    Args:
        reason: reason code.
        file_name: name of the file.
        page_no: page on which reading failed, if one was reached.
        detail: what was seen.

    Raises:
        KeyError: the reason has no message.
    """
    where = f"第 {page_no} 页" if page_no else ""
    template: str = _messages()["refused"][reason]
    return template.format(file=file_name, where=where, detail=detail, remark=_remark(detail))


def held_back_message(*, file_name: str, detail: str = "") -> str:
    """Say why a document is held back."""
    template: str = _messages()["held_back"]["incomplete"]
    return template.format(file=file_name, remark=_remark(detail))


def missing_original_message(*, file_name: str, path: str) -> str:
    """Say that an accepted document could not be kept in the archive."""
    template: str = _messages()["missing_original"]
    return template.format(file=file_name, path=path)


def mended_message(*, file_name: str) -> str:
    """Say that a damaged document was read from a mended copy."""
    template: str = _messages()["mended"]
    return template.format(file=file_name)


def original_not_kept_message(*, file_name: str, detail: str) -> str:
    """Say that the system did not let an accepted document be kept in the archive."""
    template: str = _messages()["original_not_kept"]
    return template.format(file=file_name, detail=detail)


def not_recorded_message(*, detail: str) -> str:
    """Say that a build is published whose outcome could not be recorded."""
    template: str = _messages()["not_recorded"]
    return template.format(detail=detail)


def accepted_loss_message(*, message: str) -> str:
    """Say that a check that does not hold was accepted for this run."""
    template: str = _messages()["accepted_loss"]
    return template.format(message=message)


def nothing_registered_message(*, path: str) -> str:
    """Say that no row counts are registered, so that none were checked."""
    template: str = _messages()["nothing_registered"]
    return template.format(path=path)


def restated_message(difference: Difference) -> str:
    """Say which published amounts would change although their documents were not handed in anew, and what to do."""
    template: str = _messages()["restated"]["amounts"]
    line: str = _messages()["restated"]["amount"]
    none: str = _messages()["restated"]["none"]
    restated = [amount for amount in difference.changed_amounts if amount.before_yuan is not None]
    lines = [
        line.format(
            file=plain_line(amount.file_name),
            table=amount.table_no,
            line=amount.line_no,
            name=plain_line(amount.line_name),
            measure=amount.measure,
            before=amount.before_yuan,
            after=none if amount.after_yuan is None else f"{amount.after_yuan}元",
        )
        for amount in restated[:_SHOWN]
    ]
    return template.format(count=difference.restated_count, amounts="\n".join(lines))


def known_message(case: str, *, other: str) -> str:
    """Say why a document is not loaded again; `case` is `same_file`, `same_content` or `same_call`."""
    template: str = _messages()["known"][case]
    return template.format(other=other)
