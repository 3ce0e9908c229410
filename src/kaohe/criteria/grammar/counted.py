"""每…扣/加: per event, and per step away from a target."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from kaohe.criteria.families.per_event import AddPer, DeductPer, PerEvent
from kaohe.criteria.families.step import Step, StepAdd, StepDeduct
from kaohe.criteria.families.terms import Rounding
from kaohe.criteria.grammar.conditions import refuse
from kaohe.criteria.grammar.context import Context, Found, stop_at, subject_before, tidy
from kaohe.criteria.grammar.units import input_type, is_percent, same_unit, written
from kaohe.criteria.model import Clause, Input, InputType, Source
from kaohe.criteria.moves import Move, text_of
from kaohe.criteria.tokens import Bound, Each, Effect, Figure, Places, SourceMark, Words

_COMPLETION = re.compile(r"足额|完成|任务|目标|计划|进度|基数|达到规定|达标")
_RATE = re.compile(r"(?:率|比例|占比|比重|满意度|完成度|百分比)(?:\Z|[，。；的（(])")
_GROWTH = re.compile(r"同比|环比|上年|去年|上月|上期|同期|上季度|往年|前一年|上一年")
_NAMED_TARGET = {
    "below": re.compile(
        r"不(?:小于|低于|少于)|未(?:完成|达到|达)[^，。；]{0,8}(?:规定|要求|标准|任务|目标|计划"
        r"|定额)|低于|达不到|基准|平均|最低"
    ),
    "above": re.compile(r"不(?:大于|高于|超过|多于)|高于|大于|基准|平均|最高"),
}
_HAS_BASE = re.compile(
    r"较|[相对]比|比(?!例|重|率)|同比|环比|上年|去年|上月|上期|同期|往年|平均|基数|基准|目标|任务|计划|指标|规定|要求|完成|标准|达标"
)
"""Words that name what a rate is compared with; without them it is measured against 100 %."""


def read_counted(ctx: Context, at: int) -> Found | None:
    """Read a move with a counted step."""
    move = ctx.moves[at]
    effect = move.effect
    if effect is None or effect.shape not in {"one", "both"} or effect.money or effect.at_most:
        return None
    each = _each_of(move)
    if each is None or not effect.amounts[0].value:
        return None
    if effect.verb == "set" and (effect.amounts[0].of_full or not _is_beside(ctx, move, each)):
        return None
    refuse(move)
    behind = move.segment[move.segment.index(each) + 1 :][:1] if each in move.segment else ()
    if any(isinstance(t, (Figure, Each)) and same_unit(t.unit, each.unit) for t in behind):
        raise stop_at(each, "unread")
    if effect.shape == "both":
        return _read_both(ctx, at, each, effect)
    _refuse_lone_times(move, each)
    _refuse_second_scale(ctx, at, each)
    _refuse_tiers(ctx, at, each)
    if any(isinstance(t, SourceMark) for t in move.segment) and each.toward is not None:
        return Found((_marked_step(move, each, effect),), toward=True)
    is_step = is_percent(each.unit) or each.toward is not None
    found = _read_step(ctx, at, each, effect) if is_step else None
    return _for_each_name(found or Found((_per_event(ctx, move, each, effect),)), effect)


def _for_each_name(found: Found, effect: Effect) -> Found:
    """Read A、B每低1个百分点各扣0.5分 as one clause for each."""
    clause = found.clauses[0]
    assert isinstance(clause, (PerEvent, Step))  # noqa: S101 - both readers give one of them
    names = [tidy(n) for n in re.split("、|和|以及|或者?", clause.inp.name) if tidy(n)]
    if not effect.text.startswith(("各", "分别")) or len(names) < 2:
        return found
    inputs = [replace(clause.inp, name=n) for n in names]
    if isinstance(clause, Step):
        return replace(found, clauses=tuple(replace(clause, inp=i, on=i.name) for i in inputs))
    return replace(found, clauses=tuple(replace(clause, inp=i) for i in inputs))


def _is_more(token: Figure | Bound) -> bool:
    return token.value >= 2 if isinstance(token, Figure) else token.low is not None


def _read_both(ctx: Context, at: int, each: Each, effect: Effect) -> Found | None:
    """Read 每增减1个百分点加减0.5分 about a target: more is better."""
    if not re.match("增减|升降|高低|上下|增加或减少|增\\(减\\)|高\\(低\\)|超\\(减\\)|升\\(降\\)", each.verb):
        return None
    target = _target(ctx, at, each)
    if target is None:
        raise stop_at(each, "target")
    number = target[0].low if target[0].low is not None else target[0].high
    name = _subject(ctx, ctx.moves[at], each, target) or ctx.indicator or "完成率"
    unit = written(each.unit)
    inp = Input(name, input_type(each.unit), "%" if is_percent(each.unit) else unit)
    more = StepAdd(inp, name, number, "above", each.per, unit, effect.amounts[0])
    return Found((more, StepDeduct(inp, name, number, "below", each.per, unit, effect.amounts[0])), toward=True)


def _refuse_several_steps(ctx: Context, at: int, each: Each) -> list[Bound]:
    """Stop at two steps in one condition; give the numbers that the step is compared with."""
    segment = ctx.moves[at].segment
    own = [t for t in segment if isinstance(t, Bound) and same_unit(t.unit, each.unit)]
    others = [t for t in segment if isinstance(t, Each) and not t.bare and not t.verb]
    if each.bare and others and not any(isinstance(t, Bound) for t in segment):
        # 每班每天少一人扣0.1分: counted by shift, by day, or by person?
        raise stop_at(others[0], "period")
    later = [t for t in segment if isinstance(t, Each) and t.bare and t.toward and t.start > each.start]
    if later and not each.bare:
        raise stop_at(each, "period")
    if own and re.match("(?:以|之)?后", text_of(segment[segment.index(own[-1]) + 1 :])) and at and each.toward:
        raise stop_at(own[-1], "tiers")
    return own


def _refuse_second_scale(ctx: Context, at: int, each: Each) -> None:
    """Stop at 不超过30分钟得5分，每满10分钟扣1分 and 1起扣1分，每增加1起加扣0.5分: from where it counts is not said."""
    by_place = re.search("名|位", each.unit) and re.search("降|下|退|后|低|升|进", each.verb)
    if by_place and any(isinstance(t, Places) for m in ctx.moves if m.item == ctx.moves[at].item for t in m.segment):
        raise stop_at(each, "ambiguous")
    if text_of(ctx.moves[at].segment).lstrip("，。；").startswith("其中") and at:
        raise stop_at(each, "remark")
    own = _refuse_several_steps(ctx, at, each)
    if own or each.bare:
        return
    where = ctx.moves[at].segment.index(each) if each in ctx.moves[at].segment else 0
    named = bool(tidy(text_of(ctx.moves[at].segment[:where])))
    if sum(isinstance(t, Each) and t.toward is not None and not t.bare for t in ctx.moves[at].segment) > 1:
        raise stop_at(each, "unread")
    for move in ctx.moves[:at]:
        if move.item != ctx.moves[at].item or move.effect is None:
            continue
        scores = move.effect.verb == "set" and not named and each.toward is None and not is_percent(each.unit)
        for token in move.segment:
            if scores and isinstance(token, Bound) and token.unit and token.unit == each.unit:
                raise stop_at(each, "threshold")
            same = isinstance(token, Each) and token.bare and token.unit == each.unit and move.effect.verb != "set"
            if same and each.toward == "above" and each.verb.startswith(("增加", "多", "增")):
                raise stop_at(each, "tiers")


def _refuse_tiers(ctx: Context, at: int, each: Each) -> None:
    """Stop at 1次扣1分，2次扣3分: a table by number, not so much each."""
    if not each.bare or at + 1 >= len(ctx.moves) or ctx.moves[at + 1].item != ctx.moves[at].item:
        return
    following = ctx.moves[at + 1]
    if following.effect is None or not any(a.value for a in following.effect.amounts):
        return
    if any(isinstance(t, Each) and not t.bare for t in following.segment):
        return
    for token in following.segment:
        is_more = isinstance(token, (Figure, Bound)) and _is_more(token) and same_unit(token.unit, each.unit)
        if is_more and len(text_of(following.segment)) <= 16:
            raise stop_at(token, "tiers")


def _marked_step(move: Move, each: Each, effect: Effect) -> Clause:
    """Read the normal form of a step: 满意度[完成率]低于100%的，每低1%扣1分."""
    segment = move.segment
    mark = next(k for k, t in enumerate(segment) if isinstance(t, SourceMark))
    bounds = [t for t in segment if isinstance(t, Bound) and same_unit(t.unit, each.unit)]
    bound = bounds[0] if bounds else None
    low = high = target = None
    if bound is not None and bound.low is not None and bound.high is not None:
        low, high = bound.low, bound.high
        target = high if each.toward == "below" else low
    elif bound is not None:
        target = bound.low if bound.low is not None else bound.high
    unit = "%" if is_percent(each.unit) else written(each.unit)
    kind_of = InputType.MEASURE if unit == "%" else input_type(each.unit)
    inp = Input(tidy(text_of(segment[:mark])), kind_of, unit)
    kind = StepDeduct if effect.verb == "deduct" else StepAdd
    rounding = rounding_of(move, each)
    assert each.toward is not None  # noqa: S101 - the caller looked
    return kind(
        inp, inp.name, target, each.toward, each.per, written(each.unit), effect.amounts[0], rounding, None, low, high
    )


def _is_beside(ctx: Context, move: Move, each: Each) -> bool:
    """Tell whether 每项 counts what 得2分 is for: it stands beside it; 1篇 does when a most is set."""
    if each not in move.segment:
        return True
    after = move.segment[move.segment.index(each) + 1 :]
    if each.bare:
        capped = any(limit.kind == "cap" for m in ctx.moves if m.item == move.item for limit in m.limits)
        return not after and capped
    if any(isinstance(t, (Bound, Figure, Each)) for t in after):
        return False
    return len(text_of(after)) <= (12 if each.verb else 4)


def _each_of(move: Move) -> Each | None:
    """The step that the effect belongs to: behind it (/次), or the last before it."""
    effect = move.effect
    if effect is not None and effect.each is not None:
        per, unit = effect.each
        return Each(effect.start, effect.end, effect.text, per, unit)
    steps = [t for t in move.segment if isinstance(t, Each)]
    own = [t for t in steps if not t.period]
    bounds = [t for t in move.segment if isinstance(t, Bound)]
    # 每班不少于2人，少一人扣0.5分: the 每 before the requirement belongs to it
    own = [t for t in own if not bounds or t.start > bounds[-1].start or t.toward] or own
    if own:
        counted = [t for t in own if not t.bare]
        return counted[-1] if counted else own[-1]
    # 逾期每天扣1分: a period counts only directly before the verb
    last = move.segment[-1] if move.segment else None
    return last if isinstance(last, Each) else None


def _refuse_lone_times(move: Move, each: Each) -> None:
    """Stop at 迟到3次的，每次…: whether the first three count is not said."""
    for at, token in enumerate(move.segment):
        if not isinstance(token, Bound) or each.toward or not same_unit(token.unit, each.unit):
            continue
        rest = text_of(move.segment[at + 1 :])
        if not re.search("事故|事件|部分|之后|以后|后，|案件", rest) and token.end <= each.start:
            raise stop_at(token, "threshold")


def _names(move: Move, each: Each) -> str:
    """What is counted."""
    segment = move.segment
    where = segment.index(each) if each in segment else len(segment)
    if not each.toward and _threshold(move, each) is not None:
        where = next(k for k, t in enumerate(segment) if isinstance(t, Bound) and same_unit(t.unit, each.unit))
        return tidy(text_of(segment[:where]))
    before, after = tidy(text_of(segment[:where])), tidy(text_of(segment[where + 1 :]))
    verb = each.verb if each.toward or not before else ""
    tail = after if each.bare or not before else ""
    return tidy(before + verb + tail) or after


def _threshold(move: Move, each: Each) -> Decimal | None:
    for at, token in enumerate(move.segment):
        if isinstance(token, Bound) and same_unit(token.unit, each.unit) and token.low is not None:
            rest = text_of(move.segment[at + 1 :])
            if re.match(r"(?:的)?(?:部分|后|以后|之后)", rest) or rest.startswith("的部分"):
                return token.low
    return None


def rounding_of(move: Move, each: Each) -> Rounding:
    """每满 counts full steps."""
    return "full" if each.full else "proportional"


def _per_event(ctx: Context, move: Move, each: Each, effect: Effect) -> Clause:
    name = _names(move, each) or ctx.indicator or f"{written(each.unit).removeprefix('个')}数"
    unit = written(each.unit)
    if unit in {"万", "亿"} and re.search("资金|经费|金额|投资|收入|产值|元|款|额", ctx.text):
        unit += "元"
    kind = DeductPer if effect.verb == "deduct" else AddPer
    inp = Input(name, input_type(each.unit), unit)
    threshold = None if each.toward else _threshold(move, each)
    return kind(inp, effect.amounts[0], each.per, unit, rounding_of(move, each), None, threshold)


def _read_step(ctx: Context, at: int, each: Each, effect: Effect) -> Found | None:
    """Read a step away from a target, or None when it is a plain count."""
    move = ctx.moves[at]
    target = _target(ctx, at, each)
    toward = each.toward or _toward_of(move, target)
    kind = StepDeduct if effect.verb == "deduct" else StepAdd
    inside = (
        target is not None and target[0] in move.segment and target[0].low is not None and target[0].high is not None
    )
    if toward is None:
        if is_percent(each.unit):
            raise stop_at(each, "direction")
        return None
    subject = _subject(ctx, move, each, target)
    inp, number = _input(ctx, at, each, toward, target, subject)
    if inp is None:
        return None
    if inp.source in {Source.GROWTH, Source.DECLINE}:
        toward = "above"
    low = high = None
    if inside and target is not None:
        low, high = target[0].low, target[0].high
        number = high if toward == "below" else low
    unit, delta, rounding = written(each.unit), effect.amounts[0], rounding_of(move, each)
    return Found((kind(inp, inp.name, number, toward, each.per, unit, delta, rounding, None, low, high),), toward=True)


def _toward_of(move: Move, target: tuple[Bound, str] | None):  # type: ignore[no-untyped-def]
    """The direction, from the words before a bare 每1%."""
    words = text_of(move.segment)
    if re.search("超过|超出|超额|高于|增长|提高|上升|增加|高出|大于", words):
        return "above"
    if re.search("低于|不足|未达|未完成|下降|减少|少于|差|小于|降低|达不到|没有?达到|不到|没有?完成", words):
        return "below"
    return None


def _target(ctx: Context, at: int, each: Each) -> tuple[Bound, str] | None:
    """The number that the step is counted from, and the quantity it belongs to."""
    found: list[tuple[Bound, str]] = []
    for bound, move, n in ctx.bounds_before(at):
        if not same_unit(bound.unit, each.unit) or _is_excess(bound):
            continue
        found.append((bound, subject_before(move.region, n)))
    if not found:
        return _target_ahead(ctx, at, each)
    own = [pair for pair in found if pair[0] in ctx.moves[at].segment]
    if not own and re.search("超额|完成", each.verb) and is_percent(each.unit):
        return None
    near = own or found
    if len({b.low if b.low is not None else b.high for b, _ in own}) > 1:
        raise stop_at(each, "target")
    if own or len({b.low if b.low is not None else b.high for b, _ in found}) == 1:
        return near[0]
    return _nearest(ctx, at, each, found)


def _nearest(ctx: Context, at: int, each: Each, found: list[tuple[Bound, str]]) -> tuple[Bound, str] | None:
    """Choose among several numbers: the one of the same quantity, else the only one that earns points, else none."""
    where = ctx.moves[at].segment.index(each) if each in ctx.moves[at].segment else 0
    subject = subject_before(ctx.moves[at].segment, where)
    named = [pair for pair in found if subject and (subject in pair[1] or (pair[1] and pair[1] in subject))]
    if named and len({b.low if b.low is not None else b.high for b, _ in named}) == 1:
        return named[0]
    if not is_percent(each.unit):
        return None
    before = ctx.moves[at - 1] if at else None
    last = [pair for pair in found if before is not None and pair[0] in before.segment]
    steps = [k for k in range(at) if any(isinstance(t, Each) and t.toward for t in ctx.moves[k].segment)]
    since = steps[-1] + 1 if steps and ctx.moves[at - 1].effect is not None and at - 1 not in steps else 0
    earning = [k for k in range(since, at) if _earns(ctx, k, at, each)]
    if len(last) == 1 and len(earning) <= 1:
        return last[0]
    raise stop_at(each, "target")


def _earns(ctx: Context, k: int, at: int, each: Each) -> bool:
    """Tell whether an earlier move of the same part gives points for reaching a number of this unit."""
    move = ctx.moves[k]
    if move.item != ctx.moves[at].item or move.effect is None or move.effect.verb != "set" or not move.effect.amounts:
        return False
    return bool(move.effect.amounts[0].value) and any(
        isinstance(t, Bound) and same_unit(t.unit, each.unit) for t in move.segment
    )


def _target_ahead(ctx: Context, at: int, each: Each) -> tuple[Bound, str] | None:
    """Find 完成6条的任务后 behind 每少一条: the same task."""
    if each.toward != "below" or is_percent(each.unit):
        return None
    for move in ctx.moves[at + 1 :]:
        if move.item != ctx.moves[at].item:
            return None
        for token in move.segment:
            if isinstance(token, Bound) and token.relation == "完成" and same_unit(token.unit, each.unit):
                return token, ""
    return None


def _is_excess(bound: Bound) -> bool:
    return bool(
        bound.head and re.search("目标|指标|上年|控制|计划|基", bound.head) and bound.relation.startswith(("超", "高"))
    )


def _subject(ctx: Context, move: Move, each: Each, target: tuple[Bound, str] | None) -> str:
    where = move.segment.index(each) if each in move.segment else len(move.segment)
    own = subject_before(move.segment, where)
    name = own
    if target is not None and target[0] in move.segment:
        name = target[1] or next(
            (
                subject_before(m.region, n)
                for b, m, n in ctx.bounds_before(ctx.moves.index(move))
                if same_unit(b.unit, each.unit) and subject_before(m.region, n)
            ),
            "",
        )
    elif target is not None and not own:
        name = target[1]
    if target is not None:
        # two steps from one number look at one figure
        name = ctx.named.setdefault((target[0].start, target[0].end), name) or name
    return name


def _input(
    ctx: Context, at: int, each: Each, toward: str, target: tuple[Bound, str] | None, subject: str
) -> tuple[Input | None, Decimal | None]:
    """The field of the step and its target; (None, None) for a plain count."""
    unit = written(each.unit)
    if target is not None:
        number = target[0].low if target[0].low is not None else target[0].high
        name = subject or ctx.indicator or ("完成率" if is_percent(each.unit) else f"{unit}数")
        kind = input_type(each.unit)
        return Input(name, kind, "%" if is_percent(each.unit) else unit), number
    words = _words_before(ctx, at)
    if is_percent(each.unit):
        return _percent_input(ctx, words, each, toward, subject)
    if each.change or not _NAMED_TARGET[toward].search(words):
        return (
            (None, None)
            if not _follows_base(ctx, at) or each.change
            else (_gap(ctx, each, toward, subject, unit), None)
        )
    return _gap(ctx, each, toward, subject, unit), None


def _gap(ctx: Context, each: Each, toward: str, subject: str, unit: str) -> Input:
    source = Source.SHORTFALL if toward == "below" else Source.EXCESS
    return Input(subject or ctx.indicator or "差额", input_type(each.unit), unit, source)


def _follows_base(ctx: Context, at: int) -> bool:
    """Tell whether the move before gives points for the target: 每月上报…得5分，每少一次…."""
    before = ctx.moves[at - 1].effect if at else None
    return before is not None and before.verb == "set" and before.shape == "one" and bool(before.amounts[0].value)


def _percent_input(ctx: Context, words: str, each: Each, toward: str, subject: str) -> tuple[Input, Decimal | None]:
    is_rate = bool(_RATE.search(subject + "，")) and not re.search("增长率|增幅|降幅|增速", subject)
    at_target = bool(re.search("目标|计划|任务", each.verb)) and "百分点" in each.unit
    if at_target and re.search("增速|增长|增幅|率|比重|占比|度", words):
        source = Source.SHORTFALL if toward == "below" else Source.EXCESS
        return Input(subject or ctx.indicator or "差额", InputType.MEASURE, "%", source), None
    if is_rate and toward == "below" and not _HAS_BASE.search(words):
        # 量化分级率每下降10%扣0.5分: the rate itself, against all
        return Input(subject, InputType.MEASURE, "%"), Decimal(100)
    is_named = bool(subject or ctx.indicator)
    if each.change and (_GROWTH.search(words) or (is_named and not (is_rate or _COMPLETION.search(words)))):
        down = bool(re.search("下降|减少|降低|下滑|回落|缩", each.verb))
        source = Source.DECLINE if down else Source.GROWTH
        return Input(subject or ctx.indicator or "变化", InputType.MEASURE, "%", source), Decimal(0)
    if _COMPLETION.search(words + each.verb) and not is_rate:
        return Input(subject or ctx.indicator or "完成率", InputType.MEASURE, "%", Source.COMPLETION), Decimal(100)
    if is_rate and _COMPLETION.search(words + each.verb):
        return Input(subject, InputType.MEASURE, "%", Source.COMPLETION), Decimal(100)
    above = Source.EXCESS if is_rate else Source.EXCESS_PCT
    source = Source.SHORTFALL if toward == "below" else above
    return Input(subject or ctx.indicator or "差额", InputType.MEASURE, "%", source), None


def _words_before(ctx: Context, at: int) -> str:
    """The words of this move and, in the same part, of those before."""
    item = ctx.moves[at].item
    return "，".join(text_of(m.region) for m in ctx.moves[: at + 1] if m.item == item)


__all__ = ["Figure", "Words", "read_counted"]
