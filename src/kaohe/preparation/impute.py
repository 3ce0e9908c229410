"""Filling in what was not reported (缺失值插补), openly: every filled figure is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kaohe.exact import Ratio, mean
from kaohe.i18n import translator
from kaohe.preparation.figures import Figures

_ = translator("preparation")


@dataclass(frozen=True, slots=True)
class Imputed:
    """Complete figures.

    Attributes
    ----------
    figures
        Unit → figure, none missing.
    filled
        Unit → group whose mean it got, for the units that had not reported.
    """

    figures: Mapping[str, Ratio]
    filled: Mapping[str, str]


def impute_group_mean(figures: Figures, groups: Mapping[str, str]) -> Imputed:
    """Fill each missing figure with the mean of the unit's group.

    Parameters
    ----------
    figures
        Unit → figure or None.
    groups
        Unit → group of similar units.

    Raises
    ------
    ValueError
        When a unit with a missing figure has no group, or nobody in its group reported.

    Notes
    -----
    Exact arithmetic mean over the group's reported figures. Imputing is for comparisons of many indicators; for a
    scheme's own scores the ``missing`` rule of the indicator applies instead.

    Examples
    --------
    >>> impute_group_mean({"a": (1, 1), "b": (2, 1), "c": None}, {"a": "east", "b": "east", "c": "east"}).figures["c"]
    (3, 2)
    """
    reported: defaultdict[str, list[Ratio]] = defaultdict(list)
    for unit, figure in figures.items():
        if figure is not None and unit in groups:
            reported[groups[unit]].append(figure)
    filled = {unit: groups.get(unit, "") for unit, figure in figures.items() if figure is None}
    if hopeless := [unit for unit, group in filled.items() if not reported.get(group)]:
        message = _("{units}: nothing to impute from, since nobody in the unit's group reported.")
        raise ValueError(message.format(units=_(", ").join(hopeless)))
    means = {group: mean(values) for group, values in reported.items()}
    return Imputed({u: means[filled[u]] if f is None else f for u, f in figures.items()}, filled)
