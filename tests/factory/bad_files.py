"""Files that a loader must refuse, each for one reason, and one that looks alike and must be read."""

from __future__ import annotations

from tests.factory.drawing import A4, Pages, Style
from tests.factory.expected import BuiltDocument
from tests.factory.figures import Figures, archives
from tests.factory.shanxi import ShanxiOptions, shanxi


def empty_file() -> bytes:
    """No bytes at all."""
    return b""


def html_named_pdf() -> bytes:
    """The error page that a server sends instead of the file."""
    return (
        "<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title>404</title></head>"
        "<body><p>您访问的页面不存在。</p></body></html>\n"
    ).encode()


def truncated_pdf(figures: Figures | None = None) -> bytes:
    """A download that broke off: the cross-reference table and most pages are missing."""
    data = shanxi(figures or archives()).data
    return data[: len(data) // 3]


def password_protected_pdf(figures: Figures | None = None) -> bytes:
    """A budget that opens with a user's password only."""
    return shanxi(figures or archives(), ShanxiOptions(user_password="secret")).data


def empty_password_pdf(figures: Figures | None = None) -> BuiltDocument:
    """A budget encrypted against changes: its user password is empty, so every reader opens it. Not to be refused."""
    return shanxi(figures or archives(), ShanxiOptions(user_password=""), file_name="empty_password.pdf")


def no_budget_table_pdf() -> bytes:
    """A notice of a named department in a named year, without any table."""
    pages = Pages(Style())
    pages.new_page(A4)
    pages.line("云岭县档案馆2026年度工作要点", size=16, align="center", bold=True)
    for number, text in enumerate(("推进馆藏档案数字化。", "加强基层档案业务指导。", "办好国际档案日活动。"), start=1):
        pages.paragraph(f"{number}.{text}")
    return pages.finish()


def no_year_budget(figures: Figures | None = None) -> bytes:
    """A budget whose year stands nowhere: not in titles, headings, text or metadata."""
    return shanxi(figures or archives(), ShanxiOptions(with_year=False)).data


def no_department_budget(figures: Figures | None = None) -> bytes:
    """A budget whose department stands nowhere."""
    return shanxi(figures or archives(), ShanxiOptions(with_department=False)).data
