"""Comparison groups in bulk: places, best, least, mean, variance and size per class, as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from kaohe.criteria.model import Source
from kaohe.scoring.bulk.grid import ABSENT, Mask
from kaohe.scoring.bulk.vector import INT64_MAX, INT128_MAX

Numbers = npt.NDArray[np.int64]

PLACES = {Source.RANK: "rank", Source.RANK_ASCENDING: "rank_ascending"}
STATISTICS: Mapping[Source, tuple[str, ...]] = {
    Source.GROUP_MAX: ("group_max",),
    Source.GROUP_MIN: ("group_min",),
    Source.GROUP_MEAN: ("group_sum", "group_count"),
    Source.GROUP_VARIANCE: ("group_spread", "group_count"),
    Source.GROUP_SIZE: ("group_size",),
}


def with_groups(
    frame: pl.DataFrame,
    sources: frozenset[Source],
    classes: Sequence[slice],
    in_group: Mask,
    *,
    ascending: bool,
) -> pl.DataFrame:
    """Add the statistics that a relative rule looks at.

    Parameters
    ----------
    frame
        One row a unit of one leaf, class after class: ``actual``, ``is_applicable``.
    classes
        Rows of each class.
    in_group
        False: the unit is evaluated outside the comparison group.
    ascending
        True: places count from the smallest figure.

    Raises
    ------
    OverflowError
        When a statistic does not fit in 128 bits.
    """
    actual = frame["actual"].fill_null(ABSENT).to_numpy()
    member = in_group & frame["is_applicable"].to_numpy()
    figures = [np.sort(actual[rows][member[rows] & (actual[rows] != ABSENT)]) for rows in classes]
    columns = {
        name: _places(actual, figures, classes, ascending=ascending or source is Source.RANK_ASCENDING)
        for source, name in PLACES.items()
        if source in sources
    }
    sizes = [int(member[rows].sum()) for rows in classes]
    for name in {name for source in sources for name in STATISTICS.get(source, ())}:
        values = [_statistic(name, own, size) for own, size in zip(figures, sizes, strict=True)]
        columns[name] = _repeated(values, classes)
    return frame.with_columns(column.alias(name) for name, column in columns.items())


def _places(actual: Numbers, figures: Sequence[Numbers], classes: Sequence[slice], *, ascending: bool) -> pl.Series:
    """1 + how many of the group are better; equal figures share a place."""
    out = np.empty(len(actual), dtype=np.int64)
    for rows, own in zip(classes, figures, strict=True):
        if ascending:
            out[rows] = 1 + np.searchsorted(own, actual[rows], side="left")
        else:
            out[rows] = 1 + len(own) - np.searchsorted(own, actual[rows], side="right")
    return pl.Series(out)


def _statistic(name: str, figures: Numbers, size: int) -> int | None:
    if name == "group_size":
        return size
    if not len(figures):
        return None
    if name in ("group_max", "group_min"):
        return int(figures[-1 if name == "group_max" else 0])
    if name == "group_count":
        return len(figures)
    total = _sum(figures)
    # population variance is spread ÷ count²
    return total if name == "group_sum" else len(figures) * sum(k * k for k in figures.tolist()) - total * total


def _sum(figures: Numbers) -> int:
    largest = max(abs(int(figures[0])), abs(int(figures[-1])))
    return int(figures.sum()) if largest * len(figures) <= INT64_MAX else sum(figures.tolist())


def _repeated(values: Sequence[int | None], classes: Sequence[slice]) -> pl.Series:
    if any(v is not None and abs(v) > INT128_MAX for v in values):
        raise OverflowError("a statistic of the comparison group")
    parts = [
        pl.repeat(value, rows.stop - rows.start, dtype=pl.Int128, eager=True)
        for value, rows in zip(values, classes, strict=True)
    ]
    return pl.concat(parts)
