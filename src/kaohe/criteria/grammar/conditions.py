"""From the words before an effect to a condition: a comparison, a place, or a fact that holds."""

from __future__ import annotations

import re

from kaohe.criteria.families.condition import Always, Compare, Condition, Holds
from kaohe.criteria.grammar.context import Context, stop_at, subject_before, tidy
from kaohe.criteria.grammar.units import input_type, same_unit, written
from kaohe.criteria.model import Input, InputType
from kaohe.criteria.moves import Move, text_of
from kaohe.criteria.tokens import Aside, Bound, Each, Figure, Limit, Mark, MarkKind, Places, Slashes, Token, Words
from kaohe.criteria.unify import UNNAMED

_RATE = re.compile("(?:率|满意度|比例|占比|比重|完成度)(?:为|达|达到)?\\Z")
_EMPTY = re.compile(r"[的者时，、：则]*\Z")


def read_condition(ctx: Context, at: int) -> Condition:
    """Read what must hold before the effect of a move."""
    move = ctx.moves[at]
    refuse(move)
    bound = _lone_bound(move)
    if bound is not None:
        compared = _compare(ctx, move, bound)
        if compared is not None:
            return compared
    words = tidy(text_of(move.segment))
    if not words:
        words = tidy(text_of(move.region)) or (ctx.indicator or "")
    if not words or words == ctx.indicator:
        return Holds(Input(words or "符合条件", InputType.FLAG))
    return Holds(Input(words, InputType.FLAG))


def refuse(move: Move, allow: tuple[MarkKind, ...] = ()) -> None:
    """Stop at a piece of the condition that would change the arithmetic."""
    for token in move.segment:
        if isinstance(token, Mark) and token.kind in _BEARING and token.kind not in allow:
            raise stop_at(token, "unread")
        if isinstance(token, (Limit, Slashes)) or _is_points(token):
            raise stop_at(token, "unread")


def _is_points(token: Token) -> bool:
    return isinstance(token, Figure) and token.unit.startswith("分")


_BEARING = {MarkKind.TRIGGER, MarkKind.LIKEWISE, MarkKind.EACH_UNREAD, MarkKind.JUDGE}


def _lone_bound(move: Move) -> Bound | None:
    """The only number of the condition, when nothing but 的 follows it."""
    numbers = [t for t in move.segment if isinstance(t, (Bound, Figure, Places, Each))]
    if len(numbers) != 1:
        return None
    lone = numbers[0]
    after = move.segment[move.segment.index(lone) + 1 :]
    before = text_of(move.segment[: move.segment.index(lone)])
    if isinstance(lone, Figure) and lone.unit == "%" and _RATE.search(before):
        # 合格率100%的，得2分: reaching it
        lone = Bound(lone.start, lone.end, lone.text, lone.value, None, False, False, "%")
    if not isinstance(lone, Bound):
        return None
    return lone if _EMPTY.match("".join(t.text for t in after)) else None


def _compare(ctx: Context, move: Move, bound: Bound) -> Compare | None:
    at = next(k for k, t in enumerate(move.segment) if t.start == bound.start)
    commas = sum(bool(tidy(part)) for part in text_of(move.segment[:at]).split("，")[:-1])
    subject = subject_before(move.segment, at) or _subject_of_unit(ctx, move, bound) or UNNAMED
    if (
        subject in {"得分", "总得分", "本项得分", "最终得分", "总分", "合计得分"}
        and move.effect
        and move.effect.verb == "set"
    ):
        raise stop_at(bound, "limit")
    if commas or bound.head or not subject or not bound.unit or len(subject) > 24:
        return None
    inp = Input(subject, input_type(bound.unit), written(bound.unit))
    if bound.unit == "%":
        inp = Input(subject, inp.type, "%")
    return Compare(inp, bound.low, bound.high, bound.low_open, bound.high_open)


def _subject_of_unit(ctx: Context, move: Move, bound: Bound) -> str:
    """The quantity that an earlier number of the same unit belongs to: …85%以上为满分，80%以下不得分."""
    for other, where, n in ctx.bounds_before(ctx.moves.index(move)):
        if other is not bound and same_unit(other.unit, bound.unit):
            subject = subject_before(where.region, n)
            if subject:
                return subject
    return ""


def always_when_empty(ctx: Context, at: int) -> Condition:
    """As `read_condition`; nothing said holds always."""
    move = ctx.moves[at]
    return read_condition(ctx, at) if tidy(text_of(move.region)) else Always()


__all__ = ["Aside", "Token", "Words", "always_when_empty", "read_condition", "refuse"]
