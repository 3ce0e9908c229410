"""Do two rules mean the same? Equal clauses, or equal scores wherever it matters."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice, product
from math import gcd
from typing import Any

from kaohe.criteria.evaluate import CompiledRule, compile_rule
from kaohe.criteria.model import Input, InputType, Rule, Scalar
from kaohe.exact import Ratio, show_decimal, to_ratio
from kaohe.i18n import translator

_ = translator("scheme")

MOST = 4_000
"""Probing points: every rule of an office has its breaks within a few dozen values an input."""

STANDARD_FULL = Decimal(100)


def disagreement(one: Rule, other: Rule, points: Decimal | None) -> str | None:
    """Say where two rules differ, or None when they agree.

    Rules with equal clauses agree. Otherwise both are scored on a grid of values: 0, 1, typical percentages, and
    every number that either rule names with its neighbours.
    """
    if one == other:
        return None
    kinds = [i.type for i in one.inputs], [i.type for i in other.inputs]
    if kinds[0] != kinds[1]:
        return _("they ask for different inputs ({one} and {other})").format(
            one=_names(one.inputs), other=_names(other.inputs)
        )
    return _first_difference(one, other, points)


def _names(inputs: tuple[Input, ...]) -> str:
    return ", ".join(f"{i.name}: {i.type.value}" for i in inputs) or _("none")


def _first_difference(one: Rule, other: Rule, points: Decimal | None) -> str | None:
    full = STANDARD_FULL if points is None else points
    left, right = compile_rule(one, full), compile_rule(other, full)
    for values in islice(_grid(one, other), MOST):
        first, second = _score(left, values), _score(right, values)
        if first != second:
            return _("with {values} one gives {first}, the other {second}").format(
                values=", ".join(map(_shown, values)), first=_shown(first), second=_shown(second)
            )
    return None


def _score(rule: CompiledRule, values: tuple[Scalar, ...]) -> Ratio | str:
    """Reduce to lowest terms, so that equal scores compare equal; a refusal compares by its kind."""
    try:
        numerator, denominator = rule.score(values)
    except (ValueError, ArithmeticError) as error:
        return type(error).__name__
    divisor = gcd(numerator, denominator) or 1
    return (numerator // divisor, denominator // divisor)


def _grid(one: Rule, other: Rule) -> Iterator[tuple[Scalar, ...]]:
    named = _numbers(one) | _numbers(other)
    axes = [_axis(a, b, named) for a, b in zip(one.inputs, other.inputs, strict=True)]
    size = 1
    for axis in axes:
        size *= len(axis)
    if size <= MOST:
        yield from product(*axes)
        return
    for length in range(max(map(len, axes))):
        yield tuple(axis[length % len(axis)] for axis in axes)
    for position, axis in enumerate(axes):
        for value in axis:
            yield tuple(value if i == position else a[0] for i, a in enumerate(axes))


def _axis(one: Input, other: Input, named: set[Decimal]) -> list[Scalar]:
    match one.type:
        case InputType.FLAG:
            return [(0, 1), (1, 1)]
        case InputType.CHOICE:
            return list(dict.fromkeys((*one.choices, *other.choices)))
        case InputType.COUNT | InputType.RANK:
            least = 1 if one.type is InputType.RANK else 0
            whole = {int(n) + d for n in named for d in (-1, 0, 1)} | set(range(12))
            return [(n, 1) for n in sorted(whole) if n >= least]
    near = {n + d for n in named for d in map(Decimal, ("-1", "-0.5", "-0.01", "0", "0.01", "0.5", "1"))}
    usual = set(map(Decimal, ("0", "1", "50", "79.9", "95", "99.99", "100", "100.01", "120", "200")))
    return [to_ratio(n) for n in sorted(near | usual)]


def _numbers(value: Any) -> set[Decimal]:
    """Every decimal inside a rule, however deep."""
    if isinstance(value, Decimal):
        return {value}
    if isinstance(value, tuple):
        return {n for part in value for n in _numbers(part)}
    slots = getattr(type(value), "__dataclass_fields__", None)
    return {n for name in slots for n in _numbers(getattr(value, name))} if slots else set()


def _shown(value: Scalar) -> str:
    if isinstance(value, str):
        return value
    numerator, denominator = value
    return show_decimal(Decimal(numerator)) if denominator == 1 else show_decimal(Decimal(numerator) / denominator)
