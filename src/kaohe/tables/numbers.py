"""Numbers as offices write them, read exactly or refused: full-width digits, 1.2万, 98%, 12人, （5）, 三.

What can be read in two ways is a problem for a person, never a guess.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from kaohe.tables import kinds
from kaohe.tables.absence import Absent, CellError, absence
from kaohe.tables.numerals import chinese_number
from kaohe.tables.units import converted, folded_unit, is_known_unit
from kaohe.tables.width import half_width

MAX_PLACES = 10
"""Most decimal places of a reported figure; a rate from a quotient is rounded before it is reported."""

LIMIT = Decimal(10) ** 15
"""Figures stay below this, so that every engine can hold them as fixed-point integers."""

_MAX_WHOLE = 16
_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,10})?")
_MINUS = str.maketrans("−–‐‑﹣－", "------")
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>\d[\d,.' \u00a0\u2009\u202f_]*|\.\d+)(?P<exponent>[eE][+-]?\d+)?(?P<unit>.*)", re.ASCII
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?", re.ASCII)
_INEXACT = re.compile(r"约|近|左右|以上|以下|余|多|超过?|[<>≤≥≈~～±]|至|到|(?<=\d)[-—](?=\d)")
_DATE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d")
_DIRECTION = re.compile(r"增|上升|提升|降|减|[▲△▼▽↑↓]")
_BRACKETS = re.compile(r"\(([^()]*)\)")


def parse_number(text: str, unit: str | None = None) -> Decimal | Absent:
    """Read one cell as a figure.

    Parameters
    ----------
    text
        The cell as shown.
    unit
        Unit of the column (亩, 万元, %), to which the figure is converted; None: unknown, and whatever unit stands in
        the cell is dropped.

    Returns
    -------
    Decimal or Absent
        The figure in ``unit``; percentages as numbers (98% is 98). `Absent` when nothing was reported, or when the
        figure does not apply.

    Raises
    ------
    CellError
        When the cell is no number, or can be read in more than one way.

    Examples
    --------
    >>> parse_number("１，２３４．５"), parse_number("1.2万"), parse_number("98%"), parse_number("（5）")
    (Decimal('1234.5'), Decimal('12000'), Decimal('98'), Decimal('-5'))
    >>> parse_number("3.5亿元", unit="万元")
    Decimal('35000')
    """
    if _PLAIN.fullmatch(text):
        return Decimal(text) or Decimal(0)
    return _parse(text, unit)


@lru_cache(maxsize=8192)
def _parse(text: str, unit: str | None) -> Decimal | Absent:
    absent = absence(text)
    if absent is not None:
        return absent
    word = half_width(text).strip().translate(_MINUS).removeprefix("'")
    if _DATE.match(word):
        raise CellError(kinds.NOT_A_NUMBER, text)
    if _DIRECTION.search(word):
        raise CellError(kinds.WHICH_DIRECTION, text)
    if _INEXACT.search(word):
        raise CellError(kinds.INEXACT, text)
    return _checked(_value(word, text, unit), text)


def _value(word: str, text: str, unit: str | None) -> Decimal:
    bracketed = _BRACKETS.fullmatch(word)
    if bracketed:  # accounting style: brackets mean negative
        inner = _value(bracketed[1].strip(), text, unit)
        if inner <= 0:
            raise CellError(kinds.NOT_A_NUMBER, text)
        return -inner
    found = _NUMBER.fullmatch(word)
    if not found:
        return _chinese(word, text, unit)
    number = _digits(found["digits"].rstrip(), found["exponent"] or "", text)
    return converted(number.copy_negate() if found["sign"] == "-" else number, found["unit"].strip(), unit, text)


def _chinese(word: str, text: str, unit: str | None) -> Decimal:
    """Read a numeral in characters; what follows must be a unit, for 一般 and 三农 are words."""
    number, rest = chinese_number(word)
    if number is None or not (is_known_unit(rest) or folded_unit(rest) == folded_unit(unit or "")):
        raise CellError(kinds.NOT_A_NUMBER, text)
    return converted(Decimal(number), rest, unit, text)


def _digits(digits: str, exponent: str, text: str) -> Decimal:
    """Read digits with or without separators; an exponent only when no digit can be hidden by it."""
    if not re.fullmatch(r"\d+(?:\.\d*)?|\.\d+", digits):
        if not _GROUPED.fullmatch(digits):
            raise CellError(kinds.WHICH_SEPARATOR, text)
        digits = re.sub(r"[^\d.]", "", digits)
    whole, _point, places = digits.partition(".")
    if len(whole.lstrip("0")) > _MAX_WHOLE or len(exponent) > 4:
        raise CellError(kinds.TOO_BIG, text, limit=f"{LIMIT:,}")
    if len(places.rstrip("0")) > MAX_PLACES:
        raise CellError(kinds.TOO_PRECISE, text, limit=str(MAX_PLACES))
    if exponent and int(exponent[1:]) > len(places):
        raise CellError(kinds.LOST_DIGITS, text)
    return Decimal(format(Decimal(f"{whole}.{places.rstrip('0')}{exponent}"), "f"))


def _checked(number: Decimal, text: str) -> Decimal:
    if abs(number) >= LIMIT:
        raise CellError(kinds.TOO_BIG, text, limit=f"{LIMIT:,}")
    if len(format(number, "f").partition(".")[2].rstrip("0")) > MAX_PLACES:
        raise CellError(kinds.TOO_PRECISE, text, limit=str(MAX_PLACES))
    return number if number else Decimal(0)


def parse_whole(text: str) -> int | Absent:
    """Read one cell as a whole number, not negative; raises CellError otherwise.

    Examples
    --------
    >>> parse_whole("12票")
    12
    """
    number = parse_number(text)
    if isinstance(number, Absent):
        return number
    if number < 0 or number != number.to_integral_value():
        raise CellError(kinds.NOT_WHOLE, text)
    return int(number)
