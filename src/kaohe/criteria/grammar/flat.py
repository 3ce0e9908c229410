"""Flat deductions and additions, scores, and what cancels them."""

from __future__ import annotations

import re

from kaohe.criteria.families.condition import Holds
from kaohe.criteria.families.flat import Add, Deduct
from kaohe.criteria.families.modifier import Waive
from kaohe.criteria.families.per_event import AddPer, DeductPer
from kaohe.criteria.families.score import Score
from kaohe.criteria.grammar.conditions import read_condition, refuse
from kaohe.criteria.grammar.context import Context, Found, last_comma_part, stop_at, tidy
from kaohe.criteria.grammar.units import written
from kaohe.criteria.model import Clause, Input, InputType
from kaohe.criteria.moves import Move, is_mark, text_of
from kaohe.criteria.tokens import Bound, Each, Effect, Figure, MarkKind, Places

_WHOLE_UNIT = re.compile(
    r"未发生|没有发生|未出现|无[^，。；]{0,12}(?:任务|事件|事故|投诉|发生)|不可抗力|辖区[^，。；]{0,6}未|(?:此|该)(?:事件"
    r"|事项|项)|高于|低于|超过"
)


_NOT_DUE = re.compile(
    "(?:无|没有|未涉及|不涉及|未承担)(?:此|该|本|相关)项?[^，。；]{0,6}(?:工作|任务|业务|职能|职责|指标|项目)?(?:的)?"
)


def read_flat(ctx: Context, at: int) -> Found | None:
    """Read 扣2分, 加5分, 得3分, 不得分, 不扣分."""
    move = ctx.moves[at]
    effect = move.effect
    if effect is None or effect.money or effect.at_most:
        return None
    if effect.shape == "none":
        return _read_nothing(ctx, at)
    if effect.shape != "one":
        return None
    _refuse_counts(move, effect)
    _refuse_tiers(ctx, at, effect)
    if at and effect.verb != "set" and text_of(move.segment).lstrip("，。；").startswith("其中"):
        # 每条加1分，其中被省级采用的加2分: instead of, or on top of?
        raise stop_at(effect, "remark")
    if effect.text.startswith("(") and effect.verb != "set":
        raise stop_at(effect, "tariff")
    if (
        effect.verb == "set"
        and effect.text.startswith(("按", "以"))
        and any(isinstance(t, Bound) and t.unit.startswith("分") for t in move.segment)
    ):
        # 低于3分的按3分计: a least, not a score
        raise stop_at(effect, "limit")
    if "不计分" in effect.text and _NOT_DUE.fullmatch(text_of(move.segment).strip("，。；")):
        # 无此项工作的不计分: left out, not zero
        raise stop_at(effect, "remark")
    if effect.apart and effect.verb != "set":
        return _read_each_of(ctx, at, effect)
    return Found((_clause(ctx, at, effect),))


def _clause(ctx: Context, at: int, effect: Effect) -> Clause:
    condition = read_condition(ctx, at)
    amount = effect.amounts[0]
    unit = _summed_unit(ctx, at) or inherited_unit(ctx, at, effect)
    if unit and effect.verb == "add" and isinstance(condition, Holds):
        return AddPer(Input(condition.inp.name, InputType.COUNT, unit), amount, unit=unit)
    if unit and effect.verb == "deduct" and isinstance(condition, Holds):
        return DeductPer(Input(condition.inp.name, InputType.COUNT, unit), amount, unit=unit)
    if effect.verb == "set":
        return Score(condition, amount, additive=effect.text.startswith("另"))
    return (Deduct if effect.verb == "deduct" else Add)(condition, amount)


def _summed_unit(ctx: Context, at: int) -> str | None:
    """The unit of 发生甲事故1起扣5分，发生乙事故扣10分，累计扣分: each is counted."""
    if at == 0 or not re.search("(?:累计|累加)扣分(?!不|最|上|超|达)", ctx.text):
        return None
    steps = [t for t in ctx.moves[at - 1].segment if isinstance(t, Each)]
    if steps:
        return written(steps[-1].unit)
    return _summed_unit(ctx, at - 1) if ctx.moves[at - 1].item == ctx.moves[at].item else None


def inherited_unit(ctx: Context, at: int, effect: Effect) -> str | None:
    """The unit of 每发生一起轻伤事故扣3分，重伤事故扣5分: the second is counted as the first."""
    move, before = ctx.moves[at], ctx.moves[at - 1] if at else None
    words = tidy(text_of(move.segment))
    if before is None or before.effect is None or before.item != move.item or before.effect.verb != effect.verb:
        return None
    if effect.each is not None or any(isinstance(t, Each) for t in move.segment):
        return None
    if effect.verb == "set" or not 2 <= len(words) <= 12 or re.search("[未不无]", words) or len(move.segment) > 6:
        return None
    steps = [t for t in before.segment if isinstance(t, Each) and not t.period]
    if move.find(Places) and before.find(Places):
        return written(steps[-1].unit) if steps else inherited_unit(ctx, at - 1, effect)
    if not steps:
        return inherited_unit(ctx, at - 1, effect)
    each = steps[-1]
    after = tidy(text_of(before.segment[before.segment.index(each) + 1 :])) or each.verb
    if each.toward:
        return None
    behind = before.segment[before.segment.index(each) + 1 :]
    if behind and behind[0].text.startswith("："):
        return written(each.unit)
    if after[-2:] == words[-2:] or (each.verb in {"出现", "发生", "查出", "查实"} and len(words) <= 8):
        return written(each.unit)
    is_joined = not any(is_mark(t, MarkKind.STOP, MarkKind.SEMICOLON) for t in move.region)
    if is_joined and not each.bare and each.verb and len(words) <= 6:
        # 每发现一处垃圾扣1分，环境脏乱扣5分: whether the second is counted too is not said
        raise stop_at(move.effect or each, "count")
    return None


def _refuse_tiers(ctx: Context, at: int, effect: Effect) -> None:
    """Stop at 连续两次的扣5分，连续三次的扣8分: whether both are lost is not said."""
    if effect.verb == "set":
        return
    own = _numbers(ctx.moves[at])
    for move in ctx.moves[max(0, at - 1) : at + 2]:
        is_other = move is not ctx.moves[at] and move.item == ctx.moves[at].item and move.effect is not None
        if is_other and move.effect is not None and move.effect.verb == effect.verb and move.effect.shape == "one":
            shared = [t for t in own for o in _numbers(move) if t.unit == o.unit and t.text != o.text]
            if shared and _before_number(move) == _before_number(ctx.moves[at]):
                raise stop_at(shared[0], "tiers")


def _lone_count(move: Move) -> bool:
    """Tell whether 三次以内不扣分 leaves some of what is counted free."""
    last = [t for t in move.segment if isinstance(t, (Bound, Figure))]
    return bool(last) and len(text_of(move.segment)) - len(last[-1].text) <= 6 and not move.effect.text.startswith("可")  # type: ignore[union-attr]


def _before_number(move: Move) -> str:
    first = _numbers(move)[0]
    return tidy(text_of(move.segment[: move.segment.index(first)]))


def _numbers(move: Move) -> list[Bound | Figure]:
    """Counts and durations of a condition."""
    return [t for t in move.segment if isinstance(t, (Bound, Figure)) and t.unit not in {"", "%"}]


def _refuse_counts(move: Move, effect: Effect) -> None:
    """Stop at 3次扣1分 and at a 每 that belongs to nothing."""
    last = move.segment[-1] if move.segment else None
    is_shift = effect.verb != "set"
    if isinstance(last, Figure) and is_shift and last.unit and not last.unit.startswith("分"):
        raise stop_at(last, "count")
    if is_shift and re.search("第[一二三四五六七八九十\\d]+(?:次|起|项|例|处|件)", text_of(move.segment)):
        raise stop_at(effect, "tiers")
    part = last_comma_part(move.segment)
    for n, token in enumerate(part):
        is_rate = isinstance(token, Each) and token.period and is_shift
        if is_rate and not any(isinstance(t, (Bound, Each)) for t in part[n + 1 :]):
            raise stop_at(token, "period")
    for token in move.segment:
        after = move.segment[move.segment.index(token) + 1 :]
        if effect.verb == "set" and any(isinstance(t, Bound) for t in after):
            continue
        if isinstance(token, Each) and not token.bare and not token.period and effect.amounts[0].value:
            raise stop_at(token, "unread")


def _read_nothing(ctx: Context, at: int) -> Found:
    """Read 不扣分: a whole unit is spared, or events of one kind are not counted."""
    move = ctx.moves[at]
    refuse(move)
    words = tidy(text_of(move.segment))
    if not words:
        raise stop_at(move.effect or move.segment[0], "unread")
    first_free = re.search(r"首次|初次|第[一1]次|前[一二两三\d]+次", words)
    beyond = first_free or (move.effect is not None and "不再" in move.effect.text)
    if beyond or (move.effect is not None and _lone_count(move)):
        raise stop_at(move.effect or move.segment[0], "limit")
    if move.effect is not None and move.effect.verb == "add":
        return Found(())
    may = move.effect is not None and move.effect.text.startswith("可")
    if may or (move.effect is not None and "免予" in move.effect.text) or _WHOLE_UNIT.search(text_of(move.segment)):
        return Found((Waive(Holds(Input(words, InputType.FLAG)), may),))
    return Found(())


def _read_each_of(ctx: Context, at: int, effect: Effect) -> Found | None:
    """Read 无A或无B各减1分: one clause for each alternative."""
    move = ctx.moves[at]
    refuse(move, (MarkKind.JUDGE,))
    parts = [tidy(p) for p in re.split("或者?|、|以及|和", text_of(last_comma_part(move.segment))) if tidy(p)]
    if len(parts) < 2:
        return Found((_clause(ctx, at, effect),)) if not effect.text.startswith("分别") else None
    kind = Deduct if effect.verb == "deduct" else Add
    return Found(tuple(kind(Holds(Input(p, InputType.FLAG)), effect.amounts[0]) for p in parts))
