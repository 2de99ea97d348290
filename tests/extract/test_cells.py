"""The search for cells, beside that of pdfplumber."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from extract.cells import find_cells
from extract.page_objects import Box, Edge
from extract.pdf import open_document, read_objects

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TRAPS = Path(__file__).resolve().parents[1] / "traps" / "files"


def _reference(edges: Iterable[Edge]) -> list[list[Box]]:
    objects = [
        {
            **edge._asdict(),
            "orientation": "v" if edge.is_upright else "h",
            "width": edge.x1 - edge.x0,
            "height": edge.bottom - edge.top,
        }
        for edge in edges
        if max(edge.x1 - edge.x0, edge.bottom - edge.top) >= 1.0
    ]
    merged = merge_edges(objects, 3.0, 3.0, 3.0, 3.0)
    long = [edge for edge in merged if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= 2.0]
    found: list[list[Box]] = cells_to_tables(intersections_to_cells(edges_to_intersections(long, 3.0, 3.0)))
    return found


def _tables(tables: Sequence[Sequence[Box]]) -> list[list[Box]]:
    """Rounded, for means may differ in their last digit, and in an order of their own."""
    return sorted(sorted((round(a, 4), round(b, 4), round(c, 4), round(d, 4)) for a, b, c, d in t) for t in tables)


# Places of a net of 8 points and eighths beside them: pieces overlap, touch, miss each other by a little or by more.
_places = st.builds(lambda at, off: 8.0 * at + off / 8, st.integers(0, 8), st.integers(-20, 20))


@st.composite
def _edges(draw: st.DrawFn) -> Edge:
    place, (start, end) = draw(_places), sorted((draw(_places), draw(_places)))
    thick = draw(st.sampled_from((0.0, 0.0, 0.5)))
    return Edge(start, place, end, place + thick) if draw(st.booleans()) else Edge(place, start, place + thick, end)


@st.composite
def _grids(draw: st.DrawFn) -> list[Edge]:
    """The rules of a grid cell by cell, some of them left out."""
    xs = [20.0 * at for at in range(draw(st.integers(2, 6)))]
    ys = [300.0 + 12.5 * at for at in range(draw(st.integers(2, 7)))]
    edges = [Edge(a, y, b, y) for y in ys for a, b in pairwise(xs)]
    edges += [Edge(x, a, x, b) for x in xs for a, b in pairwise(ys)]
    return [edge for edge in edges if draw(st.integers(0, 5))]


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(_grids(), st.lists(_edges(), max_size=40), st.builds(lambda a, b: a + b, _grids(), st.lists(_edges())))
)
def test_any_rules_give_the_tables_of_the_reference(edges: list[Edge]) -> None:
    assert _tables(find_cells(edges)) == _tables(_reference(edges))


@pytest.mark.parametrize(
    "path",
    [
        *sorted(SAMPLES.glob("*.pdf")),
        TRAPS / "03_fragmented_rules.pdf",
        TRAPS / "03_hairline_double_rules.pdf",
        TRAPS / "03_phantom_rows_and_columns.pdf",
        TRAPS / "08_chromium_grid.pdf",
    ],
    ids=lambda path: path.stem,
)
def test_the_rules_of_documents_give_the_tables_of_the_reference(path: Path) -> None:
    count = 0
    with open_document(path.read_bytes()) as (pdf, _):
        for page_no in range(1, len(pdf) + 1):
            edges = read_objects(pdf, page_no).edges
            found = find_cells(edges)
            assert _tables(found) == _tables(_reference(edges)), page_no
            count += sum(map(len, found))
    assert count > 20


def test_cells_that_touch_at_a_corner_are_of_one_table_and_a_cell_alone_is_none() -> None:
    def frame(x0: float, top: float, x1: float, bottom: float) -> list[Edge]:
        return [
            Edge(x0, top, x1, top),
            Edge(x0, bottom, x1, bottom),
            Edge(x0, top, x0, bottom),
            Edge(x1, top, x1, bottom),
        ]

    edges = [*frame(200, 10, 240, 30), *frame(50, 50, 100, 70), *frame(100, 70, 150, 90), *frame(10, 100, 30, 120)]
    assert find_cells(edges) == [[(50, 50, 100, 70), (100, 70, 150, 90)]]
