"""Standard scores within the comparison group: Z, and T = 50 + 10·Z."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import polars as pl

from kaohe.criteria.columns import ExactColumn, where
from kaohe.criteria.enclose import enclose
from kaohe.criteria.families.irrational import over_root
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import Amount, Clause, ColumnEffect, Effect, Input, Kernel, Values
from kaohe.exact import ZERO, Ratio


@dataclass(frozen=True, slots=True)
class Standard(Clause):
    """S = centre + spread·(x - mean) ÷ √variance.

    Attributes
    ----------
    inp
        The figure x.
    mean, variance
        The group's mean and mean squared distance from it: fields that scoring fills. The variance is rational,
        so the input stays exact and only the root is rounded, at 34 digits.
    centre, spread
        Points at the mean, and for one standard deviation: 50 and 10 for a T score, 0 and 1 for a Z score; a
        negative spread when smaller is better.

    Notes
    -----
    A group without variance scores ``centre`` throughout.
    """

    inp: Input
    mean: Input
    variance: Input
    centre: Amount
    spread: Amount

    op: ClassVar[str] = "standard"

    @property
    def effect(self) -> Effect:
        """Sets the score."""
        return "set"

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the figure, the group's mean and its variance."""
        return (self.inp, self.mean, self.variance)

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Root at 34 digits, the rest exact."""
        i, j, k = at
        (cn, cd), (sn, sd) = self.centre.resolve(full), self.spread.resolve(full)

        def standard(values: Values) -> Ratio | None:
            (n, d), (m, e), variance = values[i], values[j], values[k]
            if variance[0] <= 0:
                return (cn, cd)
            z, parts = over_root((n * e - m * d, d * e), variance)
            return (cn * sd * parts + sn * z * cd, cd * sd * parts)

        return standard

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Root in doubles with exact bounds; the rest exact."""
        x, mean, variance = inputs
        varies = variance.is_at_least(ZERO, or_equal=False)
        root = pl.when(varies).then(variance.approximate()).otherwise(1.0).sqrt()
        z = enclose(meter, x.minus(mean).approximate() / root, 0.0, None)
        z = where(varies, z, ExactColumn.constant(meter, ZERO))
        centre = ExactColumn.constant(meter, self.centre.resolve(full))
        return ColumnEffect(None, z.times(self.spread.resolve(full)).plus(centre))

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "standard", "centre", "spread", "input", "mean", "variance"}``."""
        points = {"centre": self.centre.to_json(), "spread": self.spread.to_json()}
        group = {"mean": self.mean.to_json(), "variance": self.variance.to_json()}
        return {"op": self.op} | points | {"input": self.inp.to_json()} | group

    def say(self) -> str:
        """Print ``产值按标准分得分，平均水平50分，每个标准差10分``."""
        return f"{self.inp.name}按标准分得分，平均水平{self.centre.say()}，每1个标准差{self.spread.say()}"
