"""Min-max normalisation (极差标准化) to a common scale, exact."""

from __future__ import annotations

from collections.abc import Mapping

from kaohe.exact import Ratio, reduced
from kaohe.i18n import translator
from kaohe.preparation.figures import in_whole_numbers

_ = translator("preparation")


def min_max(figures: Mapping[str, Ratio], *, smaller_is_better: bool = False, top: int = 100) -> dict[str, Ratio]:
    """Bring figures to 0 (worst) … ``top`` (best).

    Parameters
    ----------
    figures
        Unit → figure, none missing.

    Raises
    ------
    ValueError
        When all units have the same figure.

    Notes
    -----
    (x - min) ÷ (max - min) x top, or (max - x) ÷ (max - min) x top where smaller is better. The result changes when
    the group changes: freeze the group before the year, as a scheme does.

    Examples
    --------
    >>> min_max({"a": (1, 1), "b": (2, 1), "c": (5, 1)})
    {'a': (0, 1), 'b': (25, 1), 'c': (100, 1)}
    """
    whole, _common = in_whole_numbers(figures)
    least, greatest = min(whole.values()), max(whole.values())
    if least == greatest:
        raise ValueError(_("All units have the same figure: there is nothing to normalise. Leave the indicator out."))
    worst = greatest if smaller_is_better else least
    return {unit: reduced((abs(n - worst) * top, greatest - least)) for unit, n in whole.items()}
