"""Ladders: an amount or coefficient by rank, grade or score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaohe.i18n import translator
from kaohe.rewards.money import RewardProblems

_ = translator("rewards")


@dataclass(frozen=True, slots=True)
class RankRung:
    """Ranks ``first`` to ``last`` and what they bring; negative counts from the last place (-1: the last)."""

    first: int
    last: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ScoreRung:
    """Scores from ``low`` (included) to below ``high`` and what they bring; None: open."""

    low: Decimal | None
    high: Decimal | None
    amount: Decimal


def amount_by_rank(rungs: Sequence[RankRung], rank: int, units: int) -> Decimal:
    """Give what a rank brings; zero when no rung holds it.

    Parameters
    ----------
    rank
        From 1, ties on the same rank.
    units
        Number of units ranked together.

    Raises
    ------
    RewardProblems
        When two rungs hold the rank, as can happen in a small class.

    Examples
    --------
    >>> ladder = [RankRung(1, 1, Decimal(3000)), RankRung(2, 3, Decimal(2000)), RankRung(-1, -1, Decimal(-1000))]
    >>> [str(amount_by_rank(ladder, rank, 10)) for rank in (1, 3, 5, 10)]
    ['3000', '2000', '0', '-1000']
    """
    held = [r for r in rungs if _place(r.first, units) <= rank <= _place(r.last, units)]
    if len(held) > 1:
        message = _("Rank {rank} of {units} stands on {count} rungs of the ladder: expected one at most.")
        raise RewardProblems([message.format(rank=rank, units=units, count=len(held))])
    return held[0].amount if held else Decimal(0)


def amount_by_grade(rungs: Mapping[str, Decimal], grade: str) -> Decimal:
    """Give what a grade brings.

    Raises
    ------
    RewardProblems
        When the ladder does not name the grade: a forgotten grade is no zero.

    Examples
    --------
    >>> amount_by_grade({"优秀": Decimal(1500), "合格": Decimal(0)}, "优秀")
    Decimal('1500')
    """
    if grade not in rungs:
        message = _(
            "Grade {grade} is not on the ladder: expected one of {known}. Name it, with 0 if it brings nothing."
        )
        raise RewardProblems([message.format(grade=grade, known=_(", ").join(rungs))])
    return rungs[grade]


def amount_by_score(rungs: Sequence[ScoreRung], score: Decimal) -> Decimal:
    """Give what a score brings; the first rung that holds it counts.

    Raises
    ------
    RewardProblems
        When no rung holds the score.

    Examples
    --------
    >>> ladder = [ScoreRung(Decimal(90), None, Decimal("1.2")), ScoreRung(None, Decimal(90), Decimal(1))]
    >>> amount_by_score(ladder, Decimal(90))
    Decimal('1.2')
    """
    for rung in rungs:
        if (rung.low is None or rung.low <= score) and (rung.high is None or score < rung.high):
            return rung.amount
    raise RewardProblems(
        [_("Score {score} stands on no rung of the ladder: let the rungs cover all scores.").format(score=score)]
    )


def _place(rank: int, units: int) -> int:
    return rank if rank > 0 else units + 1 + rank
