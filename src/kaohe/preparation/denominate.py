"""Denominating (去规模化): figures that grow with size, divided by population, area, output …"""

from __future__ import annotations

from kaohe.exact import Ratio, reduced
from kaohe.i18n import translator
from kaohe.preparation.figures import Figures

_ = translator("preparation")


def denominate(figures: Figures, by: Figures) -> dict[str, Ratio | None]:
    """Divide each unit's figure by its size.

    Parameters
    ----------
    figures
        Unit → figure.
    by
        Unit → size, above zero.

    Returns
    -------
    dict[str, Ratio or None]
        Exact quotients; None where the figure or the size is not reported.

    Raises
    ------
    ValueError
        When a unit has no row in ``by``, or a size is zero or negative: all such units at once.

    Examples
    --------
    >>> denominate({"a": (30, 1), "b": None}, {"a": (12, 1), "b": (7, 1)})
    {'a': (5, 2), 'b': None}
    """
    wrong = [unit for unit in figures if unit not in by or _is_not_positive(by[unit])]
    if wrong:
        message = _("{units}: a size above 0 is needed to divide by. Check the table of sizes.")
        raise ValueError(message.format(units=_(", ").join(wrong)))
    return {unit: _quotient(figure, by[unit]) for unit, figure in figures.items()}


def _is_not_positive(size: Ratio | None) -> bool:
    return size is not None and size[0] <= 0


def _quotient(figure: Ratio | None, size: Ratio | None) -> Ratio | None:
    if figure is None or size is None:
        return None
    return reduced((figure[0] * size[1], figure[1] * size[0]))
