"""Prepare the picture of a page: even background, no stamps, level lines, and what of it is ink.

Pictures are numpy arrays of unsigned bytes, rows by columns, 0 for black and 255 for white; lengths are in pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]

# The background is told on a picture this much smaller, by closing strokes narrower than this share of an inch.
_BACKGROUND_SHRINK = 4
_STROKE_INCH = 0.16
# Darker than this, on a white background, is ink; where there is noise, what is darker than so many deviations of it,
# but never only the blackest.
_INK = 208
_DEVIATIONS = 5.0
_LEAST_INK = 150
# Ink that covers fewer pixels (at 150 dpi) and is nowhere darker than this is dust.
_DUST = 4
_DARK = 130
# A picture with more noise than this (standard deviation) is smoothed before ink is told.
_NOISY = 6.0
# A page lies this many degrees askew at most; below the least, straightening would only blur.
_MAX_SKEW = 3.0
_LEAST_SKEW = 0.04
# Red blots this large in both directions (inches) are stamps; a red title is not as high.
_STAMP_INCH = 0.7
# Red ink is at least so bright in the red channel, against the paper.
_SEAL_SHARE = 0.65


@dataclass(frozen=True, slots=True)
class Picture:
    """A page's picture, ready to be read; `grey` has a white background, `ink` is 255 where there is ink.

    `skew` is the angle in degrees that was taken out, positive where the lines fell to the right.
    """

    grey: Image
    ink: Image
    dpi: float
    skew: float

    @property
    def points(self) -> float:
        """Points to a pixel."""
        return 72.0 / self.dpi


def prepare(rgb: Image, dpi: float) -> Picture:
    """Make a picture ready to be read.

    Args:
        rgb: rows × columns × 3.
        dpi: pixels to the inch.

    Returns:
        The picture on a white background, straightened, without red stamps.
    """
    grey = _even_background(_without_stamps(rgb, dpi), dpi)
    ink = _find_ink(grey, dpi)
    skew = _find_skew(ink)
    if abs(skew) >= _LEAST_SKEW:
        grey = _turn(grey, skew)
        ink = _find_ink(grey, dpi)
    return Picture(grey, ink, dpi, skew)


def quarter_turned(picture: Image, turns: int) -> Image:
    """Turn a picture clockwise by quarters."""
    return np.ascontiguousarray(np.rot90(picture, -turns))


def _without_stamps(rgb: Image, dpi: float) -> Image:
    """Grey values in which red stamps are paper: red ink leaves the red channel bright, black does not."""
    red, green, blue = (rgb[:, :, i].astype(np.int16) for i in range(3))
    reddish = ((red - np.maximum(green, blue)) > 40).astype(np.uint8)
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    if not reddish.any():
        return as_bytes(grey)
    reach = max(3, round(0.08 * dpi))
    joined = cv2.morphologyEx(reddish, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    result = as_bytes(grey)
    for x, y, width, height, _area in stats[1:count]:
        if min(width, height) >= _STAMP_INCH * dpi:
            part = slice(max(0, y - 2), y + height + 2), slice(max(0, x - 2), x + width + 2)
            bright = np.maximum(result[part], rgb[part][:, :, 0])
            paper = np.percentile(bright, 90)
            # The seal's own ink is paper; black under it is dark in every channel.
            own = (cv2.dilate(reddish[part], np.ones((3, 3), np.uint8)) > 0) & (bright > _SEAL_SHARE * paper)
            result[part] = np.where(own, paper, bright).astype(np.uint8)
    return result


def _even_background(grey: Image, dpi: float) -> Image:
    """Make the paper white, and shaded cells too."""
    height, width = grey.shape
    small = cv2.resize(
        grey, (max(1, width // _BACKGROUND_SHRINK), max(1, height // _BACKGROUND_SHRINK)), interpolation=cv2.INTER_AREA
    )
    reach = max(3, round(_STROKE_INCH * dpi / _BACKGROUND_SHRINK)) | 1
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    paper = cv2.blur(paper, (3, 3))
    paper = np.maximum(paper, 64)
    return as_bytes(cv2.divide(grey, cv2.resize(as_bytes(paper), (width, height)), scale=255))


def _find_ink(grey: Image, dpi: float) -> Image:
    """The ink of a picture with a white background, dust left out."""
    noise = _noise(grey)
    if noise > _NOISY:
        grey = as_bytes(cv2.GaussianBlur(grey, (3, 3), 0))
        noise /= 2
    ink = as_bytes((grey < max(_LEAST_INK, min(_INK, 255 - _DEVIATIONS * noise))).astype(np.uint8) * 255)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    keep = stats[:, cv2.CC_STAT_AREA] >= _DUST * (dpi / 150) ** 2
    keep[np.unique(labels[grey < _DARK])] = True
    keep[0] = False
    return as_bytes(keep[labels].astype(np.uint8) * 255) if count > 1 else ink


def _noise(grey: Image) -> float:
    """Standard deviation of the noise, told where the paper is: the median of the Laplacian is deaf to strokes."""
    middle = grey[::2, ::2]
    return float(np.median(np.abs(cv2.Laplacian(grey, cv2.CV_16S)[::2, ::2][middle > 0]))) / 0.6745 / 4.47


def _find_skew(ink: Image) -> float:
    """The angle by which the lines fall to the right: there the rows of ink are told apart most clearly."""
    factor = min(1.0, 700 / max(1, min(ink.shape)))
    small = cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    small = as_bytes(small)

    def clearness(angle: float) -> float:
        rows = _turn(small, angle, paper=0).sum(axis=1, dtype=np.int64).astype(np.float64)
        return float(np.square(np.diff(rows)).sum())

    best = max(np.arange(-_MAX_SKEW, _MAX_SKEW + 0.01, 0.3), key=clearness)
    best = max(np.arange(best - 0.25, best + 0.26, 0.1), key=clearness)
    best = max(np.arange(best - 0.08, best + 0.09, 0.04), key=clearness)
    return float(best) if clearness(float(best)) > 1.02 * clearness(0.0) else 0.0


def _turn(picture: Image, angle: float, paper: int = 255) -> Image:
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(
        picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=paper
    )
    return as_bytes(turned)


def as_bytes(values: Any) -> Image:
    """Take what OpenCV returns as a picture."""
    return np.asarray(values, dtype=np.uint8)
