"""What a person decides: 酌情扣分, 扣1－3分, 视情况最高加10分."""

from __future__ import annotations

from decimal import Decimal

from kaohe.criteria.families.judged import JudgeAdd, JudgeDeduct, JudgeScore, Open
from kaohe.criteria.grammar.context import Context, Found, stop_at, tidy
from kaohe.criteria.grammar.units import written
from kaohe.criteria.model import Input, InputType
from kaohe.criteria.moves import Move, is_mark, text_of
from kaohe.criteria.tokens import Each, Effect, Figure, Limit, Mark, MarkKind, Places

_KINDS = {"deduct": JudgeDeduct, "add": JudgeAdd, "set": JudgeScore}
_BOUNDED = {"range", "open"}


def read_judged(ctx: Context, at: int) -> Found | None:
    """Read a move whose points a person decides within bounds."""
    move = ctx.moves[at]
    effect = move.effect
    if effect is None or effect.money:
        return None
    says_judge = any(is_mark(t, MarkKind.JUDGE) for t in move.segment)
    if not (effect.shape in _BOUNDED or says_judge or effect.at_most):
        return None
    if effect.shape == "open" and not says_judge:
        raise stop_at(effect, "no_amount")
    if effect.shape not in {"range", "open", "one"} or (effect.amounts and effect.amounts[0].of_full):
        return None
    _refuse(move)
    low, high = _bounds(ctx, effect, says_judge)
    name = _name(ctx, move)
    inp = Input(name, InputType.MEASURE, "分", low=low, high=high)
    kind = _KINDS[effect.verb]
    if effect.shape == "open" and effect.verb == "set":
        ctx.problems.append(("vague", move.span))
        return Found((Open(inp),))
    if high is None:
        ctx.problems.append(("vague", move.span))
    return Found((kind(inp, _count(move, effect, name)),))


def _refuse(move: Move) -> None:
    for token in move.segment:
        if isinstance(token, Mark) and token.kind in {MarkKind.TRIGGER, MarkKind.LIKEWISE, MarkKind.EACH_UNREAD}:
            raise stop_at(token, "unread")
        if isinstance(token, (Limit, Places)):
            raise stop_at(token, "unread")
    last = move.segment[-1] if move.segment else None
    if isinstance(last, Figure) and last.unit:
        raise stop_at(last, "count")


def _bounds(ctx: Context, effect: Effect, says_judge: bool) -> tuple[Decimal, Decimal | None]:
    """Lower and upper bound of the points."""
    if effect.shape == "range":
        return effect.amounts[0].value, effect.amounts[1].value
    if effect.shape == "one":
        return Decimal(0), effect.amounts[0].value
    return Decimal(0), ctx.points


def _name(ctx: Context, move: Move) -> str:
    kept = [t for t in move.segment if not is_mark(t, MarkKind.JUDGE) and not (isinstance(t, Each) and not t.verb)]
    return tidy(text_of(kept)) or ctx.indicator or "由评定人判定"


def _count(move: Move, effect: Effect, name: str) -> Input | None:
    """The count of 每次扣1－2分."""
    steps = [t for t in move.segment if isinstance(t, Each) and not t.period]
    if effect.each is not None:
        return Input(f"{name}次数", InputType.COUNT, written(effect.each[1]))
    return Input(f"{name}次数", InputType.COUNT, written(steps[-1].unit)) if steps else None
