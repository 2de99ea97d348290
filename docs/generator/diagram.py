"""The entity diagram: tables as boxes, and for each dimension a lane that every key that points to it joins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from docs.generator.declared import HISTORY, Column, Model, published_models, published_views
from docs.generator.lineage import tables_of_view

_ROW = 20
_HEADER = 40
_GAP = 26
_WIDTH = 252
_LANE = 15
_MARGIN = 24
_COLOURS = ("#1f6feb", "#1a7f37", "#bc4c00", "#8250df", "#cf222e", "#0e7c86", "#9a6700", "#57606a")
_FONT = "'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif"


@dataclass(frozen=True, slots=True)
class _Box:
    """A table on the page: its place, and its rows from the key downwards."""

    model: Model
    left: float
    top: float
    rows: tuple[Column, ...]

    @property
    def height(self) -> float:
        return _HEADER + _ROW * (len(self.rows) + 1)

    @property
    def entrance(self) -> float:
        """Height at which lanes reach the table."""
        return self.top + _HEADER / 2

    def middle_of(self, row: int) -> float:
        return self.top + _HEADER + _ROW * (row + 0.5)


def _drawn() -> list[Model]:
    """The tables that point somewhere or are pointed to; histories are like their facts."""
    models = [model for model in published_models().values() if not model.name.endswith(HISTORY)]
    targets = {column.reference.table for model in models for column in model.columns if column.reference}
    return [m for m in models if m.name in targets or any(column.reference for column in m.columns)]


def _rows(model: Model) -> tuple[Column, ...]:
    """Its key and what points elsewhere."""
    return tuple(column for column in model.columns if column.is_unique or column.reference)


def _height(models: Sequence[Model]) -> float:
    return sum(_HEADER + _ROW * (len(_rows(model)) + 1) + _GAP for model in models) - _GAP


def _stack(models: Sequence[Model], left: float, top: float) -> Iterator[_Box]:
    for model in models:
        box = _Box(model, left, top, _rows(model))
        top += box.height + _GAP
        yield box


def _halves(models: Sequence[Model]) -> tuple[list[Model], list[Model]]:
    """Part the facts so that both sides are about as high, the order kept."""
    cuts = range(1, len(models))
    cut = min(cuts, key=lambda place: abs(_height(models[:place]) - _height(models[place:])))
    return list(models[:cut]), list(models[cut:])


def _names_in_chinese() -> dict[str, str]:
    """Name of the view that shows a table first of all, by table."""
    names: dict[str, str] = {}
    for view in published_views():
        names.setdefault(tables_of_view(view)[0], view.name)
    return names


def _draw_box(box: _Box, name: str, colour: str, colours: dict[str, str]) -> Iterator[str]:
    yield (
        f'<rect x="{box.left}" y="{box.top}" width="{_WIDTH}" height="{box.height}" rx="8" fill="#ffffff" '
        f'stroke="{colour}" stroke-width="1.6"/>'
    )
    yield (
        f'<path d="M{box.left} {box.top + _HEADER} v{8 - _HEADER} q0 -8 8 -8 h{_WIDTH - 16} q8 0 8 8 v{_HEADER - 8} z" '
        f'fill="{colour}"/>'
    )
    middle = box.left + _WIDTH / 2
    yield (
        f'<text x="{middle}" y="{box.top + (18 if name else 25)}" text-anchor="middle" fill="#ffffff" font-size="14" '
        f'font-weight="700">{escape(box.model.name)}</text>'
    )
    if name:
        yield (
            f'<text x="{middle}" y="{box.top + 34}" text-anchor="middle" fill="#ffffff" font-size="12">'
            f"{escape(name)}</text>"
        )
    for number, column in enumerate(box.rows):
        target = column.reference.table if column.reference else ""
        shown = colours.get(target, "#1f2328")
        weight = ' font-weight="700"' if column.is_unique else ""
        yield (
            f'<text x="{box.left + 14}" y="{box.middle_of(number) + 4.5}" fill="{shown}" font-size="13"{weight}>'
            f"{escape(column.name)}</text>"
        )
        if column.is_unique:
            yield (
                f'<text x="{box.left + _WIDTH - 14}" y="{box.middle_of(number) + 4.5}" text-anchor="end" '
                f'fill="#57606a" font-size="11">key</text>'
            )
    others = len(box.model.columns) - len(box.rows)
    yield (
        f'<text x="{box.left + 14}" y="{box.middle_of(len(box.rows)) + 4}" fill="#57606a" font-size="11.5" '
        f'font-style="italic">+ {others} columns</text>'
    )


def entity_diagram() -> str:
    """Draw the published tables and what points to what, as the tests of the models declare it.

    Facts stand on both sides of the dimensions. Between them runs one lane for each table that is pointed to; a key
    joins the lane of its table on its own side.

    Returns:
        The diagram as SVG.
    """
    models = _drawn()
    targets = list(dict.fromkeys(c.reference.table for m in models for c in m.columns if c.reference))
    centre = [model for model in models if model.name.startswith("dim_")]
    # A fact that another one points to comes first, which is beside it.
    left, right = _halves(sorted((m for m in models if m not in centre), key=lambda m: m.name not in targets))
    order = [m.name for m in centre if m.name in targets] + [t for t in targets if not t.startswith("dim_")]
    colours = {name: _COLOURS[number % len(_COLOURS)] for number, name in enumerate(order)}
    lanes_width = _LANE * (len(order) + 2)
    height = max(_height(side) for side in (left, centre, right))
    lefts = [_MARGIN + number * (_WIDTH + lanes_width) for number in range(3)]
    boxes = [
        list(_stack(side, x, _MARGIN + (height - _height(side)) / 2))
        for side, x in zip((left, centre, right), lefts, strict=True)
    ]
    by_name = {box.model.name: box for side in boxes for box in side}
    names = _names_in_chinese()
    lines: list[str] = []
    drawings: list[str] = []
    for gap in (0, 1):
        first = lefts[gap] + _WIDTH
        lane_of = {name: first + _LANE * (number + 1.5) for number, name in enumerate(order)}
        for name in order:
            target = by_name[name]
            # Keys of the facts beside the gap, and left of the dimensions those of the dimensions themselves.
            ends = [
                (box, number)
                for side in ((0, 1) if gap == 0 else (2,))
                for box in boxes[side]
                for number, column in enumerate(box.rows)
                if column.reference and column.reference.table == name
            ]
            if not ends:
                continue
            lane, colour = lane_of[name], colours[name]
            heights = [box.middle_of(number) for box, number in ends]
            reached = target.left if target.left > lane else target.left + _WIDTH
            tip = -7 if target.left > lane else 7
            spread = [*heights, target.entrance]
            lines.append(f'<path d="M{lane} {min(spread)} V{max(spread)}" stroke="{colour}"/>')
            lines.append(f'<path d="M{lane} {target.entrance} H{reached + tip}" stroke="{colour}"/>')
            drawings.append(
                f'<path d="M{reached} {target.entrance} l{tip * 1.4:.1f} -5 v10 z" fill="{colour}" stroke="none"/>'
            )
            for (box, _), middle in zip(ends, heights, strict=True):
                edge = box.left + _WIDTH if box.left < lane else box.left
                lines.append(f'<path d="M{edge} {middle} H{lane}" stroke="{colour}"/>')
                drawings.append(f'<circle cx="{edge}" cy="{middle}" r="3.4" fill="{colour}"/>')
                drawings.append(f'<circle cx="{lane}" cy="{middle}" r="2.4" fill="{colour}"/>')
    for side in boxes:
        for box in side:
            colour = colours.get(box.model.name, "#424a53")
            drawings += _draw_box(box, names.get(box.model.name, ""), colour, colours)
    width = lefts[2] + _WIDTH + _MARGIN
    page = height + 2 * _MARGIN
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {page}" width="{width}" height="{page}" '
            f'role="img" aria-labelledby="t" font-family="{_FONT}">',
            '  <title id="t">Facts and dimensions, and the keys that join them 事实表、维表与键</title>',
            f'  <rect width="{width}" height="{page}" fill="#ffffff"/>',
            '  <g fill="none" stroke-width="1.5" stroke-opacity="0.85">',
            *(f"    {line}" for line in lines),
            "  </g>",
            *(f"  {drawing}" for drawing in drawings),
            "</svg>",
            "",
        ]
    )
