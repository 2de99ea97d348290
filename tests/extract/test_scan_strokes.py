"""Pictures of tight tables: strokes of characters are no rules, columns run together are parted, points are kept."""

from __future__ import annotations

import numpy as np
import pytest

from extract.ocr import is_installed

pytestmark = pytest.mark.skipif(not is_installed(), reason="recognition is not installed")

# Two pixels to the point.
DPI = 144.0


def draw(*boxes: tuple[float, float, float, float]) -> np.ndarray:
    """Ink of 200 × 120 points: boxes are left, top, right, bottom in points."""
    ink = np.zeros((240, 400), np.uint8)
    for x0, top, x1, bottom in boxes:
        ink[round(2 * top) : round(2 * bottom), round(2 * x0) : round(2 * x1)] = 255
    return ink


def uprights(ink: np.ndarray) -> list[int]:
    from extract.ocr.picture import Picture
    from extract.ocr.ruling import find_rules

    rules = find_rules(Picture(255 - ink, ink, DPI, 0.0))
    return sorted(int(edge.x0) for edge in rules if edge.is_upright)


def levels(ink: np.ndarray) -> list[int]:
    from extract.ocr.picture import Picture
    from extract.ocr.ruling import find_rules

    rules = find_rules(Picture(255 - ink, ink, DPI, 0.0))
    return sorted(int(edge.top) for edge in rules if not edge.is_upright)


# Three rows of 16 points between the uprights at 20 and 180.
FRAME = (
    *((20.0, top, 180.0, top + 1.0) for top in (20.0, 36.0, 52.0, 68.0)),
    (20.0, 20.0, 21.0, 69.0),
    (179.0, 20.0, 180.0, 69.0),
)


def test_a_stem_in_a_tight_row_is_no_rule_even_where_rows_repeat_it() -> None:
    stems = [(100.0, top + 3.5, 101.0, top + 13.0) for top in (20.0, 52.0)]
    assert uprights(draw(*FRAME, *stems)) == [20, 179]


def test_a_rule_in_one_row_reaches_the_rules_around_it() -> None:
    assert uprights(draw(*FRAME, (100.0, 36.0, 101.0, 53.0))) == [20, 100, 179]


def test_a_stem_that_strokes_branch_off_is_no_rule_though_it_touches_both_rules() -> None:
    arms = [(100.0, top, 106.0, top + 1.0) for top in (39.0, 43.0, 47.0)]
    assert uprights(draw(*FRAME, (100.0, 36.0, 101.0, 53.0), *arms)) == [20, 179]


def test_a_rule_is_one_though_figures_are_set_close_beside_it() -> None:
    # Figures end a point before it in most rows, as where a column is too narrow for them.
    rows = [20.0 + 16.0 * row for row in range(6)]
    frame = [(20.0, top, 180.0, top + 1.0) for top in rows] + [(x, 20.0, x + 1.0, 101.0) for x in (20.0, 100.0, 179.0)]
    figures = [(97.0, top + 3.0, 99.0, top + 14.0) for top in rows[:-1]]
    assert uprights(draw(*frame, *figures)) == [20, 100, 179]


def test_the_feet_of_figures_beside_a_rule_are_no_rule() -> None:
    # The feet of 12.15, a point apart, end three points before the right rule.
    feet = [(x0, 48.0, x0 + 5.0, 49.0) for x0 in (150.0, 155.5, 161.0, 166.5, 172.0)]
    assert levels(draw(*FRAME, *feet)) == [20, 36, 52, 68]


def test_a_short_rule_between_two_uprights_parts_a_cell() -> None:
    divider = (100.0, 20.0, 101.0, 69.0)
    assert levels(draw(*FRAME, divider, (100.0, 28.0, 180.0, 29.0))) == [20, 28, 36, 52, 68]


def characters(*read: tuple[str, float]) -> list[object]:
    from extract.ocr.recognition import Character

    return [Character(text, middle, 0.9, "", 0.0) for text, middle in read]


def test_figures_and_the_name_of_the_next_column_are_parted_at_the_gap() -> None:
    from extract.ocr.figures import column_cuts
    from extract.ocr.text_lines import TextPiece

    # Three figures of 5 points, 6 points of paper, two ideographs of 10.
    ink = draw((20, 20, 25, 30), (26, 20, 31, 30), (32, 20, 37, 30), (43, 20, 53, 30), (54, 20, 64, 30))
    piece = TextPiece(40, 40, 128, 60, 20.0)
    # The places are as inexact as those in a squeezed line.
    read = characters(("1", 0.05), (".", 0.2), ("5", 0.38), ("社", 0.7), ("会", 0.9))
    assert [round(cut / 2) for cut in column_cuts(piece, read, ink)] == [40]  # type: ignore[arg-type]
    beside = draw((20, 20, 25, 30), (26, 20, 31, 30), (32, 20, 37, 30), (39, 20, 49, 30), (50, 20, 60, 30))
    assert column_cuts(piece, read, beside) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(("dots", "expected"), [(((31.0, 28.5, 32.5, 30.0),), "12.15"), ((), "12 15")])
def test_a_lost_point_is_set_where_the_ink_shows_it_and_nowhere_else(
    dots: tuple[tuple[float, float, float, float], ...], expected: str
) -> None:
    from extract.ocr.figures import with_points
    from extract.ocr.text_lines import TextPiece

    ink = draw((20, 20, 23, 30), (25, 20, 29, 30), (34, 20, 37, 30), (39, 20, 43, 30), *dots)
    piece = TextPiece(40, 40, 86, 60, 20.0)
    read = characters(("1", 0.07), ("2", 0.3), (" ", 0.5), ("1", 0.67), ("5", 0.91))
    mended = with_points(piece, read, ink)  # type: ignore[arg-type]
    assert "".join(c.text for c in mended) == expected
    # Whatever the model made of it, a point that only its ink tells is doubtful.
    assert all(c.confidence < 0.8 for c in mended if c.text == ".")
