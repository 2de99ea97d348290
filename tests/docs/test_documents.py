from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs import generate
from docs.generator.declared import DBT, DOCS, HISTORY, Model, published_models, published_views
from warehouse.views import View

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = [
    *sorted(ROOT.glob("*.md")),
    *(path for folder in ("docs", "samples", "benchmarks") for path in sorted((ROOT / folder).rglob("*.md"))),
]
# Parts of generated pages, whose links are relative to the page.
WRITTEN = [path for path in WRITTEN if path.parent.name != "introductions"]
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)|src=\"([^\"]+)\"")


def test_generated_documents_are_up_to_date() -> None:
    assert generate.outdated() == [], "run `make docs`"


def test_a_changed_rule_outdates_the_committed_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = DBT / "seeds" / "quality" / "reconciliation_rules.csv"
    changed = tmp_path / "rules.csv"
    changed.write_text(seed.read_text(encoding="utf-8").replace("R01a,error", "R01a,warn"), encoding="utf-8")
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    page = generate.reconciliation_page(changed)
    assert "- **R01a** (warn)" in page
    assert "- **R01a** (error)" in (DOCS / "reconciliation.md").read_text(encoding="utf-8")


def test_the_dictionary_has_a_row_of_every_published_table_and_view_column() -> None:
    page = generate.pages()[DOCS / "data_dictionary.md"]
    models = [m for m in published_models().values() if not m.name.endswith(HISTORY)]
    relations: list[Model | View] = [*models, *published_views()]
    for relation in relations:
        [part] = re.findall(rf"^### {relation.name}$(.*?)^#", page, flags=re.DOTALL | re.MULTILINE)
        rows = [line.split(" | ") for line in part.splitlines() if line.startswith("| ")][2:]
        assert [row[0].strip("|` ") for row in rows] == [column.name for column in relation.columns]
        # All but the last cell, what guards it, which some have none of.
        assert [row for row in rows if not all(cell.strip("| ") for cell in row[:6])] == []
    assert "doc('" not in page


def test_the_two_readmes_have_the_same_sections_and_the_same_code() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    assert english.count("\n## ") == chinese.count("\n## ") > 0
    assert _shell_and_sql(english) == _shell_and_sql(chinese) != []


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readmes_name_every_view(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert [view.name for view in published_views() if f"`{view.name}`" not in text] == []


def _shell_and_sql(page: str) -> list[str]:
    return re.findall(r"```(?:sh|sql|text)\n(.*?)```", page, flags=re.DOTALL)


@pytest.mark.parametrize("document", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_inside_the_project_lead_somewhere(document: Path) -> None:
    targets = [a or b for a, b in _LINK.findall(document.read_text(encoding="utf-8"))]
    missing = [t for t in targets if "://" not in t and not (document.parent / t).exists()]
    assert missing == []
