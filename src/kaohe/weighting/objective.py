"""Weights from the data itself (客观赋权): entropy, CRITIC, standard deviation and others.

An indicator that tells units apart weighs more. Such weights describe one year's figures: they propose, people decide,
and a published scheme keeps them fixed.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import StrEnum
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from kaohe.i18n import translator

_ = translator("weighting")

Table = NDArray[np.float64]


class DataMethod(StrEnum):
    """How weights come from the data."""

    ENTROPY = "entropy"
    """熵权法. Shannon's entropy of each indicator's shares; figures 0 or more, direction does not matter."""
    CRITIC = "critic"
    """Standard deviation x conflict with the other indicators (1 - Pearson's r). Diakoulaki et al. 1995."""
    STANDARD_DEVIATION = "standard_deviation"
    """标准离差法. Standard deviation after min-max normalisation."""
    MEREC = "merec"
    """Effect of removing an indicator; figures above 0. Keshavarz-Ghorabaee et al. 2021."""
    CILOS = "cilos"
    """Impact loss when another indicator is at its best; figures above 0. Zavadskas & Podvezko 2016."""
    IDOCRIW = "idocriw"
    """Entropy and CILOS together; figures above 0. Zavadskas & Podvezko 2016."""
    LOPCOW = "lopcow"
    """Logarithm of mean square ÷ standard deviation. Ecer & Pamucar 2022."""


_POSITIVE = frozenset({DataMethod.MEREC, DataMethod.CILOS, DataMethod.IDOCRIW})


def weights_from_data(
    method: DataMethod, figures: Mapping[str, Sequence[float]], smaller_is_better: Collection[str] = ()
) -> dict[str, float]:
    """Give weights from the figures of one year.

    Parameters
    ----------
    method
        See `DataMethod`.
    figures
        Indicator → one figure a unit, in the same order of units; at least two indicators and three units, complete.
    smaller_is_better
        Indicators whose small figures are good; all others are better when large.

    Returns
    -------
    dict[str, float]
        Indicator → weight, adding up to 1.

    Raises
    ------
    ImportError
        When the method needs the extra ``kaohe[weighting]``; entropy does not.
    ValueError
        When figures are missing, too few, the same for all units, or not in the method's domain.

    Notes
    -----
    Entropy: p = x ÷ Σx over units, e = -Σ p ln p ÷ ln m (0 ln 0 = 0), weight ∝ 1 - e (Shannon 1948; SciPy: pymcdm
    takes a column with a zero for one without any entropy). CRITIC: weight ∝ σ · Σ(1 - r) after min-max
    normalisation by direction. All others and their conventions as in pymcdm, checked on their published examples.

    Examples
    --------
    >>> found = weights_from_data(DataMethod.ENTROPY, {"a": [1, 1, 2], "b": [1, 5, 10]})
    >>> {name: round(weight, 3) for name, weight in found.items()}
    {'a': 0.18, 'b': 0.82}
    """
    table = _checked(method, figures)
    signs = np.array([-1 if name in smaller_is_better else 1 for name in figures])
    weights = _METHODS[method](table, signs)
    return {name: float(weight) for name, weight in zip(figures, weights, strict=True)}


def _checked(method: DataMethod, figures: Mapping[str, Sequence[float]]) -> Table:
    counts = {len(column) for column in figures.values()}
    if len(figures) < 2 or len(counts) != 1 or min(counts) < 3:
        raise ValueError(
            _("Weights from data need two indicators or more, each with a figure for the same three units or more.")
        )
    for name, column in figures.items():
        low = min(column)
        if not np.isfinite(np.array(column, dtype=float)).all():
            raise ValueError(
                _("{name}: a figure is missing. Impute it first, or leave the unit out.").format(name=name)
            )
        if low == max(column):
            message = _(
                "{name}: all units have the same figure, which cannot tell them apart. Leave the indicator out."
            )
            raise ValueError(message.format(name=name))
        if low < 0 and method is DataMethod.ENTROPY:
            raise ValueError(_("{name}: {low}: entropy needs figures of 0 or more.").format(name=name, low=low))
        if low <= 0 and method in _POSITIVE:
            raise ValueError(_("{name}: {low}: this method needs figures above 0.").format(name=name, low=low))
    return np.array(list(figures.values()), dtype=float).T


def _entropy(table: Table, _signs: NDArray[np.int_]) -> Table:
    shares = 1 - stats.entropy(table, axis=0) / np.log(len(table))
    return np.asarray(shares / shares.sum())


def _critic(table: Table, signs: NDArray[np.int_]) -> Table:
    return np.asarray(_pymcdm().critic_weights(table * signs))  # min-max of -x is the normalisation of a cost


def _standard_deviation(table: Table, _signs: NDArray[np.int_]) -> Table:
    span = np.ptp(table, axis=0)
    return np.asarray(_pymcdm().standard_deviation_weights((table - table.min(axis=0)) / span))


def _as_in_pymcdm(name: str) -> Callable[[Table, NDArray[np.int_]], Table]:
    def weights(table: Table, signs: NDArray[np.int_]) -> Table:
        return np.asarray(getattr(_pymcdm(), name)(table, signs))

    return weights


_METHODS: dict[DataMethod, Callable[[Table, NDArray[np.int_]], Table]] = {
    DataMethod.ENTROPY: _entropy,
    DataMethod.CRITIC: _critic,
    DataMethod.STANDARD_DEVIATION: _standard_deviation,
    DataMethod.MEREC: _as_in_pymcdm("merec_weights"),
    DataMethod.CILOS: _as_in_pymcdm("cilos_weights"),
    DataMethod.IDOCRIW: _as_in_pymcdm("idocriw_weights"),
    DataMethod.LOPCOW: _as_in_pymcdm("lopcow_weights"),
}


def _pymcdm() -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its plotting modules warn on import with some matplotlib versions
            return import_module("pymcdm.weights")
    except ImportError:
        raise ImportError(
            _("This weighting method needs the package pymcdm. Install it with: pip install 'kaohe[weighting]'")
        ) from None
