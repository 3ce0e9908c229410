"""Intervals of figures: 以上 and 以下 include their number, 超过 and 不满 do not (民法典 art. 1259)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

import polars as pl

from kaohe.criteria.columns import ExactColumn
from kaohe.criteria.model import Values
from kaohe.exact import Ratio, show_decimal, to_ratio

Test: TypeAlias = Callable[[Values], bool]
"""The exact face of a condition."""


def bind_interval(i: int, low: Decimal | None, high: Decimal | None, low_open: bool, high_open: bool) -> Test:
    """Make the exact test of value ``i`` against an interval."""
    tests = []
    if low is not None:
        tests.append(_bind_low(i, to_ratio(low), low_open))
    if high is not None:
        tests.append(_bind_high(i, to_ratio(high), high_open))
    if len(tests) == 2:
        above, below = tests
        return lambda values: above(values) and below(values)
    return tests[0] if tests else lambda values: True


def _bind_low(i: int, bound: Ratio, is_open: bool) -> Test:
    bn, bd = bound

    def above(values: Values) -> bool:
        n, d = values[i]
        return bool(n * bd > bn * d)

    def at_least(values: Values) -> bool:
        n, d = values[i]
        return bool(n * bd >= bn * d)

    return above if is_open else at_least


def _bind_high(i: int, bound: Ratio, is_open: bool) -> Test:
    bn, bd = bound

    def below(values: Values) -> bool:
        n, d = values[i]
        return bool(n * bd < bn * d)

    def at_most(values: Values) -> bool:
        n, d = values[i]
        return bool(n * bd <= bn * d)

    return below if is_open else at_most


def column_interval(
    x: ExactColumn, low: Decimal | None, high: Decimal | None, low_open: bool, high_open: bool
) -> pl.Expr | None:
    """Test each row against an interval; None when it is open to both sides."""
    above = None if low is None else x.is_at_least(to_ratio(low), or_equal=not low_open)
    below = None if high is None else x.is_at_most(to_ratio(high), or_equal=not high_open)
    if above is None or below is None:
        return above if below is None else below
    return above & below


def say_interval(low: Decimal | None, high: Decimal | None, low_open: bool, high_open: bool, unit: str | None) -> str:
    """Print an interval with the statutory words: 以上、以下 include the number, 超过、不满 do not."""
    if low is not None and low == high:
        return f"为{_number(low, unit)}"
    ends = []
    if low is not None:
        ends.append(f"超过{_number(low, unit)}" if low_open else f"{_number(low, unit)}以上")
    if high is not None:
        ends.append(f"不满{_number(high, unit)}" if high_open else f"{_number(high, unit)}以下")
    return "、".join(ends)


def _number(value: Decimal, unit: str | None) -> str:
    return show_decimal(value) + (unit or "")
