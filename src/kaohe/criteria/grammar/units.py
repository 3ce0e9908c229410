"""Which units measure the same thing, and how a unit is written in a rule."""

from __future__ import annotations

import re

from kaohe.criteria.lexicon import COUNT_UNITS, PERCENT_UNITS
from kaohe.criteria.model import InputType

_PERCENT = re.compile(PERCENT_UNITS)
_SYNONYMS = {"名": "人", "宗": "起", "回": "次", "趟": "次", "天": "日", "个工作日": "工作日"}
_COUNT = re.compile(COUNT_UNITS)


def is_percent(unit: str) -> bool:
    """Tell whether a unit is a percentage."""
    return unit == "%" or bool(_PERCENT.fullmatch(unit))


def same_unit(one: str, other: str) -> bool:
    """Tell whether two numbers may be compared: 百分点 with %, 节课 with 节."""
    if is_percent(one) or is_percent(other):
        return is_percent(one) and is_percent(other)
    a, b = (_SYNONYMS.get(unit.removeprefix("个"), unit.removeprefix("个")) for unit in (one, other))
    if a == b:
        return True
    return bool(a and b) and (a.startswith(b) or b.startswith(a) or a.endswith(b) or b.endswith(a))


def written(unit: str) -> str:
    """The unit as a rule writes it: 百分点 without 个."""
    return {
        "个百分点": "百分点",
        "个点": "百分点",
        "个百分比": "百分点",
        "分值": "分",
        "个名次": "名",
        "个位次": "位",
    }.get(unit, unit)


def input_type(unit: str) -> InputType:
    """A count for things that are counted, else a measure."""
    return InputType.COUNT if _COUNT.fullmatch(unit) else InputType.MEASURE
