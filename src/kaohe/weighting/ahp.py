"""Analytic hierarchy process (层次分析法): weights from pairwise comparisons, with the check of consistency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from kaohe.i18n import translator
from kaohe.weighting.comparisons import Comparisons, Matrix

_ = translator("weighting")

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Mean CI of random matrices of size 1 … 15. Source: Saaty 1980, the table that Chinese practice uses."""

CONSISTENT_BELOW = 0.1
"""Largest consistency ratio of judgements that may be used. Source: Saaty 1980."""


@dataclass(frozen=True, slots=True)
class AhpWeights:
    """Weights from comparisons.

    Attributes
    ----------
    weights
        Indicator → weight, adding up to 1.
    lambda_max
        Principal eigenvalue; equals the number of indicators when all judgements fit together.
    consistency_index
        CI = (λmax - n) ÷ (n - 1).
    consistency_ratio
        CR = CI ÷ RI; 0 for one or two indicators.
    filled
        (first, second) → the ratio that fits best, for pairs nobody compared.
    """

    weights: Mapping[str, float]
    lambda_max: float
    consistency_index: float
    consistency_ratio: float
    filled: Mapping[tuple[str, str], float]

    @property
    def is_consistent(self) -> bool:
        """True when CR is below 0.1; otherwise the comparisons contradict each other and should be reviewed."""
        return self.consistency_ratio < CONSISTENT_BELOW


def ahp(comparisons: Comparisons) -> AhpWeights:
    """Give the weights of one group of compared indicators.

    Parameters
    ----------
    comparisons
        1 to 15 indicators, not necessarily every pair compared.

    Raises
    ------
    ValueError
        With more than 15 indicators: split them into a hierarchy.

    Notes
    -----
    The weights are the principal eigenvector of the matrix. Pairs nobody compared take the values that make λmax
    smallest; as a function of their logarithms it is convex. Source: Saaty 1980; Bozóki, Fülöp & Rónyai 2010.
    Weights are proposals for people, computed in binary floats; `kaohe.weighting.rounding.published_weights` makes
    the percentages.

    Examples
    --------
    >>> from kaohe.weighting.comparisons import Comparison, compare
    >>> found = ahp(compare([Comparison("a", "b", 3), Comparison("a", "c", 5), Comparison("b", "c", 3)]))
    >>> {name: round(weight, 3) for name, weight in found.weights.items()}, round(found.consistency_ratio, 3)
    ({'a': 0.637, 'b': 0.258, 'c': 0.105}, 0.033)
    """
    names, n = comparisons.names, len(comparisons.names)
    if n > len(RANDOM_INDEX):
        message = _("{n} indicators in one comparison: expected {most} at most. Group them into a hierarchy.")
        raise ValueError(message.format(n=n, most=len(RANDOM_INDEX)))
    matrix = _filled(comparisons)
    lambda_max, vector = _principal(matrix)
    ci = max(0.0, (lambda_max - n) / (n - 1)) if n > 1 else 0.0
    ri = RANDOM_INDEX[n - 1]
    return AhpWeights(
        {name: float(weight) for name, weight in zip(names, vector, strict=True)},
        lambda_max,
        ci,
        ci / ri if ri else 0.0,
        {(names[i], names[j]): float(matrix[i, j]) for i, j in comparisons.missing},
    )


def global_weights(groups: Mapping[str, Mapping[str, float]], root: str) -> dict[str, float]:
    """Multiply local weights down a hierarchy.

    Parameters
    ----------
    groups
        Node → weights of what stands below it; a name without a group is a leaf. A leaf may stand under several
        nodes (alternatives under every criterion): its weights add up.
    root
        The goal.

    Returns
    -------
    dict[str, float]
        Leaf → weight, adding up to 1 where every group does.

    Raises
    ------
    ValueError
        When the hierarchy runs in a circle.

    Examples
    --------
    >>> global_weights({"goal": {"a": 0.6, "b": 0.4}, "a": {"x": 0.5, "y": 0.5}, "b": {"x": 1.0}}, "goal")
    {'x': 0.7, 'y': 0.3}
    """
    leaves: dict[str, float] = {}

    def descend(node: str, weight: float, above: tuple[str, ...]) -> None:
        if node in above:
            message = _("The hierarchy runs in a circle: {path}.")
            raise ValueError(message.format(path=" → ".join((*above, node))))
        if node not in groups:
            leaves[node] = leaves.get(node, 0.0) + weight
            return
        for below, local in groups[node].items():
            descend(below, weight * local, (*above, node))

    descend(root, 1.0, ())
    return leaves


def _principal(matrix: Matrix) -> tuple[float, Matrix]:
    values, vectors = np.linalg.eig(matrix)
    first = int(np.argmax(values.real))
    vector = np.abs(vectors[:, first].real)  # the Perron vector has one sign; LAPACK may return it negative
    return float(values[first].real), vector / vector.sum()


def _filled(comparisons: Comparisons) -> Matrix:
    pairs = comparisons.missing
    if not pairs:
        return comparisons.matrix

    def filled(logs: Matrix) -> Matrix:
        matrix = comparisons.matrix.copy()
        for (i, j), x in zip(pairs, logs, strict=True):
            matrix[i, j], matrix[j, i] = np.exp(x), np.exp(-x)
        return matrix

    def slope(logs: Matrix) -> tuple[float, Matrix]:
        matrix = filled(logs)
        lambda_max, right = _principal(matrix)
        left = _principal(matrix.T)[1]
        change = [left[i] * matrix[i, j] * right[j] - left[j] * matrix[j, i] * right[i] for i, j in pairs]
        return lambda_max, np.array(change) / (left @ right)

    return filled(minimize(slope, np.zeros(len(pairs)), jac=True, method="BFGS", options={"gtol": 1e-10}).x)
