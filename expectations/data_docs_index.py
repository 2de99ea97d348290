"""What of the Data Docs site is the project's own: the index, and the failures that each page opens with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import groupby

from expectations.report import CheckFailure, CheckReport, Severity

SITE_TITLE = "预算公开数据仓库 · 数据检查"
_ADVICE = (
    "“错误”说明程序或规则有差错，不是哪份文件的数字印错了。请按运维手册（docs/runbook.md）“检查没有通过”一节处理，"
    "或把本页交给维护人员；原因排除后再运行一次载入，不必重新读取文件。"
)
_BADGES = {"error": ("错误", "danger"), "warn": ("提示", "warning"), "success": ("通过", "success")}


@dataclass(frozen=True, slots=True)
class SuiteOutcome:
    """What the site says of one suite on one frame.

    Attributes:
        suite: Name of the suite.
        title: Its name in Chinese.
        description: In Chinese, what it is about.
        frame: Name of the frame.
        frame_title: Its name in Chinese.
        evaluated: How many expectations were evaluated.
        failures: Those that are not met.
    """

    suite: str
    title: str
    description: str
    frame: str
    frame_title: str
    evaluated: int
    failures: tuple[CheckFailure, ...]

    @property
    def page(self) -> str:
        """Name of its page, without suffix."""
        return f"{self.suite}.{self.frame}"

    @property
    def page_title(self) -> str:
        """What its page is called."""
        return f"{self.title} · {self.frame_title}"

    def count(self, severity: Severity) -> int:
        """How many expectations of a severity failed."""
        return sum(failure.severity == severity for failure in self.failures)


def index_page(
    report: CheckReport, outcomes: Sequence[SuiteOutcome], checked_at: datetime, css: str, notes: Sequence[str] = ()
) -> str:
    """Render the index: the verdict, what failed, what was not checked, and every suite with links to its pages."""
    verdict = "可以发布" if report.success else "已阻止发布，此前发布的数据仓库保持不变"
    advice = "" if report.success else f"<p>{_ADVICE}</p>\n"
    told = "".join(f"<p>未检查：{escape(note)}</p>\n" for note in notes)
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
<div class="alert {"alert-success" if report.success else "alert-danger"}">
<strong>{verdict}</strong>：共检查 {report.evaluated} 项，错误 {len(report.errors)} 项，提示 {len(report.warnings)} 项。
</div>
{advice}{failures_table(outcomes)}{told}<h4>全部检查</h4>
<p>每次构建之后、发布之前，对数据仓库的事实表、维表（marts）和质量表（quality）逐项检查。
“错误”是仓库自身的差错，阻止发布；“提示”只作报告：文件自身数字不符是发现，照实发布。
检查时间：{checked_at.astimezone():%Y-%m-%d %H:%M:%S %Z}。</p>
{_suites_tables(outcomes)}</main>
</body>
</html>
"""


def failures_table(outcomes: Sequence[SuiteOutcome]) -> str:
    """Render what failed, errors first; says so where nothing did."""
    failures = [(outcome, failure) for outcome in outcomes for failure in outcome.failures]
    if not failures:
        return "<p>各项检查全部满足。</p>\n"
    rows = "".join(
        f"<tr><td>{_badge(failure.severity)}</td>"
        f"<td>{escape(outcome.title)}<br>{escape(outcome.frame_title)}</td>"
        f"<td>{escape(failure.message)}<br><small>{failure.suite} · {failure.expectation}</small></td></tr>\n"
        for outcome, failure in sorted(failures, key=lambda item: item[1].severity != "error")
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
            f'<h5 id="{suite}">{escape(members[0].title)} <small>{suite}</small></h5>\n'
            f'<p>{escape(members[0].description)}</p>\n<table class="table table-sm index">\n<thead><tr><th>数据</th>'
            "<th>结果</th><th>检查</th><th>错误</th><th>提示</th><th>页面</th></tr></thead>\n"
            f"<tbody>\n{rows}</tbody>\n</table>\n"
        )
    return "".join(parts)


def _outcome_row(outcome: SuiteOutcome) -> str:
    errors, warnings = outcome.count("error"), outcome.count("warn")
    state = "error" if errors else "warn" if warnings else "success"
    cells = (
        f"{escape(outcome.frame_title)} <small>{outcome.frame}</small>",
        _badge(state),
        outcome.evaluated,
        errors,
        warnings,
        f'<a href="validations/{outcome.page}.html">逐项结果</a>',
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"


def _badge(state: str) -> str:
    text, style = _BADGES[state]
    return f'<span class="badge badge-{style}">{text}</span>'
