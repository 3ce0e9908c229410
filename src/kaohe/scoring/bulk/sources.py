"""The inputs of a rule as columns: what `kaohe.scoring.inputs` derives for one figure, for all figures of a leaf."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from kaohe.criteria.bulk import ColumnInput
from kaohe.criteria.columns import Size
from kaohe.criteria.model import Input, InputType, Rule, Source
from kaohe.scoring.bulk.vector import INT64_MAX, width
from kaohe.scoring.inputs import GROUP_SOURCES, INVERSE_OF_ZERO, NOT_FROM_ACTUAL, main_inputs

ACTUAL, TARGET, PREVIOUS = pl.col("actual"), pl.col("target"), pl.col("previous")
_ALWAYS = pl.lit(value=True)

OF_TARGET = frozenset(
    {
        Source.COMPLETION,
        Source.INVERSE_COMPLETION,
        Source.SHORTFALL,
        Source.EXCESS,
        Source.GAP,
        Source.EXCESS_PCT,
        Source.TARGET,
    }
)
OF_PREVIOUS = frozenset({Source.GROWTH, Source.DECLINE, Source.CHANGE})
DEFAULTS_TO_ZERO = frozenset({InputType.COUNT, InputType.FLAG})
"""Beside other reported inputs, a count or yes-or-no that nobody entered says that nothing happened."""


@dataclass(frozen=True, slots=True)
class Derived:
    """One input of a rule in bulk.

    Attributes
    ----------
    value
        Numerator and denominator; anything where the input is absent or doubtful.
    size
        How large it can be in these data.
    is_absent
        True in rows that did not report it; None: all did.
    is_doubtful
        True in rows that only the exact engine may judge: a missing or impossible target, a value of the wrong type;
        None: there are none.
    """

    value: ColumnInput
    size: Size
    is_absent: pl.Expr | None = None
    is_doubtful: pl.Expr | None = None


class Reach:
    """Smallest and largest value of each column of one leaf, and whether every unit has one."""

    def __init__(self, figures: pl.DataFrame, scale: int) -> None:
        self.scale = scale
        self._figures = figures
        self._known: dict[str, tuple[int, int]] = {}

    def of(self, name: str) -> tuple[int, int]:
        """Give the bounds of a column; (0, 0) when it is empty or absent."""
        if name not in self._known:
            column = self._figures[name] if name in self._figures.columns else None
            low, high = (None, None) if column is None else (column.min(), column.max())
            self._known[name] = (0, 0) if low is None else (int(low), int(high))  # type: ignore[arg-type]
        return self._known[name]

    def has(self, name: str) -> bool:
        """Say whether any row has a value there."""
        return name in self._figures.columns and self._figures[name].null_count() < len(self._figures)

    def absence(self, name: str) -> pl.Expr | None:
        """Give where a column is empty; None: nowhere."""
        return pl.col(name).is_null() if self._figures[name].null_count() else None

    def no_target(self) -> pl.Expr | None:
        """Give where the target is missing or not above zero; None: nowhere."""
        if self._figures["target"].null_count() == 0 and self.of("target")[0] > 0:
            return None
        return (TARGET <= 0).fill_null(value=True)


def named(inp: Input) -> str:
    """Column of the value that was reported under an input's own name."""
    return f"input:{inp.name}"


def derived_inputs(rule: Rule, reach: Reach) -> list[Derived]:
    """Give every input of a rule, in order; one row a unit in the frame of the leaf."""
    main = main_inputs(rule)
    return [_one(inp, reach, from_actual=inp in main) for inp in rule.inputs]


def fields_of(rule: Rule | None) -> frozenset[str]:
    """Name the fields of a fact that a rule may look at."""
    sources = set() if rule is None else {i.source for i in rule.inputs}
    fields = {"actual"} | ({"target"} if sources & OF_TARGET else set())
    return frozenset(fields | ({"previous"} if sources & OF_PREVIOUS else set()))


def group_columns(rule: Rule) -> frozenset[Source]:
    """Name the statistics of the comparison group that a rule looks at."""
    return frozenset(i.source for i in rule.inputs) & GROUP_SOURCES


def _one(inp: Input, reach: Reach, *, from_actual: bool) -> Derived:
    own = named(inp)
    # A number cannot answer a yes-or-no or a choice: those come under their own names only.
    can_derive = from_actual or inp.source in NOT_FROM_ACTUAL
    derived = _DERIVE[inp.source](reach) if can_derive and inp.type not in _BY_NAME_ONLY else None
    if not reach.has(own):
        return _absent(inp) if derived is None else derived
    given = _given(inp, pl.col(own), reach)
    return given if derived is None else _either(given, derived, pl.col(own).is_null())


_BY_NAME_ONLY = frozenset({InputType.CHOICE, InputType.FLAG})


def _absent(inp: Input) -> Derived:
    empty = pl.lit("") if inp.type is InputType.CHOICE else pl.lit(0, dtype=pl.Int64)
    return Derived((empty, 1), Size(0, 0), _ALWAYS)


def _given(inp: Input, value: pl.Expr, reach: Reach) -> Derived:
    absent = reach.absence(named(inp))
    if inp.type is InputType.CHOICE:
        wrong = (~value.is_in(list(inp.choices))).fill_null(value=False) if inp.choices else None
        return Derived((value, 1), Size(0, 0), absent, wrong)
    size = Size(*reach.of(named(inp)), reach.scale)
    wrong = (~value.is_in([0, reach.scale])).fill_null(value=False) if inp.type is InputType.FLAG else None
    return Derived((value, reach.scale), size, absent, wrong)


def _either(first: Derived, second: Derived, use_second: pl.Expr) -> Derived:
    """Take a value reported under the input's own name where there is one, else the derived one."""
    (a, b), (c, d) = first.value, second.value
    low, high = min(first.size.low, second.size.low), max(first.size.high, second.size.high)
    size = Size(low, high, max(first.size.den, second.size.den))
    same = isinstance(b, int) and b == d
    below = b if same else pl.when(use_second).then(_column(d)).otherwise(_column(b))
    absent = None if second.is_absent is None else use_second & second.is_absent
    doubtful = _any_of(_and(first.is_doubtful, ~use_second), _and(second.is_doubtful, use_second))
    return Derived((pl.when(use_second).then(c).otherwise(a), below), size, absent, doubtful)


def _column(whole: pl.Expr | int) -> pl.Expr:
    return pl.lit(whole, dtype=pl.Int64) if isinstance(whole, int) else whole


def _and(condition: pl.Expr | None, other: pl.Expr) -> pl.Expr | None:
    return None if condition is None else condition & other


def _any_of(*conditions: pl.Expr | None) -> pl.Expr | None:
    known = [c for c in conditions if c is not None]
    return functools.reduce(operator.or_, known) if known else None


def _value(reach: Reach) -> Derived:
    return Derived((ACTUAL, reach.scale), Size(*reach.of("actual"), reach.scale), reach.absence("actual"))


def _target(reach: Reach) -> Derived:
    return Derived((TARGET, reach.scale), Size(*reach.of("target"), reach.scale), None, reach.absence("target"))


def _completion(reach: Reach) -> Derived:
    low, high = reach.of("actual")
    size = Size(100 * low, 100 * high, max(1, reach.of("target")[1]))
    numerator = 100 * ACTUAL.cast(_width(size))
    return Derived((numerator, TARGET), size, reach.absence("actual"), reach.no_target())


def _inverse(reach: Reach) -> Derived:
    (low, high), top = reach.of("actual"), reach.of("target")[1]
    size = Size(0, max(100 * top, INVERSE_OF_ZERO[0]), max(1, high))
    kind, is_zero = _width(size), ACTUAL == 0
    numerator = pl.when(is_zero).then(pl.lit(INVERSE_OF_ZERO[0], dtype=kind)).otherwise(100 * TARGET.cast(kind))
    below = pl.when(is_zero).then(1).otherwise(ACTUAL)
    no_target = _any_of(_and(reach.no_target(), ACTUAL > 0), reach.absence("target"))
    doubtful = _any_of(no_target, ACTUAL < 0 if low < 0 else None)
    return Derived((numerator, below), size, reach.absence("actual"), doubtful)


def _gap(reach: Reach, *, above: bool) -> Derived:
    (low, high), (least, most) = reach.of("actual"), reach.of("target")
    kind = width(max(abs(low), abs(high)) + max(abs(least), abs(most)))
    a, t = ACTUAL.cast(kind), TARGET.cast(kind)
    gap = (a - t if above else t - a).clip(lower_bound=pl.lit(0, dtype=kind))
    size = Size(0, max(0, high - least if above else most - low), reach.scale)
    return Derived((gap, reach.scale), size, reach.absence("actual"), reach.absence("target"))


def _signed_gap(reach: Reach) -> Derived:
    (low, high), (least, most) = reach.of("actual"), reach.of("target")
    size = Size(low - most, high - least, reach.scale)
    kind = _width(size)
    gap = ACTUAL.cast(kind) - TARGET.cast(kind)
    return Derived((gap, reach.scale), size, reach.absence("actual"), reach.absence("target"))


def _excess_pct(reach: Reach) -> Derived:
    (low, high), (least, most) = reach.of("actual"), reach.of("target")
    size = Size(100 * (low - most), 100 * (high - min(least, 0)), max(1, most))
    kind = _width(size)
    gap = 100 * (ACTUAL.cast(kind) - TARGET.cast(kind))
    return Derived((gap, TARGET), size, reach.absence("actual"), reach.no_target())


def _change(reach: Reach) -> Derived:
    (low, high), (least, most) = reach.of("actual"), reach.of("previous")
    size = Size(low - most, high - least, reach.scale)
    kind = _width(size)
    change = ACTUAL.cast(kind) - PREVIOUS.cast(kind)
    return Derived((change, reach.scale), size, reach.absence("actual"), reach.absence("previous"))


def _growth(reach: Reach, sign: int = 1) -> Derived:
    change = _change(reach).size
    least, most = reach.of("previous")
    ends = (100 * sign * change.low, 100 * sign * change.high)
    size = Size(min(*ends, 0), max(*ends, 0), max(1, most, reach.scale if least <= 0 else 1))
    kind = _width(size)
    absent, doubtful = reach.absence("actual"), reach.absence("previous")
    difference = sign * (ACTUAL.cast(kind) - PREVIOUS.cast(kind))
    if least > 0:
        return Derived((100 * difference, PREVIOUS), size, absent, doubtful)
    # Growth from a zero or negative base says nothing as a rate: it is taken by difference.
    by_difference = PREVIOUS <= 0
    numerator = pl.when(by_difference).then(difference).otherwise(100 * difference)
    below = pl.when(by_difference).then(reach.scale).otherwise(PREVIOUS)
    return Derived((numerator, below), size, absent, doubtful)


def _width(size: Size) -> type[pl.Int64] | type[pl.Int128]:
    return width(max(abs(size.low), abs(size.high)))


def _place(name: str) -> Callable[[Reach], Derived]:
    return lambda reach: Derived((pl.col(name), 1), Size(*reach.of(name)), reach.absence("actual"))


def _statistic(name: str, *, is_scaled: bool = True) -> Callable[[Reach], Derived]:
    def derive(reach: Reach) -> Derived:
        below = reach.scale if is_scaled else 1
        return Derived((pl.col(name), below), Size(*reach.of(name), below), reach.absence(name))

    return derive


def _mean(reach: Reach) -> Derived:
    most = reach.of("group_count")[1] * reach.scale
    size = Size(*reach.of("group_sum"), max(1, most))
    return Derived((pl.col("group_sum"), pl.col("group_count") * reach.scale), size, reach.absence("group_sum"))


def _variance(reach: Reach) -> Derived:
    count = pl.col("group_count")
    most = reach.of("group_count")[1] ** 2 * reach.scale**2
    width(most)
    below = count * count * pl.lit(reach.scale**2, dtype=pl.Int128)
    size = Size(*reach.of("group_spread"), max(1, most))
    return Derived((pl.col("group_spread"), below), size, reach.absence("group_spread"))


_DERIVE: Mapping[Source, Callable[[Reach], Derived]] = {
    Source.VALUE: _value,
    Source.TARGET: _target,
    Source.COMPLETION: _completion,
    Source.INVERSE_COMPLETION: _inverse,
    Source.SHORTFALL: lambda reach: _gap(reach, above=False),
    Source.EXCESS: lambda reach: _gap(reach, above=True),
    Source.GAP: _signed_gap,
    Source.EXCESS_PCT: _excess_pct,
    Source.GROWTH: _growth,
    Source.DECLINE: lambda reach: _growth(reach, sign=-1),
    Source.CHANGE: _change,
    Source.RANK: _place("rank"),
    Source.RANK_ASCENDING: _place("rank_ascending"),
    Source.GROUP_MAX: _statistic("group_max"),
    Source.GROUP_MIN: _statistic("group_min"),
    Source.GROUP_MEAN: _mean,
    Source.GROUP_VARIANCE: _variance,
    Source.GROUP_SIZE: _statistic("group_size", is_scaled=False),
}


def scaled(value: Decimal, scale: int) -> int | None:
    """Count a decimal in units of ``1 ÷ scale``; None when it has more places than that, or is too large."""
    n, d = value.as_integer_ratio()
    whole, rest = divmod(n * scale, d)
    return None if rest or abs(whole) > INT64_MAX else whole
