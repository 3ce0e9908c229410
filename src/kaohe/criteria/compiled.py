"""The exact function of a rule, and its derivation.

Order, the same in bulk: start (or the first ``set`` clause that holds) → parts, additions and deductions with
their caps → factors → floor and cap → extra deductions → knockout, which wins over all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from kaohe.criteria.families.modifier import Multiply
from kaohe.criteria.model import Kernel, Rule, Values
from kaohe.exact import ZERO, Ratio, is_less, plus, times, to_ratio


class Step(NamedTuple):
    """One line of a derivation.

    Attributes
    ----------
    clause
        Index of the clause in the rule; -1 for the rule's own start and limits.
    code
        ``start``, ``set``, ``part``, ``add``, ``deduct``, ``none`` (without effect), ``waive``, ``scale``,
        ``cap_add``, ``cap_deduct``, ``floor``, ``cap``, ``extra`` or ``knockout``.
    amount
        What the line contributes: points for most; the total kept for a limit or a factor.
    """

    clause: int
    code: str
    amount: Ratio


@dataclass(frozen=True, slots=True)
class BoundRule:
    """The kernels of a rule by effect, each with the index of its clause."""

    start: Ratio
    sets: tuple[tuple[int, Kernel], ...]
    shifts: tuple[tuple[int, Kernel, bool], ...]
    knockouts: tuple[tuple[int, Kernel], ...]
    waives: tuple[tuple[int, Kernel], ...]
    scales: tuple[tuple[int, Kernel, str], ...]
    extras: tuple[tuple[int, Kernel], ...]
    floor: Ratio | None
    cap: Ratio | None
    cap_add: Ratio | None
    cap_deduct: Ratio | None

    @property
    def is_plain(self) -> bool:
        """True without factors, waivers, extras and limits other than a floor of zero."""
        rare = self.waives or self.scales or self.extras or self.cap or self.cap_add or self.cap_deduct
        return not rare and (self.floor is None or self.floor[0] == 0)


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule bound to an item's full points.

    Attributes
    ----------
    rule, full
        What was compiled.
    score
        Exact function of the values (one `Scalar` an input, in the order of ``rule.inputs``): the score as a ratio,
        limits applied, not rounded.
    bound
        The kernels behind it.
    """

    rule: Rule
    full: Ratio | None
    score: Callable[[Values], Ratio]
    bound: BoundRule

    def derive(self, values: Values) -> tuple[Ratio, tuple[Step, ...]]:
        """Give the score as `score` does, and the lines that lead to it."""
        trace: list[Step] = []
        total = reckon(self.bound, values, trace)
        return total, tuple(trace)


def compile_rule(rule: Rule, full: Decimal | Ratio | None = None) -> CompiledRule:
    """Bind a rule to an item's full points.

    Parameters
    ----------
    rule
        The meaning of a criterion.
    full
        Full points of the item; None when it has none (a bonus).

    Raises
    ------
    ValueError
        When the rule speaks of full points and there are none.
    """
    points = to_ratio(full) if isinstance(full, (Decimal, int)) else full
    bound = _bind(rule, points)
    return CompiledRule(rule, points, _specialise(bound), bound)


def _bind(rule: Rule, full: Ratio | None) -> BoundRule:
    kernels = [(k, clause, clause.bind(full, rule.positions(clause))) for k, clause in enumerate(rule.clauses)]
    limits = rule.limits
    cap, cap_add, cap_deduct = (
        None if amount is None else amount.resolve(full) for amount in (limits.cap, limits.cap_add, limits.cap_deduct)
    )

    def of(effect: str) -> tuple[tuple[int, Kernel], ...]:
        return tuple((k, kernel) for k, clause, kernel in kernels if clause.effect == effect)

    return BoundRule(
        start=rule.start(full),
        sets=of("set"),
        shifts=tuple((k, kernel, clause.is_part) for k, clause, kernel in kernels if clause.effect == "shift"),
        knockouts=of("knockout"),
        waives=of("waive"),
        scales=tuple((k, kernel, clause.target) for k, clause, kernel in kernels if isinstance(clause, Multiply)),
        extras=of("extra"),
        floor=rule.lowest(full),
        cap=cap,
        cap_add=cap_add,
        cap_deduct=cap_deduct,
    )


# -- the general way, with or without a derivation ------------------------------------------------------------------


def reckon(bound: BoundRule, values: Values, trace: list[Step] | None) -> Ratio:
    """Score the values by all the rules of order; note each line when a trace is given."""
    total = _set(bound, values, trace)
    parts, adds, deducts = _shift(bound, values, trace)
    adds, deducts = _scale_shifts(bound, values, adds, deducts, trace)
    if bound.cap_add and is_less(bound.cap_add, adds):
        adds = _note(trace, -1, "cap_add", bound.cap_add)
    if bound.cap_deduct and is_less(deducts, _off(bound.cap_deduct)):
        deducts = _note(trace, -1, "cap_deduct", _off(bound.cap_deduct))
    total = plus(plus(plus(total, parts), adds), deducts)
    total = _limit(bound, _scale(bound, values, total, trace), trace)
    for k, kernel in bound.extras:
        if (more := kernel(values)) is not None:
            total = plus(total, _note(trace, k, "extra", more))
    for k, kernel in bound.knockouts:
        if (fixed := kernel(values)) is not None:
            return _note(trace, k, "knockout", fixed)
    return total


def _note(trace: list[Step] | None, clause: int, code: str, amount: Ratio) -> Ratio:
    if trace is not None:
        trace.append(Step(clause, code, amount))
    return amount


def _set(bound: BoundRule, values: Values, trace: list[Step] | None) -> Ratio:
    for k, kernel in bound.sets:
        if (amount := kernel(values)) is not None:
            return _note(trace, k, "set", amount)
    return _note(trace, -1, "start", bound.start)


def _shift(bound: BoundRule, values: Values, trace: list[Step] | None) -> tuple[Ratio, Ratio, Ratio]:
    parts, adds, deducts = ZERO, ZERO, ZERO
    for k, kernel, is_part in bound.shifts:
        amount = kernel(values)
        if amount is None or not amount[0]:
            _note(trace, k, "none", ZERO)
        elif is_part:
            parts = plus(parts, _note(trace, k, "part", amount))
        elif amount[0] > 0:
            adds = plus(adds, _note(trace, k, "add", amount))
        else:
            deducts = plus(deducts, _note(trace, k, "deduct", amount))
    return parts, adds, deducts


def _scale_shifts(
    bound: BoundRule, values: Values, adds: Ratio, deducts: Ratio, trace: list[Step] | None
) -> tuple[Ratio, Ratio]:
    for k, kernel in bound.waives:
        if kernel(values) is not None:
            deducts = _note(trace, k, "waive", ZERO)
    for k, kernel, target in bound.scales:
        if target != "score" and (factor := kernel(values)) is not None:
            _note(trace, k, "scale", factor)
            adds = times(adds, factor) if target == "additions" else adds
            deducts = times(deducts, factor) if target == "deductions" else deducts
    return adds, deducts


def _scale(bound: BoundRule, values: Values, total: Ratio, trace: list[Step] | None) -> Ratio:
    for k, kernel, target in bound.scales:
        if target == "score" and (factor := kernel(values)) is not None:
            total = times(total, _note(trace, k, "scale", factor))
    return total


def _limit(bound: BoundRule, total: Ratio, trace: list[Step] | None) -> Ratio:
    if bound.floor is not None and is_less(total, bound.floor):
        total = _note(trace, -1, "floor", bound.floor)
    if bound.cap is not None and is_less(bound.cap, total):
        total = _note(trace, -1, "cap", bound.cap)
    return total


def _off(points: Ratio) -> Ratio:
    return (-points[0], points[1])


# -- the short ways of common shapes --------------------------------------------------------------------------------


def _specialise(bound: BoundRule) -> Callable[[Values], Ratio]:
    """Choose the shortest function that does what `reckon` does; most rules of a scheme are one or two clauses."""
    if bound.is_plain and not bound.knockouts:
        if len(bound.sets) == 1 and not bound.shifts:
            return _one_set(bound.sets[0][1], bound.start, bound.floor)
        if len(bound.shifts) == 1 and not bound.sets:
            return _one_shift(bound.shifts[0][1], bound.start, bound.floor)
    if bound.is_plain:
        return _plain(bound)
    return lambda values: reckon(bound, values, None)


def _one_set(kernel: Kernel, start: Ratio, floor: Ratio | None) -> Callable[[Values], Ratio]:
    start = ZERO if floor is not None and start[0] < 0 else start

    def unlimited(values: Values) -> Ratio:
        amount = kernel(values)
        return start if amount is None else amount

    def above_zero(values: Values) -> Ratio:
        amount = kernel(values)
        if amount is None:
            return start
        return amount if amount[0] >= 0 else ZERO

    return unlimited if floor is None else above_zero


def _one_shift(kernel: Kernel, start: Ratio, floor: Ratio | None) -> Callable[[Values], Ratio]:
    sn, sd = start
    is_floored = floor is not None
    unmoved = ZERO if is_floored and sn < 0 else start

    def shifted(values: Values) -> Ratio:
        amount = kernel(values)
        if amount is None:
            return unmoved
        n, d = amount
        n = n * sd + sn * d
        return ZERO if n < 0 and is_floored else (n, d * sd)

    return shifted


def _plain(bound: BoundRule) -> Callable[[Values], Ratio]:
    start, is_floored = bound.start, bound.floor is not None
    knockouts, sets, shifts = (tuple(row[1] for row in rows) for rows in (bound.knockouts, bound.sets, bound.shifts))

    def plain(values: Values) -> Ratio:
        for kernel in knockouts:
            if (fixed := kernel(values)) is not None:
                return fixed
        n, d = start
        for kernel in sets:
            if (amount := kernel(values)) is not None:
                n, d = amount
                break
        for kernel in shifts:
            if (amount := kernel(values)) is not None:
                m, e = amount
                n, d = (n + m, d) if d == e else (n * e + m * d, d * e)
        return ZERO if n < 0 and is_floored else (n, d)

    return plain
