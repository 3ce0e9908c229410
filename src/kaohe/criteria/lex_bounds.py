"""Numbers compared with: 不低于80%, 80%（含）以上, 60－79分, 超过两次."""

from __future__ import annotations

import re

from kaohe.criteria.lexicon import (
    AT_LEAST,
    AT_MOST,
    DOWN,
    EXCLUDING,
    INCLUDING,
    LESS_THAN,
    MORE_THAN,
    OUTSIDE,
    POINTS,
    UNITS,
    UP,
    VALUE,
)
from kaohe.criteria.numerals import CHINESE, read_value
from kaohe.criteria.tokens import Bound

_UNIT = rf"(?:{UNITS}|{POINTS})"
_ENDS = rf"(?:{INCLUDING}|{EXCLUDING})"
_NOT_YEAR = r"(?!\d{4}年)"
_MID = (
    r"(?:(?![每扣加减得奖最上下记赋低高超不未]|计(?!划))"
    r"[^，。；、：()\[\]「」『』×÷=+/\d\n%\-零一二两三四五六七八九十百千半]){0,10}?"
)
_BEFORE = rf"(?:{AT_LEAST}|{MORE_THAN}|{AT_MOST}|{LESS_THAN})"
BOUND_AFTER = rf"{VALUE}(?:{_UNIT})?{_ENDS}?(?:{UP}|{DOWN}|{OUTSIDE})(?:{_ENDS})?"
BOUND_BEFORE = (
    rf"{_BEFORE}{_MID}{_NOT_YEAR}(?:百分之{CHINESE}|{VALUE}(?:{_UNIT})){_ENDS}?(?:{UP}|{DOWN})?(?!-\d|至\d|到\d)"
)
RANGE = (
    rf"{_NOT_YEAR}{VALUE}(?:{_UNIT})?{_ENDS}?(?:-|至|到|以上至|以上-){VALUE}(?:{_UNIT}){_ENDS}?"
    rf"(?:之间|以内|以下|区间)?{_ENDS}?"
)

BETWEEN_SIGNS = rf"{VALUE}(?:{_UNIT})?(?:≤|<)[^，。；、：()\d\n≤<≥>=]{{1,14}}(?:≤|<){VALUE}(?:{_UNIT})"
_BETWEEN = re.compile(
    rf"(?P<low>{VALUE})(?:{_UNIT})?(?P<a>≤|<)(?P<name>[^\d≤<]+)(?P<b>≤|<)(?P<high>{VALUE})(?P<unit>{_UNIT})"
)


def make_between(text: str, start: int, end: int) -> Bound | None:
    """Read 90%≤出勤率<95%."""
    parts = _BETWEEN.match(text, start)
    if parts is None:
        return None
    low, high = read_value(parts["low"])[0], read_value(parts["high"])[0]
    ends = (parts["a"] == "<", parts["b"] == "<")
    name = parts["name"]
    return Bound(
        start, end, text[start:end], low, high, *ends, parts["unit"], True, True, head=name, relation="between"
    )


_RANGE_PARTS = re.compile(
    rf"(?P<low>{VALUE})(?P<low_unit>{_UNIT})?(?P<low_ends>{_ENDS})?(?:-|至|到|以上至|以上-)(?P<high>{VALUE})"
    rf"(?P<high_unit>{_UNIT})(?P<high_ends>{_ENDS})?(?P<rest>.*)\Z"
)
_PARTS = re.compile(
    rf"(?P<before>{_BEFORE})?(?P<mid>[^\d]*?)(?P<value>{VALUE})(?P<unit>{_UNIT})?(?P<ends>{_ENDS})?"
    rf"(?P<after>{UP}|{DOWN}|{OUTSIDE})?(?P<late>{_ENDS})?\Z"
)
_SHORT = re.compile("未达|达不到|没有?达到|不足|低于|少于|小于|不到|不满|未满")


def make_range(text: str, start: int, end: int) -> Bound | None:
    """Read 60-79分, 70%（含）-80%."""
    parts = _RANGE_PARTS.match(text[start:end])
    if parts is None:
        return None
    (low, _), (high, _) = read_value(parts["low"]), read_value(parts["high"])
    if low is None or high is None:
        return None
    unit = parts["high_unit"]
    low_ends, high_ends = parts["low_ends"] or "", (parts["high_ends"] or "") + parts["rest"]
    if low > high:
        low, high, low_ends, high_ends = high, low, high_ends, low_ends
    return Bound(
        start,
        end,
        text[start:end],
        low=low,
        high=high,
        low_open="不" in low_ends,
        high_open="不含" in high_ends or "不包" in high_ends,
        unit=unit,
        low_said=bool(low_ends),
        high_said="(" in high_ends,
    )


def make_bound(text: str, start: int, end: int) -> Bound | None:
    """Read 不低于80%, 80%以上, 超过两次."""
    parts = _PARTS.match(text[start:end])
    value = read_value(parts["value"]) if parts else (None, None)
    if parts is None or value[0] is None:
        return None
    before, after = parts["before"] or "", parts["after"] or ""
    ends = (parts["ends"] or "") + (parts["late"] or "")
    is_low, is_open = _side(before, after)
    if "不" in ends:
        is_open = True
    elif "含" in ends or "包" in ends:
        is_open = False
    said = (
        bool(ends)
        or bool(before and not re.match("达到?|完成|超额", before))
        or after.startswith("及")
        or "内" in after
    )
    number = value[0]
    return Bound(
        start,
        end,
        text[start:end],
        low=number if is_low else None,
        high=None if is_low else number,
        low_open=is_low and is_open,
        high_open=not is_low and is_open,
        unit=value[1] or parts["unit"] or "",
        low_said=is_low and said,
        high_said=not is_low and said,
        falls_short=bool(_SHORT.match(before)),
        head=parts["mid"],
        relation=before,
    )


def _side(before: str, after: str) -> tuple[bool, bool]:
    """Tell whether the number is the low end, and whether it is outside."""
    if after:
        if re.match(OUTSIDE, after):
            return True, True
        if re.match(DOWN, after):
            return False, False
        return True, bool(re.match(MORE_THAN, before)) if before else False
    if re.match(rf"{AT_MOST}", before):
        return False, False
    if re.match(rf"{LESS_THAN}", before):
        return False, True
    return True, not re.match(AT_LEAST, before) and bool(re.match(MORE_THAN, before))
