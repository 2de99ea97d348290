"""The fixtures that other programs print, scan or damage; see README.md for what must be installed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pypdf
import pypdfium2
from fontTools import ttLib
from PIL import Image, ImageChops

from tests.factory.drawing import A4_LANDSCAPE, Style
from tests.factory.ruling import RuledPages, Ruling
from tests.traps.make import document, markup, producers, scans, sheets
from tests.traps.make.document import Paper, draw
from tests.traps.make.final import final_accounts
from tests.traps.make.fixtures import Fixture, breaking, city, water
from tests.traps.make.workbook import Look, workbook

OTHERS: dict[str, Callable[[str], Fixture]] = {}


def fixture(make: Callable[[str], Fixture]) -> Callable[[str], Fixture]:
    """Register what makes a fixture; the name is that of the function without `trap_`."""
    OTHERS[make.__name__.removeprefix("trap_")] = make
    return make


def finish(name: str, paper: Paper, data: bytes, suffix: str = ".pdf") -> Fixture:
    """The fixture of a printed file."""
    built = document.built(paper, f"{name}{suffix}", data)
    return Fixture(built, paper.data.department, paper.data.year, paper.stage)


def drawn(paper: Paper, style: Style | None = None, **options: object) -> bytes:
    """The paper as reportlab draws it."""
    pages = RuledPages(style or Style(), Ruling())
    draw(paper, pages, **options)  # type: ignore[arg-type]
    return pages.finish()


def smaller(data: bytes) -> bytes:
    """The same file, its structure compressed."""
    return producers.qpdf(data, "--object-streams=generate", "--recompress-flate", "--compression-level=9")


@fixture
def trap_03_libreoffice_writer(name: str) -> Fixture:
    """HTML to .docx to PDF: the rules, spans and page breaks of a word processor."""
    paper = city("白河县文学艺术界联合会")
    page = markup.html(paper, "", attributes="border=1 cellspacing=0 cellpadding=2")
    return finish(name, paper, producers.libreoffice(page.encode(), ".html", "docx:MS Word 2007 XML", "pdf"))


@fixture
def trap_04_libreoffice_calc_repeated_headings(name: str) -> Fixture:
    """Sheets printed over several pages, title and heading at the head of each."""
    paper = city("白河县审计局", money=sheets.thousands)
    data = workbook(paper, Look(repeat_heading=True, rows_a_page=6))
    return finish(name, paper, producers.libreoffice(data, ".xlsx", "pdf"))


@fixture
def trap_04_libreoffice_calc_breaks(name: str) -> Fixture:
    """Sheets printed over several pages without their headings, with the sheet's grid lines for rules."""
    paper = water("白河县统计局")
    data = workbook(paper, Look(rows_a_page=5, gridlines=True))
    return finish(name, paper, producers.libreoffice(data, ".xlsx", "pdf"))


@fixture
def trap_08_chromium_three_lines(name: str) -> Fixture:
    paper = water("白河县教育局")
    return finish(name, paper, smaller(producers.chromium(markup.html(paper, markup.THREE_LINES))))


@fixture
def trap_08_chromium_grid(name: str) -> Fixture:
    paper = city("白河县财政局", money=sheets.thousands)
    return finish(name, paper, smaller(producers.chromium(markup.html(paper, markup.GRID))))


@fixture
def trap_08_weasyprint_white_rules(name: str) -> Fixture:
    paper = water("白河县司法局")
    return finish(name, paper, producers.weasyprint(markup.html(paper, markup.WHITE)))


def _font_of(thing: Any) -> Any:
    """A font of several thousand characters, or None."""
    found = thing.get_object() if thing is not None else None
    return found if isinstance(found, dict) and found.get("/Subtype") == "/Type0" else None


_RADICALS = str.maketrans("工文方金人用生水口广户长", "⼯⽂⽅⾦⼈⽤⽣⽔⼝⼴⼾⻓")


@fixture
def trap_10_radical_code_points(name: str) -> Fixture:
    """Kangxi and CJK radicals, and compatibility ideographs, for the characters that look like them."""
    paper = water("白河县水利局")
    page = markup.html(
        paper, markup.GRID, spelling=lambda text: text.translate(_RADICALS).replace("行", "\ufa08").replace("老", "⽼")
    )
    return finish(name, paper, producers.weasyprint(page))


@fixture
def trap_10_font_without_tounicode(name: str) -> Fixture:
    """The font of 表10 does not say which characters it prints; the page can only be read as a picture."""
    paper = water("白河县林业局")
    css = markup.GRID + '#t10, #t10 * { font-family: "Droid Sans Fallback"; }'
    page = markup.html(paper, css, joined=frozenset({3, 5, 8}))
    reader = pypdf.PdfReader(io.BytesIO(producers.weasyprint(page)))
    writer = pypdf.PdfWriter(clone_from=reader)
    silenced = [font for font in map(_font_of, writer._objects) if font and "WenQuanYi" not in font["/BaseFont"]]
    assert silenced
    for font in silenced:
        del font["/ToUnicode"]
        stream = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]["/FontFile2"].get_object()
        program = ttLib.TTFont(io.BytesIO(stream.get_data()))
        for table in ("cmap", "post", "name"):
            if table in program:
                del program[table]
        bare = io.BytesIO()
        program.save(bare)
        stream.set_data(bare.getvalue())
    target = io.BytesIO()
    writer.write(target)
    data = target.getvalue()
    return finish(name, paper, smaller(data))


@fixture
def trap_11_owner_password(name: str) -> Fixture:
    paper = water("白河县交通运输局")
    return finish(name, paper, producers.qpdf(drawn(paper), "--encrypt", "", "owner", "256", "--print=none", "--"))


@fixture
def trap_11_damaged_xref(name: str) -> Fixture:
    """The cross-reference table points beside every object, and its own place is wrong."""
    paper = city("白河县商务局")
    data = drawn(paper)
    at = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    table = re.sub(rb"(\d{10}) (\d{5}) n", lambda match: b"%010d %s n" % (int(match[1]) + 13, match[2]), data[at:])
    table = re.sub(rb"startxref\n\d+", b"startxref\n99999999", table)
    return finish(name, paper, data[:at] + table)


@fixture
def trap_12_pair_of_tables(name: str) -> Fixture:
    """The tables of a department and year; the text is another file."""
    paper = water("白河县农业农村局")
    pages = RuledPages(Style(), Ruling())
    draw(replace(paper, said=()), pages)
    return finish(name, paper, pages.finish())


@fixture
def trap_12_pair_of_text(name: str) -> Fixture:
    """The text of the same department and year, with its figures and no table."""
    paper = water("白河县农业农村局")
    data = paper.data
    said = (
        f"{data.year}年度收支预算总计511.50万元，其中一般公共预算拨款收入511.50万元。",
        f"{data.year}年度一般公共预算支出511.50万元，其中基本支出356.00万元，项目支出155.50万元。",
        f"{data.year}年度“三公”经费预算7.00万元，其中公务接待费1.80万元，公务用车运行维护费5.20万元。",
    )
    pages = RuledPages(Style(), Ruling())
    document.cover(replace(paper, said=said), pages)
    # A text has no table of its own to be reconciled: its status is that of the pair.
    return replace(finish(name, replace(paper, sheets=()), pages.finish()), status="")


@fixture
def trap_13_final_accounts(name: str) -> Fixture:
    data = sheets.figures("city", "白河县城市管理局", 2023)
    paper = Paper(data, final_accounts(data), stage="决算", title="{title}", department_line="部门：{department}")
    pages = RuledPages(Style(), Ruling(stroke="rect"))
    landscape = dict.fromkeys((2, 3, 4, 8, 10), A4_LANDSCAPE)
    draw(paper, pages, sizes=landscape, joined=frozenset({9}), change={2: breaking(5), 3: breaking(4, repeat=True)})
    return finish(name, paper, pages.finish())


@fixture
def trap_13_final_accounts_from_a_workbook(name: str) -> Fixture:
    data = sheets.figures("water", "白河县水利工程建设中心", 2023)
    paper = Paper(data, final_accounts(data), stage="决算", money=sheets.thousands)
    look = Look(landscape=frozenset({2, 3, 4, 8, 10}))
    return finish(name, paper, producers.libreoffice(workbook(paper, look), ".xlsx", "pdf"))


_COMPACT = Style(font_size=9.5, row_height=15.5, title_size=14, margin=48)


@fixture
def trap_14_scanned_document(name: str) -> Fixture:
    """Every page a picture, askew by up to a degree."""
    paper = water("白河县民政局")
    data = drawn(paper, _COMPACT, joined=frozenset({2, 3, 5, 8, 10}))
    return finish(name, paper, scans.scan(data, 200, (0.0, 0.7, -0.9, 0.4)))


@fixture
def trap_14_scanned_page_among_text(name: str) -> Fixture:
    """表2 and 表3 were signed and scanned, in grey with a shadow; the other pages are text."""
    paper = water("白河县气象局")
    data = drawn(paper, _COMPACT, joined=frozenset({3, 5, 8, 10}))
    with pypdfium2.PdfDocument(data) as printed, pypdfium2.PdfDocument.new() as mixed:
        picture = scans.picture(printed[2], 150, 0.6)
        shadow = Image.linear_gradient("L").resize(picture.size).point(lambda value: 215 + value * 40 // 255)
        buffer = io.BytesIO()
        ImageChops.multiply(picture, shadow).save(buffer, "PDF", resolution=150, quality=35)
        mixed.import_pages(printed, [0, 1])
        with pypdfium2.PdfDocument(buffer.getvalue()) as scanned:
            mixed.import_pages(scanned)
        mixed.import_pages(printed, list(range(3, len(printed))))
        target = io.BytesIO()
        mixed.save(target)
    return finish(name, paper, target.getvalue())


@fixture
def trap_14_scanned_figure_altered(name: str) -> Fixture:
    """On the picture of 表2 and 表3 the 2 of one 120.00 was painted over with a 6: its sums do not hold any more."""
    paper = water("白河县园林管理局")
    data = drawn(paper, _COMPACT, joined=frozenset({3, 5, 8, 10}))
    with pypdfium2.PdfDocument(data) as printed, pypdfium2.PdfDocument.new() as mixed:
        grey = scans.picture(printed[2], 200, 0.0)
        # 120.00 stands twice in 表2; its first place in 表3 is 合计.
        scans.paint_over(grey, 200, printed[2], ("120.00", 2, 1), ("356.00", 0, 2))
        buffer = io.BytesIO()
        scans.askew(grey, -0.5).save(buffer, "PDF", resolution=200, quality=50)
        mixed.import_pages(printed, [0, 1])
        with pypdfium2.PdfDocument(buffer.getvalue()) as scanned:
            mixed.import_pages(scanned)
        mixed.import_pages(printed, list(range(3, len(printed))))
        target = io.BytesIO()
        mixed.save(target)
    made = finish(name, paper, target.getvalue())
    altered = [
        replace(cell, amount=Decimal("160.00"))
        if (cell.table_no, cell.code, cell.measure) == (3, "2130305", "合计")
        else cell
        for cell in made.document.cells
    ]
    return replace(made, document=replace(made.document, cells=tuple(altered)), status="discrepant")


@fixture
def trap_15_workbook(name: str) -> Fixture:
    paper = city("白河县住房和城乡建设局", money=sheets.thousands)
    return finish(name, paper, workbook(paper), ".xlsx")


@fixture
def trap_15_workbook_of_final_accounts(name: str) -> Fixture:
    data = sheets.figures("city", "白河县园林绿化中心", 2023)
    paper = Paper(data, final_accounts(data), stage="决算")
    return finish(name, paper, producers.libreoffice(workbook(paper), ".xlsx", "xls"), ".xls")


@fixture
def trap_15_old_workbook(name: str) -> Fixture:
    paper = water("白河县科学技术局")
    return finish(name, paper, producers.libreoffice(workbook(paper), ".xlsx", "xls"), ".xls")
