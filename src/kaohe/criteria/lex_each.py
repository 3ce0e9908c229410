"""The counted step: 每少1次, 每发现一处, 每满5天, and 发现一处 without 每."""

from __future__ import annotations

import re
from decimal import Decimal

from kaohe.criteria.lexicon import ABOVE, BELOW, CHANGES, COUNT_UNITS, POINTS, TIME_UNITS, UNITS, VALUE
from kaohe.criteria.numerals import read_value
from kaohe.criteria.tokens import Each

_PERIODS = "(?:半年|季度|学期|学年|年度|年|半月|月|周|旬|天|日)"
_GROUPS = "(?:村|乡镇|镇|校|班|所|户|县|区|市|科室|部门|支部)"
_VERB = (
    r"(?:“[^“，。；]{1,10}“)?[^，。；：、()\d\n每扣%\-“]{0,14}?(?:“[^“，。；]{1,10}“[^，。；：、"
    r"()\d\n每扣%\-“]{0,6}?)?"
)
_COUNTED = rf"(?:{VALUE})?(?:{UNITS}|{POINTS})(?:\((?:{COUNT_UNITS})\))?"
EACH = (
    rf"[每没](?:满|达到|达)?(?:(?!组[织建成]|节[约省能]|台账|单独){_COUNTED}|{_VERB}{VALUE}(?:{UNITS}|{POINTS})|{_VERB}(?:一|1)"
    rf"(?:{UNITS})|{_VERB}百分之[一二三四五六七八九十]+|{_GROUPS}|{_PERIODS}|1?[^，。；：、()\d\n每百千万]{{1,3}}(?=(?:各|均|再|另)?"
    rf"(?:扣|加|减|奖|得|计|罚)\d))"
)
_PARTS = re.compile(
    rf"[每没](?P<full>满|达到|达)?(?P<verb>[^，。；：、()\d\n每扣%\-]{{0,26}}?)(?P<value>{VALUE})?"
    rf"(?P<unit>{UNITS}|{POINTS}|{_GROUPS}|{_PERIODS})(?:\((?P<alt>{COUNT_UNITS})\))?\Z"
)
_HUNDREDTHS = re.compile("每(?P<verb>.{0,14}?)(?P<value>百分之[一二三四五六七八九十]+)")
_ANY_UNIT = re.compile(r"每(?P<full>)(?P<verb>)(?P<value>1?)(?P<unit>[^\d]{1,3})(?P<alt>)\Z")
"""每列, 每卷: a unit that the lexicon does not know, directly before the verb."""
_TYPO_VERBS = re.compile("增|少|超|多|低|高|发|缺")
_LEAD = r"(?:同比|环比|同期|较[^，。；]{0,6}?|比[^，。；]{0,6}?|再|还|另|出现|有|发生|每)?"
_TOWARD_BELOW = re.compile(rf"{_LEAD}{BELOW}")
_TOWARD_ABOVE = re.compile(rf"{_LEAD}{ABOVE}")
_CHANGE = re.compile(rf"{_LEAD}{CHANGES}")
_PERIOD_ONLY = re.compile(rf"(?:半)?(?:{_PERIODS}|{TIME_UNITS})\Z")


def make_each(text: str, start: int, end: int) -> Each | None:
    """Read the step behind 每."""
    piece = text[start:end]
    hundredths = _HUNDREDTHS.fullmatch(piece)
    if hundredths:
        value = read_value(hundredths["value"])[0]
        verb = hundredths["verb"]
        toward = _toward(verb)
        return Each(start, end, piece, value, "%", verb, toward, bool(_CHANGE.match(verb))) if value else None
    parts = _PARTS.match(piece) or _ANY_UNIT.match(piece)
    if parts is None or (piece[0] == "没" and not _TYPO_VERBS.match(parts["verb"] or "")):
        return None
    value = Decimal(1) if not parts["value"] else read_value(parts["value"])[0]
    if value is None or value == 0:
        return None
    verb = parts["verb"] or ""
    # 每项（次） counts 项次; 每件（台） either of two, and the first is its name
    both = parts["unit"] + (parts["alt"] or "")
    unit = both if re.fullmatch(COUNT_UNITS, both) else parts["unit"]
    is_period = not verb and not parts["full"] and bool(_PERIOD_ONLY.match(parts["unit"]))
    return Each(
        start,
        end,
        piece,
        per=value,
        unit=unit,
        verb=verb,
        toward=_toward(verb),
        change=bool(_CHANGE.match(verb)),
        full=bool(parts["full"]),
        period=is_period,
    )


def _toward(verb: str):  # type: ignore[no-untyped-def]
    if _TOWARD_BELOW.match(verb):
        return "below"
    return "above" if _TOWARD_ABOVE.match(verb) else None


ONE = (
    rf"某(?:一)?(?:个|项|条|处)|(?<![第统唯之专逐万划不单同任十百千\d.])(?:一|1)(?:{COUNT_UNITS})"
    rf"(?!性|以|及|或|[一1](?!般|定)|\(含)"
    r"|(?<=期|工|到|退|缺|报|时|迟|误|后|岗)(?:一|1)(?:个工作日|个小时|小时|天|日|分钟)(?=(?:各|再)?[扣加减])"
)
_ONE = re.compile(rf"(?:某一|某|一|1)(?P<unit>个工作日|个小时|小时|天|日|分钟|{COUNT_UNITS})")


def make_one(text: str, start: int, end: int) -> Each | None:
    """Read 一处, 1起: counted when a score verb follows."""
    match = _ONE.match(text, start)
    if match is None:
        return None
    before = text[max(0, start - 8) : start]
    toward = None
    if re.search(rf"(?:{BELOW})\Z", before):
        toward = "below"
    elif re.search(rf"(?:{ABOVE})\Z", before):
        toward = "above"
    changes = bool(re.search(rf"(?:{CHANGES})\Z", before))
    return Each(start, end, text[start:end], Decimal(1), match["unit"], toward=toward, change=changes, bare=True)  # type: ignore[arg-type]
