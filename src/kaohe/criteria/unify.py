"""One figure, one field: clauses of a part that speak of the same quantity ask for it once."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from kaohe.criteria.families.bands import Bands
from kaohe.criteria.families.condition import Compare, Condition, Holds
from kaohe.criteria.families.flat import Flat
from kaohe.criteria.families.per_event import PerEvent
from kaohe.criteria.families.ratio import ByRatio
from kaohe.criteria.families.score import Score
from kaohe.criteria.families.step import Step
from kaohe.criteria.grammar.units import same_unit
from kaohe.criteria.model import Clause, Input, Source
from kaohe.criteria.numerals import read_number

UNNAMED = "本项数值"
"""Name of a figure whose condition does not say what it is: 超过3天的不得分."""

_GENERIC = re.compile(
    r"(?:本项数值|完成率|完成|全年|年度|年内|当年|当月|累计|降至|降到|低至|升至|达到|实际|总体"
    r"|其中|合计|超期|逾期|任务|目标|得分|最终|最高|最低|指标|比例|总数)+"
)
_GAPS = {Source.SHORTFALL, Source.EXCESS, Source.GAP, Source.EXCESS_PCT, Source.CHANGE}
_GAP_WORDS = re.compile("(?:累计)?(?:下降|降低|减少|低|少|超|超出|高出|差|相差|差额|不足|缺)(?:于|出|幅|额)?")
_GROWS = re.compile("增长|增速|增幅|提高|上升|增加")
_FALLS = re.compile("下降|降低|减少|降幅|下降率")
_AGAINST_GROWTH = re.compile("(?:出现|同比|为|呈)*(?:负增长|下降|降低|减少|下滑|不升反降)(?:的)?")
_AGAINST_FALL = re.compile("(?:出现|同比|为|呈)*(?:不降反升|上升|增长|增加|反弹|反升|提高|正增长)(?:的)?")


def unify(clauses: list[Clause], items: list[int], indicator: str | None) -> list[Clause]:
    """Let conditions of a part use the figure that its steps, bands and counts ask for."""
    out = _signed_gaps(_one_completion(list(clauses), items), items)
    for k, clause in enumerate(out):
        condition = getattr(clause, "condition", None)
        if not isinstance(clause, (Score, Flat)) or not isinstance(condition, (Compare, Holds)):
            continue
        others = [
            c for n, c in enumerate(out) if items[n] == items[k] and isinstance(c, (Step, Bands, PerEvent, ByRatio))
        ]
        found = _shared(condition, others)
        if found is not condition:
            out[k] = replace(clause, condition=found)
        elif isinstance(condition, Compare) and condition.inp.name == UNNAMED:
            out[k] = replace(
                clause, condition=replace(condition, inp=replace(condition.inp, name=indicator or _name(condition.inp)))
            )
    return out


def _one_completion(clauses: list[Clause], items: list[int]) -> list[Clause]:
    """Bands and steps of a part that look at how far the task is done look at one figure."""
    first: dict[int, Input] = {}
    for k, (clause, item) in enumerate(zip(clauses, items, strict=True)):
        if isinstance(clause, (Step, Bands)) and clause.inp.source is Source.COMPLETION and clause.inp.unit == "%":
            inp = first.setdefault(item, clause.inp)
            both_plain = _GENERIC.fullmatch(clause.inp.name) or _GENERIC.fullmatch(inp.name)
            if inp != clause.inp and both_plain:
                clauses[k] = replace(clause, inp=inp, on=inp.name)
    return clauses


def _signed_gaps(clauses: list[Clause], items: list[int]) -> list[Clause]:
    """Make 每上升1%加…，每下降1%扣… one change, and 每高于…，每低于… one gap: not two fields."""
    for a, one in enumerate(clauses):
        for b in range(a + 1, len(clauses)):
            other = clauses[b]
            if isinstance(one, Step) and isinstance(other, Step) and items[a] == items[b]:
                pair = _signed(one, other)
                if pair is not None:
                    clauses[a], clauses[b] = pair
    return clauses


_CHANGED = {Source.GROWTH, Source.DECLINE}
_SIDES = {Source.GROWTH: 1, Source.DECLINE: -1, Source.EXCESS: 1, Source.EXCESS_PCT: 1, Source.SHORTFALL: -1}


def _signed(one: Step, other: Step) -> tuple[Step, Step] | None:
    """Two steps away from one number in opposite directions, made to look at one signed figure."""
    signs = (_SIDES.get(one.inp.source), _SIDES.get(other.inp.source))
    if None in signs or signs[0] == signs[1] or not _one_change(one.inp, other.inp):
        return None
    names = [i.name for i in (one.inp, other.inp) if not _GAP_WORDS.fullmatch(i.name) and i.name != "变化"]
    is_change = bool({one.inp.source, other.inp.source} & _CHANGED)
    source = Source.GROWTH if is_change else Source.EXCESS_PCT if one.unit == "%" else Source.GAP
    inp = replace(one.inp, name=(names or [one.inp.name])[0], source=source)
    return _away(one, inp, signs[0] == 1), _away(other, inp, signs[1] == 1)


def _one_change(a: Input, b: Input) -> bool:
    if not same_unit(a.unit or "", b.unit or ""):
        return False
    return a.name == b.name or any(_GAP_WORDS.fullmatch(i.name) or i.name == "变化" for i in (a, b))


def _away(step: Step, inp: Input, is_above: bool) -> Step:
    return replace(step, inp=inp, on=inp.name, target=Decimal(0), dir="above" if is_above else "below")


def _name(inp: Input) -> str:
    return "完成率" if inp.unit == "%" else f"{inp.unit or ''}数"


def _shared(condition: Condition, others: list[Step | Bands | PerEvent | ByRatio]) -> Condition:
    for other in others:
        if isinstance(condition, Compare) and _is_same(condition.inp, other.inp):
            is_taken = isinstance(other, Bands) and any(b.low == condition.high and not b.low_open for b in other.bands)
            return replace(condition, inp=other.inp, high_open=condition.high_open or is_taken)
        if isinstance(condition, Holds) and _is_opposite(condition.inp.name, other.inp):
            return Compare(other.inp, high=Decimal(0), high_open=True)
        if isinstance(condition, Holds) and isinstance(other, PerEvent) and _at_least(condition.inp.name, other):
            return Compare(other.inp, low=_at_least(condition.inp.name, other))
    return condition


def _is_same(own: Input, other: Input) -> bool:
    if other.source in _GAPS:
        return bool(_GAP_WORDS.fullmatch(own.name)) and same_unit(own.unit or "", other.unit or "")
    if not same_unit(own.unit or "", other.unit or ""):
        return False
    a, b = own.name, other.name
    if _GENERIC.fullmatch(a) or a == b or a.endswith(b) or b.endswith(a) or b.startswith(a):
        return True
    return len(a) > 2 and len(b) > 2 and a[-3:] == b[-3:] and own.unit == "%"


_OR_MORE = re.compile(
    r"(?P<before>[^，。；\d]{0,10}?)(?P<value>\d+|[一二两三四五六七八九十])(?P<unit>[^，。；\d及以]{1,3})(?:及以上|以上|或以上)"
    r"(?P<after>[^，。；\d]{0,10}?)(?:的|者)?"
)


def _at_least(words: str, other: PerEvent) -> Decimal | None:
    """The number of 2人次及以上不合格, where 不合格 is counted in 人次."""
    match = _OR_MORE.fullmatch(words)
    if match is None or "连续" in words or not same_unit(match["unit"], other.unit or ""):
        return None
    named = re.sub("^(?:有|发生|出现|累计|发现)+", "", match["before"] + match["after"])
    return (
        read_number(match["value"]) if len(named) > 1 and (named in other.inp.name or other.inp.name in named) else None
    )


def _is_opposite(words: str, other: Input) -> bool:
    """Tell whether 负增长 says that a growth figure is below zero."""
    if other.unit != "%" or other.source in _GAPS:
        return False
    grows = _GROWS.search(other.name) or other.source is Source.GROWTH
    falls = _FALLS.search(other.name) or other.source is Source.DECLINE
    if falls and not _GROWS.search(other.name):
        return bool(_AGAINST_FALL.fullmatch(words))
    return bool(grows and _AGAINST_GROWTH.fullmatch(words))
