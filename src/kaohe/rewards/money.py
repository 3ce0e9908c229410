"""Money and other things that come in whole pieces: read exactly, never as a binary float."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kaohe.exact import Ratio, rdiv, to_ratio
from kaohe.i18n import translator

_ = translator("rewards")

CENT = Decimal("0.01")
"""Smallest piece of money, in yuan (分)."""


LARGEST = Decimal(10) ** 15
"""Numbers above this are mistakes: several times what the country produces in a year, in yuan."""


class RewardProblems(ValueError):
    """Figures that nothing can be shared by; carries every message."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def is_usable(number: Decimal) -> bool:
    """Say whether a number can be counted with: 0 or more, not NaN or infinite, not beyond all sense.

    Examples
    --------
    >>> is_usable(Decimal("0.5")), is_usable(Decimal("NaN")), is_usable(Decimal(-1))
    (True, False, False)
    """
    return number.is_finite() and 0 <= number <= LARGEST


def pieces(amount: Decimal, step: Decimal = CENT) -> int:
    """Count the pieces of ``step`` in an amount.

    Raises
    ------
    RewardProblems
        When the amount is not usable or no whole number of pieces, or the step is not positive.

    Examples
    --------
    >>> pieces(Decimal("12.34"))
    1234
    """
    if not is_usable(amount) or not is_usable(step) or step == 0:
        raise RewardProblems(
            [
                _("{amount} in pieces of {step}: expected 0 or more, and a positive piece.").format(
                    amount=amount, step=step
                )
            ]
        )
    (n, d), (sn, sd) = to_ratio(amount), to_ratio(step)
    count, rest = divmod(n * sd, d * sn)
    if rest:
        raise RewardProblems([_("{amount} is no whole number of pieces of {step}.").format(amount=amount, step=step)])
    return count


def rounded(amount: Ratio, step: Decimal = CENT) -> Decimal:
    """Round an exact amount half-up to whole pieces.

    Examples
    --------
    >>> rounded((10, 3)), rounded((5, 1000))
    (Decimal('3.33'), Decimal('0.01'))
    """
    n, d = to_ratio(step)
    return rdiv(amount[0] * d, amount[1] * n) * step
