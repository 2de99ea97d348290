"""A stored number is printed as its cell shows it; expected texts are what Excel shows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.workbook.number_formats import BUILTIN_FORMATS, format_number, format_text

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("1234.5", "#,##0.00", "1,234.50"),
        ("1234.5", "0.00", "1234.50"),
        ("1234.5", "#,##0.00_ ", "1,234.50"),
        ("1234567.891", ACCOUNTING, "1,234,567.89"),
        ("-1234.5", ACCOUNTING, "-1,234.50"),
        ("0", ACCOUNTING, "-"),
        ("0", "0.00;-0.00;-", "-"),
        ("-3.456", "0.00;-0.00;-", "-3.46"),
        ("-5", "#,##0.00_);(#,##0.00)", "(5.00)"),
        ("-5", "#,##0.00_);[Red]\\(#,##0.00\\)", "(5.00)"),
        ("-1234.5", "#,##0.00", "-1,234.50"),
        ("0", "#,##0.00", "0.00"),
        ("0", '#,##0.00;-#,##0.00;""', ""),
        ("0", "0.00;;", ""),
        ("7", ";;;", ""),
        ("-0.001", "0.00", "0.00"),
        ("0.1234", "0.00%", "12.34%"),
        ("0.5", "0%", "50%"),
        ("12345678", "0!.0000", "1234.5678"),
        ("1234567", "#,##0.00,", "1,234.57"),
        ("12.5", '0.00"万元"', "12.50万元"),
        ("1234567.5", "[$¥-804]#,##0.00", "¥1,234,567.50"),
        ("150", "[>100]0.0;0.00", "150.0"),
        ("50", "[>100]0.0;0.00", "50.00"),
        ("7", "000", "007"),
        ("1234.5678", "#,##0.####", "1,234.5678"),
        ("0.5", "#.00", ".50"),
        ("12345", "0.00E+00", "1.23E+04"),
    ],
)
def test_a_format_is_applied(stored: str, code: str, shown: str) -> None:
    assert format_number(Decimal(stored), code) == shown


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("0.30000000000000004", "0.3"),
        ("2010306", "2010306"),
        ("1234.5", "1234.5"),
        ("100", "100"),
        ("1E+2", "100"),
        ("0.3333333333333333", "0.333333333"),
        ("123456789.12", "123456789.12"),
        ("-0.25", "-0.25"),
        ("0", "0"),
        ("5.551115123125783e-17", "0"),
        ("401.337218", "401.337218"),
    ],
)
def test_a_number_without_format_has_neither_noise_nor_exponent(stored: str, shown: str) -> None:
    assert format_number(Decimal(stored), "General") == shown


@pytest.mark.parametrize(
    ("stored", "shown"), [("1.005", "1.01"), ("2.675", "2.68"), ("1.004999", "1.00"), ("-1.005", "-1.01")]
)
def test_halves_are_rounded_away_from_zero_as_they_are_seen(stored: str, shown: str) -> None:
    """1.005 is stored as 1.00499999999999989…; the sheet knows fifteen digits, and shows 1.01."""
    assert format_number(Decimal(repr(float(stored))), "0.00") == shown


@pytest.mark.parametrize(
    ("serial", "code", "shown"),
    [
        ("45000", "yyyy/m/d", "2023/3/15"),
        ("45000", 'yyyy"年"m"月"d"日"', "2023年3月15日"),
        ("45000", BUILTIN_FORMATS[57], "2023年3月"),
        ("45000.5", "yyyy-mm-dd hh:mm", "2023-03-15 12:00"),
        ("45000.5", "[$-804]yyyy/m/d;@", "2023/3/15"),
        ("59", "yyyy/m/d", "1900/2/28"),
        ("61", "yyyy/m/d", "1900/3/1"),
        ("0.75", "h:mm AM/PM", "6:00 PM"),
        ("1.5", "[h]:mm", "36:00"),
        ("45000", "aaaa", "星期三"),
    ],
)
def test_a_date_is_printed_as_one(serial: str, code: str, shown: str) -> None:
    assert format_number(Decimal(serial), code) == shown


def test_days_may_count_from_1904() -> None:
    assert format_number(Decimal("43538"), "yyyy/m/d", epoch_1904=True) == "2023/3/15"


def test_a_text_stays_as_it_is() -> None:
    assert format_text("0012", "0.00") == "0012"
    assert format_text("某局", ACCOUNTING) == "某局"
    assert format_text("某局", '0;0;0;"部门："@') == "部门：某局"
