"""Random clauses of every family, rules composed of them, and values for their inputs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from kaohe.criteria.families.award import AwardAdd, AwardDeduct
from kaohe.criteria.families.bands import Band, Bands
from kaohe.criteria.families.choice import ByChoice
from kaohe.criteria.families.condition import AllOf, Always, AnyOf, Compare, Condition, Holds, IsOneOf
from kaohe.criteria.families.efficacy import Efficacy
from kaohe.criteria.families.flat import Add, Deduct, ExtraDeduct
from kaohe.criteria.families.formula import Apply, Extreme, Field, Formula, Number, Points, Term, Weighted
from kaohe.criteria.families.judged import JudgeAdd, JudgeDeduct, JudgeScore, Open
from kaohe.criteria.families.linear import Linear
from kaohe.criteria.families.moderate import Moderate
from kaohe.criteria.families.modifier import Multiply, Waive
from kaohe.criteria.families.per_event import AddPer, DeductPer
from kaohe.criteria.families.rank import ByRank, RankBands, RankRatio
from kaohe.criteria.families.ratio import ByRatio, RatioDeduct, TwoMinus
from kaohe.criteria.families.score import Score
from kaohe.criteria.families.standard import Standard
from kaohe.criteria.families.step import StepAdd, StepDeduct
from kaohe.criteria.model import FULL, NOTHING, Amount, Clause, Input, InputType, Limits, Rule, Source

Draw = Callable[[st.SearchStrategy[Any]], Any]
TEXTS = ("优秀", "良好", "一般")

tens = st.integers(-1, 12).map(lambda n: 10 * n)  # shared by thresholds and figures, so that they meet
small = tens.map(Decimal) | st.decimals("-5", "120", places=1)
positive = st.decimals("0.1", "20", places=1)
points = st.one_of(
    st.builds(Amount, st.decimals("0", "20", places=2)),
    st.just(FULL),
    st.builds(Amount, st.integers(1, 120).map(Decimal), st.just(True)),
)
signed_points = st.one_of(points, st.builds(Amount, st.decimals("-10", "10", places=1)))
rounding = st.sampled_from(["proportional", "full", "up"])
mode = st.sampled_from(["set", "add"])
cap = st.none() | points


class Names:
    """Gives every input of a rule its own name."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.count = 0

    def make(self, kind: InputType, unit: str | None = None, source: Source = Source.VALUE, **more: Any) -> Input:
        self.count += 1
        return Input(f"{kind.value}{self.count}", kind, unit, source, **more)

    def measure(self, unit: str | None = "%") -> Input:
        return self.make(InputType.MEASURE, unit)

    def name(self) -> str:
        self.count += 1
        return f"事项{self.count}"


def condition(names: Names, depth: int = 1) -> Condition:
    draw = names.draw
    kinds = ["holds", "compare", "is", "always"] + (["all", "any"] if depth else [])
    kind = draw(st.sampled_from(kinds))
    if kind == "holds":
        return Holds(names.make(InputType.FLAG), draw(st.booleans()))
    if kind == "compare":
        ends = draw(st.tuples(st.none() | small, st.none() | small))
        return Compare(names.measure(), *ends, *draw(st.tuples(st.booleans(), st.booleans())))
    if kind == "is":
        return IsOneOf(names.make(InputType.CHOICE, choices=TEXTS), tuple(draw(st.sets(st.sampled_from(TEXTS)))))
    if kind == "always":
        return Always()
    parts = tuple(condition(names, 0) for _ in range(draw(st.integers(1, 3))))
    return AllOf(parts) if kind == "all" else AnyOf(parts)


def per_event(names: Names, kind: Any = None) -> Clause:
    draw = names.draw
    kind = kind or draw(st.sampled_from([DeductPer, AddPer]))
    inp = names.make(draw(st.sampled_from([InputType.COUNT, InputType.MEASURE])), "次")
    threshold = draw(st.none() | st.integers(0, 5).map(Decimal))
    return kind(inp, draw(points), draw(positive), "次", draw(rounding), draw(cap), threshold)


def step(names: Names, kind: Any = None) -> Clause:
    draw = names.draw
    kind = kind or draw(st.sampled_from([StepDeduct, StepAdd]))
    inp, ends = names.measure(), draw(st.tuples(st.none() | small, st.none() | small))
    way = draw(st.sampled_from(["below", "above"]))
    target = draw(st.none() | small)
    return kind(inp, inp.name, target, way, draw(positive), "百分点", draw(points), draw(rounding), draw(cap), *ends)


def flat(names: Names, kind: Any = None) -> Clause:
    kind = kind or names.draw(st.sampled_from([Deduct, Add, ExtraDeduct]))
    return kind(condition(names), names.draw(points), names.draw(cap))


def score(names: Names) -> Clause:
    value = names.draw(points | st.just(NOTHING))
    return Score(condition(names), value, names.draw(st.booleans()))


def band(draw: Draw) -> Band:
    ends = draw(st.tuples(st.none() | small, st.none() | small))
    return Band(*ends, draw(signed_points), *draw(st.tuples(st.booleans(), st.booleans())))


def bands(names: Names) -> Clause:
    draw, inp = names.draw, names.measure()
    if draw(st.booleans()):  # as documents write them: from the top down, each joining the last
        ends = sorted(draw(st.lists(small, min_size=1, max_size=4, unique=True)), reverse=True)
        opens = st.tuples(st.booleans(), st.booleans()) | st.just((False, True))
        pairs = zip([*ends, None], [None, *ends], strict=True)
        rows = [Band(low, high, draw(signed_points), *draw(opens)) for low, high in pairs]
        rows = rows[: draw(st.integers(1, len(rows)))]
        rows = rows[::-1] if draw(st.booleans()) else rows
    else:
        rows = [band(draw) for _ in range(draw(st.integers(1, 4)))]
    return Bands(inp, inp.name, "%", tuple(rows), draw(mode))


def choice(names: Names) -> Clause:
    draw = names.draw
    texts = draw(st.lists(st.sampled_from(TEXTS), min_size=1, unique=True))
    table = tuple((text, draw(signed_points)) for text in texts)
    return ByChoice(names.make(InputType.CHOICE, choices=TEXTS), table, draw(mode), draw(st.booleans()))


def award(names: Names, kind: Any = None) -> Clause:
    draw = names.draw
    kind = kind or draw(st.sampled_from([AwardAdd, AwardDeduct]))
    levels = tuple((name, draw(points)) for name in ("国家级", "省级", "市级")[: draw(st.integers(1, 3))])
    counted, flags = draw(st.sampled_from([(True, False), (False, False), (False, True)]))
    return kind(levels, counted, draw(cap), names.name(), "次", flags)


def rank(names: Names) -> Clause:
    draw, inp = names.draw, names.make(InputType.RANK, "名", Source.RANK)
    step_ = st.none() | st.builds(Amount, st.decimals("-3", "1", places=1), st.booleans())
    if draw(st.booleans()):
        return ByRank(inp, first=draw(signed_points), step=draw(step_), mode=draw(mode))
    scores = tuple(draw(st.lists(signed_points, min_size=1, max_size=4)))
    return ByRank(inp, scores=scores, step_after=draw(step_), mode=draw(mode))


def rank_bands(names: Names) -> Clause:
    draw, inp = names.draw, names.make(InputType.RANK, "名", Source.RANK)
    row = st.tuples(st.integers(1, 8), st.none() | st.integers(1, 8), signed_points)
    return RankBands(inp, tuple(draw(st.lists(row, min_size=1, max_size=3))), draw(mode))


def rank_ratio(names: Names) -> Clause:
    best = names.make(InputType.MEASURE, "%", Source.GROUP_MAX)
    return RankRatio(names.measure(), best, names.draw(points), names.draw(st.booleans()))


def ratio(names: Names) -> Clause:
    draw, inp = names.draw, names.make(InputType.MEASURE, "%", Source.COMPLETION)
    cap_pct = draw(st.sampled_from([Decimal(100), Decimal(120), Decimal("87.5"), None]))
    kind = draw(st.sampled_from(["ratio", "inverse", "two_minus", "deduct"]))
    if kind == "deduct":
        return RatioDeduct(inp, draw(points))
    if kind == "two_minus":
        return TwoMinus(inp, cap_pct, draw(points))
    return ByRatio(inp, cap_pct, draw(points), inverse=kind == "inverse")


def bound(names: Names, source: Source) -> Decimal | Input:
    return names.draw(small) if names.draw(st.booleans()) else names.make(InputType.MEASURE, "%", source)


def efficacy(names: Names) -> Clause:
    draw, inp = names.draw, names.measure()
    low, high = bound(names, Source.GROUP_MIN), bound(names, Source.GROUP_MAX)
    return Efficacy(inp, draw(signed_points), draw(signed_points), low, high, clamp=draw(st.booleans()))


def irrational(names: Names) -> Clause:
    draw, inp = names.draw, names.measure()
    kind = draw(st.sampled_from(["exponential", "log", "both", "standard"]))
    if kind == "standard":
        mean, variance = (names.make(InputType.MEASURE, None, s) for s in (Source.GROUP_MEAN, Source.GROUP_VARIANCE))
        return Standard(inp, mean, variance, draw(points), draw(signed_points))
    least = st.builds(Amount, positive)
    floor = draw(least) if kind != "log" else draw(points)
    span = draw(least) if kind != "log" else draw(signed_points)
    if kind == "exponential":
        low, high = bound(names, Source.GROUP_MIN), bound(names, Source.GROUP_MAX)
    else:
        low, high = draw(positive), draw(positive)
    return Efficacy(inp, floor, span, low, high, exponential=kind != "log", log=kind != "exponential")


def moderate(names: Names) -> Clause:
    draw, inp = names.draw, names.measure()
    low, high = sorted(draw(st.tuples(small, small)))
    return Moderate(inp, low, high, bound(names, Source.GROUP_MIN), bound(names, Source.GROUP_MAX), draw(points))


def linear(names: Names) -> Clause:
    draw = names.draw
    figures = sorted(draw(st.lists(small, min_size=2, max_size=4, unique=True)))
    return Linear(names.measure(), tuple((x, draw(signed_points)) for x in figures), draw(mode))


def term(names: Names, depth: int = 2) -> Term:
    draw = names.draw
    kind = draw(st.sampled_from(["number", "field", "points"] + (["apply", "extreme"] if depth else [])))
    if kind == "number":
        return Number(draw(st.decimals("0.1", "20", places=1)), draw(st.booleans()))
    if kind == "points":
        return Points(draw(points))
    if kind == "field":
        return Field(names.measure(draw(st.sampled_from(["%", None]))))
    if kind == "extreme":
        return Extreme(draw(st.sampled_from(["min", "max"])), tuple(term(names, depth - 1) for _ in range(2)))
    return Apply(draw(st.sampled_from(["+", "-", "*", "/"])), term(names, depth - 1), term(names, depth - 1))


def formula(names: Names) -> Clause:
    return Formula(term(names))


def weighted(names: Names) -> Clause:
    draw = names.draw
    parts = tuple((names.measure(), draw(positive)) for _ in range(draw(st.integers(1, 3))))
    return Weighted(parts, tuple(names.measure() for _ in range(draw(st.integers(0, 1)))))


def judged(names: Names) -> Clause:
    draw = names.draw
    kind = draw(st.sampled_from([JudgeDeduct, JudgeAdd, JudgeScore, Open]))
    inp = names.make(InputType.MEASURE, "分", low=draw(st.none() | st.just(Decimal(1))), high=Decimal(5))
    return kind(inp)


def modifier(names: Names) -> Clause:
    draw = names.draw
    if draw(st.booleans()):
        return Waive(condition(names))
    factor = draw(st.sampled_from([Decimal(2), Decimal("0.5"), Decimal("1.5")]))
    return Multiply(condition(names), factor, draw(st.sampled_from(["deductions", "additions", "score"])))


FAMILIES: dict[str, Callable[[Names], Clause]] = {
    "per_event": per_event,
    "step": step,
    "flat": flat,
    "score": score,
    "bands": bands,
    "choice": choice,
    "award": award,
    "rank": rank,
    "rank_bands": rank_bands,
    "rank_ratio": rank_ratio,
    "ratio": ratio,
    "efficacy": efficacy,
    "irrational": irrational,
    "moderate": moderate,
    "linear": linear,
    "formula": formula,
    "weighted": weighted,
    "judged": judged,
    "modifier": modifier,
}

limits = st.one_of(
    st.just(Limits()),
    st.builds(
        Limits,
        base=st.none() | points,
        floor=st.none() | st.builds(Amount, st.decimals("-5", "5", places=1)),
        cap=st.none() | points,
        cap_add=st.none() | points,
        cap_deduct=st.none() | points,
        may_go_negative=st.booleans(),
    ),
)


@st.composite
def clauses(draw: Draw, family: str) -> Clause:
    return FAMILIES[family](Names(draw))


@st.composite
def rules(draw: Draw, most: int = 4, families: tuple[str, ...] = tuple(FAMILIES)) -> Rule:
    """Rules of one to ``most`` clauses of any families."""
    names = Names(draw)
    made = tuple(FAMILIES[draw(st.sampled_from(families))](names) for _ in range(draw(st.integers(1, most))))
    return Rule(made, draw(limits))


def value_of(inp: Input) -> st.SearchStrategy[Any]:
    """Values of one input: what a unit, or scoring, could fill in; near the boundaries as often as away from them."""
    if inp.type is InputType.CHOICE:
        return st.sampled_from(inp.choices)
    if inp.type is InputType.FLAG:
        return st.sampled_from([Fraction(0), Fraction(1)])
    if inp.type is InputType.RANK:
        return st.integers(1, 10).map(Fraction)
    if inp.type is InputType.COUNT:
        return st.integers(0, 12).map(Fraction)
    if inp.high is not None:
        return st.sampled_from([Fraction(0), (inp.low and Fraction(inp.low)) or Fraction(1, 2), Fraction(inp.high)])
    if inp.source is Source.GROUP_VARIANCE:
        return st.sampled_from([Fraction(0), Fraction(4), Fraction(1, 7), Fraction(35, 12)])
    tenths = st.integers(-60, 1300).map(lambda n: Fraction(n, 10))
    return st.one_of(tens.map(Fraction), tenths, st.builds(Fraction, st.integers(-500, 20000), st.integers(1, 300)))


def values_of(rule: Rule) -> st.SearchStrategy[tuple[Any, ...]]:
    """Values for all inputs of a rule."""
    return st.tuples(*(value_of(inp) for inp in rule.inputs))


def to_scalar(value: Any) -> Any:
    """What the kernels read."""
    return value if isinstance(value, str) else (value.numerator, value.denominator)
