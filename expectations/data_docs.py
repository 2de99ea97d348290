"""The Data Docs site, made to open without a network.

Great Expectations renders pages that take style sheets and scripts from servers elsewhere. Here their body is kept,
all that is remote is dropped, one style sheet stands in each page, and a Chinese index takes the place of the one that
needs scripts to show anything.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from tempfile import mkdtemp

import yaml

from expectations.data_docs_index import SITE_TITLE, SuiteOutcome, failures_table, index_page
from expectations.report import CheckReport

_PACKAGE = Path(__file__).parent

_SECTIONS = {"validations": "检查结果", "expectations": "检查定义"}

# Everything between the tags goes with them.
_DROPPED_ELEMENTS = re.compile(r"<(script|style|title|footer)\b.*?</\1>", re.DOTALL)
_DROPPED_TAGS = re.compile(r"<(?:link|img)\b[^>]*>", re.DOTALL)
_HANDLERS = re.compile(r'\sonclick="[^"]*"')
_HOME_LINK = re.compile(r'href="(?:\.\./)+index\.html"')
_SUITE_LINK = re.compile(r'href="(?:\.\./)+expectations/([^"]+)\.html"')
_BRAND = re.compile(r'(<div class="float-left navbar-brand[^>]*>\s*<a [^>]*>)\s*(</a>)')
_CONTENT = re.compile(r'<div class="col-md-10 [^>]*>')
_TEXT = re.compile(r">([^<>]+)<")


def write_site(
    raw_site: Path, site: Path, report: CheckReport, outcomes: Sequence[SuiteOutcome], checked_at: datetime
) -> None:
    """Write the site from the pages that Great Expectations built.

    Args:
        raw_site: Where the built pages are.
        site: Where the site shall stand; replaced as a whole, so that no page of an earlier run stays.
        report: What failed.
        outcomes: One entry per suite and frame, suites together.
        checked_at: When the checks ran.

    Raises:
        ValueError: The directory holds something else than such a site.
    """
    _refuse_foreign_directory(site)
    css = (_PACKAGE / "data_docs.css").read_text(encoding="utf-8")
    texts = load_texts()
    failures = {outcome.page: failures_table(outcome.failures) for outcome in outcomes}
    site.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(mkdtemp(prefix=f".{site.name}_", dir=site.parent))
    staged.chmod(0o755)  # a temporary directory is closed to others, the site is for all to read
    try:
        (staged / "index.html").write_text(index_page(report, outcomes, checked_at, css), encoding="utf-8")
        for section, kind in _SECTIONS.items():
            (staged / section).mkdir()
            for page in sorted((raw_site / section).rglob("*.html")):
                name = _suite_of(page.relative_to(raw_site / section), section)
                html = self_contained(page.read_text(encoding="utf-8"), f"{name} {kind} · {SITE_TITLE}", css, texts)
                if section == "validations":
                    html = _open_with(html, failures[name])
                (staged / section / f"{name}.html").write_text(html, encoding="utf-8")
        if site.exists():
            shutil.rmtree(site)
        staged.rename(site)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise


def _open_with(html: str, block: str) -> str:
    return _CONTENT.sub(lambda match: f"{match[0]}\n{block}", html, count=1)


def _refuse_foreign_directory(site: Path) -> None:
    """A directory that holds something else would be deleted with all that is in it."""
    if site.exists() and any(site.iterdir()) and not all((site / section).is_dir() for section in _SECTIONS):
        raise ValueError(f"not a Data Docs site, so not replaced: {site}")


def load_texts(path: Path = _PACKAGE / "data_docs_texts.yml") -> tuple[tuple[re.Pattern[str], str], ...]:
    """Read the patterns of English texts and the Chinese that takes their place."""
    texts: dict[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple((re.compile(pattern), chinese) for pattern, chinese in texts.items())


def _suite_of(page: Path, section: str) -> str:
    """The suite's name from a built page's path, in which its dots are directories.

    A validation stands under ``<suite>/<run name>/<run time>/<batch>.html``, a definition under ``<suite>.html``.
    """
    parts = page.parts[:-3] if section == "validations" else page.with_suffix("").parts
    return ".".join(parts)


def self_contained(html: str, title: str, css: str, texts: Sequence[tuple[re.Pattern[str], str]]) -> str:
    """Make a built page need nothing but itself.

    Args:
        html: The page as Great Expectations renders it.
        title: Its new title.
        css: The style sheet to put into it.
        texts: Patterns of English texts between two tags, and the Chinese for them.

    Returns:
        The page without scripts, remote style sheets and pictures; links to the other pages fit the site's flat layout.
    """
    html = _DROPPED_ELEMENTS.sub("", html)
    html = _DROPPED_TAGS.sub("", html)
    html = _HANDLERS.sub("", html)
    html = _HOME_LINK.sub('href="../index.html"', html)
    html = _SUITE_LINK.sub(lambda match: f'href="../expectations/{match[1].replace("/", ".")}.html"', html)
    html = _BRAND.sub(rf"\1{SITE_TITLE}\2", html)
    html = _TEXT.sub(lambda match: f">{_translated(match[1], texts)}<", html)
    html = html.replace("<html>", '<html lang="zh-CN">', 1)
    head = f"<title>{escape(title)}</title>\n<style>\n{css}</style>\n</head>"
    return "\n".join(line for line in html.replace("</head>", head, 1).splitlines() if line.strip()) + "\n"


def _translated(text: str, texts: Sequence[tuple[re.Pattern[str], str]]) -> str:
    stripped = text.strip()
    for pattern, chinese in texts:
        if match := pattern.fullmatch(stripped):
            return text.replace(stripped, match.expand(chinese))
    return text
