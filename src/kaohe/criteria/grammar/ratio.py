"""Points in proportion to completion."""

from __future__ import annotations

import re
from decimal import Decimal

from kaohe.criteria.families.ratio import ByRatio, RatioDeduct
from kaohe.criteria.grammar.conditions import refuse
from kaohe.criteria.grammar.context import Context, Found, tidy
from kaohe.criteria.model import FULL, Amount, Input, InputType, Source
from kaohe.criteria.moves import Move, text_of
from kaohe.criteria.tokens import Bound, Each, Figure, MarkKind

_TIMES = re.compile(
    r"(?P<rate>[^，。；=+()]{1,20}?(?:率|比例|比|度))(?:×|乘以)(?:满分|权重分值?|权重|标准分值?"
    r"|分值|该项分值|本项分值|(?P<points>\d+(?:\.\d+)?)(?:分)?)(?:计算)?(?:得分|计分)?[。；]?\Z"
)
_INVERSE = re.compile(r"“≤“|≤|超过(?:的)?\Z|高于(?:的)?\Z|超出(?:的)?\Z|以内")


def read_ratio(ctx: Context, at: int) -> Found | None:
    """Read 按完成比例得分, 按比例扣分."""
    move = ctx.moves[at]
    if move.effect is None or move.effect.shape != "ratio" or move.effect.verb == "add":
        return None
    refuse(move)
    if any(isinstance(t, (Each, Figure)) and not _is_harmless(t) for t in move.segment):
        return None
    inp = _completion(ctx, move)
    if move.effect.verb == "deduct":
        return Found((RatioDeduct(inp),))
    inverse = "反比例" in move.effect.text or bool(_INVERSE.search(_earlier(ctx, at)))
    if inverse:
        inp = Input(inp.name, inp.type, inp.unit, Source.INVERSE_COMPLETION)
    return Found((ByRatio(inp, inverse=inverse),))


def _is_harmless(token: Figure | Each) -> bool:
    return isinstance(token, Figure) and not token.unit.startswith("%")


def _earlier(ctx: Context, at: int) -> str:
    moves = ctx.moves[max(0, at - 1) : at + 1]
    return "，".join(text_of(m.segment) for m in moves)


def _completion(ctx: Context, move: Move) -> Input:
    words = text_of((move.effect and (move.effect,)) or ())
    named = re.search(r"按照?(?P<name>[^，。；]{0,16}?(?:比例|完成率|达标率|合格率|覆盖率))", words)
    name = tidy(re.sub("实际|相应|同等|一定|的?比例$", "", named["name"])) if named else ""
    subject = tidy(text_of([t for t in move.segment if not isinstance(t, Bound)]))
    chosen = (
        name
        if name and name not in {"完成", "目标", "任务", "未完成", "反", "缺失", "实际完成", "目标完成", "任务完成"}
        else subject
    )
    chosen = "" if re.fullmatch("[的者时，]*", chosen) else chosen
    if re.fullmatch("不足|低于|未完成|不足部分|完成|目标完成|未达到|超过|", chosen or "") or not chosen:
        chosen = "完成率"
    return Input(chosen[:40], InputType.MEASURE, "%", Source.COMPLETION)


def read_product(text: str) -> ByRatio | None:
    """Read 事件处理率×15分, the whole sentence."""
    match = _TIMES.search(text)
    if match is None or (match.start() != 0 and text[match.start() - 1] not in "，=：为按"):
        return None
    head = text[: match.start()]
    if head and not re.fullmatch(
        r"(?:得分|本项得分|该项得分|按|计分公式|计分方法|考核得分|公式)?[=：为按]*(?:得分)?[=：]?", head
    ):
        return None
    of = Amount(Decimal(match["points"])) if match["points"] else FULL
    return ByRatio(Input(tidy(match["rate"]).removeprefix("按"), InputType.MEASURE, "%", Source.COMPLETION), of=of)


__all__ = ["MarkKind", "read_product", "read_ratio"]
