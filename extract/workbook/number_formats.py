"""Print stored numbers as a sheet shows them: the number format of a cell applied to its value.

A number format is a small language (ECMA-376 part 1, 18.8.31): up to four sections for positive, negative, zero and
text, of digit placeholders, literals, paddings and date letters.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import cache
from typing import NamedTuple

GENERAL = "General"
# What a format's number means where no code is written down for it, as a Chinese Excel or WPS prints them.
BUILTIN_FORMATS = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: 'h"时"mm"分"',
    35: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: 'h"时"mm"分"',
    56: 'h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}

# A sheet calculates with binary fractions and shows no more than this of them: 0.1 + 0.2 is 0.3.
_SHOWN_DIGITS = 15
# A cell of the format General is eleven characters wide; two decimals are shown whatever the width: they are 分.
_GENERAL_DIGITS = 10
_GENERAL_MIN_DECIMALS = 2
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WEEKDAYS = "一二三四五六日"
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|!(?P<forced>.)|_(?P<padding>.)|\*(?P<filler>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式|[Gg]eneral|GENERAL)|(?P<half>AM/PM|am/pm|A/P|a/p|上午/下午)"
    r"|(?P<exponent>[Ee][+-])|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|aaaa?|b+|[eE]+)"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_PLAIN = ("quoted", "escaped", "forced", "other")


class _Token(NamedTuple):
    kind: str
    text: str


class _Section(NamedTuple):
    """One section of a format: its tokens, and the condition under which it holds, if it names one."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, Decimal] | None

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)

    @property
    def is_date(self) -> bool:
        return self.has("date", "elapsed")


def format_text(text: str, code: str) -> str:
    """Print a text cell: as it is, but for a fourth section that adds to it."""
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else sections[0] if sections[0].has("text") else None
    if section is None or not section.has("text"):
        return text
    parts = (text if token.kind == "text" else _literal(token) for token in section.tokens)
    # The paddings around a text are no part of what it says.
    return "".join(parts).strip(" ")


def format_number(value: Decimal, code: str, *, epoch_1904: bool = False) -> str:
    """Print a number.

    Args:
        value: the number as stored.
        code: its number format; what the format rounds away is not printed.
        epoch_1904: whether days count from 1904 (old workbooks of a Macintosh) instead of 1900.

    Returns:
        The text that the cell shows, without paddings.
    """
    with localcontext(Context(prec=60)):
        value = shown(value)
        sections = _sections(code)
        section, is_signed = _choose(sections, value)
        if section is None:
            return _general(value)
        if section.is_date:
            return _date(value, section, epoch_1904=epoch_1904)
        return _number(value if is_signed else abs(value), section)


def shown(value: Decimal) -> Decimal:
    """A stored number without the noise of binary fractions: to fifteen significant digits."""
    if not value.is_finite():
        return Decimal(0)
    return value.normalize(Context(prec=_SHOWN_DIGITS, rounding=ROUND_HALF_UP))


@cache
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[list[_Token]] = [[]]
    conditions: list[tuple[str, Decimal] | None] = [None]
    for match in _TOKEN.finditer(code or GENERAL):
        kind = match.lastgroup or "other"
        text = match.group(kind)
        if kind == "other" and text == ";":
            sections.append([])
            conditions.append(None)
        elif kind == "bracket":
            condition = _CONDITION.fullmatch(text)
            if condition:
                conditions[-1] = (condition[1], Decimal(condition[2]))
            elif re.fullmatch("[hH]+|[mM]+|[sS]+", text):
                sections[-1].append(_Token("elapsed", text.lower()))
            elif text.startswith("$"):
                sections[-1].append(_Token("quoted", text[1:].split("-")[0]))
        elif kind == "date" and text[0] in "eE" and any(t.kind == "digit" for t in sections[-1]):
            sections[-1].append(_Token("other", text))
        else:
            sections[-1].append(_Token(kind, text))
    return tuple(_Section(tuple(tokens), condition) for tokens, condition in zip(sections, conditions, strict=True))


def _choose(sections: Sequence[_Section], value: Decimal) -> tuple[_Section | None, bool]:
    """The section that prints a value, and whether the value's sign is printed by it."""
    numeric = sections[:3]
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None or _holds(value, *section.condition):
                return section, True
        return None, True
    if value < 0 and len(numeric) > 1:
        return numeric[1], False
    if value == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], True


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": value < bound,
        ">": value > bound,
        "<=": value <= bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[sign]


def _literal(token: _Token) -> str:
    if token.kind in _PLAIN:
        return token.text
    return " " if token.kind == "padding" else ""


def _general(value: Decimal) -> str:
    """A number of no particular format: no more digits than a wide cell shows, no exponent."""
    before_point = max(value.adjusted() + 1, 1)
    decimals = max(_GENERAL_DIGITS - before_point, _GENERAL_MIN_DECIMALS)
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _number(value: Decimal, section: _Section) -> str:
    if section.has("general", "text") or not section.has("digit", "quoted", "escaped", "forced", "other", "percent"):
        body = _general(abs(value)) if section.has("general", "text") else ""
        text = "".join(body if t.kind in ("general", "text") else _literal(t) for t in section.tokens)
        return ("-" if value < 0 and body.strip("0.") else "") + text.strip(" ")
    if not section.has("digit"):
        return "".join(map(_literal, section.tokens)).strip(" ")
    if section.has("exponent"):
        return _scientific(value, section)
    if any(t == ("other", "/") for t in section.tokens):
        return _general(value)
    return _decimal(value, section)


def _decimal(value: Decimal, section: _Section) -> str:
    tokens, is_grouped, scale = _commas(section.tokens)
    point = next((i for i, t in enumerate(tokens) if t.kind == "point"), len(tokens))
    before, after = tokens[:point], tokens[point + 1 :]
    percents = sum(t.kind == "percent" for t in tokens)
    decimals = sum(t.kind == "digit" for t in after)
    scaled = abs(value).scaleb(2 * percents - 3 * scale)
    rounded = scaled.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    text = _whole(whole if whole != "0" else "", before, is_grouped=is_grouped)
    if point < len(tokens):
        text += "." + _fraction(fraction, after)
    sign = "-" if value < 0 and rounded else ""
    return (sign + text.strip(" ")).strip(" ")


def _commas(tokens: Sequence[_Token]) -> tuple[list[_Token], bool, int]:
    """The tokens without commas; whether thousands are parted; and how many thousands the number is divided by."""
    places = [i for i, t in enumerate(tokens) if t.kind == "digit"]
    point = next((i for i, t in enumerate(tokens) if t.kind == "point"), len(tokens))
    is_grouped, scale, kept = False, 0, []
    for index, token in enumerate(tokens):
        if token.kind != "comma":
            kept.append(token)
        elif any(i > index for i in places if i < point) and any(i < index for i in places):
            is_grouped = True
        elif any(i < index for i in places) and (index < point or not any(i > index for i in places)):
            scale += 1
        else:
            kept.append(_Token("other", ","))
    return kept, is_grouped, scale


def _whole(digits: str, tokens: Sequence[_Token], *, is_grouped: bool) -> str:
    """Lay the digits before the point over their placeholders, from the right; the first takes what is left."""
    first = next((i for i, t in enumerate(tokens) if t.kind == "digit"), -1)
    left, printed, parts = list(digits), 0, []
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.kind != "digit":
            parts.append("%" if token.kind == "percent" else _literal(token))
            continue
        taken = [left.pop()] if left else ["0"] if token.text == "0" else [" "] if token.text == "?" else []
        if index == first:
            taken += reversed(left)
            left = []
        for digit in taken:
            if is_grouped and printed and printed % 3 == 0 and digit != " ":
                parts.append(",")
            parts.append(digit)
            printed += digit != " "
    return "".join(reversed(parts))


def _fraction(digits: str, tokens: Sequence[_Token]) -> str:
    kept = len(digits.rstrip("0"))
    parts, at = [], 0
    for token in tokens:
        if token.kind != "digit":
            parts.append("%" if token.kind == "percent" else _literal(token))
            continue
        if at < kept or token.text == "0":
            parts.append(digits[at])
        elif token.text == "?":
            parts.append(" ")
        at += 1
    return "".join(parts)


def _scientific(value: Decimal, section: _Section) -> str:
    at = next(i for i, t in enumerate(section.tokens) if t.kind == "exponent")
    mantissa = section.tokens[:at]
    point = next((i for i, t in enumerate(mantissa) if t.kind == "point"), len(mantissa))
    decimals = sum(t.kind == "digit" for t in mantissa[point:])
    places = sum(t.kind == "digit" for t in section.tokens[at:])
    with localcontext(Context(prec=60, rounding=ROUND_HALF_UP)):
        number, _, exponent = f"{value:.{decimals}E}".partition("E")
    sign = "-" if exponent.startswith("-") else "+" if section.tokens[at].text.endswith("+") else ""
    return f"{number}E{sign}{exponent.lstrip('+-').zfill(places)}"


def _date(value: Decimal, section: _Section, *, epoch_1904: bool) -> str:
    if value < 0 or value >= 2958466:
        return _general(value)
    # The 29th of February 1900, which never was, is day 60.
    epoch = dt.datetime(1904, 1, 1) if epoch_1904 else dt.datetime(1899, 12, 31 if value < 60 else 30)
    seconds = int((value * 86400).quantize(Decimal(1), ROUND_HALF_UP))
    try:
        moment = epoch + dt.timedelta(seconds=seconds)
    except OverflowError:
        return _general(value)
    dates = [t for t in section.tokens if t.kind in ("date", "elapsed")]
    is_half = section.has("half")
    parts, at = [], -1
    for token in section.tokens:
        if token.kind in ("date", "elapsed"):
            at += 1
            around = dates[at - 1].text[0] if at else "", dates[at + 1].text[0] if at + 1 < len(dates) else ""
            parts.append(_date_part(token, moment, seconds, around, is_half=is_half))
        elif token.kind == "half":
            parts.append(("上午" if moment.hour < 12 else "下午") if "午" in token.text else f"{moment:%p}")
        elif token.kind in ("digit", "point", "comma", "percent"):
            parts.append(token.text)
        else:
            parts.append(_literal(token))
    return "".join(parts).strip(" ")


def _date_part(token: _Token, moment: dt.datetime, seconds: int, around: tuple[str, str], *, is_half: bool) -> str:
    letter, length = token.text[0].lower(), len(token.text)
    if token.kind == "elapsed":
        return str(seconds // {"h": 3600, "m": 60, "s": 1}[letter]).zfill(length)
    if letter == "m" and ("h" in around[0].lower() or "s" in around[1].lower()):
        return str(moment.minute).zfill(min(length, 2))
    if letter == "m":
        name = _MONTHS[moment.month - 1]
        return {1: str(moment.month), 2: f"{moment.month:02}", 3: name, 4: f"{moment:%B}"}.get(length, name[0])
    if letter in "ye":
        return f"{moment.year % 100:02}" if letter == "y" and length <= 2 else str(moment.year)
    if letter == "d":
        return str(moment.day).zfill(length) if length <= 2 else f"{moment:%a}" if length == 3 else f"{moment:%A}"
    if letter == "a":
        return ("星期" if length == 4 else "") + _WEEKDAYS[moment.weekday()]
    if letter == "h":
        return str((moment.hour % 12 or 12) if is_half else moment.hour).zfill(min(length, 2))
    return str(moment.second).zfill(min(length, 2)) if letter == "s" else ""
