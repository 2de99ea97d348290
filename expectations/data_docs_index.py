"""What of the Data Docs site is the project's own: the index, and the failures that each page opens with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import groupby

from expectations.report import CheckFailure, CheckReport, Severity

SITE_TITLE = "预算公开数据仓库 · 数据检查"
_BADGES = {"error": ("错误", "danger"), "warn": ("提示", "warning"), "success": ("通过", "success")}


@dataclass(frozen=True, slots=True)
class SuiteOutcome:
    """What the site says of one suite on one frame; `evaluated` counts its expectations."""

    suite: str
    title: str
    description: str
    frame: str
    evaluated: int
    failures: tuple[CheckFailure, ...]

    @property
    def page(self) -> str:
        """Name of its pages, without suffix."""
        return f"{self.suite}.{self.frame}"

    def count(self, severity: Severity) -> int:
        """How many expectations of a severity failed."""
        return sum(failure.severity == severity for failure in self.failures)


def index_page(report: CheckReport, outcomes: Sequence[SuiteOutcome], checked_at: datetime, css: str) -> str:
    """Render the index: the verdict, what failed, and every suite with links to its pages."""
    verdict = "可以发布" if report.success else "已阻止发布，此前发布的数据仓库保持不变"
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<title>{SITE_TITLE}</title>
<style>
{css}</style>
</head>
<body>
<nav class="navbar"><div class="navbar-brand"><a href="index.html">{SITE_TITLE}</a></div></nav>
<main class="container-fluid">
<p>每次构建之后、发布之前，对数据仓库的各个集市（marts）和质量表（quality）逐项检查。
“错误”阻止发布，“提示”只作报告：文件自身数字不符是发现，照实发布。</p>
<p>检查时间 {checked_at:%Y-%m-%d %H:%M:%S %Z}</p>
<div class="alert {"alert-success" if report.success else "alert-danger"}">
<strong>{verdict}</strong>：共检查 {report.evaluated} 项，错误 {len(report.errors)} 项，提示 {len(report.warnings)} 项。
</div>
{failures_table(report.failures)}{_suites_tables(outcomes)}</main>
</body>
</html>
"""


def failures_table(failures: Sequence[CheckFailure]) -> str:
    """Render what failed; empty where nothing did."""
    if not failures:
        return ""
    rows = "".join(
        f"<tr><td>{_badge(failure.severity)}</td><td>{failure.suite}<br>{failure.expectation}</td>"
        f"<td>{escape(failure.message)}</td></tr>\n"
        for failure in failures
    )
    return (
        '<h4>未满足的检查</h4>\n<table class="table table-sm failures">\n'
        f"<thead><tr><th>级别</th><th>检查</th><th>说明</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
    )


def _suites_tables(outcomes: Sequence[SuiteOutcome]) -> str:
    parts = []
    for suite, group in groupby(outcomes, key=lambda outcome: outcome.suite):
        members = list(group)
        rows = "".join(_outcome_row(outcome) for outcome in members)
        parts.append(
            f'<h4 id="{suite}">{escape(members[0].title)} <small>{suite}</small></h4>\n'
            f'<p>{escape(members[0].description)}</p>\n<table class="table table-sm index">\n<thead><tr><th>数据</th>'
            "<th>结果</th><th>检查</th><th>错误</th><th>提示</th><th>页面</th></tr></thead>\n"
            f"<tbody>\n{rows}</tbody>\n</table>\n"
        )
    return "".join(parts)


def _outcome_row(outcome: SuiteOutcome) -> str:
    errors, warnings = outcome.count("error"), outcome.count("warn")
    state = "error" if errors else "warn" if warnings else "success"
    return (
        f"<tr><td>{outcome.frame}</td><td>{_badge(state)}</td><td>{outcome.evaluated}</td><td>{errors}</td>"
        f'<td>{warnings}</td><td><a href="validations/{outcome.page}.html">结果</a> '
        f'<a href="expectations/{outcome.page}.html">定义</a></td></tr>\n'
    )


def _badge(state: str) -> str:
    text, style = _BADGES[state]
    return f'<span class="badge badge-{style}">{text}</span>'
