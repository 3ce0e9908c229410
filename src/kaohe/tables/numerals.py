"""Chinese numerals: 三, 十二, 两百零五, 百分之五 stands for 5%."""

from __future__ import annotations

_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACE = {"十": 10, "百": 100, "千": 1000}
_CHARACTERS = frozenset(_DIGIT) | frozenset(_PLACE)
_PERCENT = "百分之"


def chinese_number(text: str) -> tuple[int | None, str]:
    """Read a Chinese numeral below ten thousand at the start of a text.

    Returns
    -------
    tuple
        The number, or None when the text does not start with a well-formed numeral, and the rest of the text.

    Examples
    --------
    >>> chinese_number("十二人"), chinese_number("百分之五"), chinese_number("一百零三万")
    ((12, '人'), (5, '%'), (103, '万'))
    """
    is_percent = text.startswith(_PERCENT)
    body = text.removeprefix(_PERCENT)
    size = next((n for n, c in enumerate(body) if c not in _CHARACTERS), len(body))
    number = _numeral(body[:size])
    return number, body[size:] + ("%" if is_percent else "")


def _numeral(text: str) -> int | None:
    """Read digits and places from left to right; places must fall, and a gap between them needs its 零."""
    total, digit, last_place, has_gap = 0, None, 10_000, False
    for character in text:
        place = _PLACE.get(character)
        if place is None:
            if digit:
                return None
            digit, has_gap = _DIGIT[character], digit == 0 or has_gap
        elif place >= last_place or (not digit and (place != 10 or total)):
            return None
        else:
            total, digit, last_place = total + (digit or 1) * place, None, place
    if digit and total and last_place > 10 and not has_gap:  # 一百二 is said for 120
        return None
    return total + (digit or 0) if text else None
