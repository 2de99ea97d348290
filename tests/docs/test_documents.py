from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs import generate

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
    seed = generate.DBT / "seeds" / "quality" / "reconciliation_rules.csv"
    changed = tmp_path / "rules.csv"
    changed.write_text(seed.read_text(encoding="utf-8").replace("R01a,error", "R01a,warn"), encoding="utf-8")
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    page = generate.reconciliation_page(changed)
    assert "- **R01a** (warn)" in page
    assert "- **R01a** (error)" in (generate.DOCS / "reconciliation.md").read_text(encoding="utf-8")


def test_every_model_and_column_of_marts_and_quality_is_described() -> None:
    page = generate.pages()[generate.DOCS / "data_dictionary.md"]
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) > 100
    assert all(line.split("|")[-3].strip() for line in rows)
    assert "doc('" not in page


def test_the_two_readmes_have_the_same_sections_and_the_same_code() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    assert english.count("\n## ") == chinese.count("\n## ") > 0
    assert _shell_and_sql(english) == _shell_and_sql(chinese) != []


def _shell_and_sql(page: str) -> list[str]:
    return re.findall(r"```(?:sh|sql|text)\n(.*?)```", page, flags=re.DOTALL)


@pytest.mark.parametrize("document", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_inside_the_project_lead_somewhere(document: Path) -> None:
    targets = [a or b for a, b in _LINK.findall(document.read_text(encoding="utf-8"))]
    missing = [t for t in targets if "://" not in t and not (document.parent / t).exists()]
    assert missing == []
