"""Points by the band a figure falls in, written as a row of moves or as two lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from kaohe.criteria.families.bands import Band, Bands
from kaohe.criteria.grammar.conditions import refuse
from kaohe.criteria.grammar.context import Context, Found, stop_at, subject_before, tidy
from kaohe.criteria.grammar.units import input_type, is_percent, same_unit, written
from kaohe.criteria.model import Amount, Input, InputType, Source
from kaohe.criteria.moves import Move, is_mark, text_of
from kaohe.criteria.tokens import Bound, Each, Effect, Figure, MarkKind, Places, Slashes, Token

_DONE = re.compile(
    r"(?:完成|达到|实现|达成)[^，。；不未]{0,16}?(?:目标|任务|计划|指标|工作量|定额)(?:任务|值|要求|数)?(?:的)?\Z"
)
_OVER_TARGET = re.compile("目标|指标|控制|计划|上年|去年|基准|基数|标准|规定|限额|定额|任务")
_TAIL = re.compile(r"\A(?:的|者|时|、|，|：|之间|范围内?|区间|内|以内|人数)*\Z")


@dataclass(frozen=True, slots=True)
class Row:
    """One interval of a row of moves, as it is written."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool
    high_open: bool
    low_said: bool
    high_said: bool
    unit: str
    subject: str
    kind: str = ""
    """``over``: by how much a target is exceeded; ``done``: the target itself; ``rest``: 其余; ``top``: 前20%."""
    of_task: bool = False
    """True for a share of the task (完成任务的80%): how far it is done, not the reported figure."""


def read_bands(ctx: Context, at: int) -> Found | None:
    """Read a row of moves as bands of one figure."""
    listed = _read_lists(ctx, at)
    if listed is not None:
        return listed
    if _is_alternative(ctx, at):
        return None
    rows: list[tuple[Row, Effect]] = []
    for k in range(at, len(ctx.moves)):
        move = ctx.moves[k]
        row = _row(ctx, move, rows[0][0] if rows else None)
        if row is None or move.effect is None or not _continues(ctx, at, k, rows):
            break
        rows.append((row, move.effect))
    return _from_rows(ctx, at, rows)


def _is_alternative(ctx: Context, at: int) -> bool:
    """Tell whether the move before gives other points for a fact in words: then each clause stands alone."""
    before, move = (ctx.moves[at - 1] if at else None), ctx.moves[at]
    if (
        before is None
        or before.effect is None
        or before.effect.text.startswith("只")
        or before.item != move.item
        or move.effect is None
    ):
        return False
    both_set = before.effect.verb == "set" == move.effect.verb and before.effect.shape == "one" == move.effect.shape
    return both_set and bool(before.effect.amounts[0].value) and not any(isinstance(t, Each) for t in before.segment)


def _continues(ctx: Context, at: int, k: int, rows: list[tuple[Row, Effect]]) -> bool:
    move, first = ctx.moves[k], ctx.moves[at]
    if move.item != first.item or move.effect is None or move.effect.at_most:
        return False
    if move.effect.shape != "one" and not _spares(ctx, at, k):
        return False
    if move.effect.each is not None or move.effect.money:
        return False
    if rows and rows[0][1].verb != "set" and move.effect.verb == "set":
        return False
    return not (move.effect.verb == "add" and rows and rows[0][1].verb != "add")


def _spares(ctx: Context, at: int, k: int) -> bool:
    """Tell whether 95%以上不扣分，90%以上扣2分 begins with the band that loses nothing."""
    effect, following = ctx.moves[k].effect, ctx.moves[k + 1].effect if k + 1 < len(ctx.moves) else None
    is_none = effect is not None and effect.shape == "none"
    loses = following is not None and following.verb == "deduct" and following.shape == "one"
    return k == at and is_none and loses and not any(isinstance(t, Each) for t in ctx.moves[k + 1].segment)


def _row(ctx: Context, move: Move, first: Row | None) -> Row | None:
    """Read the interval of one move; None when its condition is none, or is about something else."""
    if any(isinstance(t, Each) and not _is_exactly_one(move, t) and not _shares_out(move, t) for t in move.segment) or (
        move.effect and move.effect.text.startswith(("只", "另"))
    ):
        return None
    tops = [t for t in move.segment if isinstance(t, Places) and t.percent]
    if tops:
        return _top_row(move, tops[0], first)
    numbers = [t for t in move.segment if isinstance(t, Bound) or (isinstance(t, Figure) and is_percent(t.unit))]
    if not numbers:
        numbers = [t for t in move.segment if _is_exact(t) and t is move.segment[-1]]  # type: ignore[misc]
    if not numbers and first is not None and same_unit(first.unit, "名"):
        numbers = [_people(t) for t in move.segment if isinstance(t, Places) and re.fullmatch(r"\d+-\d+名", t.text)]
    if not numbers:
        return _row_in_words(move, first)
    number = numbers[-1]
    where = next(k for k, t in enumerate(move.segment) if t.start == number.start)
    if not _TAIL.match(text_of(move.segment[where + 1 :])):
        return None
    subject = subject_before(move.segment, where)
    row = _row_of_number(number, subject)
    if isinstance(number, Bound) and number.text.startswith("完成") and is_percent(number.unit):
        row = replace(row, of_task=True)
    return row if _same_figure(row, first, len(numbers)) else None


def _people(places: Places) -> Bound:
    """Read 1-2名 behind 3名及以上 as a number of people, not as places."""
    low, high = Decimal(places.low), Decimal(places.high or places.low)
    return Bound(places.start, places.end, places.text, low, high, False, False, "名", True, True)


def _is_exactly_one(move: Move, each: Each) -> bool:
    """Tell whether 1次 is a number of a table: 0次得10分，1次得5分."""
    is_score = move.effect is not None and move.effect.verb == "set"
    return is_score and each.bare and each is move.segment[-1] and len(text_of(move.segment)) <= 4


def _shares_out(move: Move, each: Each) -> bool:
    """Tell whether 每百户 belongs to the figure: 每百户安装10个以上得6分."""
    after = move.segment[move.segment.index(each) + 1 :]
    is_score = move.effect is not None and move.effect.verb == "set"
    return is_score and not each.bare and any(isinstance(t, Bound) for t in after)


def _is_exact(token: Token) -> bool:
    """Tell whether a token is a plain count: 2次 of 0次得10分，1次得5分，2次得0分."""
    return isinstance(token, (Figure, Each)) and input_type(token.unit) is InputType.COUNT


def _row_of_number(number: Bound | Figure | Each, subject: str) -> Row:
    if isinstance(number, Each):
        return Row(number.per, number.per, False, False, True, True, number.unit, subject, "exact")
    if isinstance(number, Figure) and not is_percent(number.unit):
        return Row(number.value, number.value, False, False, True, True, number.unit, subject, "exact")
    if isinstance(number, Figure):
        return Row(number.value, None, False, False, False, False, number.unit, subject)
    is_gap = re.match("低于|少于|差", number.relation or "") and number.text.endswith(("以内", "之内"))
    if (
        number.relation == ""
        and number.high is not None
        and re.search("(?:超过|超出|高于).{0,8}(?:目标|指标|计划)的?$", subject)
    ):
        return replace(_plain_row(number, subject), low_open=True, low_said=True, high_said=True, kind="over")
    over = bool(_OVER_TARGET.search(number.head or subject[-6:]) and re.match("超|高于|高出", number.relation or ""))
    if number.relation == "between":
        subject = number.head
    row = _plain_row(number, subject)
    if is_gap:
        return replace(row, low=Decimal(0), low_open=True, low_said=True)
    if not over:
        return row
    value = number.low if number.low is not None else number.high
    if number.high is not None:
        return replace(row, low=Decimal(0), low_open=True, low_said=True, high=value, high_said=True, kind="over")
    # 超出规定课时10%，得10.5分: reaching it is enough; 超过10%以上 is beyond it
    is_beyond = bool(re.search("以上|以外", number.text))
    return replace(row, low=value, low_open=is_beyond, low_said=True, kind="over")


def _plain_row(number: Bound, subject: str) -> Row:
    ends = (number.low_open, number.high_open, number.low_said, number.high_said)
    return Row(number.low, number.high, *ends, number.unit, subject)


def _same_figure(row: Row, first: Row | None, count: int) -> bool:
    if count > 1 and not re.search("岁", row.subject):
        return False
    if first is None:
        return True
    if first.kind == "done":
        return is_percent(row.unit)
    if not same_unit(row.unit, first.unit) and not (is_percent(row.unit) and is_percent(first.unit)):
        return False
    a, b = first.subject, row.subject
    is_same = not b or not a or a == b or b in a or a in b or a[-4:] == b[-4:]
    return is_same or bool(re.fullmatch("完成.{0,8}(?:目标|任务)|总量|完成", b))


def _top_row(move: Move, top: Places, first: Row | None) -> Row | None:
    where = move.segment.index(top)
    if not _TAIL.match(text_of(move.segment[where + 1 :])) or (first is not None and first.kind != "top"):
        return None
    subject = subject_before(move.segment, where)
    if top.from_end:
        return Row(Decimal(100) - Decimal(top.high or 0), None, True, False, True, False, "%", subject, "top")
    return Row(None, Decimal(top.high or 0), False, False, False, True, "%", subject, "top")


def _row_in_words(move: Move, first: Row | None) -> Row | None:
    words = text_of(move.segment)
    is_rest = any(is_mark(t, MarkKind.OTHERWISE) for t in move.segment) or re.fullmatch("其[余他它](?:情况|的)*", words)
    if first is not None and is_rest and len(words) < 8:
        return Row(None, None, False, False, False, False, first.unit, "", "rest")
    if first is None and _DONE.search(words):
        return Row(Decimal(100), None, False, False, False, False, "%", tidy(words.split("，")[-1]), "done")
    if (
        first is not None
        and input_type(first.unit) is InputType.COUNT
        and _NONE_DONE.fullmatch(words)
        and _is_zero(move)
    ):
        return Row(None, Decimal(1), False, True, False, True, first.unit, "", "none")
    none = _NOT_ANY.fullmatch(words)
    if first is not None and none and _is_zero(move) and not first.kind and none[1] in first.subject:
        return Row(None, Decimal(0), False, False, False, True, first.unit, "", "none")
    if first is not None and is_percent(first.unit) and re.search("增长|增速|增幅|下降|降低|减少", first.subject):
        return _row_of_change(words, first)
    if first is not None and re.search("不及格(?:者|的)?$", words):
        return Row(None, Decimal(60), False, True, False, True, "分", "", "")
    return None


_NOT_ANY = re.compile("(?:没有|未)([^，。；]{2,4}?)(?:的|者)?")
_NONE_DONE = re.compile("(?:没有|未|无)[^，。；]{0,6}(?:的|者)?")


def _is_zero(move: Move) -> bool:
    return move.effect is not None and bool(move.effect.amounts) and not move.effect.amounts[0].value


def _row_of_change(words: str, first: Row) -> Row | None:
    """Read 持平 as zero, 负增长 and 不降反升 as below zero."""
    if re.fullmatch("(?:与上年|同比|较上年)?(?:持平|不变|无变化)(?:的|者)?", words):
        return Row(Decimal(0), Decimal(0), False, False, True, True, first.unit, "", "exact")
    falls = bool(re.search("下降|降低|减少", first.subject))
    kept = "未下降|没有下降|未降低" if falls else "未增长|没有增长|未提高"
    if re.fullmatch(f"(?:同比)?(?:{kept})(?:的|者)?", words):
        return Row(None, Decimal(0), False, False, False, True, first.unit, "", "against")
    against = "上升|不降反升|增长|增加|反弹|提高" if falls else "下降|负增长|降低|减少|不升反降"
    if re.fullmatch(f"(?:同比|较上年|出现)?(?:{against})(?:的|者)?", words):
        return Row(None, Decimal(0), False, True, False, True, first.unit, "", "against")
    return None


def _from_rows(ctx: Context, at: int, rows: list[tuple[Row, Effect]]) -> Found | None:
    numbered = [row for row, _ in rows if row.kind not in {"rest", "done"}]
    if len(rows) < 2 or not numbered or len(numbered) + (rows[0][0].kind == "done") < 2:
        return None
    if rows[0][0].kind == "done":
        rows = _place_done(rows, numbered[0])
    effects = [effect for _, effect in rows]
    if effects[0].verb == "set" and all(e.amounts[0].value == 0 for e in effects):
        return None
    if effects[0].verb != "set" and any(e.verb == "set" for e in effects):
        return None
    for k in range(at, at + len(rows)):
        refuse(ctx.moves[k], (MarkKind.OTHERWISE,))
    shown = [row for row, _ in rows]
    if effects[0].verb == "deduct":
        shown = [_from_nothing(row, shown) for row in shown]
    if effects[0].amounts[0].of_full and any(e.verb == "deduct" for e in effects):
        if ctx.points is None:
            return None
        effects[0] = replace(effects[0], amounts=(Amount(ctx.points),))
    bands = _intervals(shown, effects)
    if bands is None:
        raise stop_at(effects[0], "overlap")
    inp = _band_input(ctx, rows)
    mode = "set" if effects[0].verb == "set" else "add"
    return Found((Bands(inp, inp.name, inp.unit, bands, mode),), len(rows))  # type: ignore[arg-type]


def _from_nothing(row: Row, rows: list[Row]) -> Row:
    """Begin 迟报1天以内扣0.5分 above zero: what did not happen costs nothing."""
    is_lowest = row.low is None and row.high is not None and all(r.high is None or r.high >= row.high for r in rows)
    if is_lowest and not is_percent(row.unit) and not row.unit.startswith("分") and row.high != 0:
        return replace(row, low=Decimal(0), low_open=True, low_said=True)
    return row


def _place_done(rows: list[tuple[Row, Effect]], second: Row) -> list[tuple[Row, Effect]]:
    """Place 完成目标的 at 100 %, or at no excess for a control number."""
    first, effect = rows[0]
    if second.kind == "over":
        starts = [row.low for row, _ in rows[1:] if row.low is not None]
        to_next = bool(starts) and min(starts) > 0
        first = replace(
            first, low=None, high=min(starts) if to_next else Decimal(0), high_open=to_next, high_said=not to_next
        )
    return [(first, effect), *rows[1:]]


def _band_input(ctx: Context, rows: list[tuple[Row, Effect]]) -> Input:
    unit = next(row.unit for row, _ in rows if row.unit)
    subject = next((row.subject for row, _ in rows if row.subject), "") or ctx.indicator
    subject = subject or ("完成率" if is_percent(unit) else f"{written(unit)}数")
    unit = "%" if is_percent(unit) else written(unit)
    source = Source.VALUE
    kinds = {row.kind for row, _ in rows}
    if "over" in kinds:
        source = Source.EXCESS_PCT
    elif is_percent(unit) and (
        any(row.of_task for row, _ in rows)
        or "done" in kinds
        or re.search("(?:完成|目标|任务|计划)[^率]{0,6}\\Z", subject)
    ):
        source = Source.COMPLETION
    return Input(subject, input_type(unit) if unit != "%" else InputType.MEASURE, unit, source)


def _amounts(effects: list[Effect]) -> list[Amount]:
    """Points of each band; 减3分 beside 得8分 counts from the best."""
    if effects[0].verb != "set":
        return [Amount(-e.amounts[0].value if e.verb == "deduct" else e.amounts[0].value) for e in effects]
    best = effects[0].amounts[0]
    return [Amount(best.value - e.amounts[0].value) if e.verb == "deduct" else e.amounts[0] for e in effects]


def _intervals(rows: list[Row], effects: list[Effect]) -> tuple[Band, ...] | None:
    """Make bands that do not overlap, in the order of the sentence; None when they would."""
    if any(e.verb == "deduct" and e.amounts[0].of_full for e in effects):
        return None
    chained = _chain(rows)
    if chained is None:
        return None
    order = sorted(range(len(chained)), key=lambda k: (_low_key(chained[k]), _high_key(chained[k])))
    for below, above in pairwise(order):
        pair = _meet(chained[below], chained[above])
        if pair is None:
            return None
        chained[below], chained[above] = pair
    amounts = _amounts(effects)
    top = order[-1]
    if (
        effects[0].verb == "set"
        and amounts[top].value == max(a.value for a in amounts)
        and chained[top].low is not None
    ):
        # a figure beyond the best band is not worse than it
        chained[top] = replace(chained[top], high=None)
    return tuple(
        Band(r.low, r.high, a, r.low_open, r.high_open or r.high is None) for r, a in zip(chained, amounts, strict=True)
    )


def _low_key(row: Row) -> Decimal:
    return Decimal("-1E30") if row.low is None else row.low


def _high_key(row: Row) -> Decimal:
    return Decimal("1E30") if row.high is None else row.high


def _chain(rows: list[Row]) -> list[Row] | None:
    """Close open ends: 90%以上, 80%以上 → the second ends at 90; 其余 fills what is left."""
    out = list(rows)
    lows = sorted({r.low for r in rows if r.low is not None})
    highs = sorted({r.high for r in rows if r.high is not None})
    for k, row in enumerate(rows):
        if row.kind == "rest":
            out[k] = _rest(rows)
        elif row.high is None and row.low is not None:
            nxt = next((low for low in lows if low > row.low), None)
            out[k] = row if nxt is None else replace(row, high=nxt, high_open=True)
        elif row.low is None and row.high is not None:
            prv = next((high for high in reversed(highs) if high < row.high), None)
            out[k] = row if prv is None else replace(row, low=prv, low_open=True)
    return None if any(r.low is None and r.high is None for r in out) else out


def _rest(rows: list[Row]) -> Row:
    rest = next(r for r in rows if r.kind == "rest")
    lows = [r.low for r in rows if r.low is not None]
    has_open_low = any(r.low is None and r.high is not None for r in rows)
    if lows and not has_open_low:
        return replace(rest, high=min(lows), high_open=True)
    highs = [r.high for r in rows if r.high is not None]
    return replace(rest, low=max(highs), low_open=True) if highs else rest


def _meet(below: Row, above: Row) -> tuple[Row, Row] | None:
    """Decide to which of two neighbours their common end belongs; close the gap between whole numbers."""
    if below.high is None or above.low is None or below.high > above.low:
        return None
    if below.high == above.low:
        to_below = (below.high_said and not below.high_open and not (above.low_said and not above.low_open)) or (
            above.low_open and above.low_said and not below.high_open
        )
        return replace(below, high_open=not to_below), replace(above, low_open=to_below)
    if _is_next(below.high, above.low):
        return replace(below, high=above.low, high_open=True), replace(above, low_open=False)
    return below, above


def _is_next(high: Decimal, low: Decimal) -> bool:
    """Tell whether the second number follows the first: 79 and 80, 89.9 and 90."""
    exponent = min(int(high.as_tuple().exponent), int(low.as_tuple().exponent), 0)
    return low - high == Decimal(1).scaleb(exponent)


def _read_lists(ctx: Context, at: int) -> Found | None:
    """Read 完成100/90/80%，得分5/4/3，60%以下0分."""
    move = ctx.moves[at]
    lists = [t for t in move.segment if isinstance(t, Slashes)]
    if len(lists) != 1 or move.effect is None or move.effect.shape != "list" or move.effect.verb != "set":
        return None
    values, amounts = lists[0].values, move.effect.amounts
    if len(values) != len(amounts) or list(values) != sorted(values, reverse=True):
        raise stop_at(move.effect, "count_differs")
    subject = subject_before(move.segment, move.segment.index(lists[0])) or ctx.indicator or "完成率"
    rows = [Row(v, None, False, False, False, False, lists[0].unit or "%", subject) for v in values]
    effects = [replace(move.effect, amounts=(a,), shape="one") for a in amounts]
    used = 1
    if at + 1 < len(ctx.moves):
        following = _row(ctx, ctx.moves[at + 1], rows[0])
        effect = ctx.moves[at + 1].effect
        if following is not None and effect is not None and effect.shape == "one":
            rows, effects, used = [*rows, following], [*effects, effect], 2
    bands = _intervals(rows, effects)
    if bands is None:
        raise stop_at(move.effect, "overlap")
    inp = Input(subject, InputType.MEASURE, "%" if is_percent(rows[0].unit) else rows[0].unit, Source.VALUE)
    if re.search("完成", subject):
        inp = replace(inp, source=Source.COMPLETION)
    return Found((Bands(inp, inp.name, inp.unit, bands),), used)
