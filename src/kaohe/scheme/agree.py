"""Do two rules mean the same? Equal clauses, or equal scores wherever it matters."""

from __future__ import annotations

from decimal import Decimal

from kaohe.criteria.compiled import compile_rule
from kaohe.criteria.model import Input, Rule, Scalar
from kaohe.exact import show_decimal, to_ratio
from kaohe.i18n import translator
from kaohe.scheme.probing import probes, score_of

_ = translator("scheme")

MOST = 4_000
"""Probing points; one comparison stays below a tenth of a second."""

STANDARD_FULL = Decimal(100)


def disagreement(one: Rule, other: Rule, points: Decimal | None) -> str | None:
    """Say where two rules differ, or None when they agree.

    Rules with equal clauses agree. Otherwise both are scored on a grid of probing values (`kaohe.scheme.probing`).
    """
    if one == other:
        return None
    if [i.type for i in one.inputs] != [i.type for i in other.inputs]:
        return _("they ask for different inputs ({one} and {other})").format(
            one=_names(one.inputs), other=_names(other.inputs)
        )
    return _first_difference(one, other, points)


def _names(inputs: tuple[Input, ...]) -> str:
    return ", ".join(f"{i.name}: {i.type.value}" for i in inputs) or _("none")


def _first_difference(one: Rule, other: Rule, points: Decimal | None) -> str | None:
    full = to_ratio(STANDARD_FULL if points is None else points)
    left, right = compile_rule(one, full), compile_rule(other, full)
    for values in probes((one, other), MOST):
        first, second = score_of(left, values), score_of(right, values)
        if first != second:
            return _("with {values} one gives {first}, the other {second}").format(
                values=", ".join(map(_shown, values)), first=_shown(first), second=_shown(second)
            )
    return None


def _shown(value: Scalar | None) -> str:
    if value is None:
        return _("no score")
    if isinstance(value, str):
        return value
    numerator, denominator = value
    return show_decimal(Decimal(numerator)) if denominator == 1 else show_decimal(Decimal(numerator) / denominator)
