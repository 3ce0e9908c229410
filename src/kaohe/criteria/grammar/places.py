"""Points by place in a ranking."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from kaohe.criteria.families.rank import ByRank, RankBands, RankRatio
from kaohe.criteria.families.terms import Mode
from kaohe.criteria.grammar.conditions import refuse
from kaohe.criteria.grammar.context import Context, Found, stop_at, tidy
from kaohe.criteria.model import Amount, Clause, Input, InputType, Source
from kaohe.criteria.moves import Move, is_mark, text_of
from kaohe.criteria.tokens import Each, Effect, MarkKind, Places

_LEVELS = re.compile(r"国家?级?(?=、)|(?<=[国、])省级?(?=[、的，])|[省市县](?=、[省市县])|(?<=、)[省市县](?=前|[，的])")
_DOWN = re.compile("降|下|退|低|后|减|进|升|前|提")
_BEST = re.compile("最高|最好|最多|最优|最低|最少|第一|首位")


def read_places(ctx: Context, at: int) -> Found | None:
    """Read a row of moves that give points by place."""
    move = ctx.moves[at]
    if move.effect is None:
        return None
    if move.effect.at_most:
        return _read_best(ctx, at)
    places = _places(move)
    if places is None:
        return _read_best(ctx, at)
    counted = [t for t in move.segment if isinstance(t, Each) and not t.period and not t.bare]
    if (counted and counted[0].start < places[0].start) or _follows_count(ctx, at):
        return None
    if places[0].percent:
        return None
    if move.effect.shape == "list":
        return _read_list(ctx, at, places)
    if (
        places[0].low == places[0].high == 1
        and len(places) == 1
        and not places[0].from_end
        and move.effect.shape == "one"
    ):
        stepped = _read_first_and_step(ctx, at)
        if stepped is not None:
            return stepped
    return _read_row(ctx, at)


def _follows_count(ctx: Context, at: int) -> bool:
    """Tell whether 第二名加2分 goes on from 每获一个第一名加3分."""
    for move in reversed(ctx.moves[:at]):
        if move.item != ctx.moves[at].item or not _places(move):
            return False
        if any(isinstance(t, Each) and not t.period and not t.bare for t in move.segment):
            return True
    return False


def _places(move: Move) -> list[Places] | None:
    found = [t for t in move.segment if isinstance(t, Places)]
    return found or None


def _mode(effect: Effect) -> Mode:
    return "set" if effect.verb == "set" else "add"


def _input(ctx: Context, move: Move, places: Places) -> Input:
    before = move.segment[: move.segment.index(places)]
    name = tidy(text_of(before)) or ctx.indicator or "排名"
    source = Source.RANK_ASCENDING if places.from_end else Source.RANK
    return Input(re.split("，", name)[-1][-24:] or "排名", InputType.RANK, None, source)


def _signed(effect: Effect) -> tuple[Amount, ...]:
    if effect.verb != "deduct":
        return effect.amounts
    return tuple(Amount(-a.value, a.of_full) for a in effect.amounts)


def _read_list(ctx: Context, at: int, places: list[Places]) -> Found | None:
    """Read 第1名、第2名、第3名分别计2分、1.9分、1.8分."""
    move = ctx.moves[at]
    refuse(move, (MarkKind.TRIGGER,))
    if len(_LEVELS.findall(text_of(move.segment))) > 1 and "、" in text_of(move.segment):
        raise stop_at(places[0], "ambiguous")
    assert move.effect is not None  # noqa: S101 - the caller looked
    listed = _numbers(places)
    if listed != list(range(1, len(listed) + 1)) or len(listed) != len(move.effect.amounts):
        raise stop_at(move.effect, "count_differs")
    if places[0].from_end and not places[0].text.startswith("倒数第"):
        raise stop_at(places[0], "ambiguous")
    step, used = _after(ctx, at + 1, len(listed))
    order = "倒数" if places[0].from_end else ""
    inp = _input(ctx, move, places[0])
    return Found((ByRank(inp, None, None, _signed(move.effect), step, order, _mode(move.effect)),), 1 + used)


def _numbers(places: list[Places]) -> list[int]:
    out: list[int] = []
    for token in places:
        high = token.high if token.high is not None else token.low
        out += list(token.listed) if token.listed else list(range(token.low, high + 1))
    return out


def _after(ctx: Context, at: int, count: int) -> tuple[Amount | None, int]:
    """Read what places after a table get: 第4名以后每降1名扣0.1分, 其余不得分."""
    if at >= len(ctx.moves):
        return None, 0
    move = ctx.moves[at]
    places, each = _places(move), [t for t in move.segment if isinstance(t, Each)]
    if (
        move.effect is not None
        and move.effect.shape == "descend"
        and not places
        and move.item == ctx.moves[at - 1].item
    ):
        return Amount(-move.effect.amounts[0].value), 1
    if move.effect is None or move.effect.shape != "one":
        return None, 0
    if places and places[0].high is None and places[0].low == count + 1 and each and _DOWN.search(each[-1].verb):
        return Amount(-abs(move.effect.amounts[0].value)), 1
    is_down = (
        bool(each) and bool(re.search("名|位", each[-1].unit)) and bool(re.search("降|下|退|后|低", each[-1].verb))
    )
    if not places and is_down and each[-1].per == 1 and move.effect.verb == "deduct":
        if not re.fullmatch(
            "(?:其余|其他|其它|以下|以后|之后|往后|其后|后|的|，|依次|名次|排名)*",
            text_of(move.segment[: move.segment.index(each[-1])]),
        ):
            raise stop_at(each[-1], "unread")
        return Amount(-abs(move.effect.amounts[0].value)), 1
    is_rest = any(is_mark(t, MarkKind.OTHERWISE) for t in move.segment) or re.search("其他|其它", text_of(move.segment))
    if is_rest and not move.effect.amounts[0].value and not each:
        return None, 1
    return None, 0


def _read_first_and_step(ctx: Context, at: int) -> Found | None:
    """Read 第一名得10分，每降1名扣1分 and 第一名得10分，其余依次递减1分."""
    move = ctx.moves[at]
    step = _step_of(ctx, at + 1)
    if step is None or move.effect is None:
        return None
    refuse(move)
    places = _places(move)
    assert places is not None  # noqa: S101 - the caller looked
    return Found((ByRank(_input(ctx, move, places[0]), move.effect.amounts[0], step, mode=_mode(move.effect)),), 2)


def _step_of(ctx: Context, at: int) -> Amount | None:
    if at >= len(ctx.moves):
        return None
    move = ctx.moves[at]
    effect = move.effect
    if effect is None:
        return None
    if effect.shape == "descend":
        return Amount(-effect.amounts[0].value) if effect.verb == "deduct" else effect.amounts[0]
    each = [t for t in move.segment if isinstance(t, Each)]
    if effect.shape != "one" or effect.verb != "deduct" or not each or effect.amounts[0].of_full:
        return None
    is_place = (
        re.search("名|位|次", each[-1].unit)
        and re.search("降|下|退|后|低|高|差|增|减", each[-1].verb)
        and each[-1].per == 1
    )
    return Amount(-effect.amounts[0].value) if is_place else None


def _read_best(ctx: Context, at: int) -> Found | None:
    """Read 最高得5分，按次序依次递减1分."""
    move = ctx.moves[at]
    effect = move.effect
    following = ctx.moves[at + 1].effect if at + 1 < len(ctx.moves) else None
    if effect is None or effect.shape != "one" or effect.verb == "deduct" or following is None:
        return None
    by_place = any(isinstance(t, Each) and re.search("名|位", t.unit) for t in ctx.moves[at + 1].segment)
    if (following.shape != "descend" and not by_place) or not _BEST.search(text_of(move.segment)[-12:] + effect.text):
        return None
    refuse(move)
    words = text_of(move.segment)
    best = _BEST.search(words[-12:])
    low = best is not None and best.group() in {"最低", "最少"}
    name = tidy(re.sub("(?:的)?(?:单位|部门|供应商|者)?$", "", words).replace(best.group() if best else "", ""))
    step = _step_of(ctx, at + 1)
    source = Source.RANK_ASCENDING if low else Source.RANK
    inp = Input((name or ctx.indicator or "排名").split("，")[-1], InputType.RANK, None, source)
    return Found((ByRank(inp, effect.amounts[0], step, mode=_mode(effect)),), 2)


def _read_row(ctx: Context, at: int) -> Found | None:
    """Read 1～3名加0.5分；4～6名加0.3分, and 第一名得10分，第二名得8分."""
    rows: list[tuple[Places, Effect]] = []
    used = 0
    for k in range(at, len(ctx.moves)):
        move = ctx.moves[k]
        places = _places(move)
        if places is None or move.effect is None or len(places) != 1 or places[0].percent or move.effect.shape != "one":
            break
        if k > at and (len(tidy(text_of(move.segment))) > 24 or move.item != ctx.moves[at].item):
            break
        refuse(move)
        rows.append((places[0], move.effect))
        used += 1
    if len(rows) < 2 or any(p.from_end != rows[0][0].from_end for p, _ in rows):
        return _read_ratio_to_best(ctx, at)
    if len({_mode(effect) for _, effect in rows}) > 1 or rows[0][0].from_end:
        return None
    clause = _row_clause(_input(ctx, ctx.moves[at], rows[0][0]), rows)
    rest, more = _after(ctx, at + used, rows[-1][0].high or rows[-1][0].low)
    if rest is not None:
        if not isinstance(clause, ByRank):
            raise stop_at(rows[-1][1], "unread")
        clause = replace(clause, step_after=rest)
    return Found((clause,), used + more)


def _row_clause(inp: Input, rows: list[tuple[Places, Effect]]) -> Clause:
    mode = _mode(rows[0][1])
    lows = [p.low for p, _ in rows]
    if all(p.low == p.high for p, _ in rows) and lows == list(range(1, len(rows) + 1)):
        return ByRank(inp, scores=tuple(_signed(e)[0] for _, e in rows), mode=mode)
    bands = tuple((p.low, p.high, _signed(e)[0]) for p, e in rows)
    ends = sorted((low, high or 10**6) for low, high, _ in bands)
    for (_, high), (low, _) in pairwise(ends):
        if low <= high:
            bands = _nested(bands)
            break
    return RankBands(inp, bands, mode)


def _nested(bands: tuple[tuple[int, int | None, Amount], ...]) -> tuple[tuple[int, int | None, Amount], ...]:
    """Read 前3名…，前10名…: the second begins where the first ends."""
    out: list[tuple[int, int | None, Amount]] = []
    last = 0
    for low, high, amount in bands:
        out.append((max(low, last + 1), high, amount))
        last = high or 10**6
    return tuple(out)


def _read_ratio_to_best(ctx: Context, at: int) -> Found | None:
    """Read 第1名得6分，第2-5名按第1名的比例得分."""
    move = ctx.moves[at]
    places = _places(move)
    following = ctx.moves[at + 1] if at + 1 < len(ctx.moves) else None
    if places is None or following is None or following.effect is None or following.effect.shape != "ratio":
        return None
    if places[0].low != 1 or places[0].high != 1 or move.effect is None or move.effect.shape != "one":
        return None
    if "第1名" not in following.effect.text and "第一名" not in following.effect.text:
        return None
    refuse(move)
    name = tidy(text_of(move.segment[: move.segment.index(places[0])])) or ctx.indicator or "完成值"
    own = Input(name, InputType.MEASURE)
    best = Input(name, InputType.MEASURE, None, Source.GROUP_MAX)
    return Found((RankRatio(own, best, move.effect.amounts[0]),), 2)


ZERO = Decimal(0)
