"""Values on which rules are tried out: where every rule of an office has its breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import product
from math import gcd
from typing import Any

from kaohe.criteria.compiled import CompiledRule
from kaohe.criteria.families.formula import Weighted
from kaohe.criteria.model import Input, InputType, Rule, Scalar, Source
from kaohe.exact import Ratio, to_ratio

_USUAL = tuple(map(Decimal, ("0", "1", "50", "79.9", "95", "99.99", "100", "100.01", "120", "200")))
_NEAR = tuple(map(Decimal, ("-1", "-0.5", "-0.01", "0", "0.01", "0.5", "1")))


def probes(rules: Sequence[Rule], most: int, *, plausible: bool = False) -> Iterator[tuple[Scalar, ...]]:
    """Give value tuples for rules that ask for the same kinds of inputs.

    For each input: 0, 1, typical percentages, every number that a rule names, and its neighbours. All combinations
    when they are at most ``most``; else all inputs moving together, and each alone while the others rest.

    Parameters
    ----------
    plausible
        True: leave out what nobody can report, a rate or a mark above 100 or below zero.
    """
    named = set().union(*(numbers(rule) for rule in rules))
    axes = [_axis(inputs, named) for inputs in zip(*(rule.inputs for rule in rules), strict=True)]
    if plausible:
        marks = {i for clause in rules[0].clauses if isinstance(clause, Weighted) for i in clause.inputs()}
        pairs = zip(rules[0].inputs, axes, strict=True)
        axes = [[x for x in axis if is_plausible(i, x, is_mark=i in marks)] for i, axis in pairs]
    if reduce(lambda size, axis: size * len(axis), axes, 1) <= most:
        yield from product(*axes)
        return
    for step in range(max(map(len, axes))):
        yield tuple(axis[step % len(axis)] for axis in axes)
    for moving, axis in enumerate(axes):
        for value in axis:
            yield tuple(value if i == moving else other[0] for i, other in enumerate(axes))


def is_plausible(inp: Input, value: Scalar, *, is_mark: bool = False) -> bool:
    """True when somebody could report the value.

    A rate or a mark (a part that is weighted is one) that is reported itself lies between 0 and 100; a judgement
    within its bounds; no measure of an office is negative, except growth and change.
    """
    if inp.type is not InputType.MEASURE or isinstance(value, str) or inp.source in _SIGNED:
        return True
    low = Decimal(0) if inp.low is None else inp.low
    is_mark = is_mark or (inp.source is Source.VALUE and (inp.unit in ("%", "分") or inp.name.endswith(_MARKS)))
    high = Decimal(100) if inp.high is None and is_mark else inp.high
    exact = Fraction(*value)
    return exact >= Fraction(low) and (high is None or exact <= Fraction(high))


_MARKS = ("得分", "评分", "打分", "均分", "率", "满意度", "分数", "成绩")
_SIGNED = frozenset({Source.GROWTH, Source.DECLINE, Source.CHANGE, Source.GAP, Source.EXCESS_PCT})


def score_of(rule: CompiledRule, values: tuple[Scalar, ...]) -> Ratio | None:
    """Score in lowest terms, so that equal scores compare equal; None when the rule refuses the values."""
    try:
        numerator, denominator = rule.score(values)
    except (ValueError, ArithmeticError):
        return None
    divisor = gcd(numerator, denominator) or 1
    return (numerator // divisor, denominator // divisor)


def numbers(value: Any) -> set[Decimal]:
    """Every number inside a rule, however deep."""
    if isinstance(value, Decimal):
        return {value}
    if isinstance(value, tuple):
        return set().union(*map(numbers, value))
    names = getattr(type(value), "__dataclass_fields__", ())
    return set().union(*(numbers(getattr(value, name)) for name in names))


def _axis(inputs: Sequence[Input], named: set[Decimal]) -> list[Scalar]:
    match inputs[0].type:
        case InputType.FLAG:
            return [(0, 1), (1, 1)]
        case InputType.CHOICE:
            return list(dict.fromkeys(choice for i in inputs for choice in i.choices))
        case InputType.COUNT | InputType.RANK:
            least = 1 if inputs[0].type is InputType.RANK else 0
            whole = {int(n) + step for n in named for step in (-1, 0, 1)} | set(range(12))
            return [(n, 1) for n in sorted(whole) if n >= least]
    near = {n + step for n in named for step in _NEAR}
    return [to_ratio(n) for n in sorted(near.union(_USUAL))]
