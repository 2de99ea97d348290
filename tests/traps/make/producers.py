"""Other programs that print: each is asked for on the command line of the machine that makes the fixtures."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path


def chromium(html: str) -> bytes:
    """Print a page as a browser does."""
    with tempfile.TemporaryDirectory() as place:
        page, printed = Path(place) / "page.html", Path(place) / "page.pdf"
        page.write_text(html, encoding="utf-8")
        _run(
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={place}/profile",
            f"--print-to-pdf={printed}",
            page.as_uri(),
        )
        return printed.read_bytes()


def weasyprint(html: str) -> bytes:
    """Print a page with WeasyPrint."""
    with tempfile.TemporaryDirectory() as place:
        page, printed = Path(place) / "page.html", Path(place) / "page.pdf"
        page.write_text(html, encoding="utf-8")
        _run("weasyprint", str(page), str(printed))
        return printed.read_bytes()


def libreoffice(data: bytes, suffix: str, *targets: str) -> bytes:
    """Convert a document step by step, such as from ``.html`` to ``docx`` and then to ``pdf``."""
    with tempfile.TemporaryDirectory() as place:
        for target in targets:
            source = Path(place) / f"document{suffix}"
            source.write_bytes(data)
            suffix = f".{target.split(':')[0]}"
            reader = ("--infilter=HTML (StarWriter)",) if source.suffix == ".html" else ()
            _run(
                "soffice",
                f"-env:UserInstallation=file://{place}/profile",
                "--headless",
                *reader,
                "--convert-to",
                target,
                "--outdir",
                place,
                str(source),
            )
            data = source.with_suffix(suffix).read_bytes()
        return data


def qpdf(data: bytes, *options: str) -> bytes:
    """Rewrite a PDF."""
    with tempfile.TemporaryDirectory() as place:
        source, target = Path(place) / "in.pdf", Path(place) / "out.pdf"
        source.write_bytes(data)
        _run("qpdf", *options, str(source), str(target))
        return target.read_bytes()


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=180)
