"""The fixture documents of one warehouse: each layout and each defect of a page, every document a year of its own."""

from __future__ import annotations

from dataclasses import replace

from tests.factory.drawing import Style
from tests.factory.expected import BuiltDocument
from tests.factory.figures import STATE_CAPITAL, Figures, archives, culture, sports, without_funds
from tests.factory.layouts import ShanxiOptions, final_accounts, jiangsu, shanghai, shanxi


def _in(year: int, figures: Figures) -> Figures:
    """The same department in another year: a second document of one year would supersede the first."""
    return replace(figures, year=year)


def layout_documents() -> dict[str, BuiltDocument]:
    """Print the documents; by what is particular about each."""
    plain = ShanxiOptions(narrative=False)
    # What the rules of a table look like, its first six show; more would only take longer.
    six = replace(plain, tables=tuple(range(1, 7)))
    return {
        name: replace(document, file_name=f"{name}.pdf")
        for name, document in {
            "fake_bold": shanxi(_in(2011, archives()), replace(plain, style=Style(fake_bold=True), narrative=True)),
            "watermark_wrong_labels_repeated_heading": shanxi(
                _in(2012, archives()),
                ShanxiOptions(
                    style=Style(watermark="云岭县档案馆", watermark_first=False, fake_bold=True, outside_glyphs=True),
                    labels={4: "预算公开表1", 5: None, 8: "6"},
                    joined=frozenset({2, 4, 8, 9, 10, 11, 13}),
                    repeat_heading=True,
                    break_before={1: frozenset({20}), 3: frozenset({4}), 6: frozenset({9, 15})},
                    narrative=False,
                    scanned_pages=2,
                ),
            ),
            "three_units_and_carryover": shanxi(
                _in(2013, culture()),
                ShanxiOptions(
                    break_before={2: frozenset({7}), 6: frozenset({20}), 12: frozenset({10})},
                    performance_form=True,
                    thousands=True,
                ),
            ),
            "jiangsu": jiangsu(_in(2014, without_funds(culture(), STATE_CAPITAL))),
            "jiangsu_empty_fund_table": jiangsu(_in(2015, archives())),
            "shanghai": shanghai(_in(2016, sports())),
            "final_accounts": final_accounts(_in(2017, culture())),
            "rotated_landscape": shanxi(
                _in(2018, culture()),
                replace(
                    plain,
                    style=Style(stored_rotation=90),
                    landscape=frozenset(range(1, 14)),
                    break_before={5: frozenset({3})},
                ),
            ),
            "thin_rect_rules": shanxi(_in(2019, archives()), replace(six, style=Style(rules="thin_rect"))),
            "fragmented_rules": shanxi(
                _in(2020, archives()), replace(six, style=Style(rules="fragments", latin_baseline=1.2))
            ),
            "phantom_columns": shanxi(
                _in(2021, archives()),
                replace(six, phantom={1: 1, 3: 1, 6: 0}, break_before={3: frozenset({5})}),
            ),
            "empty_password": shanxi(_in(2022, archives()), replace(six, user_password="")),
        }.items()
    }
