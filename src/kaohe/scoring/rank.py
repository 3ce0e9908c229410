"""Places: totals are rounded first and ranked then; ties share the place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from kaohe.scheme.model import RankMethod

Key = tuple[int, ...]
"""Rounded total, then the rounded scores of the tie-breakers in order; more is better."""


def places(keys: Mapping[str, Key], method: RankMethod) -> dict[str, int]:
    """Rank units by their keys.

    Parameters
    ----------
    keys
        Unit id → total and tie-breakers in score units, for the units that are ranked together.
    method
        ``competition`` counts 1, 2, 2, 4; ``dense`` counts 1, 2, 2, 3.

    Returns
    -------
    dict[str, int]
        Unit id → place, best first.

    Examples
    --------
    >>> places({"a": (90,), "b": (95,), "c": (90,), "d": (80,)}, RankMethod.COMPETITION)
    {'b': 1, 'a': 2, 'c': 2, 'd': 4}
    """
    ranked: dict[str, int] = {}
    for number, tied in enumerate(tie_groups(keys), start=1):
        place = number if method is RankMethod.DENSE else len(ranked) + 1
        ranked.update(dict.fromkeys(tied, place))
    return ranked


def tie_groups(keys: Mapping[str, Key]) -> list[Sequence[str]]:
    """Group units of equal keys, best group first, units of a group by id."""
    ordered = sorted(sorted(keys), key=lambda unit: keys[unit], reverse=True)
    return [tuple(tied) for _, tied in groupby(ordered, key=lambda unit: keys[unit])]
