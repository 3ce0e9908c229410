"""A rule as one Polars expression: integers throughout, in the narrowest type that provably holds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import polars as pl

from kaohe.criteria.columns import ExactColumn, Size, where
from kaohe.criteria.compiled import compile_rule
from kaohe.criteria.meter import INT64_MAX, INT128_MAX, Meter
from kaohe.criteria.model import Clause, ColumnEffect, Input, InputType, Rule
from kaohe.exact import ONE, ZERO, Ratio, rdiv, to_ratio
from kaohe.i18n import translator

_ = translator("criteria")

ColumnInput: TypeAlias = "tuple[pl.Expr, pl.Expr | int]"
"""One input in bulk: numerator, and a positive denominator, by row or the same for all. A choice is ``(text, 1)``."""

ANY_INT64 = Size(-INT64_MAX, INT64_MAX)
ANY_RATIO = Size(-INT64_MAX, INT64_MAX, INT64_MAX)


def score_column(
    rule: Rule,
    full: Decimal | Ratio | None,
    inputs: Sequence[ColumnInput],
    precision: int,
    sizes: Sequence[Size] | None = None,
) -> pl.Expr:
    """Build the expression of a rule's score, rounded once, half away from zero.

    Parameters
    ----------
    rule
        The meaning of a criterion.
    full
        Full points of the item; None when it has none.
    inputs
        One an input of the rule, in the order of ``rule.inputs``, integers.
    precision
        Decimal places of the score.
    sizes
        How large each input can be, from the data; smaller sizes give faster integers. None: anything that fits in
        64 bits.

    Returns
    -------
    pl.Expr
        Int64 count of ``10**-precision``, equal to the exact face in every row that has all its inputs; rows without
        are for the caller to mask. Null where a formula divides by zero, and where a judged value lies outside its
        bounds. Choices are taken to be among those offered.

    Raises
    ------
    OverflowError
        When an intermediate result could exceed 127 bits.
    """
    points = to_ratio(full) if isinstance(full, (Decimal, int)) else full
    sizes = [ANY_INT64 if isinstance(den, int) else ANY_RATIO for _, den in inputs] if sizes is None else sizes
    dtype = _narrowest(rule, points, inputs, sizes, precision)
    meter = Meter(dtype, side=-1)
    low = _build(rule, points, inputs, sizes, precision, meter)
    if not meter.is_irrational:
        return low
    high = _build(rule, points, inputs, sizes, precision, Meter(dtype, side=1))
    return _repaired(rule, points, inputs, precision, low, high)


def bound(
    rule: Rule, full: Decimal | Ratio | None, sizes: Sequence[Size], precision: int
) -> type[pl.Int64] | type[pl.Int128]:
    """Find the narrowest integer type in which no intermediate result of the rule can overflow.

    Parameters
    ----------
    rule, full, sizes, precision
        As in `score_column`.

    Raises
    ------
    OverflowError
        When even 127 bits could be exceeded: the figures are too large, or carry too many decimal places.
    """
    points = to_ratio(full) if isinstance(full, (Decimal, int)) else full
    probes: list[ColumnInput] = [(pl.lit(0), size.scale if size.den == 1 else pl.lit(1)) for size in sizes]
    return _narrowest(rule, points, probes, sizes, precision)


def _narrowest(
    rule: Rule, full: Ratio | None, inputs: Sequence[ColumnInput], sizes: Sequence[Size], precision: int
) -> type[pl.Int64] | type[pl.Int128]:
    """Build once to see how large the intermediate results can be."""
    meter = Meter(pl.Int64)
    _build(rule, full, inputs, sizes, precision, meter)
    if meter.peak > INT128_MAX:
        names = "、".join(inp.name for inp in rule.inputs)
        raise OverflowError(
            _(
                "the score of {names} could need {bits} bits, 127 are exact: "
                "use a larger unit for the figures, fewer decimal places, or the reference engine"
            ).format(names=names, bits=meter.peak.bit_length())
        )
    return pl.Int64 if meter.peak <= INT64_MAX else pl.Int128


def _build(
    rule: Rule,
    full: Ratio | None,
    inputs: Sequence[ColumnInput],
    sizes: Sequence[Size],
    precision: int,
    meter: Meter,
) -> pl.Expr:
    columns = [_enter(i, x, size, meter) for i, x, size in zip(rule.inputs, inputs, sizes, strict=True)]
    return _Column(rule, full, columns, meter).score().units(precision)


def _enter(inp: Input, given: ColumnInput, size: Size, meter: Meter) -> ExactColumn:
    num, den = given
    if inp.type is InputType.CHOICE:
        return ExactColumn(meter, num, 1, 0, 0)
    num = num.cast(meter.dtype)
    if isinstance(den, int):
        return ExactColumn(meter, num, den, size.low, size.high)
    return ExactColumn(meter, num, 1, size.low, size.high, den.cast(meter.dtype), size.den)


class _Column:
    """The order of `kaohe.criteria.compiled.reckon`, on columns."""

    def __init__(self, rule: Rule, full: Ratio | None, columns: Sequence[ExactColumn], meter: Meter) -> None:
        self.rule, self.full, self.meter = rule, full, meter
        self.effects = [
            (clause, clause.column(full, [columns[i] for i in rule.positions(clause)], meter))
            for clause in rule.clauses
        ]

    def constant(self, ratio: Ratio) -> ExactColumn:
        return ExactColumn.constant(self.meter, ratio)

    def score(self) -> ExactColumn:
        """Give the score of each row, not rounded."""
        total = self.set().plus(self.shift())
        for _, holds, factor in self.of("scale", "score"):
            total = where(holds, total.times(factor.ratio or ONE), total)
        total = self.limit(total)
        for _, holds, amount in self.of("extra"):
            total = total.plus(where(holds, amount, self.constant(ZERO)))
        for _, holds, amount in reversed(self.of("knockout")):
            total = where(holds, amount, total)
        return total

    def of(self, effect: str, target: str = "") -> list[tuple[Clause, pl.Expr | None, ExactColumn]]:
        return [
            (clause, found.holds, found.amount)
            for clause, found in self.effects
            if clause.effect == effect and (not target or getattr(clause, "target", "") == target)
        ]

    def set(self) -> ExactColumn:
        total = self.constant(self.rule.start(self.full))
        for clause, effect in reversed(self.effects):
            if clause.effect == "set":
                total = _applied(effect, total)
        return total

    def shift(self) -> ExactColumn:
        none = self.constant(ZERO)
        parts, adds, deducts = none, none, none
        for clause, effect in self.effects:
            if clause.effect != "shift":
                continue
            moved = _applied(effect, none)
            if clause.is_part:
                parts = parts.plus(moved)
            else:
                adds = adds if moved.high <= 0 else adds.plus(moved.at_least(ZERO) if self.splits else moved)
                if moved.high <= 0 or (self.splits and moved.low < 0):
                    deducts = deducts.plus(moved.at_most(ZERO))
        return parts.plus(self.capped(*self.scaled(adds, deducts)))

    @property
    def splits(self) -> bool:
        """True when additions and deductions must be kept apart."""
        limits = self.rule.limits
        acts = any(clause.effect in ("waive", "scale") for clause in self.rule.clauses)
        return acts or limits.cap_add is not None or limits.cap_deduct is not None

    def scaled(self, adds: ExactColumn, deducts: ExactColumn) -> tuple[ExactColumn, ExactColumn]:
        for _, holds, _zero in self.of("waive"):
            deducts = where(holds, self.constant(ZERO), deducts)
        for _, holds, factor in self.of("scale", "additions"):
            adds = where(holds, adds.times(factor.ratio or ONE), adds)
        for _, holds, factor in self.of("scale", "deductions"):
            deducts = where(holds, deducts.times(factor.ratio or ONE), deducts)
        return adds, deducts

    def capped(self, adds: ExactColumn, deducts: ExactColumn) -> ExactColumn:
        limits = self.rule.limits
        if limits.cap_add is not None:
            adds = adds.at_most(limits.cap_add.resolve(self.full))
        if limits.cap_deduct is not None:
            n, d = limits.cap_deduct.resolve(self.full)
            deducts = deducts.at_least((-n, d))
        return adds.plus(deducts)

    def limit(self, total: ExactColumn) -> ExactColumn:
        if (floor := self.rule.lowest(self.full)) is not None:
            total = total.at_least(floor)
        if self.rule.limits.cap is not None:
            total = total.at_most(self.rule.limits.cap.resolve(self.full))
        return total


def _applied(effect: ColumnEffect, otherwise: ExactColumn) -> ExactColumn:
    if effect.is_zero_elsewhere and otherwise.is_zero:
        return effect.amount
    return where(effect.holds, effect.amount, otherwise)


def _repaired(
    rule: Rule, full: Ratio | None, inputs: Sequence[ColumnInput], precision: int, low: pl.Expr, high: pl.Expr
) -> pl.Expr:
    """Recompute exactly, at 34 digits, the rows whose bounds round to different scores."""
    fields = [low.alias("low"), high.alias("high")]
    for k, (num, den) in enumerate(inputs):
        den = pl.lit(den, dtype=pl.Int64) if isinstance(den, int) else den
        fields += [num.alias(f"n{k}"), den.alias(f"d{k}")]
    repair = _repairer(rule, full, precision)
    return pl.struct(fields).map_batches(repair, return_dtype=pl.Int64, is_elementwise=True)


def _repairer(rule: Rule, full: Ratio | None, precision: int) -> Callable[[pl.Series], pl.Series]:
    score = compile_rule(rule, full).score
    kinds = [inp.type for inp in rule.inputs]

    def repair(rows: pl.Series) -> pl.Series:
        frame = rows.struct.unnest()
        doubtful = (frame["low"] != frame["high"]).arg_true()
        result = frame["low"]
        if not len(doubtful):
            return result
        exact = [_exactly(row) for row in frame[doubtful].iter_rows(named=True)]
        return result.scatter(doubtful, exact)

    def _exactly(row: dict[str, Any]) -> int | None:
        cells = [(kind, row[f"n{k}"], row[f"d{k}"]) for k, kind in enumerate(kinds)]
        if any(n is None or d is None for _kind, n, d in cells):
            return None
        try:
            n, d = score([n if kind is InputType.CHOICE else (n, d) for kind, n, d in cells])
        except ValueError:
            return None
        return rdiv(n * 10**precision, d)

    return repair
