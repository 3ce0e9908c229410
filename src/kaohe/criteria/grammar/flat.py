"""Flat deductions and additions, scores, and what cancels them."""

from __future__ import annotations

import re

from kaohe.criteria.families.flat import Add, Deduct
from kaohe.criteria.families.modifier import Waive
from kaohe.criteria.families.score import Score
from kaohe.criteria.families.condition import Holds
from kaohe.criteria.grammar.conditions import read_condition, refuse
from kaohe.criteria.grammar.context import Context, Found, last_comma_part, stop_at, tidy
from kaohe.criteria.model import Clause, Input, InputType
from kaohe.criteria.moves import Move, text_of
from kaohe.criteria.tokens import Each, Effect, Figure, MarkKind

_WHOLE_UNIT = re.compile("未发生|没有发生|无|如|若|可|确因|不可抗力|全年|当年|辖区|经|此")


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
    if effect.apart and effect.verb != "set":
        return _read_each_of(ctx, at, effect)
    return Found((_clause(ctx, at, effect),))


def _clause(ctx: Context, at: int, effect: Effect) -> Clause:
    condition = read_condition(ctx, at)
    amount = effect.amounts[0]
    if effect.verb == "set":
        return Score(condition, amount)
    return (Deduct if effect.verb == "deduct" else Add)(condition, amount)


def _refuse_counts(move: Move, effect: Effect) -> None:
    """Stop at 3次扣1分 and at a 每 that belongs to nothing."""
    last = move.segment[-1] if move.segment else None
    is_shift = effect.verb != "set"
    if isinstance(last, Figure) and is_shift and last.unit and not last.unit.startswith("分"):
        raise stop_at(last, "count")
    for token in move.segment:
        if isinstance(token, Each) and not token.bare and not token.period and effect.amounts[0].value:
            raise stop_at(token, "unread")


def _read_nothing(ctx: Context, at: int) -> Found:
    """Read 不扣分: a whole unit is spared, or events of one kind are not counted."""
    move = ctx.moves[at]
    refuse(move)
    words = tidy(text_of(move.segment))
    if not words:
        raise stop_at(move.effect or move.segment[0], "unread")
    if move.effect is not None and move.effect.verb == "add":
        return Found(())
    if _WHOLE_UNIT.search(text_of(move.segment)) or len(words) > 12:
        may = move.effect is not None and move.effect.text.startswith("可")
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
