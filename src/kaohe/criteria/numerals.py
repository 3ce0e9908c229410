"""Numbers as sentences write them: 3, 0.5, 十二, 两, 半, 百分之五, 三分之一."""

from __future__ import annotations

import re
from decimal import Decimal

from kaohe.exact import MAX_DIGITS

CHINESE_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
CHINESE_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10000}

CHINESE = r"[零一二两三四五六七八九十百千]{1,7}(?:点[零一二三四五六七八九]{1,3})?"
DIGITS = r"\d{1,15}(?:\.\d{1,8})?"
NUMBER = rf"(?:{DIGITS}|{CHINESE})"
"""Pattern of a number in digits or Chinese numerals, without a unit."""

_DIGITS = re.compile(rf"{DIGITS}\Z")


def read_number(text: str) -> Decimal | None:
    """Read a number in digits or Chinese numerals; None when it is neither.

    Examples
    --------
    >>> read_number("0.5"), read_number("十二"), read_number("两"), read_number("一百零五"), read_number("半")
    (Decimal('0.5'), Decimal('12'), Decimal('2'), Decimal('105'), Decimal('0.5'))
    >>> read_number("一十百") is None
    True
    """
    if _DIGITS.match(text):
        return Decimal(text) if len(text) <= MAX_DIGITS else None
    whole, dot, part = text.partition("点")
    if dot:
        left = _read_chinese(whole)
        digits = "".join(str(CHINESE_DIGITS.get(char, "")) for char in part)
        return Decimal(f"{left}.{digits}") if left is not None and len(digits) == len(part) else None
    if text == "半":
        return Decimal("0.5")
    return _read_chinese(text)


def _read_chinese(text: str) -> Decimal | None:
    """Read Chinese numerals: places must fall, one digit before each."""
    total, digit, last_place = 0, -1, 10**6
    for char in text:
        if char in CHINESE_PLACES:
            place = CHINESE_PLACES[char]
            if place >= last_place or digit == 0:
                return None
            total, digit, last_place = total + (1 if digit < 0 else digit) * place, -1, place
        elif char == "零" and digit < 0 and total:
            continue
        elif char in CHINESE_DIGITS and digit < 0:
            digit = CHINESE_DIGITS[char]
        else:
            return None
    return Decimal(total + max(digit, 0)) if text else None


def read_value(text: str) -> tuple[Decimal | None, str | None]:
    """Read a number with its percent sign in words.

    Examples
    --------
    >>> read_value("百分之五"), read_value("3")
    ((Decimal('5'), '%'), (Decimal('3'), None))
    """
    if text.startswith("百分之"):
        return read_number(text[3:]), "%"
    return read_number(text), None
