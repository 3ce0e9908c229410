"""Random rules of every family that the language can say, for the property tests of the normal form."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from kaohe.criteria.families.award import AwardAdd, AwardDeduct
from kaohe.criteria.families.bands import Band, Bands
from kaohe.criteria.families.choice import ByChoice
from kaohe.criteria.families.condition import Compare, Condition, Holds
from kaohe.criteria.families.flat import Add, Deduct
from kaohe.criteria.families.formula import Weighted
from kaohe.criteria.families.judged import JudgeAdd, JudgeDeduct, JudgeScore
from kaohe.criteria.families.modifier import Waive
from kaohe.criteria.families.per_event import AddPer, DeductPer
from kaohe.criteria.families.rank import ByRank, RankBands
from kaohe.criteria.families.ratio import ByRatio, RatioDeduct
from kaohe.criteria.families.score import Score
from kaohe.criteria.families.step import StepAdd, StepDeduct
from kaohe.criteria.model import FULL, NOTHING, Amount, Clause, Input, InputType, Limits, Rule, Source

WORDS = (
    "迟报",
    "资料缺失",
    "群众投诉",
    "整改不到位",
    "3天内未办结",
    "扣分事项",
    "每月例会",
    "A、B两类问题",
    "得分",
    "未(含)报",
)
ENDS = "甲乙丙丁戊己庚辛"
POINTS = st.decimals(min_value="0.01", max_value=50, places=2)
AMOUNTS = st.one_of(POINTS.map(Amount), st.integers(1, 60).map(lambda n: Amount(Decimal(n), of_full=True)))
PLAIN = POINTS.map(Amount)
NUMBERS = st.decimals(min_value=0, max_value=500, places=1)
NAMES = st.sampled_from(WORDS)
COUNTS = st.sampled_from(("次", "件", "项", "人", "起", "户次"))
MEASURES = st.sampled_from(("%", "万元", "天", "分"))
CAPS = st.none() | PLAIN


def counted(kind: type) -> st.SearchStrategy[Clause]:
    """每…扣 and 每…加."""

    def build(name, unit, delta, per, rounding, cap, threshold):
        typed = InputType.MEASURE if unit in {"天", "万元"} else InputType.COUNT
        return kind(Input(name, typed, unit), delta, per, unit, rounding, cap, threshold)

    per = st.decimals(min_value="0.5", max_value=20, places=1)
    units = COUNTS | st.sampled_from(("天", "万元"))
    roundings = st.sampled_from(("proportional", "full", "up"))
    threshold = st.none() | st.integers(1, 9).map(Decimal)
    return st.builds(build, NAMES, units, AMOUNTS, per, roundings, CAPS, threshold)


def stepped(kind: type) -> st.SearchStrategy[Clause]:
    """每低…扣 and 每超…加, about a target or from a gap."""
    sources = (Source.COMPLETION, Source.SHORTFALL, Source.EXCESS, Source.GROWTH, Source.DECLINE, Source.EXCESS_PCT)

    def build(name, unit, target, toward, source, delta, rounding, cap, width):
        typed = InputType.COUNT if unit in {"次", "篇"} else InputType.MEASURE
        source = source if target is None or source is Source.COMPLETION else Source.VALUE
        if target is None and source is Source.VALUE:
            source = Source.SHORTFALL
        inp = Input(name, typed, unit, source)
        step = kind(inp, name, target, toward, Decimal(1), unit, delta, rounding, cap)
        if target is not None and width:
            low, high = (target - width, target) if toward == "below" else (target, target + width)
            step = replace(step, low=low, high=high)
        return step

    return st.builds(
        build,
        NAMES,
        st.sampled_from(("%", "次", "篇", "天", "分")),
        st.none() | st.integers(100, 200).map(Decimal),
        st.sampled_from(("below", "above")),
        st.sampled_from(sources),
        AMOUNTS,
        st.sampled_from(("proportional", "full", "up")),
        CAPS,
        st.none() | st.integers(1, 90).map(Decimal),
    )


def conditions() -> st.SearchStrategy[Condition]:
    """Facts that hold, and numbers in an interval."""
    holds = st.builds(lambda name: Holds(Input(name, InputType.FLAG)), NAMES)

    def compare(name, unit, low, width, opens, side):
        typed = InputType.COUNT if unit in {"次", "件", "项", "人", "起", "户次"} else InputType.MEASURE
        ends = {"low": (low, None), "high": (None, low), "both": (low, low + width)}[side]
        is_open = (opens[0] and ends[0] is not None, opens[1] and ends[1] is not None)
        return Compare(Input(name, typed, unit), *ends, *is_open)

    width = st.integers(1, 50).map(Decimal)
    opens = st.tuples(st.booleans(), st.booleans())
    sides = st.sampled_from(("low", "high", "both"))
    return holds | st.builds(compare, NAMES, MEASURES | COUNTS, NUMBERS, width, opens, sides)


@st.composite
def banded(draw: st.DrawFn) -> Bands:
    """Adjacent bands from the best down, the best one open."""
    edges = sorted(draw(st.lists(st.integers(0, 100), min_size=1, max_size=4, unique=True)), reverse=True)
    points = sorted(
        draw(st.lists(st.integers(1, 40), min_size=len(edges), max_size=len(edges), unique=True)), reverse=True
    )
    unit = draw(MEASURES)
    inp = Input(draw(NAMES), InputType.MEASURE, unit, draw(st.sampled_from((Source.VALUE, Source.COMPLETION))))
    highs: list[Decimal | None] = [None, *map(Decimal, edges)]
    rows = [Band(Decimal(low), high, Amount(Decimal(p))) for low, high, p in zip(edges, highs, points, strict=False)]
    rows.append(Band(None, Decimal(edges[-1]), NOTHING))
    return Bands(inp, inp.name, unit, tuple(rows))


def levels(kind: type) -> st.SearchStrategy[Clause]:
    """国家级、省级分别加."""
    names = st.lists(st.sampled_from(("国家级", "省级", "市级", "县级", "一等奖")), min_size=2, max_size=4, unique=True)

    def build(chosen, amounts, counted_, cap, on, unit, flags):
        pairs = tuple(zip(chosen, amounts, strict=False))
        return kind(pairs, counted_, cap, on, unit if counted_ else None, flags and not counted_)

    amounts = st.lists(PLAIN, min_size=4, max_size=4)
    return st.builds(build, names, amounts, st.booleans(), CAPS, st.just("") | NAMES, COUNTS, st.booleans())


def chosen() -> st.SearchStrategy[Clause]:
    """优秀加1分，差扣2分."""
    texts = st.lists(st.sampled_from(("优秀", "良好", "合格", "差")), min_size=2, max_size=4, unique=True)

    def build(name, texts_, amounts, mode):
        pairs = tuple(zip(texts_, amounts, strict=False))
        if mode == "set":
            pairs = tuple((t, Amount(abs(a.value) + 1)) for t, a in pairs)
        return ByChoice(Input(name, InputType.CHOICE, choices=tuple(texts_)), pairs, mode)

    amounts = st.lists(st.integers(-20, 20).map(lambda n: Amount(Decimal(n))), min_size=4, max_size=4)
    return st.builds(build, NAMES, texts, amounts, st.sampled_from(("set", "add")))


def ranked() -> st.SearchStrategy[Clause]:
    """Tables and ranges of places."""

    def table(name, scores, step, mode):
        return ByRank(Input(name, InputType.RANK, None, Source.RANK), None, None, tuple(scores), step, "", mode)

    def first(name, amount, step, mode):
        return ByRank(Input(name, InputType.RANK, None, Source.RANK), amount, step, mode=mode)

    def ranges(name, ends, amounts, mode):
        bounds = sorted(set(ends))
        lows = [1, *(n + 1 for n in bounds)]
        highs: list[int | None] = [*bounds, None]
        rows = tuple(zip(lows, highs, amounts, strict=False))
        return RankBands(Input(name, InputType.RANK, None, Source.RANK), rows, mode)

    down = PLAIN.map(lambda a: Amount(-a.value))
    modes = st.sampled_from(("set", "add"))
    many = st.lists(PLAIN, min_size=2, max_size=5)
    return (
        st.builds(table, NAMES, many, st.none() | down, modes)
        | st.builds(first, NAMES, PLAIN, down, modes)
        | st.builds(
            ranges,
            NAMES,
            st.lists(st.integers(2, 30), min_size=1, max_size=3),
            st.lists(PLAIN, min_size=4, max_size=4),
            modes,
        )
    )


def judged(kind: type) -> st.SearchStrategy[Clause]:
    """酌情扣1至3分, with or without 每次."""

    def build(name, low, width, count):
        inp = Input(name, InputType.MEASURE, "分", low=low, high=low + width)
        return kind(inp, Input(f"{name}次数", InputType.COUNT, count) if count else None)

    return st.builds(build, NAMES, st.integers(0, 5).map(Decimal), st.integers(1, 9).map(Decimal), st.none() | COUNTS)


def scores() -> st.SearchStrategy[Clause]:
    """Alternatives, parts and knockouts."""
    return (
        st.builds(Score, conditions(), st.just(NOTHING))
        | st.builds(Score, conditions(), PLAIN)
        | st.builds(Score, conditions(), PLAIN, st.just(True))
    )


def ratios() -> st.SearchStrategy[Clause]:
    """Proportions of completion."""
    inp = NAMES.map(lambda n: Input(n, InputType.MEASURE, "%", Source.COMPLETION))
    of = st.just(FULL) | st.integers(2, 50).map(lambda n: Amount(Decimal(n)))
    caps = st.none() | st.integers(100, 200).map(Decimal)
    return st.builds(ByRatio, inp, caps, of) | st.builds(RatioDeduct, inp, of)


def weighted() -> st.SearchStrategy[Clause]:
    """德育×30%＋智育×70%."""

    def build(share, plus):
        parts = ((Input("德育", InputType.MEASURE), share), (Input("智育", InputType.MEASURE), 100 - share))
        return Weighted(parts, tuple(Input(n, InputType.MEASURE) for n in plus))

    return st.builds(
        build, st.integers(1, 99).map(Decimal), st.lists(st.sampled_from(("附加分", "加(减)分")), max_size=1)
    )


SHIFTS = st.one_of(
    counted(DeductPer),
    counted(AddPer),
    stepped(StepDeduct),
    stepped(StepAdd),
    st.builds(Deduct, conditions(), AMOUNTS, CAPS),
    st.builds(Add, conditions(), AMOUNTS, CAPS),
    levels(AwardAdd),
    levels(AwardDeduct),
    judged(JudgeDeduct),
    judged(JudgeAdd),
    st.builds(lambda name, may: Waive(Holds(Input(name, InputType.FLAG)), may), NAMES, st.booleans()),
)
TABLES = st.one_of(banded(), chosen(), ranked(), ratios(), judged(JudgeScore), weighted())
LIMITS = st.builds(
    Limits,
    base=st.none() | PLAIN,
    floor=st.none() | st.just(NOTHING) | PLAIN,
    cap=st.none() | PLAIN,
    cap_add=st.none() | PLAIN,
    cap_deduct=st.none() | PLAIN,
    may_go_negative=st.booleans(),
)


def named(clause: Clause, end: str) -> Clause:
    """Give the fields of a clause names of their own, so that no two clauses ask for one field."""
    changes = {}
    inp = getattr(clause, "inp", None)
    condition = getattr(clause, "condition", None)
    if isinstance(inp, Input):
        changes["inp"] = replace(inp, name=inp.name + end)
        if hasattr(clause, "on"):
            changes["on"] = inp.name + end
        if getattr(clause, "count", None) is not None:
            changes["count"] = replace(clause.count, name=f"{inp.name}{end}次数")
    if isinstance(condition, Condition):
        changes["condition"] = replace(condition, inp=replace(condition.inp, name=condition.inp.name + end))
    return replace(clause, **changes) if changes else clause


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """A rule of one table or some scores, with shifts and limits."""
    tables = draw(st.lists(TABLES, max_size=1))
    shifts = draw(st.lists(SHIFTS, max_size=3))
    clauses = [*tables, *(draw(st.lists(scores(), max_size=2)) if not tables else []), *shifts]
    if not clauses:
        clauses = [draw(SHIFTS)]
    return Rule(tuple(named(c, ENDS[k]) for k, c in enumerate(clauses)), draw(LIMITS))
