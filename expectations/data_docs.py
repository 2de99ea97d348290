"""The Data Docs site, made to open without a network.

Great Expectations renders pages that take style sheets and scripts from servers elsewhere. Here the body of its pages
of results is kept, all that is remote is dropped, one style sheet stands in each page, what failed stands first, and a
Chinese index takes the place of the one that needs scripts to show anything. Its pages of definitions say nothing that
the results do not say.
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

_SECTION = "validations"

# Everything between the tags goes with them.
_DROPPED_ELEMENTS = re.compile(r"<(script|style|title|footer)\b.*?</\1>", re.DOTALL)
_DROPPED_TAGS = re.compile(r"<(?:link|img)\b[^>]*>", re.DOTALL)
_HANDLERS = re.compile(r'\sonclick="[^"]*"')
_HOME_LINK = re.compile(r'href="(?:\.\./)+index\.html"')
_SUITE_LINK = re.compile(r'<a href="(?:\.\./)+expectations/[^"]+\.html"[^>]*>([^<]*)</a>')
_BRAND = re.compile(r'(<div class="float-left navbar-brand[^>]*>\s*<a [^>]*>)\s*(</a>)')
_CRUMB = re.compile(r'(<li class="ge-breadcrumbs-item breadcrumb-item active" aria-current="page">)[^<]*(</li>)')
_CONTENT = re.compile(r'<div class="col-md-10 [^>]*>')
_TEXT = re.compile(r">([^<>]+)<")


def write_site(
    raw_site: Path,
    site: Path,
    report: CheckReport,
    outcomes: Sequence[SuiteOutcome],
    checked_at: datetime,
    notes: Sequence[str] = (),
) -> None:
    """Write the site from the pages that Great Expectations built.

    Args:
        raw_site: Where the built pages are.
        site: Where the site shall stand; replaced as a whole, so that no page of an earlier run stays.
        report: What failed.
        outcomes: One entry per suite and frame, suites together.
        checked_at: When the checks ran.
        notes: In Chinese, what was not checked and why.
    """
    css = (_PACKAGE / "data_docs.css").read_text(encoding="utf-8")
    texts = load_texts()
    pages = {outcome.page: outcome for outcome in outcomes}
    site.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(mkdtemp(prefix=f".{site.name}_", dir=site.parent))
    staged.chmod(0o755)  # a temporary directory is closed to others, the site is for all to read
    try:
        (staged / "index.html").write_text(index_page(report, outcomes, checked_at, css, notes), encoding="utf-8")
        (staged / _SECTION).mkdir()
        for page in sorted((raw_site / _SECTION).rglob("*.html")):
            # Under <suite>/<run name>/<run time>/<batch>.html, with a directory for each dot of the suite's name.
            name = ".".join(page.relative_to(raw_site / _SECTION).parts[:-3])
            outcome = pages[name]
            named = [*texts, (re.compile(re.escape(name)), outcome.page_title)]
            html = _CRUMB.sub(rf"\g<1>{outcome.page_title}\g<2>", page.read_text(encoding="utf-8"))
            html = self_contained(html, f"{outcome.page_title} · {SITE_TITLE}", css, named)
            html = _open_with(html, failures_table([outcome]))
            (staged / _SECTION / f"{name}.html").write_text(html, encoding="utf-8")
        if site.exists():
            shutil.rmtree(site)
        staged.rename(site)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise


def _open_with(html: str, block: str) -> str:
    return _CONTENT.sub(lambda match: f"{match[0]}\n{block}", html, count=1)


def refuse_foreign_directory(site: Path) -> None:
    """Stop before a directory that holds something else is deleted with all that is in it.

    Raises:
        ValueError: The directory holds something else than a site.
    """
    if site.exists() and any(site.iterdir()) and not (site / _SECTION).is_dir():
        raise ValueError(f"not a Data Docs site, so not replaced: {site}")


def load_texts(path: Path = _PACKAGE / "data_docs_texts.yml") -> tuple[tuple[re.Pattern[str], str], ...]:
    """Read the patterns of English texts and the Chinese that takes their place."""
    texts: dict[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple((re.compile(pattern), chinese) for pattern, chinese in texts.items())


def self_contained(html: str, title: str, css: str, texts: Sequence[tuple[re.Pattern[str], str]]) -> str:
    """Make a built page need nothing but itself.

    Args:
        html: The page as Great Expectations renders it.
        title: Its new title.
        css: The style sheet to put into it.
        texts: Patterns of English texts between two tags, and the Chinese for them.

    Returns:
        The page without scripts, remote style sheets and pictures; links to the pages of definitions are none any more.
    """
    html = _DROPPED_ELEMENTS.sub("", html)
    html = _DROPPED_TAGS.sub("", html)
    html = _HANDLERS.sub("", html)
    html = _HOME_LINK.sub('href="../index.html"', html)
    html = _SUITE_LINK.sub(r"<span>\1</span>", html)
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
