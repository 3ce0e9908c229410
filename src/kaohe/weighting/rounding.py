"""From computed weights to the percentages a scheme publishes: rounded, and exactly 100 together."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kaohe.exact import apportion
from kaohe.i18n import translator

_ = translator("weighting")

GRAIN = 10**12
"""Computed weights are read to twelve decimal places, so that two machines whose last bits differ round alike."""


def published_weights(weights: Mapping[str, float], decimals: int = 0) -> dict[str, Decimal]:
    """Round weights to percentages that add up to exactly 100.

    Parameters
    ----------
    weights
        Indicator → computed weight, on any scale, none negative.
    decimals
        Decimal places of the percentages.

    Returns
    -------
    dict[str, Decimal]
        Indicator → percent, in the same order; each is less than one unit of the last place off its weight.

    Raises
    ------
    ValueError
        When there is no weight, one is negative or not finite, or all are zero.

    Notes
    -----
    Largest remainder (Hamilton); equal remainders go to the indicator that stands first.

    Examples
    --------
    >>> published_weights({"a": 0.637, "b": 0.258, "c": 0.105}, 1)
    {'a': Decimal('63.7'), 'b': Decimal('25.8'), 'c': Decimal('10.5')}
    >>> [str(w) for w in published_weights({"a": 1, "b": 1, "c": 1}).values()]
    ['34', '33', '33']
    """
    total = sum(weights.values())
    if not 0 < total < float("inf") or min(weights.values()) < 0:
        raise ValueError(_("Weights must be finite, 0 or more, and not all 0."))
    claims = [round(weight / total * GRAIN) for weight in weights.values()]
    units = apportion(100 * 10**decimals, claims)
    return {name: Decimal(n).scaleb(-decimals) for name, n in zip(weights, units, strict=True)}
