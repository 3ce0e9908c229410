"""Prizes for the first places (第一名900元、第二名600元、第三名300元), with ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from kaohe.rewards.money import CENT, pieces


class Ties(StrEnum):
    """What units that share a place get."""

    SHARE = "share"
    """The prizes of the places they take up together, in equal parts."""
    EACH = "each"
    """Each the full prize of the place; the prizes then cost more than planned."""


@dataclass(frozen=True, slots=True)
class Prizes:
    """Prizes paid.

    Attributes
    ----------
    amounts
        Unit → prize in yuan, in order of rank; only units that get one.
    left_over
        Planned minus paid: cents that equal parts leave, places not taken; negative when ties cost more.
    """

    amounts: Mapping[str, Decimal]
    left_over: Decimal


def award_prizes(
    prizes: Sequence[Decimal], ranks: Mapping[str, int], ties: Ties = Ties.SHARE, step: Decimal = CENT
) -> Prizes:
    """Give the prizes of the first places.

    Parameters
    ----------
    prizes
        Prize of each place from the first, in yuan.
    ranks
        Unit → rank; equal ranks are ties, and n units on one rank take up n places (1, 2, 2, 4).
    ties
        See `Ties`.
    step
        Smallest piece that is paid. Units on one rank always get the same: what does not divide is not paid.

    Examples
    --------
    >>> prizes = [Decimal(900), Decimal(600), Decimal(300)]
    >>> dict(award_prizes(prizes, {"甲": 1, "乙": 2, "丙": 2, "丁": 4}).amounts)
    {'甲': Decimal('900.00'), '丙': Decimal('450.00'), '乙': Decimal('450.00')}
    """
    counts = [pieces(prize, step) for prize in prizes]
    amounts: dict[str, Decimal] = {}
    place = 0
    for _rank, tied in groupby(sorted(ranks, key=lambda unit: (ranks[unit], unit)), key=ranks.__getitem__):
        units = list(tied)
        covered = counts[place : place + len(units)]
        place += len(units)
        if not covered:
            break
        each = covered[0] if ties is Ties.EACH else sum(covered) // len(units)
        amounts |= dict.fromkeys(units, each * step)
    paid = sum(amounts.values(), Decimal(0))
    return Prizes(amounts, sum(prizes, Decimal(0)) - paid)
