"""A build computes new documents and those they belong with: nobody must see in which builds the rows were made."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract import EXTRACTOR_VERSION, read_document
from flows import dbt_process
from flows.dbt_process import PROJECT_DIRECTORY, build_models, dbt_environment
from tests.end_to_end.loading import ask, contents
from tests.factory.drawing import Pages
from tests.factory.figures import Figures, archives, culture, tamper
from tests.factory.layouts import ShanxiOptions, shanxi
from warehouse.connection import open_build
from warehouse.home import Home
from warehouse.landing import DocumentSource, land_document

# In the order in which they came: of the three files of the archives the last one published came first.
ARRIVALS = ("档案馆更正", "文字", "后七表", "前六表", "上年", "档案馆", "档案馆再发")

Documents = Mapping[str, tuple[str, dict[str, Any]]]


def dated(line: str) -> ShanxiOptions:
    """A form, and a page with the day on which the document was published or corrected."""

    def draw(pages: Pages, _: Figures) -> None:
        pages.new_page()
        pages.line(line, size=12)

    return ShanxiOptions(performance_form=True, appendix=draw)


@pytest.fixture(scope="module")
def documents() -> Documents:
    """Hash and content of each document."""
    corrected = tamper(archives(), 3, "合计", "合计", "9999.99")
    made = {
        "文字": shanxi(culture(), ShanxiOptions(tables=())),
        "后七表": shanxi(culture(), ShanxiOptions(tables=tuple(range(7, 14)), narrative=False)),
        "前六表": shanxi(culture(), ShanxiOptions(tables=tuple(range(1, 7)), narrative=False)),
        "上年": shanxi(replace(culture(), year=culture().year - 1)),
        "档案馆": shanxi(archives(), dated("公开日期：2026年2月10日")),
        "档案馆再发": shanxi(tamper(archives(), 3, "合计", "合计", "8888.88"), dated("公开日期：2026年2月20日")),
        "档案馆更正": shanxi(corrected, dated("更正日期：2026-03-05")),
    }
    return {
        name: (hashlib.sha256(document.data).hexdigest(), asdict(read_document(document.data)))
        for name, document in made.items()
    }


def land(home: Home, documents: Documents, *names: str) -> None:
    """Land documents as of the time at which they came, whenever that is done."""
    with open_build(home) as con:
        for name in names:
            sha256, content = documents[name]
            land_document(con, DocumentSource(sha256, f"{name}.pdf", "", 1, EXTRACTOR_VERSION, "run"), content)
            came = dt.datetime(2026, 1, 1, ARRIVALS.index(name), tzinfo=dt.UTC)
            con.execute("update raw.document set landed_at = ? where sha256 = ?", [came, sha256])


def statuses(home: Home) -> dict[str, tuple[str, bool, bool]]:
    """Status of each document, whether it is current, and whether another replaces it."""
    found = ask(
        home.build_database,
        "select file_name, quality_status, is_current, superseded_by is not null from marts.dim_document",
    )
    return {name.removesuffix(".pdf"): tuple(rest) for name, *rest in found}


@pytest.fixture(scope="module")
def at_once(documents: Documents, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """All documents in one build, which is a full refresh."""
    home = Home(tmp_path_factory.mktemp("at_once"))
    land(home, documents, *ARRIVALS)
    build_models(home)
    return home


def test_the_documents_stand_as_they_should(at_once: Home) -> None:
    assert statuses(at_once) == {
        "文字": ("reconciled", True, False),
        "后七表": ("reconciled", True, False),
        "前六表": ("reconciled", True, False),
        "上年": ("reconciled", True, False),
        "档案馆": ("reconciled", False, True),
        "档案馆再发": ("discrepant", False, True),
        "档案馆更正": ("discrepant", True, False),
    }


def test_each_version_is_compared_with_the_one_published_before_it(at_once: Home) -> None:
    changes = """
        select earlier_file_name, file_name, table_no, line_name, measure, change, later_yuan,
            later_yuan - earlier_yuan = difference_yuan
        from quality.version_change order by later_yuan
    """
    assert ask(at_once.build_database, changes) == [
        ("档案馆.pdf", "档案馆再发.pdf", 3, "合计", "合计", "changed", Decimal("88888800.00"), True),
        ("档案馆再发.pdf", "档案馆更正.pdf", 3, "合计", "合计", "changed", Decimal("99999900.00"), True),
    ]


def test_documents_that_come_one_after_the_other_give_the_rows_of_all_at_once(
    at_once: Home, documents: Documents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part that is held back until the others come, and an earlier version that comes after the later one.

    `dbt build` by hand does not know of what departments new documents are before it has read them: what it computed
    without the others of a department is due again.
    """
    home = Home(tmp_path)
    built = "select count(*) from raw.document_built"
    land(home, documents, "后七表", "上年", "档案馆更正")
    build_models(home)
    assert statuses(home)["后七表"] == ("incomplete", False, False)
    assert ask(home.build_database, "select count(*) from marts.fct_reported_amount_history") == [(0,)]
    assert ask(home.build_database, built) == [(3,)]

    land(home, documents, "文字", "前六表", "档案馆再发", "档案馆")
    by_hand = [sys.executable, "-c", "from dbt.cli.main import cli; cli()", "build"]
    ended = subprocess.run(by_hand, env=dbt_environment(home), cwd=home.build, capture_output=True, text=True)
    assert ended.returncode == 1
    assert "documents_of_a_department_are_computed_together" in ended.stdout
    assert ask(home.build_database, built) == [(3,)]

    monkeypatch.setattr(dbt_process, "LARGEST_BATCH", 2)
    build_models(home)
    assert ask(home.build_database, built) == [(7,)]
    assert contents(home.build_database) == contents(at_once.build_database)


def test_a_changed_seed_computes_all_documents_again(at_once: Home, tmp_path: Path) -> None:
    """The number of a rule stands in each of its evaluations, though nothing was landed."""
    home, project = Home(tmp_path / "home"), tmp_path / "dbt_project"
    shutil.copytree(at_once.root, home.root)
    shutil.copytree(PROJECT_DIRECTORY, project, ignore=shutil.ignore_patterns("target", "logs"))
    seed = project / "seeds" / "quality" / "reconciliation_rules.csv"
    seed.write_text(seed.read_text(encoding="utf-8").replace("R01", "R91"), encoding="utf-8")

    build_models(home, project)
    with_rule = "select count(distinct document_key) from quality.reconciliation where rule_no = ?"
    assert ask(home.build_database, with_rule, ["R91"]) == ask(at_once.build_database, with_rule, ["R01"])
    assert ask(home.build_database, with_rule, ["R01"]) == [(0,)]
