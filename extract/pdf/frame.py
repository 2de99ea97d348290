"""The frame that a page's objects are read in: the page as displayed, counted from its top left.

A page stores its objects in a frame of its own: the MediaBox may begin anywhere, the CropBox shows a part of it, and
/Rotate turns it. PDF counts y upwards, a frame downwards.
"""

from __future__ import annotations

from dataclasses import dataclass

from extract.page_objects import Box

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page shows of its objects.

    Attributes:
        left: where the frame begins, in the coordinates of the objects.
        high: the upper edge of the frame, likewise; y runs upwards there.
        width: in points.
        height: in points.
    """

    left: float
    high: float
    width: float
    height: float

    def box(self, left: float, low: float, right: float, high: float) -> Box:
        """A box of the objects, counted from the frame's top left."""
        return left - self.left, self.high - high, right - self.left, self.high - low


def turn(left: float, low: float, right: float, high: float, degrees: int) -> tuple[Matrix, Frame]:
    """Turn a page clockwise.

    Args:
        left: the part of the page that is shown.
        low: its lower edge.
        right: its right edge.
        high: its upper edge.
        degrees: 0, 90, 180 or 270.

    Returns:
        The matrix that takes the page's objects to where they stand after turning, and the frame then.
    """
    width, height = right - left, high - low
    match degrees:
        case 90:
            return (0.0, -1.0, 1.0, 0.0, -low, right), Frame(0.0, width, height, width)
        case 180:
            return (-1.0, 0.0, 0.0, -1.0, right, high), Frame(0.0, height, width, height)
        case 270:
            return (0.0, 1.0, -1.0, 0.0, high, -left), Frame(0.0, width, height, width)
        case _:
            return IDENTITY, Frame(left, high, width, height)


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix of one transformation after another."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point, transformed."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def cover(matrix: Matrix, left: float, low: float, right: float, high: float) -> Box:
    """The smallest box around a transformed box."""
    if matrix == IDENTITY:
        return left, low, right, high
    points = [apply(matrix, x, y) for x in (left, right) for y in (low, high)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
