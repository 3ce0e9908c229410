"""The normal form: one way to write each rule, which reads back as the same rule.

Names that contain words of the language stand in 「」, levels and answers in 『』, and where a figure comes from, when
the words do not tell, in 〔〕. 只得 marks alternatives, 另得 parts that add up.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import singledispatch

from kaohe.criteria.families.award import Award
from kaohe.criteria.families.bands import Band, Bands
from kaohe.criteria.families.choice import ByChoice
from kaohe.criteria.families.condition import Always, Compare, Condition, Holds
from kaohe.criteria.families.flat import Add, Deduct
from kaohe.criteria.families.formula import Weighted
from kaohe.criteria.families.judged import Judged, Open
from kaohe.criteria.families.modifier import Waive
from kaohe.criteria.families.per_event import PerEvent
from kaohe.criteria.families.rank import ByRank, RankBands, RankRatio
from kaohe.criteria.families.ratio import ByRatio, RatioDeduct
from kaohe.criteria.families.score import Score
from kaohe.criteria.families.step import Step
from kaohe.criteria.grammar.context import tidy
from kaohe.criteria.lexer import lex
from kaohe.criteria.model import FULL, Amount, Clause, Input, Limits, Rule, Source
from kaohe.criteria.sources import SOURCE_WORDS
from kaohe.criteria.tokens import Words
from kaohe.exact import show_decimal

_INFERS = re.compile("完成|目标|任务|计划|基数|足额|进度|达标|同比|环比|上年|去年|率|比|占|度|超|下降|增长")


def print_rule(rule: Rule) -> str:
    """Write a rule as a sentence in normal form.

    Examples
    --------
    >>> from kaohe.criteria.parse import parse
    >>> print_rule(parse("迟报一次扣0.5分，扣完为止").rule)
    '迟报每1次扣0.5分；扣完为止'
    """
    scores = [c for c in rule.clauses if isinstance(c, Score) and c.effect == "set"]
    shifts = [c for c in rule.clauses if c.effect not in {"set", "note"} and c not in scores]
    only = bool(scores) and len(scores) + len(shifts) > 1
    parts = [_score(c, only) if isinstance(c, Score) else say(c) for c in rule.clauses]
    limits = rule.limits
    head = [] if limits.base is None else [f"基础分{limits.base.say()}"]
    return "；".join([*head, *parts, *_limits(limits)])


def _limits(limits: Limits) -> list[str]:
    out: list[str] = []
    if limits.floor is not None:
        out.append("扣完为止" if not limits.floor.value else f"最低{limits.floor.say()}")
    if limits.may_go_negative:
        out.append("可计负分")
    named = (
        ("本项得分最高", limits.cap),
        ("本项加分合计不超过", limits.cap_add),
        ("本项扣分合计不超过", limits.cap_deduct),
    )
    return out + [words + amount.say() for words, amount in named if amount is not None]


def name(words: str) -> str:
    """Write a name: in 「」 when it would be read as more than words."""
    # a comparison word in the name must not reach for the number behind it: 整改不到位 + 95%
    first = lex(f"{words}1%")[0]
    is_plain = isinstance(first, Words) and first.text == words and tidy(words) == words
    return words if is_plain and not re.search(r"[、/的或和为每得扣加]|[\s:,;]", words) else f"「{words}」"


def field(inp: Input, usual: Source = Source.VALUE) -> str:
    """Write a figure, with its source when the words would not tell it."""
    if inp.source is usual and not (usual is Source.VALUE and _INFERS.search(inp.name)):
        return name(inp.name)
    return f"{name(inp.name)}〔{SOURCE_WORDS[inp.source]}〕"


@singledispatch
def say(clause: Clause) -> str:
    """Write one clause; families without a form of their own here write themselves."""
    return clause.say()


def _condition(condition: Condition) -> str:
    if isinstance(condition, Holds) and condition.expected:
        return f"{name(condition.inp.name)}的，"
    if isinstance(condition, Compare):
        interval = _interval(condition.low, condition.high, condition.low_open, condition.high_open, condition.inp.unit)
        return f"{field(condition.inp)}{interval}的，"
    return "" if isinstance(condition, Always) else f"{condition.say()}的，"


def _interval(low: Decimal | None, high: Decimal | None, low_open: bool, high_open: bool, unit: str | None) -> str:
    if low is not None and high is not None:
        ends = ["（不含）" if is_open else "（含）" for is_open in (low_open, high_open)]
        return f"{show_decimal(low)}{unit or ''}{ends[0]}至{show_decimal(high)}{unit or ''}{ends[1]}之间"
    if low is not None:
        return f"超过{show_decimal(low)}{unit or ''}" if low_open else f"{show_decimal(low)}{unit or ''}以上"
    if high is not None:
        return f"不满{show_decimal(high)}{unit or ''}" if high_open else f"{show_decimal(high)}{unit or ''}以下"
    return ""


def _score(clause: Score, only: bool) -> str:
    words = _condition(clause.condition)
    if clause.additive:
        return (
            f"{words}另得{show_decimal(clause.value.value)}分"
            if not clause.value.of_full
            else f"{words}另得{clause.value.say()}"
        )
    if not clause.value.value:
        return f"{words}不得分"
    return f"{words}{'只' if only else ''}得{clause.value.say()}"


@say.register(Score)
def _(clause: Score) -> str:
    return _score(clause, only=False)


@say.register(Deduct)
@say.register(Add)
def _(clause: Deduct | Add) -> str:
    cap = f"，最多{clause.verb}{clause.cap.say()}" if clause.cap else ""
    return f"{_condition(clause.condition)}{clause.verb}{clause.delta.say()}{cap}"


def _step(per: Decimal, unit: str | None, rounding: str, word: str = "") -> str:
    shown = {"百分点": "个百分点"}.get(unit or "", unit or "")
    return f"每{'满' if rounding == 'full' else ''}{word}{show_decimal(per)}{shown}"


def _tail(clause: PerEvent | Step) -> str:
    shown = {"百分点": "个百分点"}.get(clause.unit or "", clause.unit or "")
    step = f"{show_decimal(clause.per)}{shown}"
    up = f"，不足{step}按{step}计" if clause.rounding == "up" else ""
    return up + (f"，最多{clause.verb}{clause.cap.say()}" if clause.cap else "")


@say.register(PerEvent)
def _(clause: PerEvent) -> str:
    beyond = ""
    if clause.threshold is not None:
        beyond = f"超过{show_decimal(clause.threshold)}{clause.unit or ''}的部分，"
    step = _step(clause.per, clause.unit, clause.rounding)
    return f"{name(clause.inp.name)}{beyond}{step}{clause.verb}{clause.delta.say()}{_tail(clause)}"


@say.register(Step)
def _(clause: Step) -> str:
    word = "低" if clause.dir == "below" else "超"
    unit = clause.inp.unit or ""
    where = ""
    if clause.low is not None or clause.high is not None:
        where = _interval(clause.low, clause.high, False, False, unit) + "的，"
    elif clause.target is not None:
        where = f"{'低于' if clause.dir == 'below' else '超过'}{show_decimal(clause.target)}{unit}的，"
    figure = f"{name(clause.inp.name)}〔{SOURCE_WORDS[clause.inp.source]}〕"
    if clause.inp.source is Source.VALUE and where:
        figure = name(clause.inp.name)
    step = _step(clause.per, clause.unit, clause.rounding, word)
    return f"{figure}{where}{step}{clause.verb}{clause.delta.say()}{_tail(clause)}"


def gain(amount: Amount, mode: str) -> str:
    """Write what a row of a table gives."""
    if mode == "set":
        return f"得{amount.say()}" if amount.value else "不得分"
    if not amount.value:
        return "不加分"
    return f"扣{Amount(-amount.value, amount.of_full).say()}" if amount.value < 0 else f"加{amount.say()}"


@say.register(Bands)
def _(clause: Bands) -> str:
    def row(band: Band) -> str:
        where = _interval(band.low, band.high, band.low_open, band.high_open and band.high is not None, clause.inp.unit)
        return f"{where}的，{gain(band.amount, clause.mode)}"

    return field(clause.inp) + "；".join(row(band) for band in clause.bands)


@say.register(ByChoice)
def _(clause: ByChoice) -> str:
    if clause.counted:
        return clause.say()
    if clause.mode == "set":
        names = "".join(f"『{text}』" for text, _ in clause.amounts)
        return f"{name(clause.inp.name)}为{names}的，分别得{'、'.join(amount.say() for _, amount in clause.amounts)}"
    rows = "；".join(f"『{text}』的，{gain(amount, 'add')}" for text, amount in clause.amounts)
    return f"{name(clause.inp.name)}为{rows}"


@say.register(Award)
def _(clause: Award) -> str:
    names = "".join(f"『{level}』" for level, _ in clause.levels)
    each = f"每1{clause.unit or '次'}" if clause.counted else ""
    verb = f"分别{'累计' if clause.flags else ''}{clause.verb}"
    points = "、".join(amount.say() for _, amount in clause.levels)
    cap = f"，最多{clause.verb}{clause.cap.say()}" if clause.cap else ""
    return f"{names}{name(clause.on) if clause.on else ''}的，{each}{verb}{points}{cap}"


@say.register(ByRank)
def _(clause: ByRank) -> str:
    verb = "得" if clause.mode == "set" else "加"
    usual = Source.RANK_ASCENDING if clause.order else Source.RANK
    figure = field(clause.inp, usual)
    if not clause.scores:
        first = clause.first.say() if clause.first else ""
        step = show_decimal(abs(clause.step.value)) if clause.step else "0"
        return f"{figure}{clause.order}第1名的，{verb}{first}，每降1名扣{step}分"
    places = "、".join(f"第{k}名" for k in range(1, len(clause.scores) + 1))
    apart = "分别" if len(clause.scores) > 1 else ""
    points = "、".join(amount.say() for amount in clause.scores)
    row = f"{figure}{clause.order}{places}的，{apart}{verb}{points}"
    if clause.step_after is None:
        return row
    after = f"第{len(clause.scores) + 1}名及以后"
    return f"{row}；{clause.order}{after}的，每降1名扣{show_decimal(abs(clause.step_after.value))}分"


@say.register(RankBands)
def _(clause: RankBands) -> str:
    def row(low: int, high: int | None, amount: Amount) -> str:
        where = f"第{low}名" if low == high else f"第{low}至{high}名" if high else f"第{low}名及以后"
        return f"{where}的，{gain(amount, clause.mode)}"

    return field(clause.inp, Source.RANK) + "；".join(row(*band) for band in clause.bands)


@say.register(RankRatio)
def _(clause: RankRatio) -> str:
    if clause.inverse:
        return clause.say()
    return f"{name(clause.inp.name)}第1名的，得{clause.first.say()}，第2名及以后按第1名的比例得分"


def _of(of: Amount) -> str:
    return "" if of == FULL else f"，以{of.say()}为满"


@say.register(ByRatio)
def _(clause: ByRatio) -> str:
    cap = "，不封顶" if clause.cap_pct is None else ""
    if clause.cap_pct not in {None, Decimal(100)} and clause.cap_pct is not None:
        cap = f"，最高不超过满分的{show_decimal(clause.cap_pct)}%"
    kind = "反比例" if clause.inverse else "完成比例"
    return f"{name(clause.inp.name)}按{kind}得分{_of(clause.of)}{cap}"


@say.register(RatioDeduct)
def _(clause: RatioDeduct) -> str:
    return f"{name(clause.inp.name)}按未完成比例扣分{_of(clause.of)}"


@say.register(Judged)
def _(clause: Judged) -> str:
    low, high = clause.inp.low, clause.inp.high
    points = (
        "分"
        if high is None or isinstance(clause, Open)
        else f"{show_decimal(low or Decimal(0))}至{show_decimal(high)}分"
    )
    each = f"每1{clause.count.unit or '次'}" if clause.count else ""
    return f"{name(clause.inp.name)}的，{each}酌情{clause.verb}{points}"


@say.register(Waive)
def _(clause: Waive) -> str:
    return f"{_condition(clause.condition)}{'可不扣分' if clause.may else '免予扣分'}"


@say.register(Weighted)
def _(clause: Weighted) -> str:
    if len(clause.parts) == 1 and not clause.plus:
        inp, pct = clause.parts[0]
        return f"{name(inp.name)}按{show_decimal(pct)}%计入总分"
    parts = [f"{_term(inp)}×{show_decimal(pct)}%" for inp, pct in clause.parts]
    return "得分＝" + "＋".join([*parts, *(_term(inp) for inp in clause.plus)])


def _term(inp: Input) -> str:
    return f"「{inp.name}」" if re.search(r"[\d，。；、：()（）+\-×÷/=%±“”\s]|乘以|除以", inp.name) else inp.name
