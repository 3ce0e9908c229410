"""From a reported figure to the values a rule asks for: completion, growth, place in the group and the like.

The rule stays a pure function of its inputs; this module derives them as `kaohe.criteria.model.Source` says. A value
reported under an input's own name always wins, and stands for the input itself (a completion rate as reported, a
group's best as frozen in the plan).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Protocol, TypeAlias

from kaohe.criteria.model import Input, InputType, Rule, Scalar, Source
from kaohe.exact import ONE, ZERO, Ratio
from kaohe.scoring.facts import InputValue
from kaohe.scoring.group import Group
from kaohe.scoring.unscorable import (
    ACTUAL_NEGATIVE,
    NO_PREVIOUS,
    NO_TARGET,
    TARGET_NOT_POSITIVE,
    WRONG_TYPE,
    Unscorable,
)
from kaohe.scoring.words import say_ratio

INVERSE_OF_ZERO: Ratio = (10**6, 1)
"""Percent that stands for target ÷ 0 where smaller is better (no accident against a control number of 14): beyond
every cap, without being infinite."""

STATISTICS = frozenset(
    {Source.GROUP_MAX, Source.GROUP_MIN, Source.GROUP_MEAN, Source.GROUP_VARIANCE, Source.GROUP_SIZE}
)
GROUP_SOURCES = STATISTICS | {Source.RANK, Source.RANK_ASCENDING}
"""Sources that look at the whole comparison group."""

NOT_FROM_ACTUAL = STATISTICS | {Source.TARGET}
"""Sources that do not need the unit's own figure."""


class Exact(Protocol):
    """A finite number that gives its exact ratio: `Decimal`, or a tally."""

    def as_integer_ratio(self) -> Ratio:
        """Numerator and positive denominator."""
        ...


class Figure(Protocol):
    """What an input is filled from: a `Fact`, or the result of a ballot campaign."""

    @property
    def actual(self) -> Exact | None:
        """The figure itself."""
        ...

    @property
    def target(self) -> Exact | None:
        """Target of the same unit and indicator."""
        ...

    @property
    def previous(self) -> Exact | None:
        """Figure of the year before."""
        ...

    @property
    def inputs(self) -> Mapping[str, InputValue]:
        """Values reported by input name."""
        ...


Getter: TypeAlias = "Callable[[Figure, Group], Scalar | None]"
"""Value of one input; None: this input was not reported."""

Filler: TypeAlias = "Callable[[Figure, Group], tuple[Scalar | None, ...]]"
"""Values of all inputs of a rule, in order."""


def filler(rule: Rule, *, ascending: bool = False, target: Decimal | None = None) -> Filler:
    """Make the function that fills a rule's inputs, in the rule's order.

    Parameters
    ----------
    rule
        The rule to fill.
    ascending
        True: places in the group count from the smallest figure.
    target
        Default target when a figure carries none.
    """
    main = main_inputs(rule)
    getters = [_getter(i, from_actual=i in main, ascending=ascending, target=target) for i in rule.inputs]
    if len(getters) == 1:
        (get,) = getters
        return lambda figure, group: (get(figure, group),)
    if len(getters) == 2:
        one, two = getters
        return lambda figure, group: (one(figure, group), two(figure, group))
    return lambda figure, group: tuple([get(figure, group) for get in getters])


def main_inputs(rule: Rule) -> frozenset[Input]:
    """Inputs that take the figure ``actual``, so that it need not be reported under their names.

    A derived input always does. A plain value does when it is the only one (or the only measure), and no derived
    input uses the figure already, unless it goes by the same name.
    """
    derived = [i for i in rule.inputs if i.source is not Source.VALUE and i.source not in NOT_FROM_ACTUAL]
    plain = [i for i in rule.inputs if i.source is Source.VALUE]
    if derived:
        names = {i.name for i in derived}
        return frozenset(derived) | {i for i in plain if i.name in names and i.type is InputType.MEASURE}
    if len(plain) > 1:
        plain = [i for i in plain if i.type is InputType.MEASURE]
    return frozenset(plain if len(plain) == 1 else ())


def needs_group(rule: Rule) -> bool:
    """Say whether a rule compares units with each other."""
    return any(i.source in GROUP_SOURCES for i in rule.inputs)


def _getter(inp: Input, *, from_actual: bool, ascending: bool, target: Decimal | None) -> Getter:
    name, read = inp.name, _reader(inp)
    if from_actual and inp.source in _OF_TARGET:
        return _compared(name, read, _OF_TARGET[inp.source], target)
    derive = _source(inp, ascending=ascending, target=target) if from_actual or inp.source in NOT_FROM_ACTUAL else None
    if derive is not None and inp.type in (InputType.CHOICE, InputType.FLAG):
        derive = None  # a number cannot answer a yes-or-no or a choice

    def get(figure: Figure, group: Group) -> Scalar | None:
        inputs = figure.inputs
        if inputs and name in inputs:
            return read(inputs[name])
        return None if derive is None else derive(figure, group)

    return get


def _compared(
    name: str, read: Callable[[InputValue], Scalar], compare: Callable[[Ratio, Ratio], Ratio], target: Decimal | None
) -> Getter:
    """Compare the figure with its target: the most common source, so it is one function instead of three."""
    default = None if target is None else target.as_integer_ratio()

    def get(figure: Figure, _group: Group) -> Scalar | None:
        inputs = figure.inputs
        if inputs and name in inputs:
            return read(inputs[name])
        actual = figure.actual
        return None if actual is None else compare(actual.as_integer_ratio(), _target(figure, default))

    return get


def _reader(inp: Input) -> Callable[[InputValue], Scalar]:
    if inp.type is InputType.CHOICE:
        return lambda value: _choice(inp, value)
    if inp.type is InputType.FLAG:
        return lambda value: _flag(inp, value)
    return lambda value: _number(inp, value)


def _choice(inp: Input, value: InputValue) -> str:
    if not isinstance(value, str) or (inp.choices and value not in inp.choices):
        raise Unscorable(WRONG_TYPE, str(value), input=inp.name, type=" / ".join(inp.choices))
    return value


def _flag(inp: Input, value: InputValue) -> Ratio:
    if isinstance(value, str) or value not in (0, 1):
        raise Unscorable(WRONG_TYPE, str(value), input=inp.name, type="是 / 否")
    return ONE if value else ZERO


def _number(inp: Input, value: InputValue) -> Ratio:
    if not isinstance(value, Decimal):
        raise Unscorable(WRONG_TYPE, str(value), input=inp.name, type="0, 1.5 …")
    return value.as_integer_ratio()


def _source(inp: Input, *, ascending: bool, target: Decimal | None) -> Getter:
    """Make the derivation of one source."""
    default = None if target is None else target.as_integer_ratio()
    if inp.source in STATISTICS:
        statistic = _OF_GROUP[inp.source]
        return lambda _figure, group: statistic(group)
    if inp.source is Source.TARGET:
        return lambda figure, _group: _target(figure, default)
    if inp.source is Source.VALUE:
        return lambda figure, _group: None if (a := figure.actual) is None else a.as_integer_ratio()
    if inp.source in (Source.RANK, Source.RANK_ASCENDING):
        upward = ascending or inp.source is Source.RANK_ASCENDING
        return lambda figure, group: (
            None if (a := figure.actual) is None else group.place(a.as_integer_ratio(), ascending=upward)
        )
    if inp.source in _OF_PREVIOUS:
        change = _OF_PREVIOUS[inp.source]
        return lambda figure, _group: (
            None if (a := figure.actual) is None else change(a.as_integer_ratio(), _previous(figure))
        )
    raise AssertionError(inp.source)  # sources of the target are made by `_compared`


def _target(figure: Figure, default: Ratio | None) -> Ratio:
    target = figure.target
    if target is not None:
        return target.as_integer_ratio()
    if default is None:
        raise Unscorable(NO_TARGET)
    return default


def _previous(figure: Figure) -> Ratio:
    if figure.previous is None:
        raise Unscorable(NO_PREVIOUS)
    return figure.previous.as_integer_ratio()


def _positive(target: Ratio) -> Ratio:
    if target[0] <= 0:
        raise Unscorable(TARGET_NOT_POSITIVE, say_ratio(target))
    return target


def completion(actual: Ratio, target: Ratio) -> Ratio:
    """Degree of completion in %: actual ÷ target × 100; the target must be above zero."""
    n, d = _positive(target)
    return (100 * actual[0] * d, actual[1] * n)


def inverse_completion(actual: Ratio, target: Ratio) -> Ratio:
    """Target ÷ actual × 100 in %, smaller is better; `INVERSE_OF_ZERO` for an actual of zero."""
    if actual[0] < 0:
        raise Unscorable(ACTUAL_NEGATIVE, say_ratio(actual))
    if actual[0] == 0:
        return INVERSE_OF_ZERO
    n, d = _positive(target)
    return (100 * n * actual[1], d * actual[0])


def difference(a: Ratio, b: Ratio) -> Ratio:
    """Exact a - b."""
    return (a[0] * b[1] - b[0] * a[1], a[1] * b[1])


def shortfall(actual: Ratio, target: Ratio) -> Ratio:
    """Target - actual, not below zero."""
    gap = difference(target, actual)
    return gap if gap[0] > 0 else ZERO


def excess(actual: Ratio, target: Ratio) -> Ratio:
    """Actual - target, not below zero."""
    return shortfall(target, actual)


def excess_pct(actual: Ratio, target: Ratio) -> Ratio:
    """(actual - target) ÷ target × 100, negative when a control number is kept."""
    n, d = completion(actual, target)
    return (n - 100 * d, d)


def growth(actual: Ratio, previous: Ratio) -> Ratio:
    """(actual - previous) ÷ previous × 100 in %; by difference where the base is zero or negative.

    Source: field practice (growth from a negative or zero base says nothing as a rate and is scored by difference).
    """
    n, d = difference(actual, previous)
    if previous[0] <= 0:
        return (n, d)
    return (100 * n * previous[1], d * previous[0])


def decline(actual: Ratio, previous: Ratio) -> Ratio:
    """The negative of `growth`."""
    n, d = growth(actual, previous)
    return (-n, d)


_OF_TARGET: dict[Source, Callable[[Ratio, Ratio], Ratio]] = {
    Source.COMPLETION: completion,
    Source.INVERSE_COMPLETION: inverse_completion,
    Source.SHORTFALL: shortfall,
    Source.EXCESS: excess,
    Source.GAP: difference,
    Source.EXCESS_PCT: excess_pct,
}
_OF_PREVIOUS: dict[Source, Callable[[Ratio, Ratio], Ratio]] = {
    Source.GROWTH: growth,
    Source.DECLINE: decline,
    Source.CHANGE: difference,
}
_OF_GROUP: dict[Source, Callable[[Group], Ratio | None]] = {
    Source.GROUP_MAX: lambda group: group.best,
    Source.GROUP_MIN: lambda group: group.least,
    Source.GROUP_MEAN: lambda group: group.mean,
    Source.GROUP_VARIANCE: lambda group: group.variance,
    Source.GROUP_SIZE: lambda group: group.size,
}
