"""Pairwise comparisons (两两比较): who is how many times as important, collected into one reciprocal matrix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, isfinite, log

import numpy as np
from numpy.typing import NDArray

from kaohe.i18n import translator

_ = translator("weighting")

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``first`` is ``times`` as important as ``second``: 1 … 9 on Saaty's scale, or a fraction below 1."""

    first: str
    second: str
    times: float


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons:
    """Comparisons of one group of indicators.

    Attributes
    ----------
    names
        Indicators, in the order of rows and columns.
    matrix
        a[i, j] = how many times as important i is as j; NaN where nobody compared the two.
    """

    names: tuple[str, ...]
    matrix: Matrix

    @property
    def missing(self) -> tuple[tuple[int, int], ...]:
        """Pairs (i, j), i < j, that nobody compared."""
        return tuple((int(i), int(j)) for i, j in np.argwhere(np.isnan(self.matrix)) if i < j)


def compare(comparisons: Iterable[Comparison], names: Sequence[str] | None = None) -> Comparisons:
    """Collect comparisons into a matrix.

    Parameters
    ----------
    comparisons
        One row a pair; the opposite direction follows as 1 ÷ times. A pair may be left out, as long as a chain of
        comparisons connects all indicators. Several rows on one pair (several experts) count by their geometric
        mean.
    names
        Order of the indicators; by default that of first mention.

    Raises
    ------
    ValueError
        When there is no indicator, a number is not positive and finite, an indicator is compared with itself or
        unknown, or some indicators are not connected to the others.

    Notes
    -----
    Judgements of several experts are combined by geometric mean, the only mean that keeps the matrix reciprocal
    (Aczél & Saaty 1983).

    Examples
    --------
    >>> compare([Comparison("a", "b", 3), Comparison("b", "a", 1 / 3)]).matrix.round(6).tolist()
    [[1.0, 3.0], [0.333333, 1.0]]
    """
    rows = list(comparisons)
    known = tuple(dict.fromkeys(x for c in rows for x in (c.first, c.second))) if names is None else tuple(names)
    if not known:
        raise ValueError(_("There is nothing to compare: expected at least one indicator."))
    logs: dict[tuple[int, int], list[float]] = {}
    for row in rows:
        _check(row, known)
        i, j = known.index(row.first), known.index(row.second)
        logs.setdefault((min(i, j), max(i, j)), []).append(log(row.times) if i < j else -log(row.times))
    matrix = np.full((len(known), len(known)), np.nan)
    np.fill_diagonal(matrix, 1.0)
    for (i, j), judged in logs.items():
        ratio = exp(sum(judged) / len(judged))
        matrix[i, j], matrix[j, i] = ratio, 1 / ratio
    return _connected(Comparisons(known, matrix))


def from_matrix(names: Sequence[str], rows: Sequence[Sequence[float | None]]) -> Comparisons:
    """Read a whole matrix, such as an expert fills in; None or NaN where two were not compared.

    Raises
    ------
    ValueError
        Also when the matrix is not square, not 1 on its diagonal, or a[i, j] x a[j, i] differs from 1 by more than
        1 % (0.33 for 1/3 is near enough). Of the two, the upper right one counts.
    """
    if len(rows) != len(names) or any(len(row) != len(names) for row in rows):
        raise ValueError(_("{n} indicators need a matrix of {n} rows and {n} columns.").format(n=len(names)))
    a = np.array([[np.nan if x is None else float(x) for x in row] for row in rows])
    for i, j in np.argwhere(np.abs(a * a.T - 1) > 0.01):
        message = _("{first} to {second} is {one}, the other way {other}: expected one to be 1 ÷ the other.")
        raise ValueError(message.format(first=names[i], second=names[j], one=a[i, j], other=a[j, i]))
    upper = [(i, j) for i in range(len(names)) for j in range(i + 1, len(names)) if not np.isnan(a[i, j])]
    return compare((Comparison(names[i], names[j], float(a[i, j])) for i, j in upper), names)


def _check(row: Comparison, known: Sequence[str]) -> None:
    for name in (row.first, row.second):
        if name not in known:
            raise ValueError(
                _("Indicator {name} is unknown: expected one of {known}.").format(name=name, known=_(", ").join(known))
            )
    if row.first == row.second:
        raise ValueError(_("Indicator {name} is compared with itself.").format(name=row.first))
    if not isfinite(row.times) or row.times <= 0:
        message = _("{first} to {second} is {times}: expected a positive number, such as 3 or 1/3.")
        raise ValueError(message.format(first=row.first, second=row.second, times=row.times))


def _connected(comparisons: Comparisons) -> Comparisons:
    reached, frontier = {0}, [0]
    while frontier:
        row = comparisons.matrix[frontier.pop()]
        new = {int(j) for j in np.flatnonzero(~np.isnan(row))} - reached
        reached |= new
        frontier += new
    alone = [name for i, name in enumerate(comparisons.names) if i not in reached]
    if alone:
        message = _("{names}: not connected to {first} by any chain of comparisons. Compare one of them with it.")
        raise ValueError(message.format(names=_(", ").join(alone), first=comparisons.names[0]))
    return comparisons
