"""The unit that stands in a cell beside the figure, against the unit of its column."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from kaohe.tables.absence import CellError
from kaohe.tables.kinds import NOT_A_NUMBER, OTHER_UNIT, WHICH_MAGNITUDE

_MAGNITUDES = {"万亿": 12, "千万": 7, "百万": 6, "十万": 5, "亿": 8, "万": 4}
_PER_CENT = {"%", "个百分点", "百分点", "pct"}
_PER_MILLE = {"‰", "个千分点", "千分点"}
_UNIT = re.compile(r"[^\W\d_][^\s,+\-()=<>:;，。、；：*]{0,10}$|[%‰℃]$")
_FREQUENT = """
人 名 个 项 次 件 家 户 起 场 篇 条 份 天 日 周 月 年 元 美元 亩 公顷 平方米
平方公里 公里 千米 米 厘米 吨 千克 公斤 克 升
立方米 千瓦 千瓦时 度 分 分钟 小时 秒 台 套 处 所 只 头 株 棵 张 本 位 期 批 宗 例 辆 艘 栋
座 部 节 组 村 票 岁 倍 床 间
篇次 人次 户次 批次 件次 班次 条次 工作日 吨标准煤 吨标煤 元/人 m m2 km km2 kg g t h kWh °C
"""
_KNOWN = frozenset(_FREQUENT.split())


def converted(number: Decimal, cell_unit: str, unit: str | None, text: str) -> Decimal:
    """Convert a figure with the unit written in its cell to the unit of its column.

    Raises
    ------
    CellError
        When the units differ, or 万 could belong to the number or to the unit.
    """
    written = folded_unit(cell_unit)
    if not written:
        return number
    wanted = folded_unit(unit or "")
    if not _UNIT.match(written) or not (wanted or is_known_unit(written)):
        raise CellError(NOT_A_NUMBER, text)
    if written == wanted:
        return number
    if written in _PER_CENT | _PER_MILLE:
        return _percentage(number, written, wanted, text)
    return _magnified(number, written, wanted, text)


def folded_unit(text: str) -> str:
    """Fold a unit's width, blanks and brackets; all names of percent are ``%``.

    Examples
    --------
    >>> folded_unit("（％）"), folded_unit("百分点")
    ('%', '%')
    """
    word = "".join(unicodedata.normalize("NFKC", text).split()).strip("()[]")
    return "%" if word in _PER_CENT else "‰" if word in _PER_MILLE else word


def is_known_unit(text: str) -> bool:
    """Tell whether a text is nothing, or a unit that figures usually bear, with or without 万."""
    unit = folded_unit(text)
    return unit in ("", "%", "‰") or _split(unit)[1] in _KNOWN | {""}


def _percentage(number: Decimal, written: str, wanted: str, text: str) -> Decimal:
    """98% is 98; per mille needs a column that says so, because the two are easily mixed up."""
    if written == "%" and wanted in ("", "%"):
        return number
    if written == "‰" and wanted == "%":
        return number / 10
    if written == "%" and wanted == "‰":
        return number * 10
    raise CellError(OTHER_UNIT, text, unit=written, expected_unit=wanted or "%")


def _magnified(number: Decimal, written: str, wanted: str, text: str) -> Decimal:
    power, base = _split(written)
    wanted_power, wanted_base = _split(wanted)
    if base == wanted_base or not wanted or (not base and not wanted_power):
        return _shifted(number, power - wanted_power)
    if not base:
        raise CellError(WHICH_MAGNITUDE, text, unit=written, expected_unit=wanted)
    raise CellError(OTHER_UNIT, text, unit=written, expected_unit=wanted)


def _split(unit: str) -> tuple[int, str]:
    """Split 万元 into the power of ten and the base."""
    for word, power in _MAGNITUDES.items():
        if unit.startswith(word):
            return power, unit.removeprefix(word)
    return 0, unit


def _shifted(number: Decimal, power: int) -> Decimal:
    """Multiply by a power of ten, exactly and written without exponent."""
    return Decimal(format(number.scaleb(power), "f"))


def bracketed_unit(header: str) -> str:
    """Give the known unit that stands in brackets at the end of a header, or the empty text.

    Examples
    --------
    >>> bracketed_unit("烤烟面积（亩）"), bracketed_unit("收入（含镇）")
    ('亩', '')
    """
    found = re.search(r"[(（]([^()（）]+)[)）]$", header.strip())
    return found[1] if found and is_known_unit(found[1]) else ""


def same_unit(one: str, other: str) -> bool:
    """Tell whether two units are the same but for width and brackets."""
    return folded_unit(one) == folded_unit(other)
