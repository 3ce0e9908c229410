"""Pay by coefficient: a base times score, post and grade coefficients, rounded to the cent once."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kaohe.exact import to_ratio
from kaohe.i18n import translator
from kaohe.rewards.money import CENT, RewardProblems, is_usable, rounded

_ = translator("rewards")


def pay(base: Decimal, coefficients: Iterable[Decimal], step: Decimal = CENT) -> Decimal:
    """Give base x coefficient x coefficient …, exact, rounded half-up to whole pieces at the end.

    Parameters
    ----------
    base
        Monthly or yearly base in yuan.
    coefficients
        Factors such as score ÷ 100, post coefficient, grade coefficient; none negative.

    Raises
    ------
    RewardProblems
        When the base or a coefficient is negative or no usable number.

    Notes
    -----
    Each pay is rounded by itself, so a list of them need not add up to a fund; share a fixed fund with
    `kaohe.rewards.sharing.share_fund`.

    Examples
    --------
    >>> pay(Decimal(1000), [Decimal("0.985"), Decimal("1.05")])
    Decimal('1034.25')
    """
    factors = list(coefficients)
    if not all(map(is_usable, (base, *factors))):
        raise RewardProblems(
            [
                _("Base {base}, coefficients {factors}: expected 0 or more.").format(
                    base=base, factors=_(", ").join(map(str, factors))
                )
            ]
        )
    n, d = to_ratio(base)
    for factor in factors:
        fn, fd = to_ratio(factor)
        n, d = n * fn, d * fd
    return rounded((n, d), step)
