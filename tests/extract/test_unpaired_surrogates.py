"""Half a surrogate pair in a character map reaches no row: it cannot be written as UTF-8."""

from __future__ import annotations

import pytest

from tests.extract.test_glyphs import char, cleaned


@pytest.mark.parametrize(
    ("mapped", "read"),
    [
        ("\ud840", "\ufffd"),
        ("支\ud840出", "支\ufffd出"),
        ("\ud840\udc0b", "\U0002000b"),
        ("\udc0b\ud840", "\ufffd\ufffd"),
        ("⼀\udc0b", "一\ufffd"),
    ],
)
def test_half_a_pair_is_the_replacement_character(mapped: str, read: str) -> None:
    assert cleaned(char(mapped, 100))[0] == read


def test_half_a_pair_set_aside_is_the_replacement_character() -> None:
    assert cleaned(char("支", 100), char("\ud840", -100)) == ("支", "\ufffd")
