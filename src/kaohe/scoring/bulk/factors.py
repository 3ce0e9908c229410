"""Coefficients in bulk: one exact factor for each distinct text of a column, multiplied with one rounding."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from kaohe.exact import Ratio, rdiv, reduced, to_ratio
from kaohe.scheme.model import Coefficient
from kaohe.scoring.bulk.data import attribute_column
from kaohe.scoring.bulk.vector import INT128_MAX, half_away, magnitude
from kaohe.scoring.factors import coefficient_of
from kaohe.scoring.facts import UnitRow
from kaohe.scoring.unscorable import Unscorable
from kaohe.tables.place import NOWHERE
from kaohe.tables.problems import Problem


class Factors:
    """Coefficients of the units of one block.

    Parameters
    ----------
    units
        One row a unit: ``unit``, ``class`` and the columns that coefficients look at, as text.
    """

    def __init__(self, units: pl.DataFrame, coefficients: Sequence[Coefficient], problems: list[Problem]) -> None:
        self.columns = {c.name: self._column(units, c, problems) for c in coefficients}
        self._coefficients = coefficients

    def _column(self, units: pl.DataFrame, coefficient: Coefficient, problems: list[Problem]) -> list[Ratio]:
        """Find the factor of every unit, looking at each distinct text once."""
        column = attribute_column(coefficient.by)
        texts = pl.repeat("", len(units), eager=True)
        if column in units.columns:
            texts = units[column].cast(pl.String).fill_null("")
        known: dict[str, Ratio] = {}
        for unit, text in zip(units["unit"], texts, strict=True):
            if text not in known:
                known[text] = _factor(coefficient, unit, text, problems)
        return [known[text] for text in texts]

    def applied(self, scores: pl.Series, names: Sequence[str]) -> pl.Series:
        """Multiply scores by several coefficients and round once; null stays null."""
        if not names:
            return scores
        factors = [self.columns[name] for name in names]
        products = [reduced(_product(row)) for row in zip(*factors, strict=True)]
        top = max((max(abs(n), d) for n, d in products), default=1)
        if 4 * max(1, magnitude(scores)) * top > INT128_MAX:
            exact = [None if s is None else rdiv(s * n, d) for s, (n, d) in zip(scores, products, strict=True)]
            return pl.Series(exact, dtype=pl.Int64)
        frame = pl.DataFrame(
            {
                "s": scores,
                "n": pl.Series([n for n, _ in products], dtype=pl.Int128),
                "d": pl.Series([d for _, d in products], dtype=pl.Int128),
            }
        )
        product = pl.col("s").cast(pl.Int128) * pl.col("n")
        return frame.select(half_away(product, pl.col("d")).cast(pl.Int64).alias("s"))["s"]

    def names(self, *, of: str | None, base_only: bool = False) -> list[str]:
        """Name the coefficients of an indicator; of None: of the total, before or after adjustments."""
        if of is not None:
            return [c.name for c in self._coefficients if of in c.of]
        return [c.name for c in self._coefficients if not c.of and c.base_only is base_only]


def _factor(coefficient: Coefficient, unit: str, text: str, problems: list[Problem]) -> Ratio:
    try:
        found = coefficient_of(coefficient, UnitRow(unit, unit, "", {coefficient.by: text}))
    except Unscorable as why:
        problems.append(why.at(unit, coefficient.name, NOWHERE))
        return (1, 1)
    return to_ratio(found.factor)


def _product(factors: Sequence[Ratio]) -> Ratio:
    n, d = 1, 1
    for fn, fd in factors:
        n, d = n * fn, d * fd
    return (n, d)
